# SPDX-License-Identifier: GPL-2.0-or-later
# Wrong usage: exit status 2, one line each.
wrong() {
	code=0
	"$BOOTCHECK" image "$@" || code=$?
	[ "$code" -eq 2 ]
}
wrong
wrong a b
wrong --level nonsense a
wrong --csv --json a
wrong - --diff -
