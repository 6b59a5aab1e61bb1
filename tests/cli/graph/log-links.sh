# SPDX-License-Identifier: GPL-2.0-or-later
# What the log says of suppliers becomes an edge; from standard input it cannot be known.
. "$(dirname "$CASE")/tree.inc"
make_tree
{
	make_log
	cat <<'EOF'
[    0.110000] clock 10.clock: ready
[    0.120000] xhci_hcd 20.usb: Linked as a consumer to 10.clock
EOF
} >boot.log
"$BOOTCHECK" graph --build linux --around clock boot.log -o x.dot
grep -e '->' x.dot
"$BOOTCHECK" graph --build linux --around clock - -o x.dot <boot.log
grep -e '"drivers.*->' x.dot || echo "no edge"
