#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# patch/mainline: what initcall_debug prints of a call is that call's own time, though others begin
# while it runs. Modules (calltime.c) measure themselves; without the patch the figure of one that
# overlaps another is wrong.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
[ -z "${LAB_KERNEL-}" ] || lab_skip "builds a kernel of its own"
case ${1:-6.12} in
5.*) lab_skip "patch/mainline has nothing for $1" ;;
esac
lab_begin "${1:-6.12}" on

# --- The patch -----------------------------------------------------------------------------------

# One of the two fits the version as it is, to the line
source=$("$LAB/build" --print-source --version "$VERSION")
fits=
for file in "$repo"/patch/mainline/*.patch "$repo"/patch/mainline/*/*.patch; do
	rm -rf "$tmp/tree"
	mkdir "$tmp/tree"
	sed -n 's,^diff --git a/\([^ ]*\) b/.*,\1,p' "$file" | (cd "$source" && cpio --quiet -pd "$tmp/tree")
	echo "$file:"
	patch -d "$tmp/tree" -p1 -f -F0 -r - <"$file" || continue
	fits="$fits $file"
done >"$tmp/tried" 2>&1
# shellcheck disable=SC2086 # names without spaces
set -- $fits
if [ $# -eq 1 ]; then
	ok "$VERSION one of the patches fits the unpatched source"
else
	not_ok "$VERSION one of the patches fits the unpatched source, not $#" "$tmp/tried"
	tap_done
fi
fixed=$1

FAULTY=$KERNEL
FIXED=$("$LAB/build" on --version "$VERSION" --edits "$fixed" 2>"$tmp/build") || {
	not_ok "$VERSION the kernel with the patch: build" "$tmp/build"
	tap_done
}

# --- The modules ---------------------------------------------------------------------------------

# For the kernel without the patch: a module does not see the difference
mkdir "$tmp/modules"
for name in long short outer inner; do
	cp "$repo/tests/kernel/calltime.c" "$tmp/modules/calltime_$name.c"
	echo "obj-m += calltime_$name.o"
done >"$tmp/modules/Makefile"
"$LAB/build" on --version "$VERSION" --modules "$tmp/modules" >"$tmp/make" 2>&1 || {
	not_ok "$VERSION the modules: make" "$tmp/make"
	tap_done
}

# --- The boots -----------------------------------------------------------------------------------

# What runs for request_module()
cat >"$tmp/loader" <<'END'
#!/bin/sh
for module; do :; done
exec insmod "/lab/$module.ko"
END

# run NAME: long sleeps for two seconds, short begins after one; outer loads inner and waits for it
run() {
	set -- "$1" --append initcall_debug --file "$tmp/loader"
	for name in long short outer inner; do
		set -- "$@" --file "$tmp/modules/calltime_$name.ko"
	done
	boot "$@" <<'END'
echo /lab/loader >/proc/sys/kernel/modprobe
insmod /lab/calltime_long.ko ms=2000 &
begun()
{
	[ "$(log 'calling .*\[calltime_long\]')" -gt 0 ]
}
wait_for 20 begun
sleep 1
insmod /lab/calltime_short.ko ms=100
says running log 'calltime_long took'
wait
insmod /lab/calltime_outer.ko ms=2000 load=calltime_inner
says modules grep -c '^calltime_' /proc/modules
sed '/^ID:/d; s/^/event: /' /sys/kernel/tracing/events/initcall/initcall_finish/format
END
	booted "$1"
	says_is "$1" running 0 "short has returned, long has not"
	says_is "$1" modules 4 "all four modules are there"
}

# off NAME MODULE: sets OFF, by how many us the line of the call is away from what it measured itself;
# empty if there are not one line of each
off() {
	OFF=$(awk -v module="calltime_$2" '
		index($0, "calltime: " module " took ") { own = $(NF - 1); n++ }
		/ initcall / && index($0, " [" module "] returned 0 after ") { said = $(NF - 1); m++ }
		END { if (n == 1 && m == 1) print (said > own ? said - own : own - said) }' "$tmp/$1.log")
	grep -a "calltime_$2" "$tmp/$1.log" >"$tmp/show" || :
	[ -n "$OFF" ] || echo "(there is no such pair of lines)" >>"$tmp/show"
}

# right NAME MODULE: the figure is that of the call, within 100 ms (two processes switch meanwhile)
right() {
	off "$1" "$2"
	if [ "${OFF:-999999}" -le 100000 ]; then
		ok "$VERSION $1: the time of $2 is right"
	else
		not_ok "$VERSION $1: the time of $2 is right (${OFF:-?} us off)" "$tmp/show"
	fi
	echo "# $VERSION $1: $2: ${OFF:-?} us off"
}

# wrong NAME MODULE: it is that of another call, half a second away at least
wrong() {
	off "$1" "$2"
	if [ "${OFF:-0}" -gt 500000 ]; then
		ok "$VERSION $1: the time of $2 is wrong"
	else
		not_ok "$VERSION $1: the time of $2 is wrong (${OFF:-?} us off)" "$tmp/show"
	fi
	echo "# $VERSION $1: $2: ${OFF:-?} us off"
}

KERNEL=$FAULTY
run faulty
wrong faulty long
right faulty short
wrong faulty outer
right faulty inner
KERNEL=$FIXED
run fixed
for name in long short outer inner; do
	right fixed "$name"
done

# The calls of a boot without modules are reported as before, the consoles among them
for name in faulty fixed; do
	sed -n 's/.*initcall \([^ ]*\)+0x[^ ]* returned .*/\1/p' "$tmp/$name.log" >"$tmp/$name.calls"
done
diff "$tmp/faulty.calls" "$tmp/fixed.calls" >"$tmp/bad" || :
[ "$(wc -l <"$tmp/fixed.calls")" -ge 100 ] || echo "fewer than 100 calls" >>"$tmp/bad"
grep -q '^univ8250_console_init$' "$tmp/fixed.calls" || echo "no console's" >>"$tmp/bad"
check "$VERSION the same calls are reported with the patch as without" "$tmp/bad"

# What traces are read by
for name in faulty fixed; do
	sed -n 's/^event: //p' "$tmp/$name.out" >"$tmp/$name.format"
done
diff "$tmp/faulty.format" "$tmp/fixed.format" >"$tmp/bad" || :
grep -q 'field:int ret;' "$tmp/fixed.format" || echo "no such event" >>"$tmp/bad"
check "$VERSION the event initcall_finish records what it recorded" "$tmp/bad"
tap_done
