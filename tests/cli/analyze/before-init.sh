# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze --before-init boot.log | sed -n '/initcalls.*first/,$p'
"$BOOTCHECK" analyze --before-init --csv boot.log | tr -d '\r' | cut -d , -f 1,13
