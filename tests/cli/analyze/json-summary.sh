# SPDX-License-Identifier: GPL-2.0-or-later
# --summary: of each boot all but the lists; the rows of all boots together stay.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >1.log
log_small 20 >2.log
"$BOOTCHECK" analyze --json=pretty --summary 1.log 2.log
