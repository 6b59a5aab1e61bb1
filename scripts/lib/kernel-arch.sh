# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What differs between the architectures that scripts/kernel/ builds and boots kernels for. Sourced
# by build and boot there and by the tests of the kernel patch; needs die() from them.

KERNEL_ARCHES='x86_64 arm64 arm riscv64'

# kernel_arch ARCH: sets ARCH and, for the kernel's makefile, A_MAKE (ARCH=), A_CROSS (the prefix of
# the compiler, empty for the system's own) and A_GCC (its package); A_FOLDER below arch/ of the
# source, A_IMAGE in arch/A_FOLDER/boot; for QEMU, A_QEMU, A_PACKAGE, A_MACHINE, A_CPU; A_CONSOLE;
# A_LINE, the serial line for results; A_WORDS, for the kernel's command line; and Debian's A_DEBIAN and
# A_SUITE, which has busybox for it
# shellcheck disable=SC2034 # they are for the caller
kernel_arch()
{
	ARCH=$1
	A_MAKE=$1 A_FOLDER=$1 A_IMAGE=Image A_MACHINE=virt A_CONSOLE=ttyAMA0 A_LINE=ttyS0
	A_PACKAGE=qemu-system-arm A_SUITE=bookworm A_DEBIAN=$1 A_WORDS=
	case $1 in
	x86_64)
		A_FOLDER=x86 A_IMAGE=bzImage A_CROSS='' A_GCC=gcc A_PACKAGE=qemu-system-x86
		# QEMU 7.2 now and then runs cmpxchg16b wrongly, the kernel then dies in its
		# memory allocator
		A_QEMU=x86_64 A_MACHINE=pc A_CPU=max,cx16=off A_DEBIAN=amd64
		A_CONSOLE=ttyS0 A_LINE=ttyS1
		;;
	arm64)
		A_CROSS=aarch64-linux-gnu- A_GCC=gcc-aarch64-linux-gnu
		A_QEMU=aarch64 A_CPU=cortex-a57
		;;
	arm)
		A_IMAGE=zImage A_CROSS=arm-linux-gnueabihf- A_GCC=gcc-arm-linux-gnueabihf
		A_QEMU=arm A_MACHINE=virt,highmem=off A_CPU=cortex-a15 A_DEBIAN=armhf
		;;
	riscv64)
		A_MAKE=riscv A_FOLDER=riscv A_CROSS=riscv64-linux-gnu- A_GCC=gcc-riscv64-linux-gnu
		A_QEMU=riscv64 A_CPU=rv64 A_PACKAGE=qemu-system-misc
		A_CONSOLE=ttyS0 A_LINE=ttyS1 A_SUITE=trixie
		;;
	*)	die 2 "'$1' is no architecture; there are: $KERNEL_ARCHES" ;;
	esac
	A_QEMU=qemu-system-$A_QEMU
}

# kernel_image WHAT: sets KERNEL, the image to boot, and what kernel_arch sets. WHAT is a folder that
# scripts/kernel/build has printed, an object tree, or an image (of x86_64, if it is in neither).
# Fails if there is none.
kernel_image()
{
	kernel_arch x86_64
	if [ ! -d "$1" ]; then
		KERNEL=$1
		case $1 in
		*/*)	folder=${1%/*} ;;
		*)	folder=. ;;
		esac
		[ ! -r "$folder/arch" ] || kernel_arch "$(cat "$folder/arch")"
		[ -r "$KERNEL" ]
		return
	fi
	if [ -f "$1/arch" ]; then
		kernel_arch "$(cat "$1/arch")"
		# there the serial line on PCI is found first (seen with 6.1), and 5.10 warns about a machine
		# that has no controller for MSI
		# shellcheck disable=SC2034 # they are for the caller
		case $ARCH-$(cat "$1/version" 2>/dev/null) in
		riscv64-5.10) A_CONSOLE=ttyS1 A_LINE=ttyS0 A_WORDS='pci=nomsi ' ;;
		riscv64-6.1) A_CONSOLE=ttyS1 A_LINE=ttyS0 ;;
		esac
		KERNEL=$1/$A_IMAGE
		[ -r "$KERNEL" ]
		return
	fi
	for arch in $KERNEL_ARCHES; do
		kernel_arch "$arch"
		for KERNEL in "$1/$A_IMAGE" "$1/arch/$A_FOLDER/boot/$A_IMAGE"; do
			[ ! -r "$KERNEL" ] || return 0
		done
	done
	return 1
}
