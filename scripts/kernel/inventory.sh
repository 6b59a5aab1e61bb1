#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
#
# Runs in the guest: what there is of devices and drivers, one a line, sorted, so that two boots can
# be compared. Waits until nothing changes any more (a disk behind USB comes after seconds).
#
#   inventory.sh [SECONDS]      at most so long (default: 8)
#
# Numbers that depend on who came first (sda, event2, usb3, host4, input5, eth0, card0) become "N":
# calls that run later get later numbers, and that is no difference. What is told apart by its place
# on a bus stays so.
set -u
set -e

# the names of numbered things, part by part of a path
unnumber()
{
	awk '
	function plain(part)
	{
		if (part ~ /^[0-9]+-[0-9.]+(:[0-9.]+)?$/)	# USB: bus-port
			sub(/^[0-9]+-/, "N-", part)
		else if (part ~ /^[0-9]+:[0-9]+:[0-9]+:[0-9]+$/) # SCSI
			part = "N:N:N:N"
		else if (part ~ /^[0-9]+:[0-9]+$/)		# a device number
			part = "M:N"
		else if (part ~ /^[0-9A-F]+:[0-9A-F]+:[0-9A-F]+\.[0-9A-F][0-9A-F]+$/) # HID
			sub(/\.[0-9A-F]+$/, ".N", part)
		else if (part ~ /^sd[a-z]+[0-9]*$/)
			part = "sdN"
		else if (part ~ /^usb[0-9]+-port/ || part ~ /^:ata[0-9]/)
			gsub(/[0-9]+/, "N", part)
		else if (part ~ /^(hw|pcm|control|midi)C[0-9]+/)
			gsub(/[0-9]+/, "N", part)
		else if (part ~ /^[A-Za-z_]+[0-9][0-9.:]*$/ || part ~ /^(input|target|hdaudioC)[0-9]/)
			gsub(/[0-9]+/, "N", part)
		return part
	}
	{
		# (a number that only the order gives)
		if ($2 ~ /^\/dev\/bus\/usb\//)
			$2 = "/dev/bus/usb/N/N"
		n = split($2, parts, "/")
		path = parts[1]
		for (i = 2; i <= n; i++)
			path = path "/" plain(parts[i])
		$2 = path
		print
	}'
}

# one process for all links, as each costs much in an emulated machine
devices()
{
	find /sys/devices \( -name driver -o -name subsystem \) -type l -exec ls -ld {} + |
		sed -n 's,^.* \(/sys/devices/.*\)/\([a-z]*\) -> .*/,\2 \1 ,p' >"$links"
	find /sys/devices -name uevent -type f | awk -v links="$links" '
		BEGIN {
			while ((getline <links) > 0)
				is[$1, $2] = $3
		}
		{
			sub(/\/uevent$/, "")
			subsystem = is["subsystem", $0]
			driver = is["driver", $0]
			print "device", $0, subsystem == "" ? "-" : subsystem, \
				driver == "" ? "-" : driver
		}'
}

drivers()
{
	for driver in /sys/bus/*/drivers/*; do
		[ ! -d "$driver" ] || echo "driver $driver"
	done
}

nodes()
{
	find /dev \( -type c -o -type b \) -exec stat -c '%n %F %t' {} + |
		sed 's/^\([^ ]*\) \([a-z]*\) .* \([0-9a-f]*\)$/node \1 \2 \3/'
}

# the names behind the numbers, without the columns of the processors
interrupts()
{
	awk 'NR == 1 { n = NF; next }
		$1 ~ /^[0-9]+:$/ {
			line = ""
			for (i = n + 2; i <= NF; i++)
				line = line " " $i
			sub(/^ [^ ]+ +/, "", line)
			gsub(/[0-9]+-(edge|fasteoi)/, "", line)
			m = split(line, names, /, | +/)
			for (i = 1; i <= m; i++)
				if (names[i] != "" && names[i] !~ /^[0-9]+-/)
					print "interrupt " names[i]
		}' /proc/interrupts | sed 's/usb[0-9]*$/usbN/; s/virtio[0-9]*/virtioN/; s/eth[0-9]*/ethN/'
}

resources()
{
	# the kernel's own pieces differ from boot to boot, and what it took before it had an allocator
	# moves with the length of the command line; these ROMs are what the firmware left in memory
	# that looks like one, before any initcall
	sed -n 's/^ *\([0-9a-f-]*\) : /iomem \1 /p' /proc/iomem |
		grep -v -e ' Kernel ' -e 'System RAM' -e 'Crash kernel' -e 'Video ROM' -e 'Adapter ROM' \
			-e ' [Rr]eserved$'
	sed -n 's/^ *\([0-9a-f-]*\) : /ioport \1 /p' /proc/ioports
}

# whatever a driver registers without being a device
registries()
{
	sed -n 's/^ *[0-9]* \([^ ]*\)$/major \1/p' /proc/devices
	awk '{ print "filesystem " $NF }' /proc/filesystems
	awk '{ print "misc " $2 }' /proc/misc
	[ ! -r /proc/crypto ] || awk '$1 == "driver" { print "crypto " $3 }' /proc/crypto
	awk 'NR > 2 { print "netdev " $1 }' /proc/net/dev | sed 's/eth[0-9]*/ethN/'
	[ ! -r /proc/net/protocols ] || awk 'NR > 1 { print "protocol " $1 }' /proc/net/protocols
	find /proc -maxdepth 2 -not -path '/proc/[0-9]*' -not -path '/proc/deferred_*' \
		-not -path '/proc/irq*' 2>/dev/null | sed 's/^/proc /'
	find /sys/kernel /sys/module /sys/fs -maxdepth 2 -not -path '*/debug/*' \
		-not -path '*/slab/*' -not -path '*/irq/*' 2>/dev/null |
		sed 's/^/kernel /'
}

all()
{
	# (some files are not there in every kernel)
	for part in devices drivers nodes interrupts resources registries; do
		$part || :
	done 2>/dev/null
}

limit=${1:-8}
links=$(mktemp)
old=$(mktemp)
new=$(mktemp)
all >"$new"
n=0
while [ "$n" -lt "$limit" ]; do
	mv "$new" "$old"
	sleep 1
	n=$((n + 1))
	all >"$new"
	! cmp -s "$old" "$new" || break
done
unnumber <"$new" | sort
rm -f "$links" "$old" "$new"
