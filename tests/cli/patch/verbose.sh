# SPDX-License-Identifier: GPL-2.0-or-later
# What was read, and what became of the choice.
. "$(dirname "$CASE")/tree.inc"
make_tree
driver drivers/usb/host/either.c either_init
sed 's/^module_init.*/#ifdef MODULE\n&\n#endif/' linux/drivers/usb/host/either.c >new
cp new linux/drivers/usb/host/either.c
time='s/in [0-9]*\.[0-9]\{3\} s/in - s/'
"$BOOTCHECK" patch --source linux --all -v 2>&1 >/dev/null | sed "$time"
"$BOOTCHECK" patch --source linux --defer uhci_hcd_init,nobody_init -v -k 2>&1 >/dev/null | sed "$time"
rm linux/Makefile
"$BOOTCHECK" patch --source linux --all -v --list 2>&1 >/dev/null | sed "$time"
