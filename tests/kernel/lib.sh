# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# For the tests in this folder, which boot a patched kernel; source it. Such a
# test is called with the kernel's version (6.12, 6.1). What it runs in the guest prints lines
# "WORD: text", and the test looks at these lines and at the kernel's log.

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
LAB=$repo/scripts/kernel
# shellcheck source=scripts/lib/kernel-arch.sh
. "$repo/scripts/lib/kernel-arch.sh"

# for kernel-arch.sh
die() {
	echo "Bail out! $2"
	exit "$1"
}

# lab_begin VERSION VARIANT: sets VERSION, KERNEL (its folder), $tmp; builds what is not in the cache.
# LAB_ARCH is its architecture (default: x86_64); LAB_KERNEL a folder or an image to take instead;
# LAB_KEEP a folder that logs are kept in. Sets KERNEL_DIR, where the kernel's files are, IMAGE, what
# is booted, and ARCH.
lab_begin() {
	VERSION=$1
	tap_tmp # sets $tmp
	kernel_arch "${LAB_ARCH:-x86_64}"
	command -v "$A_QEMU" >/dev/null 2>&1 || lab_skip "$A_QEMU is not installed"
	[ -z "$A_CROSS" ] || command -v "${A_CROSS}gcc" >/dev/null 2>&1 ||
		lab_skip "${A_CROSS}gcc is not installed"
	KERNEL=${LAB_KERNEL-}
	[ -n "$KERNEL" ] ||
		KERNEL=$("$LAB/build" "$2" --version "$VERSION" --arch "$ARCH" 2>"$tmp/build") || {
			not_ok "$VERSION $2: build" "$tmp/build"
			tap_done
		}
	lab_kernel=$KERNEL
	kernel_image "$lab_kernel" || die 2 "$lab_kernel: there is no kernel"
	IMAGE=$KERNEL
	KERNEL=$lab_kernel
	KERNEL_DIR=$lab_kernel
	[ -d "$KERNEL_DIR" ] || KERNEL_DIR=${IMAGE%/*}
	guest_tool
	freed_pattern
	guest_common >"$tmp/common"
	echo "freed() { dmesg -s 16777216 | grep -c -E '$FREED'; }" >>"$tmp/common"
}

# Sets FREED, what the log says when init memory goes (grep -E). With unmapped free pages that is
# another line, which tells by its address what is meant.
freed_pattern() {
	# (arm64 has words of its own)
	FREED='Freeing unused kernel (image \(initmem\) )?memory: [1-9]'
	grep -qs "^CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT=y" "$KERNEL_DIR/.config" || return 0
	low=$(sed -n "s/.*\(.....\) . __init_begin$/\1/p" "$KERNEL_DIR/System.map")
	FREED="debug: unmapping init \[mem 0x[0-9a-f]*$low-"
}

# lab_x86 WHY: for a test that is about x86_64 alone, or not about the kernel; before lab_begin
lab_x86() {
	[ "${LAB_ARCH:-x86_64}" = x86_64 ] || lab_skip "on $LAB_ARCH: $*"
}

lab_skip() {
	echo "1..0 # SKIP $*"
	exit 0
}

# The helper program, kept in the cache by its source
guest_tool() {
	source=$repo/tests/kernel/guest-tool.c
	prefix=
	[ "$ARCH" = x86_64 ] || prefix=$ARCH-
	GUEST_TOOL=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel/guest-tool-$prefix
	GUEST_TOOL=$GUEST_TOOL$(sha256sum <"$source" | cut -c 1-12)
	[ ! -x "$GUEST_TOOL" ] || return 0
	compiler=${CC:-gcc}
	[ -z "$A_CROSS" ] || compiler=${A_CROSS}gcc
	# shellcheck disable=SC2086 # CC may be several words
	$compiler -std=gnu11 -O2 -static -o "$GUEST_TOOL.$$" "$source"
	mv "$GUEST_TOOL.$$" "$GUEST_TOOL"
}

# What every guest script begins with
guest_common() {
	cat <<'EOT'
trigger=/proc/deferred_initcalls
status=/proc/deferred_initcalls_status

# says WORD COMMAND...: the first line of what it prints, behind the word
says()
{
	word=$1
	shift
	echo "$word: $("$@" 2>&1 | sed -n 1p)"
}

# field NAME COLUMN: of the status (3 level, 4 group, 5 state, 6 return code, 7 us, 8 trigger)
field()
{
	awk -F '\t' -v name="$1" -v column="$2" 'NR > 1 && $1 == name { print $column }' "$status"
}

# states: how many calls are in which state
states()
{
	awk -F '\t' 'NR > 1 { n[$5]++ }
		END { print "pending " n["pending"] + 0 " running " n["running"] + 0 " done " n["done"] + 0 }' \
		"$status"
}

# show WORD: the whole status, each line behind the word
show()
{
	sed "s/^/$1: /" "$status"
}

# log TEXT: how many lines of the log have it
log()
{
	dmesg -s 16777216 | grep -c -e "$1"
}

# wait_for SECONDS COMMAND...: until it succeeds
wait_for()
{
	n=$(($1 * 5))
	shift
	while [ "$n" -gt 0 ] && ! "$@"; do
		n=$((n - 1))
		usleep 200000
	done
	[ "$n" -gt 0 ]
}

# nothing is left to do
all_done()
{
	! awk -F '\t' 'NR > 1 { print $5 }' "$status" | grep -qv done
}

EOT
}

# plain_names: of a log. With LTO an initcall is called through a stub, and the log has the name of that.
plain_names() {
	sed -E "$stub_names"
}
stub_names='s/(calling  |initcall )__initstub__[A-Za-z0-9_]*__[0-9]+_[0-9]+_([A-Za-z0-9_]+)(early|rootfs|[0-7]s?)\+/\1\2+/'

# boot NAME [OPTIONS OF scripts/kernel/boot]: the guest's script comes from standard input. Leaves
# $tmp/NAME.out (what the script said), $tmp/NAME.log, $tmp/NAME.err, and sets $boot_rc.
boot() {
	boot=$1
	shift
	cat "$tmp/common" - >"$tmp/$boot.script"
	echo 'echo "script: done"' >>"$tmp/$boot.script"
	boot_rc=0
	"$LAB/boot" "$KERNEL" --script "$tmp/$boot.script" --file "$GUEST_TOOL:guest-tool" \
		--log "$tmp/$boot.log" --console "$tmp/$boot.console" "$@" \
		>"$tmp/$boot.out" 2>"$tmp/$boot.err" || boot_rc=$?
	if [ -s "$tmp/$boot.log" ]; then
		plain_names <"$tmp/$boot.log" >"$tmp/$boot.plain"
		mv "$tmp/$boot.plain" "$tmp/$boot.log"
	fi
	[ -z "${LAB_KEEP-}" ] || {
		mkdir -p "$LAB_KEEP"
		cp "$tmp/$boot".* "$LAB_KEEP/"
	}
}

# booted NAME: a result for the boot itself: it ended well, the script ran to its end, and the
# kernel had nothing to complain about
booted() {
	{
		[ "$boot_rc" -eq 0 ] || cat "$tmp/$1.err"
		grep -q '^script: done$' "$tmp/$1.out" || echo "the script did not come to its end"
		complaints "$1"
	} >"$tmp/$1.bad"
	if [ -s "$tmp/$1.bad" ]; then
		{ cat "$tmp/$1.bad"; echo; tail -n 20 "$tmp/$1.out"; } >"$tmp/$1.show"
		not_ok "$VERSION $1: the guest runs to its end, its log is clean" "$tmp/$1.show"
	else
		ok "$VERSION $1: the guest runs to its end, its log is clean"
	fi
}

# complaints NAME: lines of the log that no kernel should write
complaints() {
	grep -a -E 'WARNING:|BUG:|BUG at|Oops|Internal error|Call [Tt]race|INFO: |insecure W\+X|FAILED, [0-9]+ W\+X|\bstall|sleeping function|suspicious RCU|possible (circular|recursive)|bad: scheduling|non-static key|Unable to handle|general protection|initcall .* returned with|disabled interrupts|rodata_test: .*(fail|wrong|not)|deferred_initcalls: .*(wrong|corrupt)' \
		"$tmp/$1.log" | grep -v -E 'INFO: (NMI|lockdep is turned off)' | head -n 20
}

# says_is NAME WORD PATTERN TEXT: the guest's line WORD matches the whole PATTERN (grep -E)
says_is() {
	sed -n "s/^$2: //p" "$tmp/$1.out" >"$tmp/said"
	if [ -s "$tmp/said" ] && ! grep -qvxE -e "$3" "$tmp/said"; then
		ok "$VERSION $1: $4"
	else
		{
			echo "wanted $2: $3"
			echo "found:"
			grep "^$2:" "$tmp/$1.out" || echo "(no such line)"
			tail -n 5 "$tmp/$1.err"
		} >"$tmp/show"
		not_ok "$VERSION $1: $4" "$tmp/show"
	fi
}

# log_has NAME COUNT PATTERN TEXT: as many lines of the kernel log match; COUNT may be N or N+
log_has() {
	n=$(grep -a -c -E -e "$3" "$tmp/$1.log") || :
	case $2 in
	*+) [ "$n" -ge "${2%+}" ] && good=yes || good='' ;;
	*) [ "$n" -eq "$2" ] && good=yes || good='' ;;
	esac
	if [ -n "$good" ]; then
		ok "$VERSION $1: $4"
	else
		{
			echo "wanted $2 lines of the log like: $3"
			echo "found $n:"
			grep -a -E -e "$3" "$tmp/$1.log" | head -n 10
			grep -a 'deferred' "$tmp/$1.log" | tail -n 20
		} >"$tmp/show"
		not_ok "$VERSION $1: $4" "$tmp/show"
	fi
}

# log_order NAME TEXT PATTERN...: the first lines that match the patterns come in this order
log_order() {
	name=$1
	text=$2
	shift 2
	at=0
	why=
	for pattern; do
		line=$(grep -a -n -E -e "$pattern" "$tmp/$name.log" | sed -n '1s/:.*//p')
		[ -n "$line" ] || { why="no line like: $pattern"; break; }
		[ "$line" -gt "$at" ] || { why="too early, in line $line: $pattern"; break; }
		at=$line
	done
	if [ -z "$why" ]; then
		ok "$VERSION $name: $text"
	else
		{ echo "$why"; grep -a -n deferred "$tmp/$name.log" | tail -n 20; } >"$tmp/show"
		not_ok "$VERSION $name: $text" "$tmp/show"
	fi
}

# busybox_initrd: the name of an initramfs with nothing but a busybox and its sh
busybox_initrd() {
	mkdir -p "$tmp/initrd.d/bin"
	cp "$(command -v busybox)" "$tmp/initrd.d/bin/busybox"
	for name in sh grep cat sleep ls echo mount; do
		ln -sf busybox "$tmp/initrd.d/bin/$name"
	done
	(cd "$tmp/initrd.d" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) |
		gzip -n >"$tmp/initrd.cpio"
	echo "$tmp/initrd.cpio"
}
