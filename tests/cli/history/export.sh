# SPDX-License-Identifier: GPL-2.0-or-later
# Rows for others: all calls of all boots, as CSV and as JSON lines.
. "$(dirname "$CASE")/logs.inc"
releases
hist add -q r1-1 --release v5 --board 'a "board", of 2' --boot-id x
hist export --csv --release v1 | head -n 5 | tr -d '\r'
hist export --jsonl --release v5 --board 'Board A' | head -n 2
hist export --boots --csv | tr -d '\r' | tail -n 3
hist export --boots --release v2 | head -n 1
echo "- the ending decides, and all rows are there"
hist export -o all.csv
hist export -o all.jsonl
hist export --boots -o boots.csv
wc -l <all.csv
wc -l <all.jsonl
wc -l <boots.csv
echo "- the durations are those of analyze"
for i in 1 2 3 4; do
	"$BOOTCHECK" analyze --csv "r3-$i" | tail -n +2 | cut -d , -f 1,8
done >want
hist export --csv --release v3 | tail -n +2 | cut -d , -f 12,18 >got
cmp want got && wc -l <got
echo "- a reader that goes away is no failure"
hist export | head -n 1 >one
wc -l <one
