# SPDX-License-Identifier: GPL-2.0-or-later
# The beginning of the document, indented; and on one line, which is the same.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze --json=pretty boot.log | sed '/"log_end_line"/q'
"$BOOTCHECK" analyze --json=short boot.log >short
"$BOOTCHECK" analyze --json boot.log | cmp - short
wc -l <short
"$BOOTCHECK" analyze --json=pretty boot.log | tr -d ' \n' >a
tr -d ' \n' <short | cmp - a
"$BOOTCHECK" analyze --json=off boot.log | head -n 1
