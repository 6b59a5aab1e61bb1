# SPDX-License-Identifier: GPL-2.0-or-later
# Wrong usage: exit status 2, one line each.
wrong() {
	code=0
	"$BOOTCHECK" rules "$@" || code=$?
	[ "$code" -eq 2 ]
}
wrong my.rules
wrong --source .
wrong --cmdline quiet
wrong --chekc
