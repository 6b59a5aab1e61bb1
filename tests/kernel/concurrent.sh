#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Many at once, and those that are killed or go away while the calls run.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"
devices=deferred_initcalls=uhci_hcd_init,ehci_hcd_init,loop_init

boot readers --smp 4 --append "initcall_debug $devices" <<'END'
says many guest-tool many 100 read $trigger
says states states
says read guest-tool read $trigger
END
booted readers
says_is readers many '(\[0\] x [0-9]+ |\[1\] x [0-9]+ )+broken 0' "100 readers: each gets 0 or 1"
says_is readers many '.*\[0\] x [1-9].*' "one at least gets 0"
says_is readers states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
says_is readers read 1 "then a read gives 1"
log_has readers 1 'calling  uhci_hcd_init' "a call runs once"
log_has readers 1 'calling  dtest_slow' "each of them"
log_has readers 1 "$FREED" "init memory is freed once"

boot writers --smp 4 --append "initcall_debug $devices" <<'END'
guest-tool many 50 write $trigger loop_init >loop &
guest-tool many 50 write $trigger uhci_hcd_init,dtest_slow >uhci &
says many guest-tool many 100 write $trigger all
wait
says loop cat loop
says uhci cat uhci
says states states
END
booted writers
answers='(\[(ok|EALREADY)\] x [0-9]+ )+broken 0'
says_is writers many "$answers" "100 writers of all"
says_is writers loop "$answers" "50 of one name"
says_is writers uhci "$answers" "50 of two names"
says_is writers states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
log_has writers 1 'calling  loop_init' "a call runs once"
log_has writers 1 'calling  dtest_slow' "each of them"
log_has writers 1 "$FREED" "init memory is freed once"

boot mixed --smp 2 --append "initcall_debug $devices deferred_initcalls_timeout=3" <<'END'
# status readers all the while, a trigger at the moment of the timeout
(while ! all_done; do :; done) &
guest-tool many 20 read $status >/dev/null &
sleep 1
while [ "$(cut -d . -f 1 /proc/uptime)" -lt 4 ]; do usleep 20000; done
says many guest-tool many 20 read $trigger
wait
says states states
END
booted mixed
says_is mixed many '(\[[01]\] x [0-9]+ )+broken 0' "readers at the moment of the timeout"
says_is mixed states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
log_has mixed 1 'calling  dtest_slow' "each of them once"

boot killed --append "initcall_debug $devices" <<'END'
says killed guest-tool kill 150 write $trigger dtest_slow,dtest_async,uhci_hcd_init
wait_for 10 test "$(field uhci_hcd_init 5)" = done || sleep 2
says slow field dtest_slow 5
says uhci field uhci_hcd_init 5
says reader guest-tool kill 100 read $trigger
wait_for 20 all_done
says states states
says read guest-tool read $trigger
END
booted killed
says_is killed killed 'killed at once' "a killed writer goes at once"
says_is killed slow 'done' "what it had asked for goes on"
says_is killed uhci 'done' "to the last call"
says_is killed reader '(killed|ended) at once' "a killed reader goes at once"
says_is killed states 'pending 0 running 0 done [1-9][0-9]*' "its run goes on"
says_is killed read 1 "a read gives 1"
log_has killed 1 "$FREED" "init memory is freed"
tap_done
