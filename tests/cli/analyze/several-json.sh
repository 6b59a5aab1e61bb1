# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_small 0 >1.log
log_small 501 >2.log
"$BOOTCHECK" analyze --json=pretty 1.log 2.log | sed -n '/^  "summary"/,$p' | head -n 20
