#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Ten thousand logs of 1500 calls in one run: within 512 MiB in every form, the same bytes with any
# number of threads, and a terminal sees how far it is.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
tools=$BUILD/tests/tools
times=100	# each of a hundred logs is given so often
limit=524288	# KiB
stream=131072	# for all of 1000 boots as JSON; kept, these take 220 MiB
case $BUILD in
*/asan) times=3 limit=1048576 stream=1048576 ;;	# a sanitizer's shadow memory counts, too
esac
mkdir "$tmp/logs"
"$tools/manylogs" "$tmp/logs" 100 1500
cd "$tmp/logs"
i=0
while [ "$i" -lt "$times" ]; do
	echo ./*.log
	i=$((i + 1))
done >"$tmp/names"
logs=$((times * 100))

# all OPTION...: analyze on all the logs, to $tmp/out; figures of the run to $tmp/rss
all() {
	# shellcheck disable=SC2046	# a list of names
	"$tools/maxrss" "$tmp/rss" "$BOOTCHECK" analyze "$@" $(cat "$tmp/names") \
		>"$tmp/out" 2>"$tmp/err" || {
		echo "exit status $?"
		cat "$tmp/err"
	}
}

for how in '' '--json --summary' --csv; do
	# shellcheck disable=SC2086	# a few words or none
	all --jobs=2 $how >"$tmp/why"
	read -r kib us _ <"$tmp/rss"
	[ "$kib" -le "$limit" ] || echo "$((kib / 1024)) MiB, not $((limit / 1024))" >>"$tmp/why"
	[ -s "$tmp/out" ] || echo "no report" >>"$tmp/why"
	check "$logs logs ${how:-(text)}: $((kib / 1024)) MiB, $((us / 1000000)) s" "$tmp/why"
	[ -z "$how" ] || continue
	head -n 1 "$tmp/out" | grep -q "^$logs boots: " || echo "not $logs boots" >>"$tmp/why"
	cp "$tmp/out" "$tmp/two"
	all --jobs=1 >>"$tmp/why"
	cmp "$tmp/two" "$tmp/out" >>"$tmp/why" 2>&1 || true
	check "the same report from one thread" "$tmp/why"
done

# All of every boot is 5 GB of JSON: it is written as the logs are read.
# shellcheck disable=SC2046	# a list of names
"$tools/maxrss" "$tmp/rss" "$BOOTCHECK" analyze --json --jobs=2 $(head -n 10 "$tmp/names") 2>"$tmp/why" |
	tail -c 400000 >"$tmp/tail"
read -r kib _ <"$tmp/rss"
[ "$kib" -le "$stream" ] || echo "JSON is kept, not written" >>"$tmp/why"
grep -q "\"summary\":{\"runs\":$(head -n 10 "$tmp/names" | wc -w)," "$tmp/tail" || echo "the end of the report is missing" >>"$tmp/why"
check "all of every boot as JSON, written as they are read: $((kib / 1024)) MiB" "$tmp/why"

: >"$tmp/why"
if command -v script >/dev/null; then
	printf 'exec "%s" analyze --jobs=1 -o "%s" %s\n' "$BOOTCHECK" "$tmp/report" \
		"$(tr '\n' ' ' <"$tmp/names")" >"$tmp/run.sh"
	script -qec "sh $tmp/run.sh" /dev/null </dev/null >"$tmp/terminal" 2>&1 || true
	grep -q "[0-9] of $logs logs, about [0-9]* s left" "$tmp/terminal" ||
		head -c 300 "$tmp/terminal" >"$tmp/why"
	check "a terminal sees how far it is" "$tmp/why"
else
	tap_skip "script is not installed" "a terminal sees how far it is"
fi
tap_done
