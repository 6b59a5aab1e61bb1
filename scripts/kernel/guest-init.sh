#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# /init of the guest that scripts/kernel/boot starts: runs /lab/script, whose output goes to a serial
# line of its own, in an empty folder; then sends the kernel log there and ends the machine. Lines
# of ours begin with @@.
set -u
set -e
PATH=/bin:/lab
export PATH

# Where there is one serial line besides the console it is not the second everywhere
line=/dev/${lab_line:-ttyS1}

# the whole log, and nothing that comes later
send_log()
{
	dmesg -r -s 16777216 >log
	echo "@@LOG $(md5sum <log | cut -d ' ' -f 1)"
	gzip -c log | base64
	echo "@@ENDLOG"
}

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null || :
mount -t tmpfs tmpfs /tmp
cd /tmp
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null || :
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null || :
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts 2>/dev/null || :
[ -c "$line" ] || line=/dev/console
stty -F "$line" raw -echo 2>/dev/null || :
exec 5>"$line"
echo "@@BEGIN" >&5
status=0
sh /lab/script >&5 2>&1 </dev/null || status=$?
echo "@@STATUS $status" >&5
cd /tmp
send_log >&5
echo "@@END" >&5
# until the last byte is out
stty -F "$line" -a >/dev/null 2>&1 || :
sleep 0.1
reboot -f
