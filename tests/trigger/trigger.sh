#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# samples/trigger: the script, in each shell that there is, on a kernel of plain files.
# shellcheck disable=SC2016	# much is written here for another shell to expand
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/trigger/fake.sh
. "$(dirname "$0")/fake.sh"

test_nothing_to_do() {
	fresh
	rm "$FAKE/proc/deferred_initcalls" "$FAKE/proc/deferred_initcalls_status"
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	for c in run 'run usb' wait 'wait 3' failed; do
		# shellcheck disable=SC2086
		di $c
		want_rc 0
		want_silence
	done
	di status
	want_rc 0
	want_out "no deferred initcalls"
	want_file "$FAKE/steps" ""
	[ ! -e "$FAKE/proc/deferred_initcalls" ] || complain "it made a trigger file"
	verdict "a kernel without the patch"

	fresh
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	sed -i "s/${tab}pending.*/${tab}done${tab}0${tab}5${tab}read/" "$FAKE/proc/deferred_initcalls_status"
	for c in run 'run usb' 'run snd' wait failed; do
		# shellcheck disable=SC2086
		di $c
		want_rc 0
		want_silence
	done
	want_file "$FAKE/writes" ""
	want_file "$FAKE/steps" ""
	verdict "nothing left"

	fresh
	sed -i 1q "$FAKE/proc/deferred_initcalls_status"
	di run usb
	want_rc 0
	want_silence
	want_file "$FAKE/writes" ""
	di status
	want_file "$tmp/out" "0 pending, 0 running, 0 done, 0 failed"
	verdict "an empty table, as with deferred_initcalls=off"
}

test_run() {
	fresh
	di run
	want_rc 0
	want_file "$FAKE/writes" "all"
	want_states "done done done done"
	want_err "calls run: 4, left: 0, failed in all: 0"
	want_file "$FAKE/proc/deferred_initcalls" ""
	di run
	want_rc 0
	want_silence
	want_file "$FAKE/writes" "all"
	verdict "run starts all, once"

	fresh
	di run uhci_hcd_init ehci_hcd:ehci_hcd_init
	want_rc 0
	want_file "$FAKE/writes" "uhci_hcd_init,ehci_hcd:ehci_hcd_init"
	want_states "done done pending pending"
	di run usb
	want_rc 0
	want_silence
	di run snd usb
	want_rc 0
	want_states "done done done pending"
	di run ehci-hcd uhci-hcd:uhci_hcd_init
	want_rc 0
	want_silence
	di run rtc-cmos
	want_rc 0
	want_states "done done done done"
	verdict "names, modules and groups, in one write"

	fresh
	di run nosuch_init usb
	want_rc 3
	want_err "'nosuch_init'"
	not_err "'usb'"
	want_file "$FAKE/writes" "nosuch_init,usb
usb"
	want_states "done done pending pending"
	di run nosuch_init
	want_rc 3
	want_states "done done pending pending"
	verdict "an unknown name does not stop the others"

	fresh
	# Somebody else runs them between our look and our write.
	echo 'kernel_run all read' >"$FAKE/before-write"
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	di run
	want_rc 0
	not_err "already"
	want_states "done done done done"
	want_file "$FAKE/steps" "hook"
	verdict "EALREADY: somebody was faster"

	fresh
	# A call has crashed, and the kernel's thread with it.
	sed -i "s/^\(snd_init.*\)pending/\1running/" "$FAKE/proc/deferred_initcalls_status"
	echo 'kernel_run usb write' >"$FAKE/before-write"
	echo "cat: write error: Input/output error" >"$FAKE/refuse"
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	di run
	want_rc 3
	want_err "Input/output error; of these calls 1 are pending, 1 running"
	want_err "calls run: 2, left: 1"
	want_file "$FAKE/writes" "all"
	want_file "$FAKE/steps" "hook"
	want_file "$FAKE/slept" ""
	verdict "a call that crashed: no endless wait, and the rest is repeated"

	fresh
	echo "cat: write error: Permission denied" >"$FAKE/refuse"
	di run
	want_rc 3
	want_err "Permission denied"
	want_states "pending pending pending pending"
	want_file "$FAKE/steps" ""
	verdict "the kernel refuses"

	fresh
	rm "$FAKE/proc/deferred_initcalls_status"
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	di run usb
	want_rc 0
	want_file "$FAKE/writes" "usb"
	want_file "$FAKE/steps" "hook"
	echo "cat: write error: Operation already in progress" >"$FAKE/refuse"
	di run
	want_rc 0
	want_silence
	echo "cat: write error: No such file or directory" >"$FAKE/refuse"
	di run nosuch
	want_rc 3
	want_err "No such file or directory"
	want_file "$FAKE/steps" "hook"
	verdict "a kernel without the status file"

	fresh
	: >"$FAKE/etc/deferred-initcalls.disable"
	hook 10-hook 'echo hook >>"$FAKE/steps"'
	di run
	want_rc 0
	want_err "deferred-initcalls.disable"
	want_err "time-out"
	want_states "pending pending pending pending"
	want_file "$FAKE/writes" ""
	want_file "$FAKE/steps" ""
	di status
	want_out "4 pending"
	want_out "time-out"
	di after
	want_rc 0
	want_file "$FAKE/steps" "hook"
	verdict "the file that disables it"

	fresh
	hook 10-hook 'echo "hook $*" >>"$FAKE/steps"'
	sed -i "s/${tab}pending.*/${tab}done${tab}0${tab}5${tab}timeout/" "$FAKE/proc/deferred_initcalls_status"
	di run
	want_rc 0
	want_err "time-out"
	want_file "$FAKE/writes" ""
	want_file "$FAKE/steps" "hook all"
	verdict "the kernel's time-out came first: only what is repeated"
}

