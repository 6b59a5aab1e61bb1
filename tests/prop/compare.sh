#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A boot against itself shows no change; no call is lost between two boots of any kind; the sum of
# the difference closes.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick
cd "$SAMPLES"

# one FILE PATH...: the first value at each PATH
one() {
	"$pick" "$@" 2>/dev/null | tr '\n' ' '
}

# calls LOG: the calls of its first boot; several boots of a file share theirs
calls() {
	"$BOOTCHECK" analyze --json "$1" >"$tmp/log" 2>/dev/null || return 1
	[ "$(one "$tmp/log" 'boots.#')" = "1 " ] || return 1
	one "$tmp/log" 'boots.initcalls.#'
}

# closes FILE: the parts add up to the totals on both sides
closes() {
	for side in before after; do
		total=$(one "$1" "sum.${side}_us")
		# shellcheck disable=SC2046	# a list of numbers
		parts=$(($(one "$1" "sum.parts.${side}_us" | tr -s ' \n' '  ' |
			sed 's/^ *//; s/ *$//; s/ \(-*[0-9]\)/ + \1/g')))
		[ "$total" = "$parts " ] || echo "$side: total $total, parts $parts"
	done
}

for log in good-* bad-*; do
	want=$(calls "$log") || continue
	"$BOOTCHECK" compare --json --before "$log" "$log" --after "$log" "$log" >"$tmp/self" || true
	{
		[ "$(one "$tmp/self" 'initcalls.#')" = "$want" ] || echo "not $want calls"
		one "$tmp/self" initcalls.change | tr ' ' '\n' | grep -vx -e same -e hung -e null -e '' || true
		verdict=$(one "$tmp/self" verdict)
		case $verdict in
		same\ ) closes "$tmp/self" ;;
		inconclusive\ ) [ "$(one "$tmp/self" after.init_us.median)" = "null " ] || echo "$verdict" ;;
		*) echo "$verdict" ;;
		esac
	} >"$tmp/why"
	check "$log: the same as itself" "$tmp/why"
done

last=
for log in good-6.1-amd64-cloud.txt.xz good-6.12-amd64-cloud-1.txt.xz good-6.12-arm64-dmesg.txt.xz \
	good-7.2-riscv64-serial.txt.xz good-6.12-amd64-patched-after.txt.xz; do
	if [ -n "$last" ]; then
		"$BOOTCHECK" compare --json --before "$last" --after "$log" >"$tmp/pair"
		{
			[ "$(one "$tmp/pair" 'initcalls[before_state!=absent|pending].#')" = "$(calls "$last")" ] ||
				echo "calls of the before side are lost"
			[ "$(one "$tmp/pair" 'initcalls[after_state!=absent|pending].#')" = "$(calls "$log")" ] ||
				echo "calls of the after side are lost"
			closes "$tmp/pair"
		} >"$tmp/why"
		check "$last and $log: each call is there, the sum closes" "$tmp/why"
	fi
	last=$log
done
tap_done
