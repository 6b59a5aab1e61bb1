#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The initcall table in all the forms that kernels have had it in, each in a small file made by
# tests/tools/mkelf; what is damaged, cut off or no kernel; packed files, boot images, System.map.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
mkelf=$BUILD/tests/tools/mkelf

# image ARG...: exit status in $rc, outputs in $tmp/out and $tmp/err
image() {
	rc=0
	"$BOOTCHECK" image "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || rc=$?
}

# columns N,N...: of the CSV in $tmp/out, without the header line
columns() {
	tr -d '\r' <"$tmp/out" | sed 1d | cut -d , -f "$1"
}

# same NAME WANT: what is in $tmp/have is what is in the file WANT
same() {
	{
		[ "$rc" -eq 0 ] || echo "exit status $rc: $(cat "$tmp/err")"
		diff "$2" "$tmp/have" || true
	} >"$tmp/why"
	check "$1" "$tmp/why"
}

# refused NAME WORDS: exit status 3, one line that has WORDS, nothing else
refused() {
	{
		[ "$rc" -eq 3 ] || echo "exit status $rc, not 3"
		[ ! -s "$tmp/out" ] || echo "something on standard output"
		[ "$(wc -l <"$tmp/err")" -eq 1 ] || echo "standard error is not one line"
		grep -q "^bootcheck: .*: .*; " "$tmp/err" || echo "not: FILE: what is wrong; what to do"
		grep -qF -e "$2" "$tmp/err" || echo "the message lacks: $2"
	} >"$tmp/why"
	[ ! -s "$tmp/why" ] || cat "$tmp/err" >>"$tmp/why"
	check "$1" "$tmp/why"
}

# make LAYOUT: as $tmp/LAYOUT
make_elf() {
	[ -e "$tmp/$1" ] || "$mkelf" "$1" "$tmp/$1"
}

cat >"$tmp/calls" <<'END1'
console,vt,con_init,3687
early,core,early_fn,10
pure,net_namespace,pure_fn,20
core,a__b,init_1s,30
core,foo,foo1,31
core_sync,core,core_sync_fn,32
postcore,bus,post_fn,40
arch,setup,arch_fn,50
subsys,usbcore,subsys_fn,60
fs,pipe,fs_fn,70
rootfs,initramfs,populate_rootfs,80
device,foo6,foo6_driver_init,90
device,one,twin_init,91
device,two,twin_init,92
device_sync,devs,devs,93
late,late,late_fn7,100
late_sync,late,late_sync_fn,101
END1
cut -d , -f 1,3 "$tmp/calls" >"$tmp/level-name"

# --- Names with module and line -------------------------------------------------------------------

for l in x86_64 i386 arm arm-thumb arm64 riscv64 ppc64 ppc64le s390x mips mips64 loongarch64 \
	sparc64 parisc64 lto cfi many-sections emit-relocs; do
	make_elf "$l"
	image --csv "$tmp/$l"
	columns 2,3,4,9 >"$tmp/have"
	same "$l: levels, modules, functions, lines" "$tmp/calls"
	columns 6,7 | sort -u >"$tmp/have"
	echo 60,64 >"$tmp/want"
	same "$l: sizes" "$tmp/want"
done

# --- Names without --------------------------------------------------------------------------------

for l in x86_64-4.18 x86_64-5.10 arm64-4.18 m68k no-levels no-levels-32 underscore; do
	make_elf "$l"
	image --csv "$tmp/$l"
	columns 2,4 >"$tmp/have"
	same "$l: levels, functions" "$tmp/level-name"
done
make_elf android
image --csv "$tmp/android"
cut -d , -f 1,3,4 "$tmp/calls" >"$tmp/want"
columns 2,4,9 >"$tmp/have"
same "android: levels, functions, lines" "$tmp/want"

# --- Particular ones ------------------------------------------------------------------------------

make_elf rust
image --csv "$tmp/rust"
columns 2,3,4 | grep '^device.*,devs' >"$tmp/have" || true
echo device,devs,devs >"$tmp/want"
same "rust: a symbol without level and line" "$tmp/want"

make_elf deferred
image --csv "$tmp/deferred"
columns 2,4 | tail -n 1 >"$tmp/have"
echo deferred,slow_init >"$tmp/want"
same "a table of deferred calls, last" "$tmp/want"