test_failures() {
	fresh
	echo "snd_init -19
rtc_init -16
uhci_hcd_init -1234" >"$FAKE/codes"
	di run snd
	want_rc 0
	want_err "snd_init (snd) failed: ENODEV (-19)"
	di failed
	want_rc 1
	want_file "$tmp/out" "snd_init (snd): ENODEV (-19)"
	di run
	want_rc 0
	not_err "snd_init"
	want_err "rtc_init (rtc_cmos) failed: EBUSY (-16)"
	want_err "calls run: 3, left: 0, failed in all: 3"
	grep -qF -- "-p daemon.warning -- rtc_init (rtc_cmos) failed: EBUSY (-16)" "$FAKE/logged" ||
		complain "logger was not told: $(cat "$FAKE/logged")"
	di failed
	want_rc 1
	want_file "$tmp/out" "uhci_hcd_init (uhci_hcd): error (-1234)
snd_init (snd): ENODEV (-19)
rtc_init (rtc_cmos): EBUSY (-16)"
	di status
	want_rc 0
	want_out "0 pending, 0 running, 4 done, 3 failed"
	verdict "failed calls are logged once and listed"

	setting "EXPECTED_ERRORS='ENODEV -1234'"
	di failed
	want_rc 1
	want_file "$tmp/out" "rtc_init (rtc_cmos): EBUSY (-16)"
	setting "EXPECTED_ERRORS='ENODEV EBUSY -1234'"
	di failed
	want_rc 0
	want_silence
	verdict "errors that the product expects"

	fresh
	echo "snd_init 1" >"$FAKE/codes"
	sed -i "s/^\(rtc_init.*pending${tab}\)-/\1-517/" "$FAKE/proc/deferred_initcalls_status"
	di run snd
	di failed
	want_rc 1
	want_file "$tmp/out" "snd_init (snd): error (1)"
	verdict "any result but 0 is a failure, when the call is done"

	fresh
	echo "snd_init -19" >"$FAKE/codes"
	JOURNAL_STREAM=8:1
	export JOURNAL_STREAM
	di run
	unset JOURNAL_STREAM
	want_file "$tmp/err" "<4>snd_init (snd) failed: ENODEV (-19)
<5>calls run: 4, left: 0, failed in all: 1"
	want_file "$FAKE/logged" ""
	verdict "the journal gets levels, and nothing twice"
}

# want_devices NAME STEPS: what run repeats
want_devices() {
	di run
	want_rc 0
	want_file "$FAKE/steps" "$2"
	verdict "devices: $1"
}

test_devices() {
	fresh
	want_devices "devtmpfs and no hotplug helper: nothing" ""

	fresh
	echo /sbin/mdev >"$FAKE/proc/sys/kernel/hotplug"
	mkdir "$FAKE/proc/77"
	echo mdev >"$FAKE/proc/77/comm"
	want_devices "mdev is the hotplug helper (a copy runs)" "mdev -s"

	fresh
	echo >"$FAKE/proc/sys/kernel/hotplug"
	echo "tmpfs /dev tmpfs rw 0 0" >>"$FAKE/proc/mounts"
	want_devices "a tmpfs over devtmpfs" "mdev -s"

	fresh
	rm "$FAKE/proc/mounts"
	want_devices "a static /dev, no list of mounts" "mdev -s"

	fresh
	rm "$FAKE/proc/mounts"
	mkdir "$FAKE/proc/90"
	echo mdev >"$FAKE/proc/90/comm"
	want_devices "the mdev daemon: nothing" ""

	for d in udevd systemd-udevd; do
		fresh
		echo /sbin/mdev >"$FAKE/proc/sys/kernel/hotplug"
		rm "$FAKE/proc/mounts"
		mkdir "$FAKE/proc/90"
		echo $d >"$FAKE/proc/90/comm"
		want_devices "$d: nothing" ""
	done

	fresh
	setting DEVICES=mdev
	want_devices "DEVICES=mdev" "mdev -s"

	fresh
	echo /sbin/mdev >"$FAKE/proc/sys/kernel/hotplug"
	setting DEVICES=none
	want_devices "DEVICES=none" ""
}

