# SPDX-License-Identifier: GPL-2.0-or-later
status() {
	"$BOOTCHECK" trial "$@" </dev/null || echo "exit status $?"
}
status
status --kernel k
status --kernel k --as-built --defer a_init
status --kernel k --defer a_init --clock sundial
status --kernel k --defer a_init --cpus 2
status --kernel k --defer a_init --runs 0
status --kernel k --defer a_init --timeout x
status --kernel k --from - --from -
status --kernel k --search --as-built
status --kernel k --defer a_init --jobs 2
status --kernel k --defer a_init --proved f
status --kernel k --defer a_init --search --jobs 0
status --kernel k --defer a_init --dry-run
status --kernel k --defer a_init --executor command:./b --clock virtual
status --kernel k --defer a_init --executor command:./b --disk f
