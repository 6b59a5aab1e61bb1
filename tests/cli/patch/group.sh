# SPDX-License-Identifier: GPL-2.0-or-later
# A group of their own: in the patch, in the list's argument, and without an edit; and back.
. "$(dirname "$CASE")/tree.inc"
need patch
make_tree
make_advice
driver fs/late.c late_init
sed 's/^module_init/late_initcall/' linux/fs/late.c >new
cp new linux/fs/late.c
echo '#define module_x_driver(d) static int d##_init(void) { return x(&(d)); } module_init(d##_init)' \
	>linux/include/linux/x.h
echo 'module_x_driver(x_one);' >linux/fs/x.c
cp -R linux before
names=ehci_pci_init,late_init,x_one_init
"$BOOTCHECK" patch --source linux --defer "$names" --group usb-2 | tee new.patch | grep '^[-+]'
patch -s -p1 -d linux --fuzz=0 <new.patch
"$BOOTCHECK" patch --source linux --defer "$names" --group usb-2
"$BOOTCHECK" patch --source linux --defer "$names" --revert -o back.patch
patch -s -p1 -d linux --fuzz=0 <back.patch
diff -r before linux
"$BOOTCHECK" patch --source linux --from advice.json --group usb --json=pretty | grep cmdline
for as in config cmdline; do
	"$BOOTCHECK" patch --as "$as" --defer a_init,b:b_init --group net
done
