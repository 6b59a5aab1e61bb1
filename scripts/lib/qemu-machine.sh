# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What differs between Debian's architectures when QEMU boots them.
# Sourced by scripts/boot-debian; needs die() from there.

# machine_table: ARCH FLAVOUR QEMU QEMU-PACKAGE CONSOLE MEMORY MACHINE CPU
# cx16: QEMU 7.2 now and then runs cmpxchg16b wrongly, the kernel then dies in its
# memory allocator
machine_table()
{
	cat <<-END
	amd64   amd64       x86_64  qemu-system-x86  ttyS0    1G q35               max,cx16=off
	i386    686-pae     i386    qemu-system-x86  ttyS0    1G pc                max
	arm64   arm64       aarch64 qemu-system-arm  ttyAMA0  1G virt              cortex-a57
	armhf   armmp       arm     qemu-system-arm  ttyAMA0  1G virt,highmem=off  cortex-a15
	ppc64el powerpc64le ppc64   qemu-system-ppc  hvc0     2G pseries           power9
	s390x   s390x       s390x   qemu-system-misc ttysclp0 1G s390-ccw-virtio   max
	riscv64 riscv64     riscv64 qemu-system-misc ttyS0    1G virt              rv64
	END
}

# machine_init ARCH: set M_FLAVOUR, M_QEMU, M_PACKAGE, M_CONSOLE, M_MEM,
# M_KCONSOLE, M_MACHINE, M_CPU
# shellcheck disable=SC2034 # they are for the caller
machine_init()
{
	row=$(machine_table | grep "^$1 ") ||
		die 2 "unknown architecture '$1'; known: $(machine_table |
			awk '{ printf "%s%s", sep, $1; sep = ", " }')"

	read -r _ M_FLAVOUR M_QEMU M_PACKAGE M_CONSOLE M_MEM M_MACHINE M_CPU \
		<<-END
		$row
		END
	M_QEMU=qemu-system-$M_QEMU
	# s390x: the tty is called ttysclp0, the kernel's console= for it ttyS1
	M_KCONSOLE=$M_CONSOLE
	[ "$1" != s390x ] || M_KCONSOLE=ttyS1
}

# machine_modules: modules that --modules loads, those that the package has
machine_modules()
{
	echo virtio_net virtio_blk virtio_scsi virtio_rng virtio_balloon \
		virtio_console nvme ahci e1000e xhci_pci ehci_pci usbhid usb_storage \
		snd_hda_intel i2c_i801 iTCO_wdt psmouse bochs sr_mod sd_mod loop fuse \
		ext4 btrfs xfs dm_mod raid456 cdrom tun bridge nf_conntrack crc32c_generic \
		crc32c_intel crc32c_cryptoapi
}

# machine_devices ARCH: devices for --modules to find
machine_devices()
{
	bus=pci
	[ "$1" != s390x ] || bus=ccw
	echo "-device virtio-rng-$bus -device virtio-net-$bus -device virtio-scsi-$bus"
	echo "-device virtio-serial-$bus -device virtio-balloon-$bus"
	echo "-drive if=none,id=d0,format=raw,file=$TMP/disk0"
	echo "-device virtio-blk-$bus,drive=d0"
	[ "$bus" = pci ] || return 0
	echo "-drive if=none,id=d1,format=raw,file=$TMP/disk1"
	echo "-device nvme,drive=d1,serial=bootcheck"
	echo "-device qemu-xhci -device usb-kbd -device e1000e"
	case $1 in
	amd64)	echo "-device intel-hda -device hda-duplex -device usb-ehci" ;;
	esac
}
