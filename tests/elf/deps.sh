#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Which module needs which, of a small "kernel" of many files: what is found, and what must not be.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
tree=$tmp/linux
mkdir -p "$tree/init" "$tree/include" "$tree/lib" "$tree/drivers/usb" "$tree/drivers/base" \
	"$tree/mm" "$tree/fs"

cat >"$tree/include/init.h" <<'END'
#define __init __attribute__((section(".init.text"), used, noinline))
#define __initdata __attribute__((section(".init.data.v"), used))
#define keep __attribute__((noinline, used))
#define call(mod, fn, id) \
	asm(".pushsection .initcall" #id ".init,\"a\"\n" \
	    "__initcall__kmod_" #mod "__1_2_" #fn #id ":\n.long " #fn " - .\n.popsection")
END
cat >"$tree/init/main.c" <<'END'
const char linux_banner[] = "Linux version 6.6.6-cc (nobody) #1";
int _start(void) { return linux_banner[3]; }
END
# Two modules called core, that need each other; and a library without an initcall.
cat >"$tree/drivers/base/core.c" <<'END'
#include <init.h>
extern int library(int), page_count;
keep int device_add(int n) { return library(n) + page_count; }
static keep int helper(int n) { return n * 3; }
static int __init core_init(void) { return helper(device_add(1)); }
call(core, core_init, 1);
END
cat >"$tree/mm/core.c" <<'END'
#include <init.h>
extern int device_add(int), library(int);
extern int page_count;
int page_count = 5;
static int __init mm_init(void) { return device_add(4) + library(2); }
call(core, mm_init, 1);
END
# A weak definition, which the next file overrides.
cat >"$tree/lib/library.c" <<'END'
#include <init.h>
keep int library(int n) { return n + 1; }
__attribute__((weak)) keep int tuned(void) { return 1; }
END
# A variable; an alias; and two files of one module.
cat >"$tree/drivers/usb/hub.c" <<'END'
#include <init.h>
int hub_state;
keep int tuned(void) { return hub_state; }
keep int hub_poll(void) { return 3; }
extern int hub_poll_alias(void) __attribute__((alias("hub_poll")));
static int __init hub_init(void) { return hub_state + 1; }
call(usbcore, hub_init, 4);
END
cat >"$tree/drivers/usb/usb.c" <<'END'
#include <init.h>
extern int hub_state, hub_poll(void), device_add(int);
static int table[10] __initdata = { 1 };
static int __init usb_init(void) { return device_add(hub_state + hub_poll()) + table[hub_state]; }
call(usbcore, usb_init, 4);
END
# Only a variable; only an alias; only what the strong definition gives; and nothing at all: its
# helper() is its own.
cat >"$tree/fs/state.c" <<'END'
#include <init.h>
extern int hub_state;
static int __init state_init(void) { return hub_state; }
call(state, state_init, 6);
END
cat >"$tree/fs/alias.c" <<'END'
#include <init.h>
extern int hub_poll_alias(void);
static int __init alias_init(void) { return hub_poll_alias(); }
call(alias, alias_init, 6);
END
cat >"$tree/fs/tune.c" <<'END'
#include <init.h>
extern int tuned(void);
static int __init tune_init(void) { return tuned(); }
call(tune, tune_init, 6);
END
cat >"$tree/fs/alone.c" <<'END'
#include <init.h>
static keep int helper(int n) { return n * 7; }
keep int exported(int n) { return helper(n); }
static int __init alone_init(void) { return exported(4); }
call(alone, alone_init, 7);
END
cat >"$tree/kernel.lds" <<'END'
SECTIONS {
	. = 0x400000;
	.text : { *(.text*) }
	.init.text : { _sinittext = .; *(.init.text*) _einittext = .; }
	.rodata : { *(.rodata*) }
	.init.data : {
		*(.init.data.v)
		__initcall_start = .; *(.initcallearly.init)
		__initcall0_start = .;
		__initcall1_start = .; KEEP(*(.initcall1.init))
		__initcall4_start = .; KEEP(*(.initcall4.init))
		__initcall6_start = .; KEEP(*(.initcall6.init))
		__initcall7_start = .; KEEP(*(.initcall7.init))
		__initcall_end = .;
	}
	.data : { *(.data*) *(.bss*) *(.sdata*) *(.sbss*) }
	/DISCARD/ : { *(.discard) *(.eh_frame) *(.note*) *(.comment) *(.interp) }
}
END

cat >"$tmp/want" <<'END'
core drivers/base/core.c: core_init; needs core(mm/core.c page_count 1) core 1
core mm/core.c: mm_init; needs core(drivers/base/core.c device_add 1) core 1
usbcore drivers/usb/hub.c: hub_init usb_init; needs core(drivers/base/core.c device_add 1) core 0
state fs/state.c: state_init; needs usbcore(drivers/usb/hub.c hub_state 1) core 0
alias fs/alias.c: alias_init; needs usbcore(drivers/usb/hub.c hub_poll_alias 1) core 0
tune fs/tune.c: tune_init; needs usbcore(drivers/usb/hub.c tuned 1) core 0
alone fs/alone.c: alone_init; needs core 0
END

# build CC FLAG...: $tmp/vmlinux; false when CC cannot
build() {
	cc=$1
	shift
	command -v "$cc" >/dev/null 2>&1 || return 1
	(
		cd "$tree"
		set -- "$@" -O2 -ffreestanding -fno-pie -fno-stack-protector -fno-common \
			-fno-asynchronous-unwind-tables -Iinclude
		for f in init/main drivers/base/core mm/core lib/library drivers/usb/hub drivers/usb/usb \
			fs/state fs/alias fs/tune fs/alone; do
			"$cc" "$@" -c -o "$f.o" "$f.c" || exit 1
		done
		"$cc" -nostdlib -static -no-pie -Wl,-T,kernel.lds -Wl,--build-id=none -o "$tmp/vmlinux" \
			init/main.o drivers/base/core.o mm/core.o lib/library.o drivers/usb/hub.o \
			drivers/usb/usb.o fs/state.o fs/alias.o fs/tune.o fs/alone.o
	) 2>"$tmp/cc.err"
}

# modules: one line for each
modules() {
	"$BOOTCHECK" image --deps --json "$tmp/vmlinux" | jq -r '.modules[] |
		"\(.name) \(.file): \(.initcalls | join(" ")); needs " +
		([.needs_by[] | "\(.name)(\(.file) \(.symbol) \(.symbols)) "] | add // "") +
		"core \(.core_symbols)"'
}

if ! command -v jq >/dev/null 2>&1; then
	tap_skip "jq is not installed"
	tap_done
fi
for flags in -gdwarf-4 -gdwarf-5 '-gdwarf-5 -gz=zlib' '-gdwarf-5 -fpatchable-function-entry=8,4'; do
	# shellcheck disable=SC2086	# flags are words
	if build gcc $flags; then
		modules 2>&1 | diff "$tmp/want" - >"$tmp/why" || true
		check "gcc $flags" "$tmp/why"
	else
		tap_skip "gcc does not build it: $(head -n 1 "$tmp/cc.err" 2>/dev/null)" "gcc $flags"
	fi
done

# clang leaves the functions that are called, and no variables.
if build clang -gdwarf-5; then
	sed -e 's/core(mm[^)]*) //; s/usbcore([^ ]* hub_state 1) //' "$tmp/want" >"$tmp/less"
	modules 2>&1 | diff "$tmp/less" - >"$tmp/why" || true
	check "clang: called functions" "$tmp/why"
else
	tap_skip "clang does not build it" "clang: called functions"
fi

if build gcc -gdwarf-5; then
	# Functions and variables in the two sections, all of them and no more.
	nm -S "$tmp/vmlinux" | awk '$4 ~ /_init$/ || $4 == "table" { print $2 }' | while read -r n; do
		echo $((0x$n))
	done | awk '{ n += $1 } END { print n }' >"$tmp/all"
	"$BOOTCHECK" image --deps --json "$tmp/vmlinux" | jq '[.modules[].init_bytes] | add' |
		diff "$tmp/all" - >"$tmp/why" || true
	check "bytes of functions and variables" "$tmp/why"
	"$BOOTCHECK" image --deps --json "$tmp/vmlinux" | jq -c '.modules[2:4][] | .needs' >"$tmp/have"
	printf '%s\n' '["core"]' '["usbcore"]' | diff - "$tmp/have" >"$tmp/why" || true
	check "needs are names" "$tmp/why"
	"$BOOTCHECK" image --deps --level device "$tmp/vmlinux" | grep -A 2 '^  state (' |
		sed 's/, [0-9]* init/, N init/' >"$tmp/have" || true
	printf '%s\n' '  state (fs/state.c), N init bytes' '    calls state_init' \
		'    needs usbcore' | diff - "$tmp/have" >"$tmp/why" || true
	check "the text" "$tmp/why"

	# The debug information may be anything.
	size=$(wc -c <"$tmp/vmlinux")
	: >"$tmp/bad"
	i=0
	while [ "$i" -lt 60 ]; do
		cp "$tmp/vmlinux" "$tmp/broken"
		printf '\377' | dd of="$tmp/broken" bs=1 seek=$((size / 4 + i * 131 % (size / 2))) \
			conv=notrunc 2>/dev/null
		rc=0
		timeout 20 "$BOOTCHECK" image --deps "$tmp/broken" >"$tmp/have" 2>"$tmp/err" || rc=$?
		[ "$rc" -eq 0 ] || [ "$rc" -eq 3 ] || echo "byte at $i: exit status $rc" >>"$tmp/bad"
		i=$((i + 1))
	done
	check "broken debug information does no harm" "$tmp/bad"
else
	tap_skip "gcc does not build it" "bytes, names, text, broken files"
fi

# Without debug information there is one line that says what is missing.
if build gcc -g0 || build clang -g0; then
	rc=0
	"$BOOTCHECK" image --deps "$tmp/vmlinux" >"$tmp/have" 2>&1 || rc=$?
	{
		[ "$rc" -eq 3 ] || echo "exit status $rc"
		[ "$(wc -l <"$tmp/have")" -eq 1 ] || cat "$tmp/have"
		grep -q 'no debug information.*CONFIG_DEBUG_INFO.*debug package' "$tmp/have" ||
			cat "$tmp/have"
	} >"$tmp/why"
	check "no debug information: refused" "$tmp/why"
fi

# edge MODULE NEEDED SYMBOL: complains when $tmp/json has it not; an empty symbol is any
edge() {
	jq -e --arg m "$1" --arg n "$2" --arg s "$3" 'any(.modules[]; .name == $m and
		any(.needs_by[]; .name == $n and ($s == "" or .symbol == $s)))' \
		"$tmp/json" >/dev/null || echo "$1 does not need $2 $3"
}
cat >"$tmp/known" <<'END'
nvme nvme_core
nvme pci_driver pci_unregister_driver
nvme blk_mq
nvme pci
nvme_core blk_mq
atkbd serio serio_close
atkbd input_core input_allocate_device
i8042 serio
rtc_cmos rtc_core
tpm_tis tpm
input_leds input_core
hvc_xen hvc_console
END
for v in "${XDG_CACHE_HOME:-$HOME/.cache}"/bootcheck/vmlinux/amd64-6.1[.2]*-cloud-amd64-dbg; do
	[ -s "$v" ] || continue
	"$BOOTCHECK" image --deps --json "$v" >"$tmp/json"
	while read -r module needs symbol; do
		edge "$module" "$needs" "$symbol"
	done <"$tmp/known" >"$tmp/why"
	jq -r '.modules[] | "\(.name) \(.file)" as $me |
		select(any(.needs_by[]; "\(.name) \(.file)" == $me)) | "\($me) needs itself"' \
		"$tmp/json" >>"$tmp/why"
	for x in nvme_core:nvme serio:i8042 serio:atkbd tpm:tpm_tis rtc_core:rtc_cmos; do
		[ -n "$(edge "${x%:*}" "${x#*:}" '')" ] || echo "the wrong way round: $x"
	done >>"$tmp/why"
	check "$(basename "$v"): known needs" "$tmp/why"
done
tap_done
