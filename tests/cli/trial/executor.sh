# SPDX-License-Identifier: GPL-2.0-or-later
# A board by a script: what it gets, what it may give, and what goes wrong.
. "$(dirname "$CASE")/board.inc"
board
t() {
	"$BOOTCHECK" trial --kernel kernel --defer c01_init "$@" || echo "exit status $?"
}
cat >show <<'END'
#!/bin/sh
echo "$1" >args
[ "$1" = "$BOOTCHECK_CMDLINE" ] || echo "another command line"
echo "$BOOTCHECK_NAME $BOOTCHECK_KERNEL $BOOTCHECK_TIMEOUT" >>args
cpio --quiet -t <"$BOOTCHECK_INITRD" 2>/dev/null | tail -n 1 >>args
echo "the board is in a box" >&2
exit 2
END
chmod +x show
t --executor command:./show
cat args
# the report as a file instead
cat >file <<'END'
#!/bin/sh
./board "$1" >"$BOOTCHECK_CHANNEL"
echo "words on the console"
END
chmod +x file
t --executor command:./file --runs 1 -q 2>/dev/null | sed -n '/^Checks/,/boot/p'
# it did not come up, says the script; the kernel; nobody
# shellcheck disable=SC2016 # of the other shell
echo '[ -z "$set" ] || { echo "no prompt in 5 s" >&2; exit 1; }' >hook
t --executor command:./board --runs 1 -q 2>/dev/null | sed -n '/failed: boot/p'
# shellcheck disable=SC2016
echo '[ -z "$set" ] || { echo "Kernel panic - not syncing: lost"; exit 1; }' >hook
t --executor command:./board --runs 1 -q 2>/dev/null | sed -n '/failed: boot/p'
# shellcheck disable=SC2016
echo '[ -z "$set" ] || exit 0' >hook
t --executor command:./board --runs 1 -q 2>/dev/null | sed -n '/failed: boot/p'
echo 'exit 1' >hook
t --executor command:./board
rm hook
t --executor command:./no-such-file
t --executor command:./kernel
t --executor command:no-such-program-anywhere
# a board's profile needs no QEMU
printf 'arch x86_64\nconsole ttyS3\n' >my.machine
t --executor command:./show --machine ./my.machine
sed 's/ .*//' args | head -n 1
printf 'arch x86_64\n' >my.machine
t --executor command:./show --machine ./my.machine
t --executor sundial
