# SPDX-License-Identifier: GPL-2.0-or-later
# One file with two boots is two boots.
. "$(dirname "$CASE")/logs.inc"
{ log_small 0; log_small 500; } >both.log
"$BOOTCHECK" analyze both.log | head -n 2
"$BOOTCHECK" analyze --csv both.log | tr -d '\r' | head -n 3
