# SPDX-License-Identifier: GPL-2.0-or-later
# What suggest advises: only what it says to defer, once, and with --defer besides.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
"$BOOTCHECK" patch --source linux --from advice.json >one.patch
"$BOOTCHECK" patch --source linux --from - <advice.json >two.patch
cmp one.patch two.patch
grep '^[-+]' one.patch
echo "--- and one by name"
"$BOOTCHECK" patch --source linux --from advice.json --defer ext4_init_fs,ehci_pci_init --list
echo "--- what suggest itself writes"
"$BOOTCHECK" patch --as cmdline --from - <"$TESTS_DIR/cli/suggest/json.out"
