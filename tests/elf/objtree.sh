#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Who needs whom by the objects of a build: a small tree of kbuild's kind, in all forms that its
# archives have had; what is broken in it; and the trees of kernels that were built here. What is
# right is counted in another way, by nm and awk over the same objects.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
tree=$tmp/linux
for t in jq gcc ar nm ld; do
	command -v $t >/dev/null 2>&1 || {
		tap_skip "$t is not installed"
		tap_done
	}
done

mkdir -p "$tree/init" "$tree/include" "$tree/lib" "$tree/drivers/usb/a-folder-with-a-long-name" \
	"$tree/drivers/base" "$tree/crypto" "$tree/arch/x86/lib" "$tree/arch/x86/kernel"
cat >"$tree/include/init.h" <<'END'
#define __init __attribute__((section(".init.text"), used, noinline))
#define keep __attribute__((noinline, used))
#define export(fn) asm(".pushsection .export_symbol,\"a\"\n__export_symbol_" #fn ":\n.popsection")
#define call(mod, fn, id) \
	asm(".pushsection .initcall" #id ".init,\"a\"\n" \
	    "__initcall__kmod_" #mod "__1_2_" #fn #id ":\n.long " #fn " - .\n.popsection")
struct of_device_id { char name[32], type[32], compatible[128]; const void *data; };
END
# The core: three files that need each other, one of which refers to a module.
cat >"$tree/init/main.c" <<'END'
int start(int), driver_register(int), library(int);
const char linux_banner[] = "Linux version 6.6.6-cc (nobody) #1";
int printk(int n) { return n + linux_banner[3]; }
int _start(void) { return start(1) + library(2); }
END
cat >"$tree/arch/x86/kernel/start.c" <<'END'
#include <init.h>
int printk(int), driver_register(int);
int start(int n) { return printk(n) + driver_register(n); }
END
cat >"$tree/drivers/base/core.c" <<'END'
#include <init.h>
int printk(int), crc(int), _start(void);
int driver_register(int n) { return printk(n) + crc(n) + _start(); }
export(driver_register);
static int __init core_init(void) { return 1; }
call(core, core_init, 2);
END
# Members of a library: one that is missed, one that only that one misses, one that nobody does.
echo 'int two(int); int library(int n) { return two(n); }' >"$tree/lib/library.c"
echo 'int two(int n) { return n * 2; }' >"$tree/arch/x86/lib/two.c"
echo 'int printk(int); int three(int n) { return printk(n); }' >"$tree/lib/three.c"
# A module that the core needs.
cat >"$tree/lib/crc.c" <<'END'
int printk(int);
int crc(int n) { return printk(n); }
END
# A subsystem of two objects, the name of one longer than an archive's header takes.
cat >"$tree/drivers/usb/a-folder-with-a-long-name/usb.c" <<'END'
#include <init.h>
int driver_register(int), hub_poll(void);
int usb_bus_type = 4;
int usb_register_driver(int n) { return driver_register(n) + hub_poll(); }
export(usb_register_driver);
export(usb_bus_type);
static int __init usb_init(void) { return 0; }
call(usbcore, usb_init, 4);
END
cat >"$tree/drivers/usb/a-folder-with-a-long-name/hub.c" <<'END'
int usb_register_driver(int);
__attribute__((weak)) int tuned(void) { return 1; }
int hub_poll(void) { return usb_register_driver(3) + tuned(); }
END
# A library without initcalls, above the subsystem.
cat >"$tree/drivers/usb/host-lib.c" <<'END'
extern int usb_bus_type;
int tuned(void) { return 2; }
int host_setup(void) { return usb_bus_type; }
END
# Drivers.
cat >"$tree/drivers/usb/host.c" <<'END'
#include <init.h>
int usb_register_driver(int), host_setup(void), printk(int);
static const struct of_device_id match[] __attribute__((used)) = {
	{ .compatible = "acme,host" }, { .compatible = "acme,host-v2" }, { "" },
};
static int __init host_init(void) { return usb_register_driver(1) + host_setup() + printk(2); }
call(host, host_init, 6);
END
cat >"$tree/drivers/usb/clock.c" <<'END'
#include <init.h>
int printk(int);
static const struct of_device_id table __attribute__((used, section("__clk_of_table"))) = {
	.compatible = "acme,clock" };
static int __init clock_init(void) { return printk(2); }
call(clock, clock_init, 6);
END
cat >"$tree/crypto/user.c" <<'END'
#include <init.h>
int crypto_alloc_shash(const char *), __request_module(const char *);
static int __init user_init(void)
{
	return crypto_alloc_shash("crc32c") + __request_module("acme-extra") +
	       crypto_alloc_shash("unknown");
}
call(user, user_init, 6);
END
cat >"$tree/crypto/crc32c-generic.c" <<'END'
#include <init.h>
int printk(int);
int crypto_alloc_shash(const char *s) { return s[0]; }
int __request_module(const char *s) { return s[1]; }
static int __init crc32c_init(void) { return printk(5); }
call(crc32c_generic, crc32c_init, 4);
END
cat >"$tree/crypto/extra.c" <<'END'
#include <init.h>
static int __init extra_init(void) { return 3; }
call(extra, extra_init, 6);
END
cat >"$tree/kernel.lds" <<'END'
SECTIONS {
	. = 0x400000;
	.text : { *(.text*) }
	.init.text : { _sinittext = .; *(.init.text*) _einittext = .; }
	.rodata : { *(.rodata*) *(__clk_of_table) *(.export_symbol) }
	.init.data : {
		__initcall_start = .;
		__initcall0_start = .;
		__initcall2_start = .; KEEP(*(.initcall2.init))
		__initcall4_start = .; KEEP(*(.initcall4.init))
		__initcall6_start = .; KEEP(*(.initcall6.init))
		__initcall7_start = .;
		__initcall_end = .;
	}
	.data : { *(.data*) *(.bss*) }
	/DISCARD/ : { *(.eh_frame) *(.note*) *(.comment) }
}
END
# object, KBUILD_MODFILE
cat >"$tmp/objects" <<'END'
init/main init/main
arch/x86/kernel/start arch/x86/kernel/start
drivers/base/core drivers/base/core
lib/crc lib/crc
crypto/user crypto/user
crypto/crc32c-generic crypto/crc32c-generic
crypto/extra crypto/extra
drivers/usb/a-folder-with-a-long-name/usb drivers/usb/usbcore
drivers/usb/a-folder-with-a-long-name/hub drivers/usb/usbcore
drivers/usb/host-lib drivers/usb/host-lib
drivers/usb/host drivers/usb/host
drivers/usb/clock drivers/usb/clock
END
libs='lib/library arch/x86/lib/two lib/three'

# kbuild's: .X.o.cmd, the form being that of 6.x
cmd() {
	printf '%s\n\nsource_%s.o := /src/%s.c\n' "savedcmd_$1.o := gcc -c -DKBUILD_MODFILE='\"$2\"' \
-DKBUILD_BASENAME='\"x\"' -DKBUILD_MODNAME='\"${2##*/}\"' -o $1.o /src/$1.c" "$1" "$1" \
		>"${1%/*}/.${1##*/}.o.cmd"
}

# build DIR FLAG...: with these; links with $ldflags; the sources are in $src
build() {
	cd "$1"
	shift
	for o in $(cut -d ' ' -f 1 "$tmp/objects") $libs; do
		gcc "$@" -O2 -ffreestanding -fno-pie -fno-stack-protector -fno-common -fcf-protection=none \
			-fno-asynchronous-unwind-tables -Iinclude -c -o "$o.o" "$src$o.c" || return 1
	done
	while read -r o m; do
		cmd "$o" "$m"
	done <"$tmp/objects"
	for o in $libs; do
		cmd "$o" "$o"
	done
	# shellcheck disable=SC2046,SC2086	# words
	gcc -nostdlib -static -no-pie -Wl,-T,kernel.lds -Wl,--build-id=none $ldflags -o vmlinux \
		$(sed 's/ .*/.o/' "$tmp/objects") lib/library.o arch/x86/lib/two.o
}
ldflags=
src=
(build "$tree") >"$tmp/cc.err" 2>&1 || {
	tap_skip "gcc does not build it: $(head -n 1 "$tmp/cc.err")"
	tap_done
}

# archives KIND: as kernels of some years have them
archives() {
	(
		cd "$tree"
		find . -name '*.a' -exec rm -f {} +
		thin=T
		[ "$1" != plain ] || thin=
		ar "rcS$thin" lib/lib.a lib/library.o lib/three.o
		ar "rcS$thin" arch/x86/lib/lib.a arch/x86/lib/two.o
		# shellcheck disable=SC2046	# words
		case $1 in
		vmlinux.a) ar rcST vmlinux.a $(sed 's/ .*/.o/' "$tmp/objects") ;;
		indexed) ar rcsT vmlinux.a $(sed 's/ .*/.o/' "$tmp/objects") ;;
		*)
			for d in init arch/x86 drivers lib crypto; do
				ar rcSTP "$d/built-in.a" \
					$(grep "^$d/" "$tmp/objects" | sed 's/ .*/.o/')
			done
			[ "$1" = folders ] || [ "$1" = plain ] ||
				ar rcSTP built-in.a ./*/built-in.a arch/x86/built-in.a
			;;
		esac
	)
}

# edges_of: "FROM TO SYMBOL" of the program's JSON, those by symbols only
edges_of() {
	jq -r '.modules[] | .path as $p | .needs_by[] |
		select(.kind == ("symbol", "export", "bus", "class")) |
		.path as $q | .evidence[] | "\($p) \($q) \(.)"' | LC_ALL=C sort -u
}

# edges VMLINUX DIR: these by the program
edges() {
	"$BOOTCHECK" image --deps -v --json --build "$2" "$1" >"$tmp/json" && edges_of <"$tmp/json"
}

# by_nm DIR OBJECT...: the same by nm; the objects are those that were linked, in that order
by_nm() {
	(
		cd "$1"
		shift
		# (6.1 has no KBUILD_MODFILE for assembly)
		for o; do
			m=$(sed -n "1s/.* -DKBUILD_MODFILE='\"\([^\"]*\)\"'.*/\1/p" "${o%/*}/.${o##*/}.cmd")
			printf '%s %s\n' "$o" "${m:-${o%.o}}"
		done >"$tmp/mods"
		printf '%s\n' "$@" | xargs nm -A 2>/dev/null >"$tmp/nm"
	)
	awk 'FNR == NR { mod[$1] = $2; next }
	{
		i = index($0, ":")
		o = substr($0, 1, i - 1)
		$0 = substr($0, i + 1)
		t = $(NF - 1)
		s = $NF
		if (NF == 2)
			ref[o, s] = 1
		else if (t ~ /[WVwv]/)
			weak[s] = weak[s] == "" ? o : weak[s]
		else if (t ~ /[A-Zu]/)
			strong[s] = strong[s] == "" ? o : strong[s]
	}
	END {
		for (k in ref) {
			split(k, a, SUBSEP)
			s = a[2]
			d = s in strong ? strong[s] : weak[s]
			if (d != "" && mod[d] != mod[a[1]])
				print mod[a[1]], mod[d], s
		}
	}' "$tmp/mods" "$tmp/nm" | LC_ALL=C sort -u
}

