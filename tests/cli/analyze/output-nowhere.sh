# SPDX-License-Identifier: GPL-2.0-or-later
"$BOOTCHECK" analyze -o no/such/folder/report.txt "$SAMPLES/good-6.12-amd64-dmesg.txt"
