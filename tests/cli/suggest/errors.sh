# SPDX-License-Identifier: GPL-2.0-or-later
# Input that cannot be used: one line, exit status 3, no file.
. "$(dirname "$CASE")/../graph/tree.inc"
make_tree
make_log >boot.log
status() {
	"$BOOTCHECK" suggest "$@" -o out || echo "exit status $?"
	[ ! -e out ] || echo "there is a file"
	rm -f out
}
status none.log --vmlinux linux/vmlinux
status boot.log --vmlinux boot.log
status boot.log --vmlinux linux/vmlinux --build none
status boot.log --vmlinux linux/vmlinux --rules boot.log
echo 'no initcall' >empty.log
status empty.log --vmlinux linux/vmlinux
sed 's/\([a-z]*_\)init/\1other/' boot.log >other.log
status other.log --vmlinux linux/vmlinux
status boot.log empty.log --vmlinux linux/vmlinux
