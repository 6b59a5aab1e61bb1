# SPDX-License-Identifier: GPL-2.0-or-later
# Both clocks of each call; nothing summed up.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze -v --top 3 good-6.12-amd64-dmesg.txt | sed -n '/^Top 3 of .* initcalls/,/^$/p'
"$BOOTCHECK" analyze -v good-6.12-amd64-dmesg.txt | grep -c 'more (-v' || true