test_after() {
	fresh
	setting DEVICES=mdev
	setting "SETTLE=2"
	setting 'NETWORK='"'"'echo "ifup -a" >>"$FAKE/steps"'"'"
	hook 20-second 'echo "second $*" >>"$FAKE/steps"'
	hook 10-first 'echo "first $*" >>"$FAKE/steps"; cat >>"$FAKE/steps"'
	hook 15-old~ 'echo old >>"$FAKE/steps"'
	hook 15-old.dpkg-old 'echo old >>"$FAKE/steps"'
	hook 17-off 'echo off >>"$FAKE/steps"'
	chmod -x "$FAKE/etc/deferred-initcalls.d/17-off"
	mkdir "$FAKE/etc/deferred-initcalls.d/18-folder"
	di run usb snd
	want_rc 0
	want_file "$FAKE/slept" "sleep 2"
	want_file "$FAKE/steps" "mdev -s
ifup -a
first usb snd
second usb snd"
	verdict "devices, network, hooks by name"

	fresh
	setting "NETWORK=false"
	hook 10-bad 'exit 7'
	hook 20-good 'echo good >>"$FAKE/steps"'
	di run
	want_rc 1
	want_err "NETWORK=false: exit status 1"
	want_err "10-bad: exit status 7"
	want_file "$FAKE/steps" "good"
	want_states "done done done done"
	verdict "a step that fails is logged and stops no other"
}

test_wait_status() {
	fresh
	di wait 3
	want_rc 1
	want_err "4 calls pending and 0 running after 3 s"
	want_file "$FAKE/slept" "sleep 1
sleep 1
sleep 1"
	di wait 0
	want_rc 1
	echo 'kernel_run all timeout' >"$FAKE/during-sleep"
	di wait
	want_rc 0
	want_silence
	want_file "$FAKE/writes" ""
	verdict "wait"

	fresh
	echo "snd_init -12" >"$FAKE/codes"
	di run snd
	di status
	want_rc 0
	tr -s ' ' <"$tmp/out" >"$tmp/squeezed"
	want_file "$tmp/squeezed" "3 pending, 0 running, 1 done, 1 failed
CALL MODULE LEVEL GROUP STATE CODE USECS TRIGGER
ehci_hcd_init ehci_hcd device usb pending - - -
uhci_hcd_init uhci_hcd device usb pending - - -
snd_init snd device - done -12 100 write
rtc_init rtc_cmos late default pending - - -"
	sed -i "s/\$/${tab}new${tab}fields/" "$FAKE/proc/deferred_initcalls_status"
	di failed
	want_file "$tmp/out" "snd_init (snd): ENOMEM (-12)"
	di run
	want_rc 0
	verdict "status; empty fields, and fields that a later kernel adds"

	fresh
	for c in '' nosuch 'run -x' 'run a,b' 'wait x' 'wait 1 2' 'status x' 'failed x' 'after *'; do
		set -f
		# shellcheck disable=SC2086
		di $c
		set +f
		want_rc 2
		want_err "usage:"
	done
	di run 'usb snd'
	want_rc 2
	want_states "pending pending pending pending"
	verdict "wrong usage"
}

set --
for s in sh dash bash "busybox sh" mksh yash; do
	if command -v "${s%% *}" >/dev/null 2>&1; then
		set -- "$@" "$s"
	fi
done
for shell; do
	label=$shell
	# shellcheck disable=SC2086
	$shell -n "$script" 2>"$bad" || complain "$shell -n: exit status $?"
	verdict "syntax"
	test_nothing_to_do
	test_run
	test_failures
	test_devices
	test_after
	test_wait_status
done
for s in dash busybox; do
	command -v $s >/dev/null 2>&1 || tap_skip "$s is not installed" "the script in $s"
done
tap_done
