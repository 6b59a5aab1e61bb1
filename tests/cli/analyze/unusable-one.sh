# SPDX-License-Identifier: GPL-2.0-or-later
# A bad log among several: it is named, the report of the good ones is written and says so, and
# the exit status is 3. One broken capture must not cost the evaluation of a night of boots.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >good.log
log_small 20 >other.log
echo 'just some text' >bad.log
echo 'what was there' >report.txt
status=0
"$BOOTCHECK" analyze -o report.txt bad.log good.log missing.log other.log || status=$?
head -n 6 report.txt
"$BOOTCHECK" analyze --json=pretty good.log bad.log 2>/dev/null | sed -n '/"unusable"/,$p'
"$BOOTCHECK" analyze --csv good.log bad.log 2>&1 >out.csv | wc -l
wc -l <out.csv
ls
exit "$status"
