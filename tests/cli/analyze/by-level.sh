# SPDX-License-Identifier: GPL-2.0-or-later
# Linux 6.16 and later name the levels, older ones do not.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze -q --by level --all good-7.2-amd64-dmesg.txt.zst | sed -n '/by level/,$p'
"$BOOTCHECK" analyze -q --by level good-6.12-amd64-dmesg.txt | sed -n '/by level/,$p'
