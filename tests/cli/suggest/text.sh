# SPDX-License-Identifier: GPL-2.0-or-later
# The report on a small kernel, with an object tree and without.
. "$(dirname "$CASE")/../graph/tree.inc"
make_tree
make_log >boot.log
"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux --build linux --modinfo linux/modules.builtin
echo
"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux
