# SPDX-License-Identifier: GPL-2.0-or-later
# All that a tree has, at the levels of drivers and later; what cannot be edited is named.
. "$(dirname "$CASE")/tree.inc"
need patch
make_tree
driver drivers/usb/host/bus.c bus_init
sed 's/^module_init/subsys_initcall/' linux/drivers/usb/host/bus.c >new
cp new linux/drivers/usb/host/bus.c
driver drivers/usb/host/either.c either_init
sed 's/^module_init.*/#ifdef MODULE\n&\n#else\nlate_initcall(either_init);\n#endif/' \
	linux/drivers/usb/host/either.c >new
cp new linux/drivers/usb/host/either.c
driver arch/arm/clock.c clock_init
cp -R linux before
status() {
	echo "--- $*"
	"$BOOTCHECK" patch --source linux "$@" || echo "exit status $?"
}
status --all --list
status --all --list --arch x86
status --all --list --force-level
status --all -o all.patch
patch -s -p1 -d linux --fuzz=0 <all.patch
status --all 2>&1
status --all --revert -o back.patch
patch -s -p1 -d linux --fuzz=0 <back.patch
diff -r before linux
status --all --revert 2>&1
# In braces, which no program can be sure of.
driver fs/odd.c odd_init
printf 'int x(void)\n{\nmodule_init(x_init);\n}\n' >>linux/fs/odd.c
status --all --list 2>&1
status --all -o all.patch 2>&1
grep -c '^+++' all.patch
