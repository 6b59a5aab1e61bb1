# SPDX-License-Identifier: GPL-2.0-or-later
# No log can be used: each is named, nothing is written, and the file that was there stays.
echo 'just some text' >bad.log
: >empty.log
echo 'what was there' >report.txt
for o in '' --json --csv; do
	status=0
	# shellcheck disable=SC2086	# one word or none
	"$BOOTCHECK" analyze $o bad.log empty.log missing.log 2>&1 || status=$?
	echo "status $status"
done
status=0
"$BOOTCHECK" analyze --json -o report.txt bad.log missing.log || status=$?
cat report.txt
ls
exit "$status"
