#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# /proc/deferred_initcalls: who may use it, the trigger by reading, what the status says, what the
# calls come to, and that init memory is free afterwards.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"

boot trigger --append 'initcall_debug deferred_initcalls=uhci_hcd_init' <<'END'
memory()
{
	awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo
}

says mode stat -c %a $trigger
says mode_status stat -c %a $status
says header head -n 1 $status
show before
says user_read guest-tool nobody read $trigger
says user_write guest-tool nobody write $trigger all
says user_status guest-tool nobody read $status
says nocap_read guest-tool nocap read $trigger
says nocap_write guest-tool nocap write $trigger all
says states_before states
says freed_before freed
says poll_before guest-tool poll $status 300
guest-tool uevent deferred_initcalls 10000 >uevent &
wait_for 5 grep -q listening uevent
total=$(memory)
says read_1 guest-tool read $trigger
says read_2 guest-tool read $trigger
wait
sed -n '2s/^/uevent: /p' uevent
says gain expr "$(memory)" - "$total"
says states_after states
show after
says poll_after guest-tool poll $status 1000
says poll_trigger guest-tool poll $trigger 1000
says write_again guest-tool write $trigger all
says write_one_again guest-tool write $trigger dtest_ok
says write_wrong guest-tool write $trigger no_such_call
END
booted trigger
says_is trigger mode 600 "mode of the trigger"
says_is trigger mode_status 400 "mode of the status"
tab=$(printf '\t')
says_is trigger header "name${tab}module${tab}level${tab}group${tab}state${tab}ret${tab}usecs${tab}trigger" \
	"header of the status"
says_is trigger before ".*${tab}pending${tab}-${tab}-${tab}-|name${tab}.*" "before: all is pending"
says_is trigger user_read EACCES "another user cannot read the trigger"
says_is trigger user_write EACCES "another user cannot write it"
says_is trigger user_status EACCES "another user cannot read the status"
says_is trigger nocap_read EPERM "root without CAP_SYS_ADMIN cannot trigger by reading"
says_is trigger nocap_write EPERM "root without CAP_SYS_ADMIN cannot trigger by writing"
says_is trigger states_before 'pending [1-9][0-9]+ running 0 done 0' "nothing ran so far"
says_is trigger freed_before 0 "init memory is still there"
says_is trigger poll_before timeout "poll waits"
says_is trigger read_1 0 "the first read gives 0"
says_is trigger read_2 1 "the second gives 1"
says_is trigger states_after 'pending 0 running 0 done [1-9][0-9]+' "all ran"
says_is trigger poll_after 'pri .*' "poll on the status: EPOLLPRI"
says_is trigger poll_trigger 'pri .*' "poll on the trigger: EPOLLPRI"
says_is trigger uevent 'change@.* ACTION=change .*SUBSYSTEM=deferred_initcalls .*DEFERRED_INITCALLS=done.*' \
	"uevent at the end"
# what is unmapped for debugging is not given to anybody
gain='[1-9][0-9]*'
case $FREED in
debug*) gain=0 ;;
esac
says_is trigger gain "$gain" "the system has more memory than before"
says_is trigger write_again EALREADY "writing all again: EALREADY"
says_is trigger write_one_again EALREADY "writing a name again: EALREADY"
says_is trigger write_wrong ENOENT "an unknown name is unknown afterwards, too"

# The test calls check what they did themselves
grep '^after: dtest_' "$tmp/trigger.out" | sed 's/^after: //' >"$tmp/calls" || :
tests='ok fail slow async reentrant context static_key static_call lockdep expedited text oops'
for option in KPROBES:kprobe DYNAMIC_FTRACE:ftrace DEFERRED_INITCALLS_RO_AFTER_INIT:static_key_ro \
	DEFERRED_INITCALLS_RO_AFTER_INIT:ro_after_init; do
	! grep -q "^CONFIG_${option%:*}=y" "$KERNEL_DIR/.config" || tests="$tests ${option#*:}"
done
for call in $tests; do
	want=0
	[ "$call" != fail ] || want=-6
	row=$(grep "^dtest_$call$tab" "$tmp/calls") || row="no dtest_$call"
	echo "$row" >"$tmp/show"
	case $row in
	"dtest_$call${tab}test_deferred_initcalls${tab}"*"${tab}test${tab}done$tab$want$tab"[0-9]*"${tab}read")
		ok "$VERSION trigger: dtest_$call returns $want" ;;
	*)	not_ok "$VERSION trigger: dtest_$call returns $want" "$tmp/show" ;;
	esac
done
awk -F '\t' '$1 == "dtest_slow" && ($7 < 290000 || $7 > 2000000)' "$tmp/calls" >"$tmp/bad"
check "$VERSION trigger: dtest_slow takes its 300 ms" "$tmp/bad"
says_is trigger after "uhci_hcd_init${tab}uhci_hcd${tab}device${tab}[^${tab}]*${tab}done${tab}0${tab}[0-9]+${tab}read|[^u].*" \
	"row of a driver's call"

log_order trigger "the log: start of init, calls, asynchronous work, init memory" \
	'Run /init as init process' 'entering initcall level: deferred' 'calling  uhci_hcd_init' \
	'initcall uhci_hcd_init.* returned 0 after' "$FREED"
log_order trigger "asynchronous init code, too" 'calling  dtest_async' 'initcall dtest_async.* returned 0' \
	'async function done' "$FREED"
log_has trigger 1 "$FREED" "init memory is freed once"
! grep -qE "^CONFIG_(ARM_)?DEBUG_WX=y" "$KERNEL_DIR/.config" ||
	log_has trigger 2+ 'Checked W\+X mappings: passed' "no page is writable and executable, at boot and in the end"
log_has trigger 1 'deferred_initcalls: ran [0-9]+ calls in' "one line sums up the run"
log_has trigger 1 'deferred_initcalls: .* 1 failed' "and counts the failure"
log_has trigger 1 'calling  dtest_ok' "a call runs once"

# What the tool says of this kernel
: "${BOOTCHECK:=$repo/build/bootcheck}"
if [ -x "$BOOTCHECK" ] && [ -f "$KERNEL/vmlinux" ]; then
	"$BOOTCHECK" image --csv --level deferred "$KERNEL/vmlinux" | tr -d '\r' | sed 1d |
		cut -d , -f 2-4 | sort >"$tmp/marked"
	module=test_deferred_initcalls
	[ "$VERSION" != 5.10 ] || module= # its symbols do not tell
	cut -f 1 "$tmp/calls" | sed "s/^/deferred,$module,/" | sort >"$tmp/wanted"
	diff "$tmp/wanted" "$tmp/marked" >"$tmp/bad" || :
	check "$VERSION trigger: bootcheck image lists the calls that the source defers" "$tmp/bad"
else
	tap_skip "bootcheck is not built, or this kernel has no vmlinux" "bootcheck image on a patched kernel"
fi
tap_done
