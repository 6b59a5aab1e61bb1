# SPDX-License-Identifier: GPL-2.0-or-later
# The whole story of one call, of one that others need, and of one that is not there.
. "$(dirname "$CASE")/../graph/tree.inc"
make_tree
make_log >boot.log
for name in storage_init xhci_hcd xhci_pci:xhci_pci_init nobody; do
	"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux --build linux --explain "$name" ||
		echo "exit status $?"
done
