# SPDX-License-Identifier: GPL-2.0-or-later
# The ending of the name chooses the format, unless an option does.
. "$(dirname "$CASE")/logs.inc"
log_small 0 >boot.log
"$BOOTCHECK" analyze -o report.txt boot.log
"$BOOTCHECK" analyze --output=report.json boot.log
"$BOOTCHECK" analyze -oreport.csv boot.log
"$BOOTCHECK" analyze --json -o other.csv boot.log
for f in report.* other.csv; do
	printf '%s: ' "$f"
	head -c 30 "$f" | head -n 1
	echo
done
"$BOOTCHECK" analyze -o - boot.log | head -n 1
# Nothing else is left in the folder.
ls
