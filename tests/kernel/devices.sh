#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The point of it all: after the deferred calls have run there are the same devices, drivers and
# files as without any deferral; before, there are fewer.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"
inventory=$LAB/inventory.sh

# inventory of NAME: $tmp/NAME.inventory
inventory_of() {
	sed -n 's/^inv: //p' "$tmp/$1.out" >"$tmp/$1.inventory"
}

# The test's own calls come with either kernel, so "off" is the boot without deferral.
boot normal --file "$inventory" --append 'initcall_debug deferred_initcalls=off' <<'END'
inventory.sh | sed 's/^/inv: /'
END
booted normal
inventory_of normal
lines=$(wc -l <"$tmp/normal.inventory")
least=400
[ "$ARCH" = x86_64 ] || least=300
if [ "$lines" -gt "$least" ] && grep -q 'usb usbhid$' "$tmp/normal.inventory" &&
	grep -q '/usbN/.*/sdN block' "$tmp/normal.inventory"; then
	ok "$VERSION normal: an inventory of the devices"
else
	head -n 40 "$tmp/normal.inventory" >"$tmp/show"
	not_ok "$VERSION normal: an inventory of the devices" "$tmp/show"
fi

# same NAME SET: boot with these deferred, compare
same() {
	boot "$1" --file "$inventory" --append "initcall_debug deferred_initcalls=$2" <<-'END'
	inventory.sh 0 | sed 's/^/early: /'
	says read guest-tool read $trigger
	says states states
	inventory.sh | sed 's/^/inv: /'
	END
	booted "$1"
	says_is "$1" read 0 "the trigger"
	says_is "$1" states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
	inventory_of "$1"
	diff "$tmp/normal.inventory" "$tmp/$1.inventory" >"$tmp/bad" || :
	check "$VERSION $1: the same devices, drivers and files as without deferral" "$tmp/bad"
	before=$(grep -c '^early: device' "$tmp/$1.out") || :
	after=$(grep -c '^device' "$tmp/$1.inventory") || :
	if [ "$before" -gt 50 ] && [ "$before" -lt "$after" ]; then
		ok "$VERSION $1: $before devices before the trigger, $after after"
	else
		echo "$before before, $after after" >"$tmp/show"
		not_ok "$VERSION $1: fewer devices before the trigger" "$tmp/show"
	fi
	# return codes, too
	for call in $(echo "$2" | tr , ' '); do
		for boot in normal "$1"; do
			sed -n "s/.*initcall $call+.* returned \(-*[0-9]*\) after.*/$call returned \1/p" \
				"$tmp/$boot.log" >"$tmp/$boot.ret"
		done
		if [ ! -s "$tmp/normal.ret" ]; then
			echo "$call: there is no such call"
		else
			diff "$tmp/normal.ret" "$tmp/$1.ret" || :
		fi
	done >"$tmp/bad"
	check "$VERSION $1: the calls return what they return at boot" "$tmp/bad"
}

same usb uhci_hcd_init,ehci_hcd_init
more='' disk=virtio_blk_init,
# (in 5.10 that is one of many that are called init)
[ "$VERSION" != 5.10 ] || disk=''
case $ARCH in
x86_64)	more=,piix_init,azx_driver_init ;;
esac
same many "ohci_hcd_mod_init,ohci_pci_init,uhci_hcd_init,ehci_hcd_init,ehci_pci_init,xhci_hcd_init,\
xhci_pci_init,usb_storage_driver_init,hid_init,ahci_pci_driver_init,e1000_init_module,\
${disk}loop_init$more"
tap_done
