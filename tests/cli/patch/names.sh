# SPDX-License-Identifier: GPL-2.0-or-later
# Names from a file, and places instead of names.
. "$(dirname "$CASE")/tree.inc"
make_tree
cat >names <<'END'
# two of them
ehci_pci_init
  fs/ext4/super.c:9 # the place

uhci_hcd:uhci_hcd_init,ehci_pci_init
END
"$BOOTCHECK" patch --source linux --defer @names --list
"$BOOTCHECK" patch --source linux --defer @- --defer ext4_init_fs --list <names
"$BOOTCHECK" patch --source linux --defer fs/ext4/super.c:9 >one.patch
"$BOOTCHECK" patch --source linux --defer ext4_init_fs | cmp - one.patch
"$BOOTCHECK" patch --as cmdline --source linux --defer @names
status() {
	"$BOOTCHECK" patch "$@" 2>&1 || echo "exit status $?"
}
status --as cmdline --defer @names
status --as cmdline --source linux --defer fs/ext4/super.c:8
status --source linux --defer fs/ext4/super.c:8
status --source linux --defer fs/ext4/super.c:8 --list
status --source linux --defer fs/ext4/other.c:9
status --source linux --defer @none
printf 'a_init\nb init\n' >bad
status --source linux --defer @bad
status --source linux --defer @- --from - </dev/null
# Of several in one line, the first word is what declares it.
printf 'module_init(a_init); module_exit(a_exit);\n' >linux/fs/two.c
status --source linux --defer fs/two.c:1 | grep '^[-+]'
