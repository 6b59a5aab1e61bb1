# SPDX-License-Identifier: GPL-2.0-or-later
# What did not return goes before the lists, which cannot show it.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze bad-6.1-i386-cut.txt | sed -n '/^Time/,/^Top/p'
