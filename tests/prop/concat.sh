#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Several boots in one log are told apart, and each is the boot that it is on its own; a log given
# twice is two boots; what stands around a boot (a boot loader, a shell) changes nothing.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick
a=$SAMPLES/good-6.12-amd64-dmesg.txt
b=$SAMPLES/good-6.12-s390x-dmesg.txt
for f in "$a" "$b"; do
	[ -r "$f" ] || {
		tap_skip "${f##*/} is not there" "all"
		tap_done
	}
done

# model N: what boot N of $tmp/json says, without line numbers
model() {
	for key in name module ordinal pid start_us end_us duration_us clock reported_us ret phase; do
		echo "$key"
		"$pick" "$tmp/json" "boots.$1.initcalls.$key" 2>&1 || true
	done
	"$pick" "$tmp/json" "boots.$1.accounting" "boots.$1.system" "boots.$1.probes.device" \
		"boots.$1.marks.init_us" "boots.$1.marks.clocksource_us" 2>&1 || true
}

# boots NAME FILE SINGLE...: the boots of FILE are those of the SINGLE models
boots() {
	name=$1
	"$BOOTCHECK" analyze --json "$2" >"$tmp/json" 2>"$tmp/why" || echo "exit status $?" >>"$tmp/why"
	shift 2
	n=$("$pick" "$tmp/json" boots.# 2>&1) || true
	[ "$n" = $# ] || echo "$n boots, not $#" >>"$tmp/why"
	i=0
	for single; do
		model "$i" >"$tmp/got"
		diff "$single" "$tmp/got" | head -n 10 >>"$tmp/why" || true
		i=$((i + 1))
	done
	check "$name" "$tmp/why"
}

for f in a b; do
	[ "$f" = a ] && log=$a || log=$b
	"$BOOTCHECK" analyze --json "$log" >"$tmp/json" 2>&1 || true
	model 0 >"$tmp/$f"
done

cat "$a" "$b" >"$tmp/log"
boots "two boots of two machines" "$tmp/log" "$tmp/a" "$tmp/b"
"$pick" "$tmp/json" 'boots.findings[code=several-boots].code' >"$tmp/codes" 2>&1 || true
: >"$tmp/why"
grep -q several-boots "$tmp/codes" || echo "no finding several-boots" >"$tmp/why"
check "they are a finding" "$tmp/why"
cat "$a" "$a" "$a" >"$tmp/log"
boots "one boot three times" "$tmp/log" "$tmp/a" "$tmp/a" "$tmp/a"
{
	gzip -c "$a"
	gzip -c "$b"
} >"$tmp/log"
boots "two gzip files in one" "$tmp/log" "$tmp/a" "$tmp/b"
{
	printf 'U-Boot 2025.01\r\n\r\nHit any key to stop autoboot:  0\r\n=> boot\r\n'
	printf 'Starting kernel ...\r\n\r\n'
	cat "$a"
	printf '\r\nhost login: root\r\nroot@host:~# ls -l\r\ntotal 0\r\n'
} >"$tmp/log"
boots "a boot loader before, a shell after" "$tmp/log" "$tmp/a"
{
	cat "$a"
	printf 'U-Boot SPL 2025.01\nCCCC\n'
	cat "$b"
} >"$tmp/log"
boots "a reset with a boot loader in between" "$tmp/log" "$tmp/a" "$tmp/b"
{
	cat "$a"
	grep -m 1 'Linux version' "$b"
} >"$tmp/log"
"$BOOTCHECK" analyze --json "$tmp/log" >"$tmp/json" 2>"$tmp/why" ||
	echo "exit status $?" >>"$tmp/why"
model 0 >"$tmp/got"
diff "$tmp/a" "$tmp/got" | head -n 10 >>"$tmp/why" || true
check "a second boot of which only the first line is there" "$tmp/why"
tap_done
