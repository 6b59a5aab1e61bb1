#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The story of samples/camera, from the log to the proof.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
export BOOTCHECK
for tool in qemu-system-x86_64 rsvg-convert cpio; do
	command -v "$tool" >/dev/null 2>&1 || lab_skip "$tool is not installed"
done
rc=0
"$repo/samples/camera/run" --out "$tmp/camera" >"$tmp/out" 2>&1 || rc=$?
{
	[ "$rc" -eq 0 ] || echo "exit status $rc"
	grep -q '^PROVED: with [1-9][0-9]* calls deferred' "$tmp/out" || tail -n 30 "$tmp/out"
} >"$tmp/bad"
check "the camera takes its picture sooner, and all is there in the end" "$tmp/bad"
for file in product.log suggest.json camera.patch proof.html saved.png after.html; do
	[ -s "$tmp/camera/$file" ] || echo "$file is not there"
done >"$tmp/bad"
check "log, advice, patch, proof and pictures are kept" "$tmp/bad"
grep -c '^+deferred_' "$tmp/camera/camera.patch" | grep -qx '[1-9][0-9]*' || cat "$tmp/camera/camera.patch" >"$tmp/bad"
check "the source has the deferred forms" "$tmp/bad"
sum() {
	sed -n 's/^.*picture: .*, sum \([0-9a-f]*\), .*$/\1/p' "$1" | sort -u
}
gcc -O2 -o "$tmp/picture" "$repo/samples/camera/picture.c"
"$tmp/picture" "$tmp/picture.ppm" >"$tmp/here"
sum "$tmp/here" >"$tmp/want"
sum "$tmp/out" | diff "$tmp/want" - >"$tmp/bad" || :
check "the picture is the one that is taken here" "$tmp/bad"
rc=0
"$repo/samples/camera/run" --arch vax >"$tmp/bad" 2>&1 || rc=$?
[ "$rc" -ne 2 ] || : >"$tmp/bad"
check "an architecture that there is no camera for" "$tmp/bad"
tap_done
