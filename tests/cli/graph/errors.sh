# SPDX-License-Identifier: GPL-2.0-or-later
# Input that cannot be used: status 3, one line, no file.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_log >boot.log
"$BUILD/tests/tools/mkelf" x86_64 bare
try() {
	status=0
	"$BOOTCHECK" graph -o x.svg "$@" 2>&1 || status=$?
	echo "status $status"
}
try --build linux --around xhci_hdc
try --build linux --around storage_inti
try --build linux --around nothing-like-it-at-all
try --build missing
try --build linux/drivers
try --vmlinux missing
try --vmlinux bare
try --vmlinux boot.log
try --build linux missing.log
try --build linux linux/objects
printf '[    0.000000] Linux version 6.6.6\n[    0.010000] calling  other_init+0x0/0x10 @ 1\n' >other.log
printf '[    0.015000] initcall other_init+0x0/0x10 returned 0 after 5000 usecs\n' >>other.log
try --build linux other.log
try --build linux --modinfo missing
try --build linux --dtb boot.log
mkdir folder
"$BOOTCHECK" graph --build linux -o folder/none/x.svg 2>&1 || echo "status $?"
ls
