# SPDX-License-Identifier: GPL-2.0-or-later
# The patch; what it makes of the tree; a second run, and the way back.
. "$(dirname "$CASE")/tree.inc"
need patch
make_tree
cp -R linux before
names=ehci_pci_init,uhci_hcd:uhci_hcd_init
"$BOOTCHECK" patch --source linux --defer "$names" | tee first.patch
patch -s -p1 -d linux --fuzz=0 <first.patch
echo "--- again"
"$BOOTCHECK" patch --source linux --defer "$names" -o again.patch 2>&1
wc -c <again.patch
"$BOOTCHECK" patch --source linux --defer "$names" --quiet
echo "--- back"
"$BOOTCHECK" patch --source linux --defer "$names" --revert | tee back.patch
patch -s -p1 -d linux --fuzz=0 <back.patch
diff -r before linux
"$BOOTCHECK" patch --source linux --defer "$names" --revert 2>&1
