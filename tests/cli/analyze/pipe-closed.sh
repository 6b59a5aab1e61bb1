# SPDX-License-Identifier: GPL-2.0-or-later
# A reader that has seen enough is no failure.
{
	"$BOOTCHECK" analyze --all -v "$SAMPLES/good-6.12-amd64-dmesg.txt"
	echo "status $?" >status
} | head -n 1 >/dev/null
cat status
# JSON of many logs is written as they are read: a reader that left ends that, too.
logs=$(yes "$SAMPLES/good-6.12-amd64-dmesg.txt" | head -n 400)
mkfifo pipe
{
	status=0
	# shellcheck disable=SC2086	# a list of names
	"$BOOTCHECK" analyze --json --jobs=2 $logs missing.log 2>err || status=$?
	echo "status $status" >status
} >pipe &
head -c 10 <pipe
echo
wait
cat status err
