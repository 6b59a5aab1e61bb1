# SPDX-License-Identifier: GPL-2.0-or-later
# No gate on logs that are unfit, nor across machines without --force.
. "$(dirname "$CASE")/logs.inc"
logs
try() {
	status=0
	"$BOOTCHECK" compare -q --before old-[1-4] --fail-above 1ms "$@" >out 2>err || status=$?
	cat err
	echo "status $status"
}
sed '/Run /d' old-1 >short
sed '/calling  third/,$d' old-1 >stuck
echo '[    0.100000] calling  third_init+0x0/0x30 @ 1' >>stuck
try --after old-[1-4] short
try --after old-[1-4] stuck
for i in 1 2 3 4; do
	sed 's/Board A/Board B/' old-$i >other-$i
done
try --after other-[1-4]
try --after other-[1-4] --force
