#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Resident calls: init code of chosen objects is ordinary code, so init memory goes before init starts.
# Everything else is as with other deferred calls; the build finds what such an object may not use.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
series=${KERNEL_SERIES_DIR:-$repo/patch/linux-${1:-6.12}}
grep -qs DEFERRED_INITCALLS_RESIDENT_OBJS "$series"/*.patch ||
	lab_skip "the series of this kernel has no resident form"
lab_begin "${1:-6.12}" resident
inventory=$LAB/inventory.sh
tab=$(printf '\t')
disk='piix_init ata_piix'
[ "$ARCH" = x86_64 ] || disk='ahci_pci_driver_init ahci'
RESIDENT="uhci_hcd_init ehci_hcd_init ehci_pci_init ${disk% *} usb_storage_driver_init loop_init"
echo "disk_driver=${disk#* }" >>"$tmp/common"

# The end of boot as lines in their order, without numbers
places() {
	sed -n 's/^<[0-9]*>\[ *[0-9.]*\] //p' "$tmp/$1.log" |
		grep -E 'Freeing unused|Write protecting|Checked W\+X|rodata_test|Run /init as init|x86/mm: Checked' |
		sed 's/[0-9][0-9]*/N/g' >"$tmp/$1.places"
}

# ---- Nothing deferred: what is to be compared with
boot off --file "$inventory" --append 'initcall_debug deferred_initcalls=off' <<'END'
says read guest-tool read $trigger
inventory.sh | sed 's/^/inv: /'
END
booted off
says_is off read 1 "deferred_initcalls=off: nothing is left to run"
log_order off "and the calls run at their places" 'calling  loop_init' 'calling  uhci_hcd_init' \
	"$FREED" 'Run /init as init process'
places off

# ---- All that is pending is resident
boot resident --file "$inventory" --append 'initcall_debug' <<'END'
memory()
{
	awk -v what="$1:" '$1 == what { print $2 }' /proc/meminfo
}

says freed_before freed
says total memory MemTotal
says states_before states
show before
says pci ls /sys/bus/pci/drivers/$disk_driver
says ok_wrong guest-tool write $trigger no_such_call
echo 1 >/sys/module/test_deferred_initcalls/parameters/flip
says one guest-tool write $trigger loop_init
says one_again guest-tool write $trigger loop_init
says group guest-tool write $trigger test
says poll_before guest-tool poll $status 300
says read_1 guest-tool read $trigger
says read_2 guest-tool read $trigger
says poll_after guest-tool poll $status 1000
says states_after states
says freed_after freed
says total_after memory MemTotal
show after
inventory.sh | sed 's/^/inv: /'
END
booted resident
says_is resident freed_before 1 "init memory is freed although calls are pending"
says_is resident states_before 'pending [1-9][0-9]+ running 0 done 0' "nothing ran so far"
says_is resident pci 'ls: .*' "a deferred driver is not there"
says_is resident ok_wrong ENOENT "an unknown name: ENOENT"
says_is resident one ok "a call by its name"
says_is resident one_again EALREADY "again: EALREADY"
says_is resident group ok "a group"
says_is resident poll_before timeout "poll waits for the last call"
says_is resident read_1 0 "the first read gives 0"
says_is resident read_2 1 "the second gives 1"
says_is resident poll_after 'pri .*' "poll: EPOLLPRI"
says_is resident states_after 'pending 0 running 0 done [1-9][0-9]+' "all ran"
says_is resident freed_after 1 "nothing is freed a second time"
places resident
diff "$tmp/off.places" "$tmp/resident.places" >"$tmp/bad" || :
[ "$(wc -l <"$tmp/off.places")" -ge 4 ] || cat "$tmp/off.places" >>"$tmp/bad"
check "$VERSION resident: the kernel is protected where it is without deferral, and stays so" "$tmp/bad"
log_order resident "the log: init memory, start of init, calls" "$FREED" 'Run /init as init process' \
	'entering initcall level: deferred' 'calling  uhci_hcd_init' 'initcall uhci_hcd_init.* returned 0 after'