make_elf no-entry-symbols
image --csv "$tmp/no-entry-symbols"
columns 4 | LC_ALL=C sort >"$tmp/have"
cut -d , -f 3 "$tmp/calls" | LC_ALL=C sort >"$tmp/want"
same "entries without symbols: names by where they lead" "$tmp/want"

for l in one-entry two-entries; do
	make_elf "$l"
	image --csv "$tmp/$l"
	columns 4 >"$tmp/have"
	sed 1d "$tmp/level-name" | cut -d , -f 2 | head -n "$(wc -l <"$tmp/have")" >"$tmp/want"
	[ -s "$tmp/have" ] || echo "no entry" >>"$tmp/want"
	same "$l" "$tmp/want"
done

printf '%s\n' 'fs one one_init' 'fs two two_init' 'late two two_init' >"$tmp/want"
for l in lsm lsm-ptr; do
	make_elf "$l"
	image --json=pretty "$tmp/$l"
	tr -d ' ",' <"$tmp/out" | sed -n '/^security_calls/,$p' |
		awk -F: '$1 == "name" { n = $2 } $1 == "lsm" { l = $2 } $1 == "level" { print $2, l, n }' \
			>"$tmp/have"
	same "$l: calls behind security_initcall_*" "$tmp/want"
done

# machine, word size, byte order and release
while read -r l machine class order; do
	make_elf "$l"
	image --json=pretty "$tmp/$l"
	tr -d ' ",' <"$tmp/out" | grep -E '^(machine|class|byte_order|kernel):' | cut -d : -f 2 |
		paste -sd ' ' - >"$tmp/have"
	echo "$machine $class $order 6.6.6-mkelf" >"$tmp/want"
	same "$l: machine, class, byte order, release" "$tmp/want"
done <<'END2'
x86_64 x86_64 64 little
i386 i386 32 little
arm arm 32 little
ppc64 ppc64 64 big
ppc64le ppc64le 64 little
s390x s390x 64 big
mips mips 32 big
parisc64 parisc64 64 big
loongarch64 loongarch64 64 little
END2

# --- Damaged --------------------------------------------------------------------------------------

while read -r l words; do
	make_elf "bad-$l"
	image "$tmp/bad-$l"
	refused "bad-$l" "$words"
done <<'END3'
no-symbols no symbols (stripped)
no-bounds no __initcall_start and __initcall_end
reversed reversed
odd no multiple of the 8
far in none of its sections
no-functions lead to a function
empty table is empty
debug-only debug information only
program is a program
END3

make_elf x86_64
size=$(wc -c <"$tmp/x86_64")
i=0
: >"$tmp/bad"
while [ "$i" -lt 64 ]; do
	head -c $((size * i / 64)) "$tmp/x86_64" >"$tmp/cut"
	image "$tmp/cut"
	if [ "$rc" -ne 3 ] || [ -s "$tmp/out" ] || [ "$(wc -l <"$tmp/err")" -ne 1 ]; then
		echo "$i/64: exit status $rc: $(head -n 2 "$tmp/err")" >>"$tmp/bad"
	fi
	i=$((i + 1))
done
check "cut off after each 64th" "$tmp/bad"

# A section header's sh_offset: 24 bytes into the second header of 64 bytes.
cp "$tmp/x86_64" "$tmp/past"
shoff=$(od -A n -t u8 -j 40 -N 8 "$tmp/x86_64" | tr -d ' ')
printf '\377\377\377\377\377\0\0\0' |
	dd of="$tmp/past" bs=1 seek=$((shoff + 64 + 24)) conv=notrunc 2>/dev/null
image "$tmp/past"
refused "a section that is behind the end" "section 1 should end at byte"

: >"$tmp/empty"
image "$tmp/empty"
refused "an empty file" "is empty"
image "$tmp"
refused "a folder" "is a directory"
image "$tmp/nothing-here"
refused "no such file" "cannot open"
# shellcheck disable=SC2016	# no expansion is meant
printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\1' >"$tmp/picture"
image "$tmp/picture"
refused "a picture" "is a picture"
head -c 5000 /bin/sh | tail -c 4000 >"$tmp/rubbish"
image "$tmp/rubbish"
refused "rubbish" "neither an ELF file"
image "$(command -v "${LINT_CC:-cc}" || command -v sh)"
refused "a program of this machine" "is a program"

