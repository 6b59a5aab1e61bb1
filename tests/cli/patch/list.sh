# SPDX-License-Identifier: GPL-2.0-or-later
# What would be edited.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
sed 's/^module_init/deferred_&/' linux/drivers/usb/host/uhci-hcd.c >new
cp new linux/drivers/usb/host/uhci-hcd.c
"$BOOTCHECK" patch --source linux --from advice.json --list
"$BOOTCHECK" patch --source linux --from advice.json --list --revert
"$BOOTCHECK" patch --source linux --from advice.json --json=pretty | sed 's/"version": ".*"/"version": "-"/'
