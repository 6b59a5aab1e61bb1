# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
for by in duration start name; do
	"$BOOTCHECK" analyze -q --sort "$by" boot.log | sed -n '/longest\|order\|by name/,$p'
done
