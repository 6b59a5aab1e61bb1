# SPDX-License-Identifier: GPL-2.0-or-later
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze -q --top 3 good-6.12-amd64-dmesg.txt
# All rows: a heading line, the columns, one a call.
"$BOOTCHECK" analyze -q --all good-6.12-amd64-dmesg.txt | sed -n '/^745/,$p' | wc -l