for call in $RESIDENT; do
	grep "^after: $call$tab" "$tmp/resident.out" || echo "no $call"
done >"$tmp/rows"
awk -F '\t' '!($5 == "done" && $6 == 0 && $7 > 0 && ($8 == "read" || $8 == "write"))' "$tmp/rows" >"$tmp/bad"
check "$VERSION resident: each driver's call ran, its row says so" "$tmp/bad"
# They check what they did themselves: static keys and calls, kprobes, ftrace, lockdep, context
sed -n 's/^after: \(dtest_.*\)/\1/p' "$tmp/resident.out" >"$tmp/rows"
awk -F '\t' '$6 != ($1 == "dtest_fail" ? -6 : 0) || $5 != "done"
	END { if (NR < 15) print "only " NR + 0 " test calls" }' "$tmp/rows" >"$tmp/bad"
check "$VERSION resident: $(wc -l <"$tmp/rows") test calls have what calls at boot have" "$tmp/bad"
for boot in off resident; do
	sed -n 's/^inv: //p' "$tmp/$boot.out" >"$tmp/$boot.inventory"
done
diff "$tmp/off.inventory" "$tmp/resident.inventory" >"$tmp/bad" || :
[ "$(wc -l <"$tmp/off.inventory")" -gt 400 ] || echo "no inventory" >>"$tmp/bad"
check "$VERSION resident: the same devices, drivers and files as without deferral" "$tmp/bad"

# ---- Some need init memory: it goes when the last of these has run. The timeout runs the rest.
boot mixed --append 'initcall_debug deferred_initcalls=ohci_hcd_mod_init deferred_initcalls_timeout=8' <<'END'
says freed_before freed
says total awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo

says resident guest-tool write $trigger loop_init
says freed_resident freed
says other guest-tool write $trigger ohci_hcd_mod_init
wait_for 5 freed >/dev/null
says freed_other freed
says states_other states
wait_for 20 all_done
says states_timeout states
says uhci field uhci_hcd_init 8
says freed_after freed
END
booted mixed
says_is mixed freed_before 0 "a call that is not resident keeps init memory"
says_is mixed resident ok "a resident call"
says_is mixed freed_resident 0 "changes nothing about that"
says_is mixed other ok "the call that is not"
says_is mixed freed_other 1 "frees it"
says_is mixed states_other 'pending [1-9][0-9]* running 0 done 2' "while others are pending"
says_is mixed states_timeout 'pending 0 running 0 done [1-9][0-9]*' "which run after the timeout"
says_is mixed uhci timeout "as the status says"
says_is mixed freed_after 1 "and free nothing"
log_has mixed 1 'deferred_initcalls: init memory is kept for 1 of [1-9][0-9]* calls' "the log says for whom"

value() {
	sed -n "s/^$2: //p" "$tmp/$1.out"
}
echo "# $VERSION MemTotal before the first call: all resident $(value resident total) kB," \
	"init memory kept $(value mixed total) kB"
if [ "$(value resident total)" -gt "$(value mixed total)" ]; then
	ok "$VERSION resident: more memory than with init memory kept"
else
	{ value resident total; value mixed total; } >"$tmp/show"
	not_ok "$VERSION resident: more memory than with init memory kept" "$tmp/show"
fi

# ---- Speculation: no indirect branch without its thunk
if ! grep -q '^CONFIG_MITIGATION_RETPOLINE=y\|^CONFIG_RETPOLINE=y' "$KERNEL/.config"; then
	tap_skip "this kernel has no retpolines" "indirect branches of resident code"
