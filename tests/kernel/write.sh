#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Writing to /proc/deferred_initcalls: names, modules, groups; what is not known runs nothing.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"

boot write --append 'initcall_debug deferred_initcalls=uhci_hcd_init@usb,ehci_hcd:ehci_hcd_init@usb,loop_init deferred_initcalls=evdev_init,e1000_init_module' <<'END'
says wrong guest-tool write $trigger no_such_call
says half_wrong guest-tool write $trigger 'dtest_ok,no_such_call'
says wrong_module guest-tool write $trigger 'loop:no_such_call'
says empty guest-tool write $trigger ''
says blank guest-tool write $trigger ' ,
'
says long guest-tool write-long $trigger 100000
says page guest-tool write-long $trigger 4096
says states_wrong states
says name guest-tool write $trigger loop_init
says loop field loop_init 5
says states_name states
says name_again guest-tool write $trigger loop_init
says group guest-tool write $trigger usb
says uhci field uhci_hcd_init 5
says ehci field ehci_hcd_init 8
says uhci_group field uhci_hcd_init 4
says states_group states
says module guest-tool write $trigger evdev
says evdev field evdev_init 5
says qualified guest-tool write $trigger e1000:e1000_init_module
says e1000 field e1000_init_module 6
says list guest-tool write $trigger 'dtest_fail dtest_text,dtest_ok
'
says fail field dtest_fail 6
says ok field dtest_ok 6
says text field dtest_text 5
says overlap guest-tool write $trigger 'dtest_ok,dtest_context,test'
says freed freed
says states_after states
says all guest-tool write $trigger all
says read guest-tool read $trigger
END
booted write
says_is write wrong ENOENT "an unknown name: ENOENT"
says_is write half_wrong ENOENT "a known and an unknown name: ENOENT"
says_is write wrong_module ENOENT "an unknown name in a module: ENOENT"
says_is write empty 'EINVAL|ok' "nothing written"
says_is write blank EINVAL "separators only: EINVAL"
says_is write long 'E2BIG|EINVAL' "too much at once"
says_is write page ENOENT "a page full"
says_is write states_wrong 'pending [1-9][0-9]* running 0 done 0' "none of these ran anything"
says_is write name ok "a name"
says_is write loop 'done' "it ran"
says_is write states_name 'pending [1-9][0-9]* running 0 done 1' "it alone"
says_is write name_again EALREADY "its name again: EALREADY"
says_is write group ok "a group"
says_is write uhci 'done' "its first call ran"
says_is write ehci 'write' "its second call ran, by a write"
says_is write uhci_group 'usb' "the group stands in the status"
says_is write states_group 'pending [1-9][0-9]* running 0 done 3' "the group alone"
says_is write module ok "a module's name"
says_is write evdev 'done' "its call ran"
says_is write qualified ok "module:function"
says_is write e1000 0 "it ran"
says_is write list ok "blank, comma and newline separate; a failing call is no failing write"
says_is write fail -6 "the failing call's return code"
says_is write ok 0 "the good one's"
says_is write text 'done' "the third"
says_is write overlap ok "a group that has run in part"
says_is write freed 1 "the last call's end frees init memory"
says_is write states_after 'pending 0 running 0 done [1-9][0-9]*' "all ran"
says_is write all EALREADY "all: nothing left, EALREADY"
says_is write read 1 "a read gives 1"
log_has write 1 'calling  loop_init' "no call runs twice"

boot one --append 'initcall_debug deferred_initcalls=uhci_hcd_init' <<'END'
says one guest-tool write $trigger 1
says states states
says nowrite guest-tool write $trigger 1
END
booted one
says_is one one ok "1 means all"
says_is one states 'pending 0 running 0 done [1-9][0-9]*' "all ran"
says_is one nowrite EALREADY "and EALREADY"
tap_done
