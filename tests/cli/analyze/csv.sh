# SPDX-License-Identifier: GPL-2.0-or-later
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze --csv good-6.12-amd64-dmesg.txt | head -n 4 | od -c | tail -n 3
"$BOOTCHECK" analyze --csv good-6.12-amd64-dmesg.txt | tr -d '\r' >"$OLDPWD/csv"
cd "$OLDPWD" || exit
head -n 3 csv
wc -l <csv
# The same number of fields in every row.
awk -F , '{ print NF }' csv | sort -u
"$BOOTCHECK" analyze --csv --top 2 "$SAMPLES/good-6.12-amd64-dmesg.txt" | tr -d '\r'
"$BOOTCHECK" analyze --csv --top 2 --sort name "$SAMPLES/good-6.12-amd64-dmesg.txt" | tr -d '\r'
