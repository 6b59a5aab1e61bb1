#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Measure time and memory of `bootcheck patch` on the source of a whole kernel, next to grep, which
# only finds the lines. A benchmark, not a test: targets are printed as PASS or FAIL, the exit status
# is 0 all the same.
set -eu

usage() {
	cat <<'END'
usage: tests/bench/patch.sh [RUNS [TREE...]]

Takes the least CPU time of RUNS runs (default 3) of each program, in turns: the patch for one
initcall, for all, a series of 1000 mails, and grep -rE for the names of the macros, in the same
files. Without TREE, the sources that scripts/kernel/build keeps in the cache. With spatch installed
(package coccinelle), the time that it takes to rename module_init in one folder is told, too.

Targets: at most 1.5 times the CPU time of grep for one initcall, twice for all and for a series; all in
less than 3 s of CPU time and 64 MiB.
END
}

case ${1-} in
-h | --help)
	usage
	exit 0
	;;
'') runs=3 ;;
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
	for d in "${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel/src"/linux-*; do
		[ ! -e "$d/include/linux/init.h" ] || set -- "$@" "$d"
	done
fi
[ $# -gt 0 ] || {
	echo "patch: no kernel source; run scripts/kernel/build --print-source first, or name one"
	exit 0
}

# turn NAME PROGRAM...: one run, appended to $tmp/time-NAME
turn() {
	name=$1
	shift
	"$bench" 1 "$@" >>"$tmp/time-$name"
}

# row TITLE NAME [STATUS]
row() {
	awk -v what="$1" -v want="${3:-0}" '
		NR == 1 || $3 < cpu { cpu = $3 }
		NR == 1 || $1 < wall { wall = $1 }
		$4 > rss { rss = $4 }
		$5 != want { bad = $5 }
		END {
			printf "  %-36s %10.1f %10.1f %10.1f%s\n", what, cpu / 1e3, wall / 1e3, rss / 1024,
				bad ? "  exit status " bad : ""
		}' "$tmp/time-$2"
}

# least NAME COLUMN
least() {
	awk -v c="$2" 'NR == 1 || $c < m { m = $c } END { print m }' "$tmp/time-$1"
}

# target NAME FACTOR TEXT: at most FACTOR times the CPU time of grep
target() {
	awk -v a="$(least "$1" 3)" -v b="$(least grep 3)" -v f="$2" -v text="$3" 'BEGIN {
		printf "  %s: %s: %.2f times the CPU time of grep (target: at most %s)\n",
			(a <= f * b) ? "PASS" : "FAIL", text, a / b, f
	}'
}

macros='initcall|module_init|(module|builtin)_[a-z0-9_]*driver'
for tree; do
	rm -rf "$tmp"/time-* "$tmp/series"
	"$BOOTCHECK" patch --source "$tree" --all --list 2>/dev/null |
		awk '$NF != "reason" && $(NF - 1) == "module_platform_driver" { print $2 }' |
		head -n 1000 >"$tmp/names" || :
	i=0
	while [ "$i" -lt "$runs" ]; do
		i=$((i + 1))
		turn one "$BOOTCHECK" patch --source "$tree" --defer "$(head -n 1 "$tmp/names")" -o "$tmp/out"
		turn all "$BOOTCHECK" patch --source "$tree" --all -o "$tmp/out"
		rm -rf "$tmp/series"
		turn series "$BOOTCHECK" patch --source "$tree" --defer "@$tmp/names" \
			--series "$tmp/series" --author 'A <a@example.org>' -o "$tmp/out"
		turn grep grep -rE --include='*.[ch]' --exclude-dir=Documentation \
			--exclude-dir=samples --exclude-dir=scripts --exclude-dir=tools "$macros" "$tree"
	done
	echo "$(basename "$tree"): best of $runs runs; $(wc -l <"$tmp/names") mails in the series"
	printf '  %-36s %10s %10s %10s\n' "" "CPU ms" "wall ms" "peak MiB"
	row "bootcheck patch, one initcall" one
	row "bootcheck patch --all" all 1
	row "bootcheck patch --series" series
	row "grep -rE" grep
	target one 1.5 "one initcall"
	target all 2 "all"
	target series 2 "a series"
	awk -v us="$(least all 3)" -v kib="$(awk '$4 > m { m = $4 } END { print m }' "$tmp/time-all")" \
		'BEGIN {
			printf "  %s: all in %.2f s of CPU time (target: less than 3)\n", us < 3e6 ? "PASS" : "FAIL", us / 1e6
			printf "  %s: all in %.1f MiB (target: at most 64)\n",
				kib <= 65536 ? "PASS" : "FAIL", kib / 1024
		}'
	if command -v spatch >/dev/null 2>&1; then
		printf '@@ identifier f; @@\n- module_init(f);\n+ deferred_module_init(f);\n' >"$tmp/rename.cocci"
		turn spatch spatch --very-quiet --sp-file "$tmp/rename.cocci" --dir "$tree/drivers/usb/host"
		row "spatch, drivers/usb/host alone" spatch
	fi
	echo
done
