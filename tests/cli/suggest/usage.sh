# SPDX-License-Identifier: GPL-2.0-or-later
status() {
	"$BOOTCHECK" suggest "$@" </dev/null || echo "exit status $?"
}
status boot.log
status boot.log --vmlinux
status boot.log --vmlinux v --top 0
status boot.log --vmlinux v --min-us x
status - - --vmlinux v
