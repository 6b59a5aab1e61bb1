# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The small root file system that the guest boots into: static busybox, our
# /init, and what the wanted capture form needs (util-linux' dmesg, systemd).
# Sourced by scripts/boot-debian; needs die(), say() and debian-fetch.sh.

# unpack_deb FILE ROOT: unpack into a root where bin, sbin, lib* live in /usr
unpack_deb()
{
	rm -rf "$TMP/deb"
	mkdir "$TMP/deb"
	dpkg-deb -x "$1" "$TMP/deb" || die 3 "cannot unpack $1"
	for top in bin sbin lib lib32 lib64; do
		mkdir -p "$2/usr/$top"
		[ -e "$2/$top" ] || ln -s "usr/$top" "$2/$top"
		if [ -d "$TMP/deb/$top" ] && [ ! -L "$TMP/deb/$top" ]; then
			cp -a "$TMP/deb/$top/." "$2/usr/$top/"
		fi
		rm -rf "${TMP:?}/deb/$top"
	done
	cp -a "$TMP/deb/." "$2/"
}

# initramfs_base ROOT SUITE ARCH: busybox and the folders that /init mounts on
initramfs_base()
{
	mkdir -p "$1/proc" "$1/sys" "$1/dev" "$1/run" "$1/tmp" "$1/etc" "$1/root"
	deb=$(debian_download "$2" "$3" busybox-static)
	unpack_deb "$deb" "$1"
	rm -rf "${1:?}/usr/share"
	# the kernel itself asks for modules by this name
	ln -s ../bin/busybox "$1/usr/sbin/modprobe"
}

# initramfs_dmesg ROOT SUITE ARCH: util-linux' dmesg, for the forms that
# busybox' cannot write
initramfs_dmesg()
{
	debian_download "$2" "$3" util-linux libc6 libtinfo6 >"$TMP/debs"
	mkdir -p "$TMP/ul"
	while read -r deb; do
		unpack_deb "$deb" "$TMP/ul"
	done <"$TMP/debs"
	cp "$TMP/ul/usr/bin/dmesg" "$1/usr/bin/dmesg"
	for lib in 'ld*.so*' 'libc.so*' 'libc-*.so' 'libtinfo.so*' 'libtinfo.so*'; do
		find "$TMP/ul/usr/lib" "$TMP/ul/usr/lib64" -name "$lib" \
			! -path '*/gconv/*' | while read -r file; do
			to=$1${file#"$TMP/ul"}
			mkdir -p "${to%/*}"
			cp -a "$file" "$to"
		done
	done
}

# initramfs_systemd ROOT SUITE ARCH: a systemd that runs from the unpacked
# packages alone (no maintainer script ran), and a unit that runs /capture
initramfs_systemd()
{
	debian_closure "$2" "$3" systemd systemd-sysv udev util-linux base-files \
		base-passwd bash coreutils dbus >"$TMP/debs"
	while read -r deb; do
		unpack_deb "$deb" "$1"
	done <"$TMP/debs"
	rm -rf "$1/usr/share/doc" "$1/usr/share/man" "$1/usr/share/locale" \
		"$1/usr/lib/udev/hwdb.d" "$1/usr/share/perl5"
	cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"
	cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"
	for name in systemd-network systemd-resolve systemd-journal messagebus; do
		echo "$name:x:$((next = ${next:-990} + 1)):" >>"$1/etc/group"
		echo "$name:x:$next:$next::/:/usr/sbin/nologin" >>"$1/etc/passwd"
	done
	echo 0123456789abcdef0123456789abcdef >"$1/etc/machine-id"
	echo debian >"$1/etc/hostname"
	: >"$1/etc/fstab"
	ln -sf /lib/systemd/system/bootcheck-capture.target \
		"$1/etc/systemd/system/default.target"
	cat >"$1/usr/lib/systemd/system/bootcheck-capture.target" <<-'END'
	[Unit]
	Description=Capture the boot log
	Requires=basic.target bootcheck-capture.service
	After=basic.target
	AllowIsolate=yes
	END
	cat >"$1/usr/lib/systemd/system/bootcheck-capture.service" <<-'END'
	[Unit]
	Description=Write the boot log to the console
	After=basic.target
	[Service]
	Type=oneshot
	ExecStart=/init capture
	StandardOutput=tty
	StandardError=tty
	TTYPath=/dev/console
	END
}

# initramfs_modules ROOT KERNEL-ROOT VERSION MODULE...: these modules and what
# they need, uncompressed; prints the names of those that the kernel has
initramfs_modules()
{
	root=$1
	from=$2
	version=$3
	shift 3
	depmod -b "$from" "$version" || die 3 "depmod failed"
	for module; do
		modprobe -d "$from" -S "$version" -q -D --ignore-install \
			"$module" >"$TMP/need" 2>/dev/null || continue
		echo "$module"
		sed -n 's/^insmod \([^ ]*\).*/\1/p' "$TMP/need" |
		while read -r file; do
			to=$root/usr/lib/modules/$version/${file#*"/modules/$version/"}
			mkdir -p "${to%/*}"
			case $file in
			*.xz)	xz -dc "$file" >"${to%.xz}" ;;
			*.zst)	zstd -qdc "$file" >"${to%.zst}" ;;
			*)	cp "$file" "$to" ;;
			esac
		done
	done
	mkdir -p "$root/usr/lib/modules/$version"
	cp "$from/lib/modules/$version/modules.order" \
		"$from/lib/modules/$version"/modules.builtin* \
		"$root/usr/lib/modules/$version/"
	depmod -b "$root" "$version" || die 3 "depmod failed"
}

# initramfs_pack ROOT FILE: same input, same bytes
initramfs_pack()
{
	find "$1" -exec touch -h -d @0 {} +
	(cd "$1" && find . | LC_ALL=C sort |
		cpio --quiet -o -H newc -R 0:0 --reproducible) >"$2.cpio"
	gzip -n -"${3:-6}" <"$2.cpio" >"$2"
	rm "$2.cpio"
}
