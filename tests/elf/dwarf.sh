#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Source files and lines by debug information, of small "kernels" that compilers made: DWARF 4 and
# 5, compressed and not, pointer tables and relative ones, symbols with a line and without,
# patchable functions, absolute and relative paths, generated files, inclusion of one .c by another.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
case ${BUILD-} in
*/*) BUILD=$(cd "$BUILD" && pwd) ;;
esac

mkdir -p "$tmp/kernel/linux/init" "$tmp/kernel/linux/drivers/usb/host" "$tmp/kernel/linux/fs" \
	"$tmp/kernel/linux/include/linux" "$tmp/out/arch/x86"
tree=$tmp/kernel/linux

cat >"$tree/include/linux/init.h" <<'END'
#define __init __attribute__((section(".init.text"), used))
#ifdef POINTER
#define call(fn, id) \
	static int (*__initcall_##fn##id)(void) \
	__attribute__((used, section(".initcall" #id ".init"))) = fn
#else
#define glue(a, b) a##b
#define paste(a, b) glue(a, b)
#define call(fn, id) \
	static void *paste(__UNIQUE_ID___addressable_##fn, __COUNTER__) \
	__attribute__((used, section(".discard"))) = (void *)fn; \
	asm(".pushsection .initcall" #id ".init,\"a\"\n" \
	    "__initcall_" #fn #id ":\n.long " #fn " - .\n.popsection")
#endif
#define module_init(fn) call(fn, 6)
#define core_initcall(fn) call(fn, 1)
#define module_driver(d, x) \
	static int __init d##_init(void) { return x; } \
	module_init(d##_init)
END
cat >"$tree/init/main.c" <<'END'
#include <linux/init.h>
const char linux_banner[] = "Linux version 6.6.6-cc (nobody) #1";
static int __init start_up(void)
{
	return linux_banner[3];
}
core_initcall(start_up);
int _start(void) { return 0; }
END
cat >"$tree/drivers/usb/host/ehci.c" <<'END'
#include <linux/init.h>
int exported(void) { return 7; }
static int __init ehci_hcd_init(void)
{
	return exported() + 1;
}

module_init(ehci_hcd_init);

module_driver(ehci_platform,
	      5);
END
cat >"$tree/fs/binfmt.c" <<'END'
#include <linux/init.h>
static int __init init_binfmt(void)
{
	return 4;
}
core_initcall(init_binfmt);
END
printf '%s\n' '#define init_binfmt init_compat_binfmt' '#include "binfmt.c"' >"$tree/fs/compat.c"
printf '%s\n' '#include <linux/init.h>' '' 'static int __init init_vdso(void) { return 1; }' \
	'core_initcall(init_vdso);' >"$tmp/out/arch/x86/vdso.c"

cat >"$tmp/kernel.lds" <<'END'
SECTIONS {
	. = 0x400000;
	.text : { *(.text*) }
	.init.text : { _sinittext = .; *(.init.text*) _einittext = .; }
	.rodata : { *(.rodata*) }
	.init.data : {
		__initcall_start = .; *(.initcallearly.init)
		__initcall0_start = .;
		__initcall1_start = .; KEEP(*(.initcall1.init))
		__initcall6_start = .; KEEP(*(.initcall6.init))
		__initcall7_start = .;
		__initcall_end = .;
	}
	.data : { *(.data*) *(.bss*) }
	/DISCARD/ : { *(.discard) *(.eh_frame) *(.note*) *(.comment) *(.interp) }
}
END

cat >"$tmp/want" <<'END'
core,init_binfmt,fs/binfmt.c,6
core,init_compat_binfmt,fs/binfmt.c,6
core,init_vdso,arch/x86/vdso.c,4
core,start_up,init/main.c,7
device,ehci_hcd_init,drivers/usb/host/ehci.c,8
device,ehci_platform_init,drivers/usb/host/ehci.c,10
END

# compile CC FLAG...: build $tmp/vmlinux, in $tmp/out as the build folder; false when CC cannot
compile() {
	cc=$1
	shift
	command -v "$cc" >/dev/null 2>&1 || return 1
	rm -f "$tmp"/*.o
	(
		cd "$tmp/out"
		for f in "$tree/init/main" "$tree/fs/binfmt" "$tree/fs/compat" arch/x86/vdso \
			../kernel/linux/drivers/usb/host/ehci; do
			"$cc" -O2 -ffreestanding -fno-pie -fno-stack-protector \
				-fno-asynchronous-unwind-tables -I"$tree/include" "$@" \
				-c -o "$tmp/$(basename "$f").o" "$f.c" || exit 1
		done
	) 2>"$tmp/cc.err" || return 1
	"$cc" -nostdlib -static -no-pie -Wl,-T,"$tmp/kernel.lds" -Wl,--build-id=none -o "$tmp/vmlinux" \
		"$tmp/main.o" "$tmp/binfmt.o" "$tmp/compat.o" "$tmp/vdso.o" "$tmp/ehci.o" 2>"$tmp/cc.err"
}

# lines NAME: files and lines of $tmp/vmlinux are the right ones
lines() {
	rc=0
	"$BOOTCHECK" image --csv "$tmp/vmlinux" >"$tmp/out.csv" 2>"$tmp/err" || rc=$?
	tr -d '\r' <"$tmp/out.csv" | sed 1d | cut -d , -f 2,4,8,9 |
		LC_ALL=C sort >"$tmp/have"
	{
		[ "$rc" -eq 0 ] || echo "exit status $rc: $(cat "$tmp/err")"
		diff "$tmp/want" "$tmp/have" || true
	} >"$tmp/why"
	check "$1" "$tmp/why"
}

n=0
for cc in gcc clang; do
	for flags in '-gdwarf-4' '-gdwarf-5' '-gdwarf-4 -DPOINTER' '-gdwarf-5 -DPOINTER' \
		'-gdwarf-5 -gz=zlib' '-gdwarf-4 -gz=zlib -DPOINTER' \
		'-gdwarf-5 -fpatchable-function-entry=8' '-gdwarf-5 -fpatchable-function-entry=8,4'; do
		# shellcheck disable=SC2086	# flags are words
		if compile "$cc" $flags; then
			lines "$cc $flags"
			n=$((n + 1))
		else
			tap_skip "$cc does not build it: $(head -n 1 "$tmp/cc.err" 2>/dev/null)" "$cc $flags"
		fi
	done
done
[ "$n" -gt 0 ] || tap_done

# Without debug information: the same table, no files.
compile gcc -g0 || compile clang -g0
"$BOOTCHECK" image --csv "$tmp/vmlinux" | tr -d '\r' | sed 1d | cut -d , -f 2,4,8,9 |
		LC_ALL=C sort >"$tmp/have"
sed 's/,[^,]*,[^,]*$/,,/' "$tmp/want" | diff - "$tmp/have" >"$tmp/why" || true
check "no debug information: no files" "$tmp/why"
rc=0
"$BOOTCHECK" image --lines "$tmp/vmlinux" >"$tmp/have" 2>&1 || rc=$?
{
	[ "$rc" -eq 3 ] || echo "exit status $rc"
	grep -q 'no debug information' "$tmp/have" || cat "$tmp/have"
} >"$tmp/why"
check "no debug information: --lines is refused" "$tmp/why"

# Compressed by a program, and in a way that the library may not know.
compile gcc -gdwarf-5 || compile clang -gdwarf-5
cp "$tmp/vmlinux" "$tmp/plain"
for how in zlib-gnu zlib-gabi zstd; do
	if ! objcopy --compress-debug-sections=$how "$tmp/plain" "$tmp/vmlinux" 2>/dev/null; then
		tap_skip "objcopy cannot compress by $how" "debug information compressed by $how"
	elif [ $how = zstd ] && "$BOOTCHECK" image "$tmp/vmlinux" | grep -q 'compressed with zstd'; then
		ok "debug information compressed by zstd: said so"
	else
		lines "debug information compressed by $how"
	fi
done

# An object file of all, as vmlinux.o is: no addresses, but levels and functions.
if ld -r -o "$tmp/vmlinux.o" "$tmp/main.o" "$tmp/binfmt.o" "$tmp/ehci.o" 2>/dev/null; then
	"$BOOTCHECK" image --csv "$tmp/vmlinux.o" | tr -d '\r' | sed 1d | cut -d , -f 2,4,5 >"$tmp/have"
	printf '%s\n' core,start_up, core,init_binfmt, device,ehci_hcd_init, device,ehci_platform_init, |
		diff - "$tmp/have" >"$tmp/why" || true
	check "vmlinux.o" "$tmp/why"
else
	tap_skip "ld is not installed" "vmlinux.o"
fi

# The debug information may be anything: one byte in 97 is another.
compile gcc -gdwarf-5 || compile clang -gdwarf-5
size=$(wc -c <"$tmp/vmlinux")
: >"$tmp/bad"
i=0
while [ "$i" -lt 40 ]; do
	cp "$tmp/vmlinux" "$tmp/broken"
	printf '\377' | dd of="$tmp/broken" bs=1 seek=$((size / 3 + i * 97 % (size / 3))) conv=notrunc 2>/dev/null
	rc=0
	timeout 20 "$BOOTCHECK" image "$tmp/broken" >"$tmp/have" 2>"$tmp/err" || rc=$?
	[ "$rc" -eq 0 ] || [ "$rc" -eq 3 ] || echo "byte at $i: exit status $rc" >>"$tmp/bad"
	i=$((i + 1))
done
check "broken debug information does no harm" "$tmp/bad"
tap_done
