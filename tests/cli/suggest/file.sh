# SPDX-License-Identifier: GPL-2.0-or-later
# A module of several objects: the file of an initcall is that of the object that it is in.
. "$(dirname "$CASE")/../graph/tree.inc"
more_objects() {
	cat >drivers/usb/unusual.c <<'EOF'
#include <init.h>
int crc(int);
static int __init unusual_init(void) { return crc(3); }
call(usb_storage, unusual_init, 6);
EOF
	echo drivers/usb/unusual drivers/usb/usb-storage
}
make_tree
make_log | sed '/Run/i\
[    0.090000] calling  unusual_init+0x0/0x10 @ 1\
[    0.090020] initcall unusual_init+0x0/0x10 returned 0 after 20 usecs' >boot.log
"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux --build linux --json=pretty |
	grep -E '^      "(name|file)":.*(storage|unusual)'
