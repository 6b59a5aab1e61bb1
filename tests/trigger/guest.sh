#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# samples/trigger/deferred-initcalls on a real kernel; the guest's half of a test, TAP:
#
#   scripts/kernel/boot KERNEL -s tests/trigger/guest.sh -f samples/trigger/deferred-initcalls \
#       -a deferred_initcalls=ehci_hcd_init@usb,uhci_hcd_init@usb,ata_piix:piix_init
#
# On a kernel without the patch, or with deferred_initcalls=off, it checks that nothing happens.
set -eu

n=0 bad=0
result() {	# result NAME COMMAND...: ok when the command succeeds
	name=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		bad=1
		if [ -e "$out" ]; then
			sed 's/^/# /' "$out"
		fi
	fi
}
out=$(mktemp)
hooks=/etc/deferred-initcalls.d
ran=$out.ran

di() {	# di STATUS ARG...
	want=$1 rc=0
	shift
	deferred-initcalls "$@" >"$out" 2>&1 || rc=$?
	[ "$rc" -eq "$want" ]
}
says() { grep -q -e "$1" "$out"; }
left() { grep -c pending /proc/deferred_initcalls_status || :; }
done_() {
	echo "1..$n"
	exit "$bad"
}

mkdir -p "$hooks"
printf '#!/bin/sh\necho "$*" >>%s\n' "$ran" >"$hooks/10-test"
chmod +x "$hooks/10-test"

if [ ! -e /proc/deferred_initcalls ] || [ "$(left)" -eq 0 ]; then
	result "run does nothing" di 0 run
	result "and says nothing" [ ! -s "$out" ]
	result "no call failed" di 0 failed
	result "wait returns at once" di 0 wait
	result "no hook ran" [ ! -e "$ran" ]
	done_
fi

all=$(left)
result "calls wait" [ "$all" -eq 3 ]
result "wait gives up" di 1 wait 1
result "status" di 0 status
result "status counts" says "^$all pending, 0 running, 0 done"
touch /etc/deferred-initcalls.disable
result "disabled" di 0 run
result "disabled: all still wait" [ "$(left)" -eq "$all" ]
rm /etc/deferred-initcalls.disable
result "an unknown name" di 3 run no_such_init
result "unknown: all still wait" [ "$(left)" -eq "$all" ]
result "no hook yet" [ ! -e "$ran" ]
result "a group, and an unknown name" di 3 run no_such_group usb
result "the group ran" [ "$(left)" -eq 1 ]
result "the group again" di 0 run usb
result "the rest" di 0 run
result "all ran" [ "$(left)" -eq 0 ]
result "nothing left" di 0 run
result "and nothing said" [ ! -s "$out" ]
result "wait" di 0 wait
result "no call failed" di 0 failed
result "the hook ran once each" [ "$(tr '\n' ,  <"$ran")" = "no_such_group usb,all," ]
done_
