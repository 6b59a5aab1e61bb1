#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The story of samples/camera, from the log to the proof: camera.sh [x86_64|arm64]
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
export BOOTCHECK
kernel_arch "${1:-x86_64}" # sets A_*
for tool in "$A_QEMU" "${A_CROSS}gcc" rsvg-convert cpio; do
	command -v "$tool" >/dev/null 2>&1 || lab_skip "$tool is not installed"
done
rc=0
"$repo/samples/camera/run" --arch "$ARCH" --out "$tmp/camera" >"$tmp/out" 2>&1 || rc=$?
[ -z "${LAB_KEEP-}" ] || {
	mkdir -p "$LAB_KEEP"
	cp "$tmp/out" "$LAB_KEEP/camera-$ARCH.out"
}
{
	[ "$rc" -eq 0 ] || echo "exit status $rc"
	grep -q '^PROVED: with [1-9][0-9]* calls deferred' "$tmp/out" || tail -n 30 "$tmp/out"
} >"$tmp/bad"
check "$ARCH: the camera takes its picture sooner, and all is there in the end" "$tmp/bad"
for file in product.log suggest.json camera.patch proof.html saved.png after.html; do
	[ -s "$tmp/camera/$file" ] || echo "$file is not there"
done >"$tmp/bad"
check "$ARCH: log, advice, patch, proof and pictures are kept" "$tmp/bad"
grep -c '^+deferred_' "$tmp/camera/camera.patch" | grep -qx '[1-9][0-9]*' || cat "$tmp/camera/camera.patch" >"$tmp/bad"
check "$ARCH: the source has the deferred forms" "$tmp/bad"
# (the machine has devices for all three)
for name in xhci_pci_init ahci_pci_driver azx_driver; do
	grep -qE "^\+deferred_[a-z_]+\(${name}[,)]" "$tmp/camera/camera.patch" || echo "$name is not deferred"
done >"$tmp/bad"
check "$ARCH: among them are USB, disks and sound" "$tmp/bad"
gzip -dc "$tmp/camera/camera.cpio.gz" | TZ=UTC cpio --quiet -itv | grep -v "Jan  *1  *1970" >"$tmp/bad" || :
check "$ARCH: the initramfs has no times of this run in it" "$tmp/bad"
sum() {
	sed -n 's/^.*picture: .*, sum \([0-9a-f]*\), .*$/\1/p' "$1" | sort -u
}
gcc -O2 -o "$tmp/picture" "$repo/samples/camera/picture.c"
"$tmp/picture" "$tmp/picture.ppm" >"$tmp/here"
sum "$tmp/here" >"$tmp/want"
sum "$tmp/out" | diff "$tmp/want" - >"$tmp/bad" || :
check "$ARCH: the picture is the one that is taken here" "$tmp/bad"
rc=0
"$repo/samples/camera/run" --arch vax >"$tmp/bad" 2>&1 || rc=$?
[ "$rc" -ne 2 ] || : >"$tmp/bad"
check "an architecture that there is no camera for" "$tmp/bad"
tap_done
