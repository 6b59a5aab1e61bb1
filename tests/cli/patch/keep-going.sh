# SPDX-License-Identifier: GPL-2.0-or-later
# What can be edited is, and the rest is named: exit status 1.
. "$(dirname "$CASE")/tree.inc"
make_tree
driver drivers/usb/host/bus.c bus_init
sed 's/^module_init/subsys_initcall/' linux/drivers/usb/host/bus.c >new
cp new linux/drivers/usb/host/bus.c
status() {
	echo "--- $*"
	"$BOOTCHECK" patch --source linux --defer "$@" >out 2>err || echo "exit status $?"
	grep '^[-+][^-+]' out || true
	cat err
}
names=ehci_pci_init,bus_init,nobody_init,fs/ext4/super.c:1,uhci_hcd_init
status "$names"
status "$names" --keep-going
status "$names" -k --quiet
status bus_init,nobody_init -k
status uhci_hcd_init -k
status "$names" -k --force-level
"$BOOTCHECK" patch --source linux --defer "$names" -k --list 2>&1 || echo "exit status $?"
"$BOOTCHECK" patch --source linux --defer "$names" -k --series mails --author 'A <a@example.org>' 2>&1 ||
	echo "exit status $?"
ls mails