# --- The small tree, in all forms of archives ---

# shellcheck disable=SC2046	# words
by_nm "$tree" $(sed 's/ .*/.o/' "$tmp/objects") lib/library.o arch/x86/lib/two.o >"$tmp/want"
for kind in vmlinux.a indexed folders plain nested; do
	archives $kind
	edges "$tree/vmlinux" "$tree" >"$tmp/have" 2>"$tmp/err" || true
	diff "$tmp/want" "$tmp/have" >"$tmp/why" || cat "$tmp/err" >>"$tmp/why"
	check "$kind: $(wc -l <"$tmp/want") edges as by nm" "$tmp/why"
done

archives vmlinux.a
printf '%s\0' usbcore.file=drivers/usb/usbcore host.file=drivers/usb/host \
	host_lib.file=drivers/usb/host-lib crc.file=lib/crc clock.file=drivers/usb/clock \
	user.file=crypto/user crc32c_generic.file=crypto/crc32c-generic extra.file=crypto/extra \
	'host.softdep=pre: clock post: extra' crc32c_generic.alias=crypto-crc32c \
	extra.alias=acme-extra 'broken' '=x' '.y=z' >"$tree/modules.builtin.modinfo"

# node PATH FILTER: of the module in the program's answer
node() {
	jq -c --arg p "$1" ".modules[] | select(.path == \$p) | $2" "$tmp/json"
}
# want WHAT PATH FILTER VALUE
want() {
	[ "$(node "$2" "$3")" = "$4" ] || echo "$1: $(node "$2" "$3"), not $4"
}
edges "$tree/vmlinux" "$tree" >"$tmp/have"
diff "$tmp/want" "$tmp/have" >"$tmp/why" || true
check "modules.builtin.modinfo adds no symbol" "$tmp/why"
{
	want "source" init/main .file '"init/main.c"'
	want "place of main" init/main .place '"core"'
	want "place of what the core needs" lib/crc .place '"below"'
	want "who blocks it" lib/crc '[.blocked_by[] | .path, .symbol]' '["drivers/base/core","crc"]'
	want "place of a driver" drivers/usb/host .place '"outside"'
	want "initcalls" drivers/usb/host .initcalls '["host_init"]'
	want "objects of a module" drivers/usb/usbcore .objects 2
	want "who needs it" drivers/usb/usbcore .needed_by \
		'["drivers/usb/host-lib","drivers/usb/host"]'
	# shellcheck disable=SC2016	# jq expands these
	edge='.needs_by[] | select(.path == $q) | "\(.kind) \(.sure) \(.class) \(.order) \(.symbol)"'
	while read -r p q kind; do
		have=$(jq -r --arg p "$p" --arg q "$q" ".modules[] | select(.path == \$p) | $edge" \
			"$tmp/json" | paste -sd , -)
		[ "$have" = "$kind" ] || echo "$p -> $q: $have, not $kind"
	done <<'END'
drivers/usb/host drivers/usb/usbcore bus exact earlier earlier usb_register_driver
drivers/usb/host drivers/usb/host-lib symbol exact earlier null host_setup
drivers/usb/host-lib drivers/usb/usbcore bus exact earlier null usb_bus_type
drivers/usb/host init/main symbol exact core-api null printk
drivers/usb/usbcore drivers/base/core export exact core-api earlier driver_register
drivers/usb/host drivers/usb/clock softdep likely leaf later pre: clock post: extra
drivers/usb/host crypto/extra softdep maybe leaf same pre: clock post: extra
crypto/user crypto/crc32c-generic symbol exact earlier earlier crypto_alloc_shash,crypto likely earlier earlier crc32c
crypto/user crypto/extra alias likely leaf later acme-extra
END
	jq -e '[.modules[] | select(.path == "lib/three")] == []' "$tmp/json" >/dev/null ||
		echo "lib/three was not linked"
} >"$tmp/why"
check "kinds, classes, places" "$tmp/why"

