#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the product needs first, as the samples and the collected logs show it. Of the samples, every
# root with its selectors and lines is as in roots.expected (after a change on purpose:
# `tests/prop/roots.sh --bless`, and read the diff); of the collected logs, what a person found in
# them.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BUILD:=$repo/build/release}"
print=$BUILD/tests/unit/test_roots_logs

for log in "$SAMPLES"/good-* "$SAMPLES"/bad-*; do
	"$print" "$log"
done >"$tmp/roots" 2>"$tmp/err" || true
if [ "${1-}" = --bless ]; then
	cp "$tmp/roots" "$repo/tests/prop/roots.expected"
	exit
fi
diff -u "$repo/tests/prop/roots.expected" "$tmp/roots" >"$tmp/diff" || true
check "the roots of the samples" "$tmp/diff"
check "nothing to complain of" "$tmp/err"

# has LOG ROOT SELECTOR...: the root is there, and it has these selectors; "ask" for its question
has() {
	log=$1 root=$2
	shift 2
	if [ ! -r "$LOGS/$log.txt" ]; then
		tap_skip "$log is not among the collected logs" "$root"
		return 0
	fi
	[ -e "$tmp/$log" ] || "$print" "$LOGS/$log.txt" >"$tmp/$log" 2>&1 || true
	for want in "$@"; do
		awk -v root="$root" -v want="$want" '
			/^[^\t]/ { on = index($0, "] " root ";") > 0 }
			on && want == "ask" && $1 == "ask:" { found = 1 }
			on && $2 == want { found = 1 }
			END { exit !found }' "$tmp/$log" || echo "no $want"
	done >"$tmp/why"
	check "$log: $root" "$tmp/why"
}

if [ ! -d "$LOGS" ]; then
	tap_skip "no folder of collected logs; set BOOTCHECK_LOGS to one" "collected logs"
	tap_done
fi
has x13s-6.13-arm64 console=tty0 con_init
# By a file system that the initramfs mounted; nvme is a module, its host bridge is not.
has x13s-6.13-arm64 root=UUID=66ed970b-b91a-483e-9b82-b10fdfc12ea7 nvme qcom_pcie_driver_init
has x13s-6.13-arm64 'file system btrfs' init_btrfs_fs
has x13s-6.13-arm64 initramfs populate_rootfs
has arm-3.x-bootlin-async-01 console=ttyS0,115200 atmel_serial_init
has arm-3.x-bootlin-async-01 root=ubi0:rootfs ubi_init init_mtd atmel_nand_init
has arm-3.x-bootlin-async-01 'file system ubifs' ubifs_init
has arm-3.x-bootlin-async-01 'clock fffffeb0.rtc' at91_rtc_init
has arm-5.13-thumb-nommu-01 console=ttySTM0,115200 stm32_usart_init
has arm-5.13-thumb-nommu-01 root=/dev/ram populate_rootfs
# The boot hangs before the network is there.
has arm-6.13-serial-uboot-01 root=/dev/nfs init_nfs_fs init_sunrpc ask
has arm-6.13-serial-uboot-01 console=ttyO0,115200n8 omap8250_platform_driver_init
# The port was probed outside of any call: all that it could be is kept.
has arm-6.13.9-bootdata-01-bbb console=ttyS0,115200n8 omap8250_platform_driver_init serial8250_init ask
has i386-6.4-caller-02 root=/dev/ram0 populate_rootfs
has i386-6.4-caller-02 ip=::::vm-meta-73::dhcp ip_auto_config e1000_init_module
has i386-6.4-caller-02 'console ttyS0' serial8250_init univ8250_console_init
has ppc64le-5.17-plain-01 'console hvc0' hvc_console_init hvc_opal_init
has ppc64le-5.17-plain-01 root=/dev/sda2 init_sd init_scsi ahci_pci_driver_init
has ppc64le-5.17-plain-01 'file system btrfs' init_btrfs_fs
has x86_64-5.17-plain-03 root=/dev/nvme0n1p11 nvme_init nvme_core_init
has x86_64-5.17-plain-03 'file system ext4' ext4_init_fs
has x86_64-5.17-plain-03 'clock 00:01' cmos_init
# The head is lost, and with it the command line: the mount tells.
has x86_64-5.18-truncated-01 'mounted nvme0n1p11' nvme_init
has x86_64-5.19-plain-07 root=UUID=aa6034bb-8cc1-4111-a0a7-9b3f5e13e281 dm_mod sd_mod ahci ask
has x86_64-5.9-dmesgx-02 ip=::::lkp-ivb-toshiba1::dhcp ip_auto_config e1000_init_module
has x86_64-5.9-dmesgx-02 'watchdog iTCO_wdt' iTCO_wdt_init_module
has x86_64-6.3-pciquirk-caller-05 'console ttyS0' serial8250_init univ8250_console_init
has x86_64-2.6.25-threeline-excerpt-01 root=/dev/sda6 ask
tap_done
