# SPDX-License-Identifier: GPL-2.0-or-later
# What is refused unless it is asked for, and what decides between two places.
. "$(dirname "$CASE")/tree.inc"
make_tree
status() {
	echo "--- $*"
	"$BOOTCHECK" patch --source linux --defer "$@" >out 2>&1 || echo "exit status $?"
	grep -v -e '^ ' -e '^diff' -e '^@@' -e '^---' out || true
}
driver drivers/usb/host/bus.c bus_init
sed 's/^module_init/subsys_initcall/' linux/drivers/usb/host/bus.c >new.c
cp new.c linux/drivers/usb/host/bus.c
status bus_init
status bus_init --list
status bus_init --force-level
driver drivers/usb/host/shared.c shared_init
cat >>linux/drivers/usb/host/Makefile <<'END'
obj-y += one.o two.o bus.o
one-y := shared.o
two-y := shared.o
END
status shared_init
status shared_init --force-twice
driver arch/arm/kernel/clock.c clock_init
driver arch/x86/kernel/clock.c clock_init
status clock_init
status clock_init --arch x86
status arch/arm/kernel/clock.c:clock_init
