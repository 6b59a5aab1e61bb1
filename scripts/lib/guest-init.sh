#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# /init of the guest that scripts/boot-debian boots: loads the modules it was
# asked for, takes the log in the asked-for form and sends it to the host as
# base64 between @@BEGIN and @@END, so that no console can change a byte of it.
# "init capture" is the second half alone (systemd runs that for the journal).
set -u
PATH=/busybox:/usr/sbin:/usr/bin
export PATH
# FORM (how to capture), MODULES (what to load), HOLD (do not power off)
# shellcheck source=/dev/null
. /etc/boot-debian.conf

prepare()
{
	/bin/busybox mkdir -p /busybox
	/bin/busybox --install -s /busybox
	mount -t proc proc /proc
	mount -t sysfs sysfs /sys
	mount -t devtmpfs devtmpfs /dev 2>/dev/null
	mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
	# as udev does it: many at once
	for module in $MODULES; do
		modprobe "$module" &
	done
	wait
	[ -z "$MODULES" ] || sleep 1
}

capture()
{
	case $FORM in
	dmesg)		busybox dmesg -s 16777216 ;;
	dmesg-r)	busybox dmesg -r -s 16777216 ;;
	dmesg-x)	/usr/bin/dmesg -x --color=never ;;
	dmesg-d)	/usr/bin/dmesg -d --color=never ;;
	dmesg-e)	/usr/bin/dmesg -e --color=never ;;
	dmesg-T)	/usr/bin/dmesg -T --color=never ;;
	dmesg-iso)	/usr/bin/dmesg --time-format iso --color=never ;;
	dmesg-color)	/usr/bin/dmesg --color=always ;;
	dmesg-json)	/usr/bin/dmesg --json ;;
	kmsg)		cat /dev/kmsg & sleep 2; kill $! ;;
	trace)		cat /sys/kernel/tracing/trace ;;
	capture)	busybox sh /capture-boot ;;
	journal)	journalctl -k -b -o short-monotonic --no-hostname --no-pager ;;
	journal-short)	journalctl -k -b -o short --no-pager ;;
	journal-precise) journalctl -k -b -o short-precise --no-pager ;;
	journal-json)	journalctl -k -b -o json --no-pager ;;
	esac
}

send()
{
	capture >/log
	busybox dmesg -n 1
	echo
	echo "@@BEGIN $(busybox md5sum </log)"
	busybox gzip -c /log | busybox base64
	echo "@@END"
}

if [ "${1-}" = capture ]; then
	sleep 1
	send
	exec busybox poweroff -f
fi
prepare
case $FORM in
journal*)
	umount /sys/kernel/tracing
	umount /dev /sys /proc
	exec /usr/lib/systemd/systemd
	;;
serial)	;;
*)	send ;;
esac
poweroff -f
