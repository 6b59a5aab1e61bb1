#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every sample: good-* gives a report without complaint, bad-* a report or a refusal in one line;
# the calls in it are those that grep counts, and the sum of the time to init closes. One kernel
# captured in many ways (each capture another boot) gives the same calls in the same order.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick

unpack() {
	case $1 in
	*.gz) gzip -dc "$1" ;;
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -qdc "$1" ;;
	*) cat "$1" ;;
	esac
}

# returns FILE: how many calls returned, by grep
returns() {
	unpack "$1" >"$tmp/plain"
	if grep -q 'initcall [^ ]* .*returned ' "$tmp/plain"; then
		grep -cE 'initcall [^ ]+( \[[^]]*\])? returned ' "$tmp/plain"
	else
		grep -c 'initcall_finish: ' "$tmp/plain" || true
	fi
}

# judge FILE: complaints about the report of a sample
judge() {
	"$pick" "$tmp/json" 'boots.initcalls[ret!=null].#' boots.accounting.total_us \
		boots.accounting.initcalls_us boots.accounting.async_wait_us \
		boots.accounting.gaps_us boots.accounting.residual_us boots.marks.init_us \
		>"$tmp/values" 2>&1 || true
	awk -v want="$(returns "$1")" '
		NR == 1 && $1 != want { print $1 " calls that returned, grep counts " want }
		{ v[NR] = $1 }
		END {
			n = (NR - 1) / 6
			if (n != int(n) || n < 1)
				print "not one figure for each boot"
			for (b = 2; b < 2 + n; b++) {
				total = v[b]
				parts = v[b + n] + v[b + 2 * n] + v[b + 3 * n] + v[b + 4 * n]
				if (total != "null" && parts != total)
					print "parts " parts ", total " total
				if (total != "null" && v[b + 5 * n] != total)
					print "total " total ", init_us " v[b + 5 * n]
			}
		}' "$tmp/values"
}

for f in "$SAMPLES"/good-* "$SAMPLES"/bad-*; do
	[ -e "$f" ] || continue
	name=$(basename "$f")
	case $name in
	*.zst) command -v zstd >/dev/null || {
		tap_skip "zstd is not installed" "$name"
		continue
	} ;;
	esac
	rc=0
	"$BOOTCHECK" analyze --json "$f" >"$tmp/json" 2>"$tmp/err" || rc=$?
	: >"$tmp/why"
	case $name:$rc in
	good-*:0)
		cat "$tmp/err" >"$tmp/why"
		judge "$f" >>"$tmp/why"
		"$pick" "$tmp/json" 'boots.findings[code=unparsed-line|hung-initcall].message' \
			>>"$tmp/why" 2>&1 || true
		;;
	bad-*:0) judge "$f" >"$tmp/why" ;;
	bad-*:3) [ "$(wc -l <"$tmp/err")" -eq 1 ] || cat "$tmp/err" >"$tmp/why" ;;
	*) echo "exit status $rc: $(cat "$tmp/err")" >"$tmp/why" ;;
	esac
	check "$name" "$tmp/why"
	case $name in
	bad-*) continue ;;
	esac
	"$BOOTCHECK" analyze "$f" >"$tmp/text" 2>"$tmp/why" || echo "exit status $?" >>"$tmp/why"
	[ -s "$tmp/text" ] || echo "no text" >>"$tmp/why"
	LC_ALL=C grep -n "$(printf '[\001-\010\013-\037]')" "$tmp/text" >>"$tmp/why" || true
	check "$name: text" "$tmp/why"
done

# same KERNEL FILE...: the calls before init of these captures
same() {
	kernel=$1
	shift
	first=
	for f; do
		[ -e "$f" ] || continue
		"$BOOTCHECK" analyze --json "$f" >"$tmp/json" 2>&1 || true
		"$pick" "$tmp/json" 'boots.0.initcalls[module=null].name' >"$tmp/names" 2>&1 || true
		if [ -z "$first" ]; then
			first=$(basename "$f")
			mv "$tmp/names" "$tmp/first"
			continue
		fi
		diff "$tmp/first" "$tmp/names" >"$tmp/why" || true
		check "$kernel: $(basename "$f") has the calls of $first" "$tmp/why"
	done
}
same "Debian 6.12 amd64" "$SAMPLES"/good-6.12-amd64-dmesg* "$SAMPLES"/good-6.12-amd64-kmsg* \
	"$SAMPLES"/good-6.12-amd64-ftrace* "$SAMPLES"/good-6.12-amd64-tp-printk*
same "Debian 6.1 amd64" "$SAMPLES"/good-6.1-amd64-journal* "$SAMPLES"/good-6.1-amd64-serial*
same "Debian 6.12 cloud" "$SAMPLES"/good-6.12-amd64-cloud*
tap_done
