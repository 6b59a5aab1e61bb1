#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's command line: names, wrong names, off, the timeout, the boot configuration.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"

boot timeout --append 'initcall_debug deferred_initcalls_timeout=3 deferred_initcalls=no_such_init,uhci_hcd_init,loop:uhci_hcd_init' <<'END'
says early states
says waits guest-tool poll $status 20000
says late states
says trigger field uhci_hcd_init 8
says read guest-tool read $trigger
END
booted timeout
says_is timeout early 'pending [1-9][0-9]* running 0 done 0' "before the timeout nothing has run"
says_is timeout waits 'pri [0-9]+ ms' "who polls is woken"
says_is timeout late 'pending 0 running 0 done [1-9][0-9]*' "after it all has"
says_is timeout trigger timeout "the status gives the timeout as trigger"
says_is timeout read 1 "a read gives 1"
log_has timeout 1 'deferred_initcalls: .*no_such_init' "an unknown name is reported"
log_has timeout 1 'deferred_initcalls: .*loop:uhci_hcd_init' "a known name in a wrong module, too"
at=$(sed -n 's,^<[0-9]*>\[ *\([0-9]*\)\..*deferred_initcalls: entering initcall level: deferred.*,\1,p' "$tmp/timeout.log")
run=$(sed -n 's/^<[0-9]*>\[ *\([0-9]*\)\..*Run \/init as.*/\1/p' "$tmp/timeout.log")
echo "init at ${run:-?} s, deferred calls at ${at:-?} s" >"$tmp/show"
if [ -n "$at" ] && [ -n "$run" ] && [ $((at - run)) -ge 2 ] && [ $((at - run)) -le 5 ]; then
	ok "$VERSION timeout: after about 3 s"
else
	not_ok "$VERSION timeout: after about 3 s" "$tmp/show"
fi

boot off --append 'initcall_debug deferred_initcalls=uhci_hcd_init deferred_initcalls=off' <<'END'
says lines wc -l <$status
says freed freed
says read guest-tool read $trigger
says all guest-tool write $trigger all
says poll guest-tool poll $status 1000
says oops log 'initcall dtest_oops.* returned 0'
says fail log 'initcall dtest_fail.* returned -6'
END
booted off
says_is off lines 1 "off: the status has no row"
says_is off freed 1 "init memory is free"
says_is off read 1 "a read gives 1"
says_is off all EALREADY "writing all: EALREADY"
says_is off poll 'pri .*' "poll does not wait"
says_is off oops 1 "calls marked in the source ran at boot"
says_is off fail 1 "each at its place"
log_order off "the calls come before init starts" 'calling  uhci_hcd_init' \
	"$FREED" 'Run /init as init process'

boot after_off --append 'initcall_debug deferred_initcalls=uhci_hcd_init,off,ehci_hcd_init deferred_initcalls=loop_init initcall_blacklist=loop_init' <<'END'
show rows
says read guest-tool read $trigger
says loop field loop_init 6
says ehci field ehci_hcd_init 6
END
booted after_off
grep '^rows: ' "$tmp/after_off.out" | sed 's/^rows: //' | cut -f 1 | tr '\n' ' ' >"$tmp/show" || :
if [ "$(cat "$tmp/show")" = 'name loop_init ehci_hcd_init ' ] ||
	[ "$(cat "$tmp/show")" = 'name ehci_hcd_init loop_init ' ]; then
	ok "$VERSION after_off: names behind off count, those before do not"
else
	not_ok "$VERSION after_off: names behind off count, those before do not" "$tmp/show"
fi
says_is after_off read 0 "they ran"
says_is after_off loop -1 "a call on the black list fails with EPERM"
says_is after_off ehci 0 "the others run"
log_order after_off "a call before off runs at boot" 'calling  uhci_hcd_init' 'Run /init as init process' \
	'calling  ehci_hcd_init'

printf 'kernel {\n\tdeferred_initcalls = uhci_hcd_init, loop_init\n\tinitcall_debug\n}\n' >"$tmp/bc"
boot bootconfig --bootconfig "$tmp/bc" <<'END'
says uhci field uhci_hcd_init 5
says loop field loop_init 5
says read guest-tool read $trigger
END
booted bootconfig
says_is bootconfig uhci pending "the boot configuration can name calls"
says_is bootconfig loop pending "several"
says_is bootconfig read 0 "and they run"
tap_done
