# SPDX-License-Identifier: GPL-2.0-or-later
# A log that nothing can be learnt from is refused, with the words to boot with.
. "${CASE%/*}/setup.inc"
echo 'initcall lines count without the option on the command line:'
echo quiet >root/proc/cmdline
capture | tail -n 1
echo '5,0,0,-;Linux version 6.12.1-test' >root/dev/kmsg
capture -o file
test ! -e file
echo 'initcall_debug quiet' >root/proc/cmdline
capture
