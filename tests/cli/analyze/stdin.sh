# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze <boot.log | head -n 1
"$BOOTCHECK" analyze - <boot.log | head -n 1
gzip -c boot.log | "$BOOTCHECK" analyze - boot.log | head -n 1