# --- Units instead of objects: by the debug information, by relocations that were kept ---

cp -r "$tree" "$tmp/units"
# (as by make O=: the names of sources are whole paths)
src=$tree/
for ldflags in '' -Wl,--emit-relocs; do
	(
		build "$tmp/units" -gdwarf-5
	) >"$tmp/cc.err" 2>&1 || echo "it was built before, but not so" >>"$tmp/cc.err"
	# shellcheck disable=SC2046	# words
	by_nm "$tmp/units" $(sed 's/ .*/.o/' "$tmp/objects") lib/library.o arch/x86/lib/two.o \
		>"$tmp/want"
	# (that call goes from the weak definition's own file to the strong one: nm does not see it)
	[ -z "$ldflags" ] || {
		echo drivers/usb/usbcore drivers/usb/host-lib tuned
	} | LC_ALL=C sort - "$tmp/want" >"$tmp/more"
	[ -z "$ldflags" ] || mv "$tmp/more" "$tmp/want"
	"$BOOTCHECK" image --deps -v --json --modinfo "$tree/modules.builtin.modinfo" \
		"$tmp/units/vmlinux" >"$tmp/json" 2>"$tmp/err" || true
	edges_of <"$tmp/json" >"$tmp/have" || true
	diff "$tmp/want" "$tmp/have" >"$tmp/why" || cat "$tmp/err" "$tmp/cc.err" >>"$tmp/why"
	source=$(jq -r .dependencies.source "$tmp/json")
	[ "$source" = "$(echo "$ldflags" | sed 's/^$/dwarf/; s/^-.*/relocations/')" ] || echo "$source" >>"$tmp/why"
	check "$source: the same edges" "$tmp/why"
