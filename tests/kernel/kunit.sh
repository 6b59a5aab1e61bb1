#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The KUnit tests of the kernel's side.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" debug

boot kunit <<'END'
says read guest-tool read $trigger
says states states
END
booted kunit
says_is kunit read 0 "the trigger works"
sed -n 's/^<[0-9]*>\[ *[0-9.]*\] //p' "$tmp/kunit.log" | sed -n '/TAP version/,$p' >"$tmp/ktap"
grep -E '^ +ok [0-9]+ ' "$tmp/ktap" >"$tmp/good" || :
grep -E '^ *not ok ' "$tmp/ktap" >"$tmp/bad" || :
check "$VERSION kunit: no test fails" "$tmp/bad"
if [ -s "$tmp/good" ] && grep -qE '^ok [0-9]+ .*deferred' "$tmp/ktap"; then
	ok "$VERSION kunit: $(wc -l <"$tmp/good") tests pass"
else
	not_ok "$VERSION kunit: there are tests, and they pass" "$tmp/ktap"
fi
tap_done