# --- Packed, and in boot images -------------------------------------------------------------------

gzip -c "$tmp/x86_64" >"$tmp/v.gz"
xz -c "$tmp/x86_64" >"$tmp/v.xz"
zstd -qc "$tmp/x86_64" >"$tmp/v.zst"
for f in v.gz v.xz v.zst; do
	image --csv "$tmp/$f"
	columns 2,3,4,9 >"$tmp/have"
	same "packed: $f" "$tmp/calls"
done
rc=0
"$BOOTCHECK" image --csv - <"$tmp/v.xz" >"$tmp/out" 2>"$tmp/err" || rc=$?
columns 2,3,4,9 >"$tmp/have"
same "from standard input" "$tmp/calls"
head -c $(($(wc -c <"$tmp/v.gz") / 2)) "$tmp/v.gz" >"$tmp/v-cut.gz"
image "$tmp/v-cut.gz"
refused "packed, cut off" "cut off"

# System.map of a layout: by nm
make_elf bad-no-symbols
if nm "$tmp/x86_64" >"$tmp/all" 2>/dev/null; then
	sort "$tmp/all" | sed 's/ n / d /' >"$tmp/System.map"
	image --csv "$tmp/System.map"
	columns 2,3,4,9 >"$tmp/have"
	same "a System.map by itself" "$tmp/calls"
	image --csv --system-map "$tmp/System.map" "$tmp/bad-no-symbols"
	columns 2,3,4,9 >"$tmp/have"
	same "--system-map for a stripped vmlinux" "$tmp/calls"
	columns 5 | sort -u | wc -l | tr -d ' ' >"$tmp/have"
	echo 17 >"$tmp/want"
	same "--system-map: addresses are there" "$tmp/want"
	sed 's/^[0-9a-f]*/0000000000000000/' "$tmp/System.map" >"$tmp/hidden"
	image "$tmp/hidden"
	refused "kallsyms with hidden addresses" "addresses hidden"
	image --system-map "$tmp/x86_64" "$tmp/bad-no-symbols"
	refused "--system-map with an ELF file" "$tmp/x86_64"
	grep -v initcall "$tmp/System.map" >"$tmp/useless"
	image "$tmp/useless"
	refused "a System.map without initcalls" "no __initcall_start"
else
	tap_skip "nm is not installed" "System.map"
fi

# bzimage FILE PACKED: 512 bytes with a header of protocol 2.08, a sector of setup, the payload
bzimage() {
	n=$(wc -c <"$2")
	{
		head -c 497 /dev/zero
		printf '\1'
		head -c 16 /dev/zero
		printf 'HdrS\10\2'
		head -c 64 /dev/zero
		printf '\0\0\0\0'
		# shellcheck disable=SC2059	# the format is made
		printf "$(printf '\\%03o\\%03o\\%03o\\0' $((n % 256)) $((n / 256 % 256)) $((n / 65536)))"
		head -c 432 /dev/zero
		cat "$2"
		echo trailer
	} >"$1"
}
for k in gz xz zst; do
	case $k in
	gz) gzip -c "$tmp/bad-no-symbols" >"$tmp/payload" ;;
	xz) xz -c --check=crc32 "$tmp/bad-no-symbols" >"$tmp/payload" ;;
	zst) zstd -qc "$tmp/bad-no-symbols" >"$tmp/payload" ;;
	esac
	bzimage "$tmp/bz-$k" "$tmp/payload"
	image "$tmp/bz-$k"
	refused "bzImage ($k) without symbols" "the kernel in this bzImage has no symbols"
	[ -e "$tmp/System.map" ] || continue
	image --csv --system-map "$tmp/System.map" "$tmp/bz-$k"
	columns 2,3,4,9 >"$tmp/have"
	same "bzImage ($k) with --system-map" "$tmp/calls"
done
printf '\211LZO\0\r\n\32\ngarbage' >"$tmp/payload"
bzimage "$tmp/bz-lzo" "$tmp/payload"
image "$tmp/bz-lzo"
refused "bzImage packed with lzo" "lzo, which is not read"
tap_done