done

# --- Device tree ---

if command -v dtc >/dev/null 2>&1; then
	cat >"$tmp/dts" <<'END'
/dts-v1/;
/ {
	compatible = "acme,board";
	clk: clock { compatible = "acme,clock"; #clock-cells = <1>; };
	off: other { compatible = "acme,clock"; #clock-cells = <0>; status = "disabled"; };
	usb@1 { compatible = "acme,host-v3", "acme,host"; clocks = <&clk 4>, <&off>; };
};
END
	dtc -q -O dtb -o "$tmp/dtb" "$tmp/dts"
	"$BOOTCHECK" image --deps --json --build "$tree" --dtb "$tmp/dtb" "$tree/vmlinux" >"$tmp/json"
	{
		want "supplier" drivers/usb/host \
			'[.needs_by[] | select(.kind == "device-tree") | .path, .sure, .evidence[]]' \
			'["drivers/usb/clock","likely","clocks of /usb@1: /clock"]'
	} >"$tmp/why"
	check "a device tree's supplier" "$tmp/why"
	head -c 100 "$tmp/dtb" >"$tmp/cut"
	rc=0
	"$BOOTCHECK" image --deps --build "$tree" --dtb "$tmp/cut" "$tree/vmlinux" >"$tmp/out" 2>&1 ||
		rc=$?
	{
		[ "$rc" -eq 3 ] || echo "exit status $rc"
		grep -q "^bootcheck: .*cut: is broken .*; give the .dtb" "$tmp/out" ||
			cat "$tmp/out"
	} >"$tmp/why"
	check "half a device tree" "$tmp/why"
else
	tap_skip "dtc is not installed" "device tree"
fi

# --- What is broken ---

# refused NAME WORDS ARG...
refused() {
	name=$1
	words=$2
	shift 2
	rc=0
	"$BOOTCHECK" image --deps "$@" >"$tmp/out" 2>"$tmp/err" || rc=$?
	{
		[ "$rc" -eq 3 ] || echo "exit status $rc"
		[ ! -s "$tmp/out" ] || echo "something on standard output"
		[ "$(wc -l <"$tmp/err")" -eq 1 ] || echo "not one line"
		grep "^bootcheck: .*: .*; " "$tmp/err" | grep -q -e "$words" ||
			cat "$tmp/err"
	} >"$tmp/why"
	check "$name" "$tmp/why"
}
mkdir "$tmp/empty"
refused "no build" 'neither a vmlinux.a nor' --build "$tmp/empty" "$tree/vmlinux"
refused "no folder" 'No such file' --build "$tmp/nothing" "$tree/vmlinux"
cp -r "$tree" "$tmp/broken"
head -c 400 "$tree/vmlinux.a" >"$tmp/broken/vmlinux.a"
refused "an archive that is cut off" 'cut off' --build "$tmp/broken" "$tree/vmlinux"
cp "$tree/vmlinux.a" "$tmp/broken/vmlinux.a"
find "$tmp/broken" -name '*.o' -exec sh -c 'for o; do printf "BC\300\336xxxx" >"$o"; done' - {} +
refused "LTO" 'bitcode' --build "$tmp/broken" "$tree/vmlinux"
refused "no modinfo" 'cannot open' --build "$tree" --modinfo "$tmp/none" "$tree/vmlinux"

: >"$tmp/bad"
i=0
while [ "$i" -lt 40 ]; do
	cp "$tree/drivers/usb/host.o" "$tmp/broken/drivers/usb/host.o"
	cp "$tree/vmlinux.a" "$tmp/broken/vmlinux.a"
	cp "$tree/modules.builtin.modinfo" "$tmp/broken/modules.builtin.modinfo"
	for f in drivers/usb/host.o vmlinux.a modules.builtin.modinfo; do
		size=$(wc -c <"$tree/$f")
		printf '\377' | dd of="$tmp/broken/$f" bs=1 seek=$((i * 131 % size)) conv=notrunc \
			2>/dev/null
	done
	cp "$tree/init/main.o" "$tmp/broken/init/main.o"
	cp "$tree/drivers/base/core.o" "$tmp/broken/drivers/base/core.o"
	rc=0
	timeout 20 "$BOOTCHECK" image --deps --build "$tmp/broken" "$tree/vmlinux" >"$tmp/out" \
		2>"$tmp/err" || rc=$?
	[ "$rc" -eq 0 ] || [ "$rc" -eq 3 ] || echo "byte at $i: exit status $rc" >>"$tmp/bad"
	i=$((i + 1))
done
check "broken files do no harm" "$tmp/bad"

# --- Kernels that were built here ---

for d in "${XDG_CACHE_HOME:-$HOME/.cache}"/bootcheck/kernel/obj/*-on; do
	[ -s "$d/vmlinux.a" ] || continue
	# shellcheck disable=SC2046	# words
	by_nm "$d" $({
		ar t "$d/vmlinux.a"
		for a in lib/lib.a arch/x86/lib/lib.a; do
			ar t "$d/$a"
		done
	} | sed "s,^$d/,," | awk '!seen[$0]++') >"$tmp/want"
	edges "$d/vmlinux" "$d" >"$tmp/have" 2>"$tmp/err" || true
	diff "$tmp/want" "$tmp/have" >"$tmp/why" || cat "$tmp/err" >>"$tmp/why"
	jq -r '.dependencies.notes[]' "$tmp/json" >>"$tmp/why"
	check "$(basename "$d"): $(wc -l <"$tmp/want") edges as by nm" "$tmp/why"
done
tap_done
