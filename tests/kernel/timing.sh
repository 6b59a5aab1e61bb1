#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What deferral saves, in virtual time: the same boot twice gives the same figure, so that a
# difference is the deferral's doing. Prints a table as TAP comments.
#
#   tests/kernel/timing.sh VERSION [SET]
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
set=${2:-uhci_hcd_init,ehci_hcd_init,ehci_pci_init,ohci_hcd_mod_init,ohci_pci_init,xhci_hcd_init,xhci_pci_init,usb_storage_driver_init,piix_init,ahci_pci_driver_init,azx_driver_init}
lab_x86 "its figures are of the machines of x86_64"
lab_begin "${1:-6.12}" plain

# us NAME PATTERN: when the first such line was written
us() {
	sed -n "s/^<[0-9]*>\[ *\([0-9]*\)\.\([0-9]*\)\] .*$2.*/\1\2/p" "$tmp/$1.log" |
		sed -n '1s/^0*\([0-9]\)/\1/p'
}

run() {
	boot "$1" --virtual --append "initcall_debug${2:+ deferred_initcalls=$2}" <<'END'
says read guest-tool read $trigger
says memory awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo
END
	booted "$1"
	init=$(us "$1" 'Run \/init as init')
	ran=$(sed -n 's/.*deferred_initcalls: ran [0-9]* calls in \([0-9]*\) us.*/\1/p' "$tmp/$1.log")
	freed=$(sed -n 's/.*Freeing unused kernel image (initmem) memory: \([0-9]*\)K.*/\1/p' "$tmp/$1.log")
	printf '# %-6s %-10s %12s %12s %12s\n' "$VERSION" "$1" "${init:-?}" "${ran:--}" "${freed:-?}"
	eval "init_$1=\${init:-0}"
}

printf '# %-6s %-10s %12s %12s %12s\n' kernel boot 'init at us' 'deferred us' 'init mem K'
run before_1 ""
run before_2 ""
run after_1 "$set"
run after_2 "$set"

# apart A B: how far two figures are from each other
apart() {
	[ "$1" -ge "$2" ] && echo $(($1 - $2)) || echo $(($2 - $1))
}
# shellcheck disable=SC2154 # eval sets them
{
	noise=$(apart "$init_before_1" "$init_before_2")
	noise_after=$(apart "$init_after_1" "$init_after_2")
	saving=$((init_before_1 - init_after_1))
	echo "# saving: $saving us of $init_before_1; the same boot again: $noise and $noise_after us apart"
	echo "noise $noise $noise_after, saving $saving" >"$tmp/show"
}
if [ "$noise" -le 1000 ] && [ "$noise_after" -le 1000 ]; then
	ok "$VERSION timing: the same boot takes the same virtual time"
else
	not_ok "$VERSION timing: the same boot takes the same virtual time" "$tmp/show"
fi
if [ "$saving" -gt $((noise + noise_after)) ] && [ "$saving" -gt 0 ]; then
	ok "$VERSION timing: deferral saves $saving us"
else
	not_ok "$VERSION timing: deferral saves time" "$tmp/show"
fi
tap_done
