# SPDX-License-Identifier: GPL-2.0-or-later
# Patterns that fit nothing in a kernel's source.
mkdir -p src/drivers/usb/host src/tools src/lib
cat >src/drivers/usb/host/ehci.c <<'END'
EXPORT_SYMBOL_GPL(ehci_setup);
EXPORT_SYMBOL_NS_GPL(ehci_more, EHCI);
static int x;
module_init(ehci_hcd_init);
module_exit(ehci_hcd_cleanup);
module_param(log2_irq_thresh, int, 0);
END
cat >src/drivers/usb/host/plat.c <<'END'
module_platform_driver(plat_driver);
late_initcall_sync(plat_late);
module_usb_serial_driver(drivers, ids);
END
# shellcheck disable=SC2016	# make expands it
echo 'obj-$(CONFIG_X) += ehci-hcd.o plat.o other.obj' >src/drivers/usb/host/Makefile
echo 'module_init(no_init);' >src/tools/no.c
cat >my.rules <<'END'
rule all-there
initcall ehci_hcd_init plat_driver_init usb_serial_module_init
source drivers/usb/host/ !drivers/usb/host/none.c
verdict ask
why It fits.

rule names
module ehci_hcd plat other
symbol ehci_setup ehci_m* ehci_none
verdict ask
why Most of it fits.

rule not-there
initcall no_init ehci_hcd_cleanup log2_irq_thresh_init
verdict ask
why Nothing fits.

rule level
initcall plat_late
level late_sync
verdict ask
why It fits.

rule other-level
initcall plat_late
level late
verdict ask
why It is at another level.

END
code=0
"$BOOTCHECK" rules --check --rules my.rules --source src >out || code=$?
echo "status $code"
grep '^my.rules' out
for dir in src/tools/none src/lib; do
	code=0
	"$BOOTCHECK" rules --check --source "$dir" || code=$?
	[ "$code" -eq 3 ]
done
