# SPDX-License-Identifier: GPL-2.0-or-later
# All views of a small kernel as text.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_log >boot.log
"$BOOTCHECK" graph --build linux boot.log
"$BOOTCHECK" graph --build linux boot.log --critical --format dot
"$BOOTCHECK" graph --build linux --around xhci_hcd --depth 1 -o around.dot
cat around.dot
"$BOOTCHECK" graph --build linux --vmlinux linux/vmlinux --modinfo linux/modules.builtin --all -o all.gv
sed -n '/->/p' all.gv
