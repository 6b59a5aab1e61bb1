# SPDX-License-Identifier: GPL-2.0-or-later
# Without the kernel's clock: the reason instead of a sum, and the kernel's own figures.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze --top 3 good-6.12-amd64-dmesg-T.txt.xz | sed -n '/^Time/,/^Top 3 of .* probes/p'
