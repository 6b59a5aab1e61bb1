#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Measure CPU time and memory of `bootcheck image` on large vmlinux files, next to nm (without source
# lines) and eu-addr2line (with them, for the same addresses). A benchmark, not a test: targets are
# printed as PASS or FAIL, the exit status is 0 all the same.
set -eu

usage() {
	cat <<'END'
usage: tests/bench/image.sh [RUNS [VMLINUX...]]

Takes the least CPU time of RUNS runs (default 5) of each program, in turns. Without VMLINUX, those
that tests/elf/debian.sh (make check, make check-elf-full) keeps in the cache.

Targets: less than a third of nm's CPU time without lines; at most twice that of eu-addr2line with.
END
}

case ${1-} in
-h | --help)
	usage
	exit 0
	;;
'') runs=5 ;;
*[!0-9]* | 0)
	usage >&2
	exit 2
	;;
*)
	runs=$1
	shift
	;;
esac

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
bench=$BUILD/tests/tools/bench
if [ $# -eq 0 ]; then
	for f in "${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/vmlinux"/*; do
		[ ! -s "$f" ] || set -- "$@" "$f"
	done
fi
[ $# -gt 0 ] || {
	echo "image: no vmlinux; run tests/elf/debian.sh first, or name one"
	exit 0
}

# turn NAME PROGRAM...: one run, appended to $tmp/time-NAME
turn() {
	name=$1
	shift
	"$bench" 1 "$@" >>"$tmp/time-$name"
}

# row TITLE NAME
row() {
	awk -v what="$1" '
		NR == 1 || $3 < cpu { cpu = $3 }
		NR == 1 || $1 < wall { wall = $1 }
		$4 > rss { rss = $4 }
		$5 != 0 { bad = $5 }
		END {
			printf "  %-32s %10.1f %10.1f %10.1f%s\n", what, cpu / 1e3, wall / 1e3, rss / 1024,
				bad ? "  exit status " bad : ""
		}' "$tmp/time-$2"
}

# least NAME: CPU time in us
least() {
	awk 'NR == 1 || $3 < m { m = $3 } END { print m }' "$tmp/time-$1"
}

# target A B FACTOR TEXT: A is at most FACTOR times B
target() {
	awk -v a="$(least "$1")" -v b="$(least "$2")" -v f="$3" -v text="$4" 'BEGIN {
		printf "  %s: %.2f times the CPU time of %s\n", (a <= f * b) ? "PASS" : "FAIL", a / b, text
	}'
}

for f; do
	rm -f "$tmp"/time-*
	"$BOOTCHECK" image --csv --no-lines "$f" | tr -d '\r' | sed 1d | cut -d , -f 5 >"$tmp/addresses"
	have=$(command -v eu-addr2line || true)
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		turn table "$BOOTCHECK" image --no-lines "$f"
		turn nm nm "$f"
		turn lines "$BOOTCHECK" image "$f"
		# shellcheck disable=SC2046	# a list of addresses
		[ -z "$have" ] || turn addr2line eu-addr2line -e "$f" $(cat "$tmp/addresses")
	done
	echo "$(basename "$f"): $(($(wc -c <"$f") / 1000000)) MB, $(wc -l <"$tmp/addresses") initcalls"
	printf '  %-32s %10s %10s %10s\n' "" "CPU ms" "wall ms" "peak MiB"
	row "bootcheck image --no-lines" table
	row nm nm
	row "bootcheck image" lines
	if [ -n "$have" ]; then
		row "eu-addr2line" addr2line
		echo "  eu-addr2line does not know $(eu-addr2line -e "$f" <"$tmp/addresses" |
			grep -c '^??' || true) of them, bootcheck image $("$BOOTCHECK" image --csv "$f" |
			awk -F, 'NR > 1 && $8 == "" { n++ } END { print n + 0 }')"
	fi
	target table nm 0.3333 "nm (target: less than a third)"
	if [ -n "$have" ]; then
		target lines addr2line 2 "eu-addr2line (target: at most 2)"
	else
		echo "  SKIP: eu-addr2line is not installed (package elfutils)"
	fi
	echo
done
