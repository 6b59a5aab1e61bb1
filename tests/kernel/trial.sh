#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bootcheck trial on a real kernel: a proof, the same figures at any load, and faults put in on purpose,
# each of which is found and named. Faults are looked for by the wall clock, which is faster.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_x86 "this is of the program, which does the same there"
lab_begin "${1:-6.12}" "${2:-on}"
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
image=${KERNEL%/bzImage}/bzImage
cd "$tmp"
if [ "$(uname -m)" != x86_64 ]; then
	lab_skip "the guest's program that is built in is not for x86_64"
fi

pick() {
	"$BUILD/tests/tools/jsonpick" "$@"
}

# trial NAME OPTION...: $NAME.json, $NAME.err, and the exit status in $rc
trial() {
	name=$1
	shift
	rc=0
	"$BOOTCHECK" trial --kernel "$image" --json -o "$name.json" "$@" >"$name.out" 2>"$name.err" || rc=$?
}

# fault NAME CHECK WORDS OPTION...: it is refuted, and that check says so with these words
fault() {
	what=$1
	check=$2
	words=$3
	shift 3
	trial fault --machine pc+usb --clock wall --runs 1 "$@"
	{
		[ "$rc" = 1 ] || echo "exit status $rc"
		text=$(pick fault.json "gate.checks.[name=$check].text" 2>&1) || :
		state=$(pick fault.json "gate.checks.[name=$check].status" 2>&1) || :
		[ "$state" = failed ] || echo "check '$check': $state: $text"
		case $text in
		*"$words"*) ;;
		*) echo "check '$check': $text" ;;
		esac
		[ "$(pick fault.json passed 2>&1)" = false ] || echo "passed"
	} >bad
	[ ! -s bad ] || cat fault.err >>bad
	check "$VERSION: $what" bad
}

# --- A proof, twice: once on a busy machine ---

usb=uhci_hcd_init,ehci_pci_init,ohci_pci_init,xhci_pci_init
set -- --machine pc+usb+ide --defer "$usb,piix_init" --vmlinux "$KERNEL/vmlinux"
trial one "$@" --keep boots
cat one.err >bad
[ "$rc" = 0 ] || echo "exit status $rc" >>bad
[ "$(pick one.json verdict)" = faster ] || pick one.json verdict >>bad
check "$VERSION: USB and IDE deferred: proved" bad
for _ in 1 2 3; do
	(while :; do :; done) &
	echo "$!"
done >burners
trial two "$@"
# shellcheck disable=SC2046 # numbers
kill $(cat burners)
: >bad
for key in before.init_us.median after.init_us.median saving_measured_us; do
	awk -v key="$key" -v a="$(pick one.json "$key")" -v b="$(pick two.json "$key")" '
		BEGIN { if (a == "" || b == "" || a - b > 10 || b - a > 10) print key ": " a ", " b }' >>bad
done
check "$VERSION: on a busy machine the same figures, to 10 us" bad
for f in before-1.log before-1.inventory after-1.first after-1.status after-1.qemu; do
	[ -s "boots/$f" ] || echo "boots/$f is not there"
done >bad
check "$VERSION: --keep keeps what the boots said" bad
: >bad
"$BOOTCHECK" compare --before boots/before-1.log --after boots/after-1.log >compared 2>&1 || :
grep -q 'deferred' compared || cat compared >bad
check "$VERSION: what is kept are logs that bootcheck reads" bad

# --- Faults ---

fault "a provider without those who need it" devices "missing" --defer usb_init
fault "the same is heard in the log" messages "unregistered bus" --defer usb_init
fault "a call that crashes when it is late" "deferred calls" "did not return: dtest_oops" \
	--defer dtest_oops --append-after test_deferred_initcalls.oops=1
fault "a call that returns another code" "return codes" "uhci_hcd_init -19 instead of 0" \
	--defer uhci_hcd_init --append-after usbcore.nousb
fault "the console" messages "unable to open an initial console" --defer serial8250_init
fault "a trigger that never comes" "deferred calls" "did not run: uhci_hcd_init" \
	--defer uhci_hcd_init --own-trigger
