# SPDX-License-Identifier: GPL-2.0-or-later
# One bad log among several: its name, and no half of a report, in the file neither.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >good.log
echo 'just some text' >bad.log
echo 'what was there' >report.txt
status=0
"$BOOTCHECK" analyze -o report.txt good.log bad.log || status=$?
cat report.txt
ls
exit "$status"
