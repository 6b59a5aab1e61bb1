# SPDX-License-Identifier: GPL-2.0-or-later
# The gate passes, fails and forgives; one line says why.
. "$(dirname "$CASE")/logs.inc"
logs
try() {
	status=0
	"$BOOTCHECK" compare -q --before old-[1-4] "$@" >out 2>err || status=$?
	cat err
	echo "status $status"
}
echo "- slower by 6 ms of 100, limit 3 %"
try --after new-[1-4] --fail-above 3%
echo "- limit 10 ms"
try --after new-[1-4] --fail-above 10ms
echo "- limit 10000 us"
try --after new-[1-4] --fail-above 10000
echo "- faster"
try --after old-[1-4] --fail-above 100
echo "- the call that is slower may be"
try --after new-[1-4] --fail-above 1ms --allow 'second_.*:7ms'
echo "- it may be by less"
try --after new-[1-4] --allow 'second_init:2ms'
echo "- another call may be"
try --after new-[1-4] --fail-above 1ms --allow 'first_init:6ms'
echo "- one boot a side"
try --after new-1 --fail-above 1ms
"$BOOTCHECK" compare --before old-1 --after new-1 --fail-above 1ms >out 2>err ||
	echo "status $?"
cat err
echo "- the report of the first"
"$BOOTCHECK" compare -q --before old-[1-4] --after new-[1-4] --fail-above 3% 2>/dev/null || true
