# SPDX-License-Identifier: GPL-2.0-or-later
# A damaged log is captured, with a warning on standard error and in the file.
. "${CASE%/*}/setup.inc"
sed -i '1d; s/^7,1,/7,812,/; s/^7,2,/7,813,/' root/dev/kmsg
capture
fake_dmesg 'cat raw'
sed -i 1d raw
capture --source dmesg | grep warning
echo '<7>initcall foo_init+0x0/0x10 returned 0 after 990 usecs' >raw
capture --source dmesg | grep warning