fault "a panic on the way to init" boot "panicked" --defer genhd_device_init
# A root file system on an IDE disk: found without deferral and with USB deferred, not without IDE.
mkdir -p root/bin
cp "$(command -v busybox)" root/bin/sh
printf '#!/bin/sh\necho product >/dev/kmsg\necho bootcheck: first job done >/dev/kmsg\nexec sh /loop\n' >root/start
echo 'while :; do read -r _ </dev/console || :; done' >root/loop
chmod 755 root/start
mkdir root/dev root/proc root/sys
PATH=$PATH:/sbin:/usr/sbin mke2fs -q -F -t ext2 -d root root.img 4M >/dev/null 2>&1
set -- --machine pc+usb --clock wall --runs 1 --disk root.img:ide-hd,bus=ide.0 --root /dev/sda
trial root "$@" --defer uhci_hcd_init --job 'test -e /loop' --keep boots.root
: >bad
[ "$rc" = 4 ] || cat root.err >bad
case $(pick root.json gate.checks.status | sort | uniq -c | tr -s "\n " " ") in
*failed*) pick root.json gate >>bad ;;
esac
check "$VERSION: a root file system on a disk" bad
trial init "$@" --defer uhci_hcd_init --init /start --keep boots.init
: >bad
[ "$rc" = 4 ] || cat init.err >bad
grep -q product boots.init/after-1.log 2>/dev/null || echo "init did not run" >>bad
check "$VERSION: its init as process 1" bad
fault "the disk of the root file system" boot "/dev/sda" --defer piix_init --job-timeout 5 \
	--disk root.img:ide-hd,bus=ide.0 --root /dev/sda

fault "a first job whose disk waits" "first job" "status" --defer piix_init \
	--initrd "$(busybox_initrd)" --machine pc+ide --job 'ls /dev/sda'
# A disk that takes 4 seconds for each sector; the driver's initcall reads the partition table.
cat >slow.machine <<'END'
-blockdev driver=null-co,node-name=slow,size=1048576,read-zeroes=on,latency-ns=4000000000
-device virtio-blk-pci,drive=slow,ioeventfd=off
END
fault "a call that hangs" trigger "timeout" --machine pc+./slow.machine --trigger-timeout 2 \
	--defer virtio_blk_init
fault "the same by name" "deferred calls" "did not return: virtio_blk_init" \
	--machine pc+./slow.machine --trigger-timeout 1 --settle 1 --defer virtio_blk_init

# --- What cannot be judged ---

# unusable NAME WORDS: exit status 3, one line with these words, and no report
unusable() {
	{
		[ "$rc" = 3 ] || echo "exit status $rc"
		if [ "$(wc -l <"$name.err")" != 1 ] || ! grep -q -e "$2" "$name.err"; then
			cat "$name.err"
		fi
		[ ! -e "$name.json" ] || echo "there is a report"
	} >bad
	check "$VERSION: $1" bad
}

set -- --machine pc --clock wall --runs 1
trial unknown "$@" --defer no_such_init
unusable "a name that no initcall has" "no initcall of this kernel has the name 'no_such_init'"
trial before "$@" --defer loop_init --append initcall_blacklist=serial8250_init
unusable "no word from the guest even without deferral" "without deferral the machine does not come up"
trial hung "$@" --defer loop_init --timeout 1
unusable "no end in time" "no end within 1 s"
head -c 100000 "$image" >part
"$BOOTCHECK" trial --kernel part --timeout 3 --json -o cut.json "$@" --defer loop_init 2>cut.err && rc=0 || rc=$?
name="cut"
unusable "half a kernel" "does not come up\|does not start"

# children PID: its QEMU
children() {
	sed 's/ .*//' "/proc/$1/task/$1/children" 2>/dev/null
}

# started: (a shell has its background jobs ignore SIGINT) a trial in the background, with $pid and its $qemu
started() {
	rm -f "$1.json"
	env --default-signal=INT "$BOOTCHECK" trial --kernel "$image" --json -o "$1.json" --machine pc --clock wall --runs 1 \
		--defer loop_init >"$1.out" 2>"$1.err" &
	pid=$!
	qemu=
	n=0
	while [ -z "$qemu" ] && [ "$n" -lt 100 ]; do
		sleep 0.1
		qemu=$(children "$pid")
		n=$((n + 1))
	done
}

started killed
rc=0
kill -9 "$qemu"
wait "$pid" || rc=$?
name=killed
unusable "QEMU is killed" "QEMU was killed by signal 9"
for signal in INT TERM KILL; do
	started "$signal"
	kill "-$signal" "$pid"
	wait "$pid" 2>/dev/null || :
	n=0
	while [ -e "/proc/$qemu" ] && [ "$n" -lt 50 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	: >bad
	[ ! -e "/proc/$qemu" ] || echo "QEMU lives on: $qemu" >bad
	[ -n "$qemu" ] || echo "QEMU was not there" >bad
	[ ! -e "$signal.json" ] || echo "a report" >>bad
	check "$VERSION: ended by SIG$signal, it leaves no QEMU" bad
done
if [ -c /dev/full ]; then
	name=full
	ln -s /dev/full full.json
	rc=0
	"$BOOTCHECK" trial --kernel "$image" "$@" --defer loop_init --json -o full.json 2>full.err || rc=$?
	rm full.json
	unusable "a full disk" "No space left"
else
	tap_skip "no /dev/full" "$VERSION: a full disk"
fi
tap_done
