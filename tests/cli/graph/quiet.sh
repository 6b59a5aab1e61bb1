# SPDX-License-Identifier: GPL-2.0-or-later
# A name that several have: said, unless --quiet. --max and --min-us are seen in the notes.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_log >boot.log
"$BOOTCHECK" graph --build linux --around usb-storage -o a.dot
# (an initcall of that name, and a module)
sed 's,drivers/misc/clock$,drivers/misc/usb_storage,' linux/objects >objects
sed -i 's,drivers/misc/clock,drivers/misc/usb_storage,g' linux/drivers/misc/.clock.o.cmd
"$BOOTCHECK" graph --build linux --around usb_storage -o a.dot
"$BOOTCHECK" graph --build linux --around usb_storage -q -o a.dot
"$BOOTCHECK" graph -v --build linux --max 4 --min-us 1 boot.log | grep '" note"'
"$BOOTCHECK" graph --build linux --min-us 21999 boot.log | grep -e '" note"' -e '^.label'
