# SPDX-License-Identifier: GPL-2.0-or-later
"$BOOTCHECK" analyze --by subsystem "$SAMPLES/good-6.12-amd64-dmesg.txt"
