# SPDX-License-Identifier: GPL-2.0-or-later
# Packed or not, the same report but for the line that says so.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze boot.log | tail -n +2 >plain
for how in gzip xz zstd; do
	need "$how"
	"$how" -c boot.log >"boot.$how"
	"$BOOTCHECK" analyze "boot.$how" >packed
	head -n 1 packed
	tail -n +2 packed | cmp - plain
done
