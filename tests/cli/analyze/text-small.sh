# SPDX-License-Identifier: GPL-2.0-or-later
# A whole report, of a small log.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze boot.log
