# SPDX-License-Identifier: GPL-2.0-or-later
# The default, spelled out.
log=$SAMPLES/good-6.12-amd64-dmesg.txt
"$BOOTCHECK" analyze --by initcall "$log" >a
"$BOOTCHECK" analyze "$log" >b
cmp a b
