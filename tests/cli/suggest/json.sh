# SPDX-License-Identifier: GPL-2.0-or-later
# The same as JSON, with macros from the tree; all that interface.md names is there.
. "$(dirname "$CASE")/../graph/tree.inc"
make_tree
make_log >boot.log
"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux --build linux --need xhci_pci --json=pretty
