#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The man page of compare says how many false alarms there are and how small a slowdown is found:
# each row of that table is what the tests measure.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BUILD:=$repo/build/release}"
case $BUILD in
*/asan)
	tap_skip "the figures are the same, and take minutes" "all"
	tap_done
	;;
esac
cd "$repo"

# "quiet 4 0.001 4.5", a line each
awk '/^\[\[ \*boots\*/ { inside = 1 }
	inside && /^\|/ { row = $2 }
	inside && /^:  / { row = row " " $2; if (++n % 3 == 0) print row }
	inside && /^$/ { exit }' analyzer/man/bootcheck-compare.1.scd >"$tmp/rows"
[ "$(wc -l <"$tmp/rows")" -eq 6 ] || cp "$tmp/rows" "$tmp/why"
check "the man page has a table of six rows" "$tmp/why"
while read -r kind boots alarms found; do
	rc=0
	: >"$tmp/why"
	BOOTCHECK_LOGS=$LOGS "$BUILD/tests/unit/test_noise" --verify "$kind" "$boots" "$alarms" "$found" \
		>"$tmp/why" || rc=$?
	name="$kind, $boots a side: false alarms $alarms %, found $found"
	case $rc in
	77) tap_skip "no folder of collected logs" "$name" ;;
	*)
		[ "$rc" -eq 0 ] || echo "exit status $rc" >>"$tmp/why"
		check "$name" "$tmp/why"
		;;
	esac
done <"$tmp/rows"
tap_done
