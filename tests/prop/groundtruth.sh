#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Real boot logs, and what is known of them from counting and measuring by other means: every
# call is found and no other line is taken for one; the figures are right where the kernel's own
# are wrong; the sum of the time to init closes.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick

if [ ! -d "$LOGS" ]; then
	tap_skip "no folder of collected logs; set BOOTCHECK_LOGS to one" "all"
	tap_done
fi

# is NAME LOG PATH WANT: the values at PATH in LOG's report are WANT, with blanks between them
is() {
	if [ ! -r "$LOGS/$2.txt" ]; then
		tap_skip "$2 is not among the collected logs" "$1"
		return 0
	fi
	[ -e "$tmp/$2.json" ] || "$BOOTCHECK" analyze --json "$LOGS/$2.txt" >"$tmp/$2.json" 2>&1 || true
	got=$("$pick" "$tmp/$2.json" "$3" 2>&1 | tr '\n' ' ') || true
	: >"$tmp/why"
	[ "$got" = "$4 " ] || printf '%s %s\ngot:  %s\nwant: %s\n' "$2" "$3" "$got" "$4" >"$tmp/why"
	check "$1" "$tmp/why"
}

# --- Every log: a report, and its sum closes ------------------------------------------------------

for log in "$LOGS"/*.txt; do
	name=$(basename "$log" .txt)
	rc=0
	"$BOOTCHECK" analyze --json "$log" >"$tmp/$name.json" 2>"$tmp/err" || rc=$?
	{
		[ "$rc" -eq 0 ] || echo "exit status $rc"
		cat "$tmp/err"
	} >"$tmp/why"
	check "$name: exit status 0, nothing on standard error" "$tmp/why"
	"$pick" "$tmp/$name.json" boots.accounting.total_us boots.accounting.initcalls_us \
		boots.accounting.async_wait_us boots.accounting.gaps_us \
		boots.accounting.residual_us boots.marks.init_us boots.# 2>&1 |
		awk '{ v[NR] = $1 }
		END {
			n = v[NR]
			if (NR != 6 * n + 1 || n < 1)
				print "not a number for each part of each boot"
			for (b = 1; b <= n && NR == 6 * n + 1; b++) {
				total = v[b]; parts = 0
				for (i = 1; i <= 4; i++) {
					p = v[i * n + b]
					if ((p == "null") != (total == "null"))
						print "part " i " is " p ", the total " total
					if (i < 4 && p < 0)
						print "part " i " is negative: " p
					parts += p
				}
				if (total != "null" && parts != total)
					print "parts " parts ", total " total
				if (total != v[5 * n + b])
					print "total " total ", init_us " v[5 * n + b]
			}
		}' >"$tmp/why"
	check "$name: the parts add up to the time to init" "$tmp/why"
done

# --- Every call is there, once --------------------------------------------------------------------
#
# Lines counted by hand with grep, less what only looks like an initcall: PCI fixups
# ("pci 0000:00:1f.0: calling  quirk..."), power management ("usb 1-1: calling ..., parent: ..."),
# async functions ("calling  1_func+0x..").

# calls LOG RETURNED CALLING: so many initcalls have a result, so many have a start
calls() {
	is "$1: initcalls that returned" "$1" 'boots.initcalls[ret!=null].#' "$2"
	is "$1: initcalls that were called" "$1" 'boots.initcalls[flags!=no-start|blacklisted].#' "$3"
}

calls x13s-6.13-arm64 1332 1332
calls debian-6.1-cloud-amd64-tcg 575 575
for i in 1 2 3 4 5 6 7 8; do
	calls "aa-6.12-cloud-amd64-tcg-$i" 653 653
done
for i in before-1 before-2 before-3 after-1 after-2; do
	calls "pair-6.12-x86_64-virtual-$i" 265 265
done
calls arm-3.x-bootlin-async-01 276 276		# 310 lines, 34 of them async functions
calls arm-5.13-thumb-nommu-01 150 150
calls arm-6.13-serial-uboot-01 544 545		# the last one crashes
calls arm-6.13.9-bootdata-01-bbb 1566 1566
calls i386-6.4-caller-02 1886 1886		# 1897 lines, 11 PCI fixups
calls ppc64le-5.17-plain-01 706 706		# 803 lines, 97 PCI fixups
calls x86_64-2.6.25-threeline-excerpt-01 14 14
calls x86_64-2.6.26-msecs-plain-03 7 7
calls x86_64-4.0-grepped-vbox-02 407 1		# only the lines with "initcall"
calls x86_64-5.17-plain-03 821 821		# 852 lines, 31 PCI fixups
calls x86_64-5.18-truncated-01 1025 1024	# 1055 lines, 31 PCI fixups; the head is lost
calls x86_64-5.19-plain-07 794 794		# 823 lines, 29 PCI fixups
calls x86_64-5.9-dmesgx-02 748 748		# 774 lines, 26 PCI fixups; suspend and resume, too
calls x86_64-6.3-pciquirk-caller-05 721 713	# 1050 lines, 337 PCI fixups; lines lost

for log in x13s-6.13-arm64:807 debian-6.1-cloud-amd64-tcg:13 aa-6.12-cloud-amd64-tcg-1:19 \
	arm-6.13-serial-uboot-01:123 arm-6.13.9-bootdata-01-bbb:151 arm-3.x-bootlin-async-01:0; do
	is "${log%:*}: probes" "${log%:*}" 'boots.probes.#' "${log#*:}"
done

# --- The laptop: parallel module loading, 48 of the kernel's figures far too small ----------------

x=x13s-6.13-arm64
is "calls before init" $x 'boots.0.initcalls[phase=kernel].#' 1175
is "calls after init" $x 'boots.0.initcalls[phase=user].#' 157
is "the start of init" $x boots.0.marks.init_us 690048
is "the free of init memory" $x boots.0.marks.free_initmem_us 526751
is "the switch of the clocksource" $x boots.0.marks.clocksource_us 79469
is "the first stamp" $x boots.0.marks.first_us 0
is "the first call" $x boots.0.initcalls.0.name con_init
is "its start" $x boots.0.initcalls.0.start_us 261
is "the last return before init" $x \
	'boots.0.initcalls[phase=kernel].@rsort:end_us.@head:1.end_us' 522382
is "the last return" $x 'boots.0.initcalls.@rsort:end_us.@head:1.end_us' 20694481
is "the kernel" $x boots.0.system.kernel 6.13.1-300.vanilla.fc41.aarch64
is "the architecture" $x boots.0.system.arch arm64
is "the machine" $x boots.0.system.machine "Lenovo ThinkPad X13s"

while read -r name us; do
	is "$name took $us us, whatever the kernel printed" $x \
		"boots.0.initcalls[name=$name].duration_us" "$us"
	is "$name: by the stamps" $x "boots.0.initcalls[name=$name].clock" printk
done <<END
apm_driver_init 5313382
ath11k_pci_init 1022479
panel_edp_init 600610
msm_drm_register 250675
geni_i2c_driver_init 162598
fastrpc_init 148418
END
is "what the kernel printed is kept" $x \
	'boots.0.initcalls[name=apm_driver_init].reported_us' 1472658
is "and that it is wrong" $x 'boots.0.initcalls[name=apm_driver_init,flags=concurrent].#' 1
is "the ten longest calls" $x 'boots.0.initcalls.@rsort:duration_us.@head:10.name' \
	"apm_driver_init ath11k_pci_init panel_edp_init qcom_camss_driver_init msm_drm_register \
xhci_plat_init geni_i2c_driver_init fastrpc_init dwc3_driver_init pmic_spmi_driver_init"
is "the ten longest calls before init" $x \
	'boots.0.initcalls[phase=kernel].@rsort:duration_us.@head:10.name' \
	"crypto_kdf108_init scx_init inet_init load_system_certificate_list jent_mod_init \
of_platform_default_populate_init sysfb_init bpf_tcp_ca_kfunc_init init_kprobe_trace inet6_init"

# spans LOG PATH: end less start of each call there, in one line
spans() {
	{
		"$pick" "$tmp/$1.json" "$2.start_us" | paste -s -d ' ' -
		"$pick" "$tmp/$1.json" "$2.end_us" | paste -s -d ' ' -
	} | awk 'NR == 1 { split($0, start) } NR == 2 {
		for (i = 1; i <= NF; i++)
			printf "%s%d", (i > 1 ? " " : ""), $i - start[i]
	}'
}
if [ -r "$tmp/$x.json" ]; then
	: >"$tmp/why"
	want="115560 53623 39429 31749 24318 23390 18057 17649 15932 11957"
	got=$(spans $x 'boots.0.initcalls[phase=kernel].@rsort:duration_us.@head:10' 2>&1) || true
	[ "$got" = "$want" ] || printf 'got:  %s\nwant: %s\n' "$got" "$want" >"$tmp/why"
	check "the distance of their two lines" "$tmp/why"

	# Calls after init whose printed figure is off by more than 1 ms and 10 %.
	for key in start_us end_us reported_us duration_us; do
		"$pick" "$tmp/$x.json" "boots.0.initcalls[phase=user].$key" >"$tmp/$key" 2>&1 || true
	done
	paste "$tmp/start_us" "$tmp/end_us" "$tmp/reported_us" "$tmp/duration_us" | awk '
	function off(a, b) { d = a - b; if (d < 0) d = -d; return d > 1000 && d * 10 > a }
	off($2 - $1, $3) { wrong++; if (off($2 - $1, $4)) kept++ }
	END {
		if (wrong != 48)
			print wrong + 0 " wrong figures of the kernel, 48 expected"
		if (kept)
			print kept " of them are passed on as durations"
	}' >"$tmp/why"
	check "none of the 48 wrong figures of the kernel is passed on" "$tmp/why"

	n=$("$pick" "$tmp/$x.json" 'boots.0.initcalls[phase=kernel,start_us<79469,flags=quantised].#') ||
		n=0
	[ "$n" -ge 399 ] || echo "only $n" >"$tmp/why"
	check "the jiffies clock is seen before the switch: $n calls" "$tmp/why"
fi

is "deferred probes" $x 'boots.0.probes[ret=-517|517].#' 534
is "devices that were deferred" $x 'boots.0.probes[ret=-517|517].device.@uniq.#' 46
is "the device that was deferred most" $x \
	'boots.0.probes[ret=-517|517].@group:device.@head:1.key' 33c0000.pinctrl
is "how often" $x 'boots.0.probes[ret=-517|517].@group:device.@head:1.count' 82
is "what they cost" $x 'boots.0.probes[ret=-517|517].duration_us.@sum' 489193
is "names that occur twice" $x 'boots.0.initcalls[ordinal=2].#' 12
is "aes_init" $x 'boots.0.initcalls[name=aes_init].ordinal' "1 2 3"
is "rockchip_pcie_driver_init" $x \
	'boots.0.initcalls[name=rockchip_pcie_driver_init].ordinal' "1 2 3"
for code in concurrent-calls duplicate-name quantised-clock; do
	is "finding $code" $x "boots.0.findings[code=$code].@head:1.code" $code
done

# --- Boots in a virtual machine -------------------------------------------------------------------

d=debian-6.1-cloud-amd64-tcg
is "Debian 6.1: the start of init" $d boots.0.marks.init_us 6962144
is "Debian 6.1: the free of init memory" $d boots.0.marks.free_initmem_us 6904974
is "Debian 6.1: the kernel" $d boots.0.system.kernel 6.1.0-50-cloud-amd64
is "Debian 6.1: the architecture" $d boots.0.system.arch x86_64
is "Debian 6.1: the command line" $d boots.0.system.cmdline \
	"console=ttyS0 initcall_debug loglevel=4 log_buf_len=16M panic=-1"
is "Debian 6.1: the longest calls" $d 'boots.0.initcalls.@rsort:duration_us.@head:3.name' \
	"crypto_algapi_init crypto_kdf108_init acpi_init"
is "Debian 6.1: what the kernel printed" $d \
	'boots.0.initcalls.@rsort:duration_us.@head:3.reported_us' \
	"1608250 299864 296000"
is "Debian 6.1: acpi_init by the stamps" $d 'boots.0.initcalls[name=acpi_init].duration_us' 297993
is "Debian 6.1: acpi_init's own figure is quantised" $d \
	'boots.0.initcalls[name=acpi_init,flags=quantised].#' 1
is "Debian 6.1: do_init_real_mode printed 0" $d \
	'boots.0.initcalls[name=do_init_real_mode].duration_us' 864
is "Debian 6.1: cipso_v4_init printed 4000" $d \
	'boots.0.initcalls[name=cipso_v4_init].duration_us' 101
is "Debian 6.1: the clock steps backwards" $d \
	'boots.0.findings[code=clock-backwards].@head:1.code' clock-backwards

i=0
for us in 7318563 7604004 10466831 11513819 13308894 9633988 13446391 11087863; do
	i=$((i + 1))
	is "A/A boot $i: the start of init" "aa-6.12-cloud-amd64-tcg-$i" boots.0.marks.init_us $us
done
for i in 1 3; do
	is "pair, before $i" "pair-6.12-x86_64-virtual-before-$i" boots.0.marks.init_us 943032
done
is "pair, before 2" pair-6.12-x86_64-virtual-before-2 boots.0.marks.init_us 943034
for i in 1 2; do
	is "pair, after $i" "pair-6.12-x86_64-virtual-after-$i" boots.0.marks.init_us 687428
	is "pair, after $i: run later" "pair-6.12-x86_64-virtual-after-$i" \
		'boots.0.initcalls[phase=deferred].#' 9
done

# --- Oddities -------------------------------------------------------------------------------------

is "old wording: durations in ms" x86_64-2.6.26-msecs-plain-03 \
	'boots.0.initcalls[name=saa7134_init].reported_us' 149000
is "three-line wording: durations in ms" x86_64-2.6.25-threeline-excerpt-01 \
	'boots.0.initcalls[name=net_ns_init].reported_us' 3000
is "three-line wording: the result" x86_64-2.6.25-threeline-excerpt-01 \
	'boots.0.initcalls[name=net_ns_init].ret' 0
is "async functions are no initcalls" arm-3.x-bootlin-async-01 'boots.0.async.#' 34
is "a call that does not return" arm-6.13-serial-uboot-01 'boots.0.initcalls[flags=hung].#' 1
is "it is a finding" arm-6.13-serial-uboot-01 \
	'boots.0.findings[code=hung-initcall].@head:1.code' hung-initcall
is "a positive result" arm-6.13.9-bootdata-01-bbb \
	'boots.0.initcalls[name=cpuidle_coupled_init].ret' 196
is "the board's start of init" arm-6.13.9-bootdata-01-bbb boots.0.marks.init_us 2339546
is "Thumb: every function is at +0x1" arm-5.13-thumb-nommu-01 \
	'boots.0.initcalls[name=sysrq_init].#' 1
is "the start of /linuxrc" arm-5.13-thumb-nommu-01 boots.0.marks.init_us 7761787
is "a lost head" x86_64-5.18-truncated-01 'boots.0.findings[code=head-lost].@head:1.code' head-lost
is "a return without its call" x86_64-5.18-truncated-01 \
	'boots.0.initcalls[flags=no-start].name' hugetlb_init
is "blacklisted calls" x86_64-5.19-plain-07 'boots.0.initcalls[flags=blacklisted].name' \
	"init_tis init_ima"
is "lines of two writers in one" x86_64-6.3-pciquirk-caller-05 \
	'boots.0.findings[code=merged-line].@head:1.code' merged-line
is "up to 5.17 the unit is 1024 ns" x86_64-5.17-plain-03 \
	'boots.0.initcalls[name=ucsi_acpi_platform_driver_init,flags=ns-units].#' 1
is "from 5.18 it is not" x86_64-5.18-truncated-01 'boots.0.initcalls[flags=ns-units].#' 0
is "43 modules with one name" ppc64le-5.17-plain-01 'boots.0.initcalls[name=init_module].#' 43
is "PRINTK_CALLER: the start of init" i386-6.4-caller-02 boots.0.marks.init_us 16207169
is "dmesg -x: the start of init" x86_64-5.9-dmesgx-02 boots.0.marks.init_us 30322606
tap_done
