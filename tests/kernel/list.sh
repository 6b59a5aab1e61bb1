#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# CONFIG_DEFERRED_INITCALLS_LIST, in a kernel without symbol names and without modules.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" list

boot list <<'END'
show rows
says loop guest-tool write $trigger loop_init
says uhci guest-tool write $trigger uhci_hcd_init
says read guest-tool read $trigger
says states states
END
booted list
says_is list rows 'name.*|[ue]hci_hcd_init.*pending.*' "the configured calls are pending"
says_is list loop ENOENT "no other is known"
says_is list uhci ok "one by its name"
says_is list read 0 "the rest"
says_is list states 'pending 0 running 0 done 2' "both ran"

boot more --append 'deferred_initcalls=loop_init' <<'END'
says states states
says read guest-tool read $trigger
END
booted more
says_is more states 'pending 3 running 0 done 0' "the command line adds to the configuration"
says_is more read 0 "all ran"

boot none --append 'deferred_initcalls=off' <<'END'
says states states
says read guest-tool read $trigger
END
booted none
says_is none states 'pending 0 running 0 done 0' "off forgets the configuration"
says_is none read 1 "a read gives 1"
tap_done
