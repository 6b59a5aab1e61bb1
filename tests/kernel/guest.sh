#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The guest's side of a trial, in machines of its own: tests/unit/test_guest_boot.c.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_x86 "this is of the program, which does the same there"
lab_begin "${1:-6.12}" "${2:-on}"
: "${BUILD:=$repo/build/release}"
busybox=$(command -v busybox) || lab_skip "busybox is not installed"
! readelf -lW "$busybox" | grep -q INTERP || lab_skip "$busybox is not static"

mkdir -p "$tmp/root/bin" "$tmp/root/proc" "$tmp/root/sys" "$tmp/root/next"
cp "$busybox" "$tmp/root/bin/busybox"
for name in sh mount mkdir cp ln sleep cat chmod switch_root; do
	ln -s busybox "$tmp/root/bin/$name"
done
# An init as initramfs have it: mounts, moves on to another root
cat >"$tmp/root/init" <<'EOT'
#!/bin/sh
set -e
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
echo "start: process $$, $1" >/dev/kmsg
mount -t ramfs ramfs /next
mkdir /next/bin /next/proc /next/sys /next/dev
cp /bin/busybox /next/bin/sh
cat >/next/start <<'END'
#!/bin/sh
echo "second root" >/dev/kmsg
echo "bootcheck: first job done" >/dev/kmsg
while :; do
	read -r _ </dev/console || :
done
END
chmod 755 /next/start
for folder in proc sys dev; do
	mount --move "/$folder" "/next/$folder"
done
exec switch_root /next /start
EOT
chmod 755 "$tmp/root/init"
(cd "$tmp/root" && find . -mindepth 1 | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) >"$tmp/initrd"

GUEST_KERNEL=$KERNEL/bzImage GUEST_INITRD=$tmp/initrd TMPDIR=$tmp CMOCKA_MESSAGE_OUTPUT=TAP \
	"$BUILD/tests/unit/test_guest_boot"