else
	# shellcheck disable=SC2086 # words
	for call in $RESIDENT $(cut -f 1 "$tmp/rows"); do
		objdump -d --no-show-raw-insn --disassemble="$call" "$KERNEL/vmlinux" 2>/dev/null |
			sed "s/^/$call /"
	done >"$tmp/code"
	{
		grep -E '[[:space:]](call|jmp) +\*%' "$tmp/code" || :
		grep -qE '^dtest_indirect .*(call|jmp) .*<__x86_indirect_thunk' "$tmp/code" ||
			echo "dtest_indirect has no thunk"
		grep -q '^uhci_hcd_init .*ret' "$tmp/code" || echo "no uhci_hcd_init"
	} >"$tmp/bad"
	check "$VERSION resident: $(wc -l <"$tmp/code") lines of code have no bare indirect branch" "$tmp/bad"
fi

# ---- What the tool says of this kernel
: "${BOOTCHECK:=$repo/build/bootcheck}"
if [ -x "$BOOTCHECK" ]; then
	"$BOOTCHECK" image --csv --level deferred "$KERNEL/vmlinux" | tr -d "\r" |
		cut -d , -f 4 >"$tmp/marked"
	for call in $RESIDENT; do
		grep -qx "$call" "$tmp/marked" || echo "$call"
	done >"$tmp/bad"
	check "$VERSION resident: bootcheck image lists them as deferred" "$tmp/bad"
else
	tap_skip "bootcheck is not built" "bootcheck image on a kernel with resident calls"
fi

# ---- The build is the check of what such an object may use
refused() { # TEXT WORDS...: the build of the edit ends, and its messages have all of the words
	text=$1
	shift
	if "$LAB/build" resident --version "$VERSION" --arch "$ARCH" --edits "$tmp/edit" >"$tmp/refused" 2>&1; then
		echo "the build has succeeded" >>"$tmp/refused"
		not_ok "$text" "$tmp/refused"
		return
	fi
	# (what it shows of a long log is not all)
	log=$(sed -n 's/.*the whole log: //p' "$tmp/refused")
	grep -h -e 'modpost: ' -e ': \*\*\* ' "${log:-/dev/null}" >>"$tmp/refused" || :
	for words; do
		grep -q -e "$words" "$tmp/refused" && continue
		echo "no message like: $words" >>"$tmp/refused"
		not_ok "$text" "$tmp/refused"
		return
	done
	ok "$text"
}

if [ -n "${LAB_KERNEL-}" ]; then
	tap_skip "LAB_KERNEL is given" "init code of another object is refused"
	tap_skip "LAB_KERNEL is given" "a name that is not built in is refused"
else
	# (the second is where clang has what is cold, as init code of resident objects is)
	cat >"$tmp/edit" <<-'END'
	diff --git a/kernel/test_deferred_initcalls.c b/kernel/test_deferred_initcalls.c
	--- a/kernel/test_deferred_initcalls.c
	+++ b/kernel/test_deferred_initcalls.c
	@@ -34,8 +34,14 @@
	 static int __init dtest_ok(void)
	 {
	+	parse_early_param();
	 	return 0;
	 }
	 deferred_initcall_group(dtest_ok, "test");

	+static noinline __used __section(".text.unlikely.") void dtest_cold(void)
	+{
	+	parse_early_param();
	+}
	+
	 static int __init dtest_fail(void)
	 {
	END
	refused "$VERSION resident: init code of another object is a section mismatch, and ends the build" \
		'ection mismatch in reference.* dtest_ok.*parse_early_param' \
		'ection mismatch in reference.* dtest_cold.*parse_early_param'
	cat >"$tmp/edit" <<-'END'
	diff --git a/kernel/Makefile b/kernel/Makefile
	--- a/kernel/Makefile
	+++ b/kernel/Makefile
	@@ -53,3 +53,2 @@
	 obj-$(CONFIG_DEFERRED_INITCALLS) += deferred_initcalls.o
	-obj-$(CONFIG_DEFERRED_INITCALLS_TEST) += test_deferred_initcalls.o
	 obj-$(CONFIG_DEFERRED_INITCALLS_TEST_DEVICES) += test_deferred_devices.o
	END
	refused "$VERSION resident: a name in the list that is not built in ends the build" \
		'RESIDENT_OBJS: not built in: kernel/test_deferred_initcalls.o'
fi
tap_done
