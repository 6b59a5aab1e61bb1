# SPDX-License-Identifier: GPL-2.0-or-later
# What goes wrong after: exit status 1, and which check says so.
. "$(dirname "$CASE")/machine.inc"
play
# what was deferred is not what was asked for
trial --defer $calls,piix_init 2>&1 | sed 's/took [0-9.]* s/took N s/'
# no word from the guest, and a panic
# shellcheck disable=SC2016 # of the other shell
echo 'echo "Kernel panic - not syncing: VFS: Unable to mount root fs" >$c; how=guest-reset side=none
: >none.channel' >after.sh
trial --defer $calls -q 2>&1
trial --defer $calls --json -o trial.json 2>&1
"$BUILD/tests/tools/jsonpick" trial.json passed verdict before after delta_us inventory gate
# it ends too soon
echo 'head -c 20000 after.channel >cut.channel; side=cut' >after.sh
trial --defer $calls -q 2>&1
# QEMU itself says nothing about the kernel
echo 'kill -9 $$' >after.sh
trial --defer $calls -q 2>&1
