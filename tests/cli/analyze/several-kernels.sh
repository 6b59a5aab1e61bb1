# SPDX-License-Identifier: GPL-2.0-or-later
# A warning on top; the rows are there all the same.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >1.log
log_small 0 | sed 's/6.12.0/6.13.0/' >2.log
"$BOOTCHECK" analyze 1.log 2.log | sed '/^$/q'
