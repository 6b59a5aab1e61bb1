# SPDX-License-Identifier: GPL-2.0-or-later
# The header says what is known, then the log follows unchanged.
. "${CASE%/*}/setup.inc"
capture
rm -r root/proc/device-tree root/proc/cpuinfo
capture
mkdir -p root/sys/class/dmi/id
printf 'A laptop\033[31m\n' >root/sys/class/dmi/id/product_name
capture | sed -n 's/^# model:/&/p'
capture --date | grep -c '^# date: 20[0-9-]*T[0-9:]*Z$'
