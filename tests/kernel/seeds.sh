#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The example of the page "Deferred Initcalls" of eLinux.org, USB and IDE: edited by `bootcheck patch`,
# built, booted with such devices. They are not there at first, and all there after the trigger.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
[ -z "${LAB_KERNEL-}" ] || lab_skip "builds a kernel of its own"
lab_x86 "this is of the program, which does the same there"
lab_begin "${1:-6.12}" "${2:-on}"
: "${BOOTCHECK:=$repo/build/bootcheck}"
calls='piix_init ehci_hcd_init uhci_hcd_init'
inventory=$LAB/inventory.sh

# The page's edits, copied by hand, without the line numbers of 2.6.27. Where it tells of them in
# words it has "deferred_modle_init(echi_hcd_init)" and "uhci_hcd_usb".
cat >"$tmp/page" <<'END'
+++ b/drivers/ata/ata_piix.c
-module_init(piix_init);
+deferred_module_init(piix_init);
+++ b/drivers/usb/host/ehci-hcd.c
-module_init(ehci_hcd_init);
+deferred_module_init(ehci_hcd_init);
+++ b/drivers/usb/host/uhci-hcd.c
-module_init(uhci_hcd_init);
+deferred_module_init(uhci_hcd_init);
END
source=$("$LAB/build" --print-source --version "$VERSION")
"$BOOTCHECK" patch --source "$source" --defer "$(echo "$calls" | tr ' ' ,)" \
	-o "$tmp/edits.patch" 2>"$tmp/bad" || :
grep '^[-+]' "$tmp/edits.patch" | grep -v '^---' | diff "$tmp/page" - >>"$tmp/bad" || :
check "$VERSION the patch makes the edits of the page, and no other" "$tmp/bad"

UNEDITED=$KERNEL
EDITED=$("$LAB/build" "${2:-on}" --version "$VERSION" --edits "$tmp/edits.patch" 2>"$tmp/build") || {
	not_ok "$VERSION the edited kernel: build" "$tmp/build"
	tap_done
}

# Of the initcalls, these three are of another level, and that is all.
for kernel in "$UNEDITED" "$EDITED"; do
	"$BOOTCHECK" image "$kernel/vmlinux" --csv | awk -F , '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		{ print $column["name"], $column["level"] }' | sort >"$tmp/${kernel##*/}.levels"
done
{
	for call in $calls; do
		echo "< $call device"
		echo "> $call deferred"
	done
} | sort >"$tmp/wanted"
diff "$tmp/${UNEDITED##*/}.levels" "$tmp/${EDITED##*/}.levels" | grep '^[<>]' | sort |
	diff "$tmp/wanted" - >"$tmp/bad" || :
check "$VERSION image: the three are of level deferred, the others of theirs" "$tmp/bad"

# Beside the machine's own UHCI, EHCI and IDE with a disk: an EHCI with companions, a stick that the
# one and a tablet that the other serves.
machine="-device ich9-usb-ehci1,id=ich9,addr=1d.7,multifunction=on
	-device ich9-usb-uhci1,masterbus=ich9.0,firstport=0,addr=1d.0,multifunction=on
	-device ich9-usb-uhci2,masterbus=ich9.0,firstport=2,addr=1d.1
	-blockdev driver=null-co,node-name=pen,size=1048576,read-zeroes=on
	-device usb-storage,bus=ich9.0,port=1,drive=pen
	-device usb-tablet,bus=ich9.0,port=2,usb_version=1"

boot normal --file "$inventory" --qemu "$machine" \
	--append 'initcall_debug deferred_initcalls=off' <<'END'
inventory.sh | sed 's/^/inv: /'
END
booted normal
sed -n 's/^inv: //p' "$tmp/normal.out" >"$tmp/normal.inventory"

# serves WHEN NAME DRIVER COUNT TEXT: so many devices have the driver
serves() {
	n=$(grep -c "^$1: device .* $3\$" "$tmp/$2.out") || :
	echo "$n devices with $3, wanted $4" >"$tmp/show"
	if [ "$n" -eq "$4" ]; then
		ok "$VERSION $2: $5"
	else
		not_ok "$VERSION $2: $5" "$tmp/show"
	fi
}

# there WHEN NAME YES TEXT: what is behind them is there, or not
there() {
	for place in '/0000:00:01\.1/.*/block/sdN block' '/0000:00:1d\.7/.*/block/sdN block' \
		'/0000:00:1d\.0/.* usb usbhid$'; do
		grep -q "^$1: device .*$place" "$tmp/$2.out" && is=yes || is=no
		[ "$is" = "$3" ] || echo "$place: $is"
	done >"$tmp/bad"
	check "$VERSION $2: $4" "$tmp/bad"
}

there inv normal yes "unedited: the disk, the stick and the tablet are there"

# page NAME WORDS EHCI: boot the edited kernel with these words on the command line; EHCI is how many
# EHCI there are before the trigger
page() {
	KERNEL=$EDITED
	boot "$1" --file "$inventory" --qemu "$machine" --append "initcall_debug${2:+ $2}" <<-END
	inventory.sh 0 | sed 's/^/early: /'
	says first cat \$trigger
	says second cat \$trigger
	says states states
	for call in $calls; do
		echo "\$call: \$(field \$call 5) \$(field \$call 6) \$(field \$call 8)"
	done
	inventory.sh | sed 's/^/inv: /'
	END
	booted "$1"
	sed -n 's/^inv: //p' "$tmp/$1.out" >"$tmp/$1.inventory"
	serves early "$1" ata_piix 0 "before: no driver has the IDE"
	serves early "$1" uhci_hcd 0 "before: none has an UHCI"
	serves early "$1" ehci-pci "$3" "before: $3 EHCI have a driver"
	serves early "$1" ohci-pci 1 "before: the OHCI, which nobody deferred"
	says_is "$1" first 0 "cat /proc/deferred_initcalls: 0"
	says_is "$1" second 1 "and then: 1"
	says_is "$1" states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
	for call in $calls; do
		says_is "$1" "$call" 'done 0 read' "$call returned 0"
	done
	serves inv "$1" ata_piix 1 "after: the IDE"
	serves inv "$1" uhci_hcd 3 "after: three UHCI"
	serves inv "$1" ehci-pci 2 "after: two EHCI"
	diff "$tmp/normal.inventory" "$tmp/$1.inventory" >"$tmp/bad" || :
	check "$VERSION $1: the same devices, drivers and files as unedited without deferral" "$tmp/bad"
}

# Since 3.8 an EHCI's PCI driver has an initcall of its own, which the page cannot know. With its
# three edits alone an EHCI works from the beginning.
page page '' 2
page all deferred_initcalls=ehci_pci_init 0
there early all no "before: neither disk nor stick nor tablet"
there inv all yes "after: the disk, the stick and the tablet"
log_order all "in the order of boot" 'entering initcall level: deferred' 'calling  piix_init' \
	'calling  ehci_hcd_init' 'calling  ehci_pci_init' 'calling  uhci_hcd_init'
tap_done
