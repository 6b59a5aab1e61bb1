# SPDX-License-Identifier: GPL-2.0-or-later
# The report on the sample of the examples, up to what it says of the log itself.
cd "$SAMPLES" || exit
"$BOOTCHECK" analyze good-6.12-amd64-dmesg.txt | sed '/^About the log/q'
