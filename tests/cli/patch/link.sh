# SPDX-License-Identifier: GPL-2.0-or-later
# The tree by a symbolic link, as /usr/src/linux often is.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
mkdir real
mv linux real/linux-6.12
ln -s real/linux-6.12 linux
"$BOOTCHECK" patch --source linux --from advice.json --list
"$BOOTCHECK" patch --source linux/ --defer uhci_hcd_init --list
"$BOOTCHECK" patch --source linux --defer uhci_hcd:uhci_hcd_init --list
