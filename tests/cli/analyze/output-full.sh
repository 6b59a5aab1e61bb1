# SPDX-License-Identifier: GPL-2.0-or-later
[ -c /dev/full ] || skip "no /dev/full"
"$BOOTCHECK" analyze "$SAMPLES/good-6.12-amd64-dmesg.txt" >/dev/full
