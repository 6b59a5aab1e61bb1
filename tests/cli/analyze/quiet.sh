# SPDX-License-Identifier: GPL-2.0-or-later
# Only the sum and the list.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze --quiet good-6.12-amd64-dmesg.txt
