#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Suspend, reboot and kexec, while calls are pending and while they run; a call that crashes.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"

# has SYMBOL: the kernel has it, or its configuration is not known
has() {
	[ ! -f "$KERNEL_DIR/.config" ] || grep -q "^CONFIG_$1=y" "$KERNEL_DIR/.config"
}

suspends() {
	# pm_test: only the freezer is tried, for a second, and the machine goes on
	boot suspend --append 'suspend.pm_test_delay=1 initcall_debug' <<-'END'
	echo freezer >/sys/power/pm_test
	says pending sh -c 'echo freeze >/sys/power/state && echo ok'
	says states states
	guest-tool write $trigger dtest_slow >answer &
	usleep 100000
	says running sh -c 'echo freeze >/sys/power/state && echo ok'
	wait
	says slow cat answer
	guest-tool read $trigger >answer &
	usleep 50000
	says all_running sh -c 'echo freeze >/sys/power/state && echo ok'
	wait
	says all cat answer
	says after states
	says done_too sh -c 'echo freeze >/sys/power/state && echo ok'
	END
	booted suspend
	says_is suspend pending ok "the system suspends while calls are pending"
	says_is suspend states 'pending [1-9][0-9]* running 0 done 0' "they still are afterwards"
	says_is suspend running ok "it suspends while a call runs"
	says_is suspend slow ok "and the writer gets its answer afterwards"
	says_is suspend all_running ok "it suspends while all run"
	says_is suspend all 0 "and the reader gets its answer"
	says_is suspend after 'pending 0 running 0 done [1-9][0-9]*' "all ran"
	says_is suspend done_too ok "it suspends afterwards"

	# (where the calls take more than a second the write is frozen while it waits; a slow machine does that)
	boot writer --append "suspend.pm_test_delay=1 deferred_initcalls=loop_init,uhci_hcd_init,ohci_hcd_mod_init" <<-'END'
	echo freezer >/sys/power/pm_test
	guest-tool write $trigger all >answer &
	usleep 100000
	says suspend sh -c 'echo freeze >/sys/power/state && echo ok'
	wait
	says written cat answer
	says states states
	END
	booted writer
	says_is writer suspend ok "it suspends while a write waits for many"
	says_is writer written ok "and the write gets its answer"
	says_is writer states 'pending 0 running 0 done [1-9][0-9]*' "all ran"

	boot timer --append 'suspend.pm_test_delay=1 deferred_initcalls_timeout=2' <<-'END'
	echo freezer >/sys/power/pm_test
	says suspend sh -c 'echo freeze >/sys/power/state && echo ok'
	wait_for 10 all_done
	says states states
	END
	booted timer
	says_is timer suspend ok "it suspends while the timeout runs"
	says_is timer states 'pending 0 running 0 done [1-9][0-9]*' "which comes all the same"
}

if has SUSPEND; then
	suspends
else
	tap_skip "this kernel cannot suspend" \
		"$VERSION suspend while calls are pending, and while they run"
fi

# The machine ends itself; a hang or a panic is what boot reports.
ends() {
	complaints "$1" >"$tmp/bad" || :
	if [ "$boot_rc" -eq 0 ] && [ ! -s "$tmp/bad" ] &&
		grep -q 'reboot: ' "$tmp/$1.log"; then
		ok "$VERSION $1: $2"
	else
		{ cat "$tmp/$1.err" "$tmp/bad"; tail -n 15 "$tmp/$1.log"; } >"$tmp/show"
		not_ok "$VERSION $1: $2" "$tmp/show"
	fi
}

boot reboot_pending --ends-itself --timeout 60 <<'END'
reboot -f
END
ends reboot_pending "reboot while calls are pending"

boot reboot_running --ends-itself --timeout 60 <<'END'
guest-tool read $trigger &
usleep 200000
reboot -f
END
ends reboot_running "reboot while calls run"

# Another kernel by kexec: it begins, so nothing of this one stood in its way.
next="guest-tool kexec /lab/next 'console=$A_CONSOLE,115200 panic=-1 the-second-kernel'"
begins() {
	tr -d '\r' <"$tmp/$1.console" | grep -a -A 60 'Linux version' >"$tmp/show" || :
	if grep -q 'ommand line: .*the-second-kernel' "$tmp/show" &&
		! grep -q '^E' "$tmp/$1.out"; then
		ok "$VERSION $1: $2"
	else
		{ cat "$tmp/$1.err" "$tmp/$1.out"; tail -n 15 "$tmp/$1.console"; } >"$tmp/show"
		not_ok "$VERSION $1: $2" "$tmp/show"
	fi
}

kexecs() {
	boot kexec_pending --ends-itself --timeout 60 --file "$IMAGE:next" <<-END
	$next
	END
	begins kexec_pending "kexec while calls are pending"

	boot kexec_running --ends-itself --timeout 60 --file "$IMAGE:next" <<-END
	guest-tool read \$trigger &
	usleep 200000
	$next
	END
	begins kexec_running "kexec while calls run"
}

if has KEXEC_FILE; then
	kexecs
else
	tap_skip "this kernel has no kexec_file_load()" \
		"$VERSION kexec while calls are pending, and while they run"
fi

boot crash --allow-oops --timeout 60 --append 'test_deferred_initcalls.oops=1' <<'END'
says crash guest-tool write $trigger dtest_oops
says after guest-tool write $trigger all
says killed guest-tool kill 200 read $trigger
says status guest-tool read $status
END
says_is crash crash 'E[A-Z]*' "a call that crashes: its writer gets an error"
says_is crash after 'E[A-Z]*' "so does who comes later"
says_is crash killed '(killed|ended) at once' "who waits can be killed"
says_is crash status 'name.*' "the status can be read"
log_has crash 1+ 'kernel BUG at|Oops|Internal error|invalid opcode' "(it did crash)"

boot panic --append 'test_deferred_initcalls.oops=1' <<'END'
says crash guest-tool write $trigger dtest_oops
END
if [ "$boot_rc" -eq 4 ]; then
	ok "$VERSION panic: with oops=panic the crash is noticed"
else
	not_ok "$VERSION panic: with oops=panic the crash is noticed" "$tmp/panic.err"
fi
tap_done
