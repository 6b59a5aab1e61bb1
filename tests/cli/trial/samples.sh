# SPDX-License-Identifier: GPL-2.0-or-later
# The executors of samples/, on a board that a script plays behind a power switch and a serial line.
. "$(dirname "$CASE")/board.inc"
board
mkfifo line
export TFTP=tftp LG_PLACE=here
# the board: takes its command line from the TFTP server, as U-Boot would
cat >power <<'END'
#!/bin/sh
echo "power $1" >>calls
[ "$1" = on ] || exit 0
BOOTCHECK_NAME=x ./board "$(sed -n 's/^  append //p' tftp/pxelinux.cfg/default)" >"${1:+line}" 2>/dev/null &
END
cat >lg <<'END'
#!/bin/sh
shift 2
case $1 in
acquire | release) echo "$1" >>calls ;;
power) ./power "$2" ;;
console) exec cat line >"$4" ;;
esac
END
chmod +x power lg
t() {
	who=$1
	shift
	"$BOOTCHECK" trial --executor "$who" --timeout 20 --kernel kernel --runs 1 -q --defer c01_init,c02_init "$@" ||
		echo "exit status $?"
}
POWER=./power TTY=line t "command:$SAMPLES/executors/uboot-serial" 2>/dev/null | sed -n '/^Checks/,$p'
cat calls
cat tftp/pxelinux.cfg/default
: >calls
LABGRID_CLIENT=./lg t "command:$SAMPLES/executors/labgrid" 2>/dev/null | sed -n '/^Checks/,/job/p'
cat calls
# no power, no board: nothing is known of the kernel
TTY=line t "command:$SAMPLES/executors/uboot-serial" 2>&1 | sed 's/.*uboot/uboot/'
POWER=false TTY=line t "command:$SAMPLES/executors/uboot-serial" 2>&1 | sed 's/.*uboot/uboot/'
# a kernel that says nothing
echo 'exec sleep 3' >hook
POWER=./power TTY=line t "command:$SAMPLES/executors/uboot-serial" --timeout 2 2>&1 | sed 's/.*uboot/uboot/'
