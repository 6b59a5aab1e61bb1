#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A log that ends anywhere: a small one cut after every byte, in several forms and packed; a big
# one at 300 places. The program gives a report of the calls that are there (none made up, none
# changed: tests/tools/model.h) or says in one line why it cannot.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
tools=$BUILD/tests/tools

# A sanitized program is ten times as slow: every 17th byte (no divisor of a usual line's length).
step=1 random=300
case $BUILD in
*/asan) step=17 random=30 ;;
esac

sample=$SAMPLES/good-6.12-amd64-dmesg.txt
if [ ! -r "$sample" ]; then
	tap_skip "samples/good-6.12-amd64-dmesg.txt is not there" "cuts of a small log"
	tap_done
fi

# extract FIRST LAST: the log's head, and the calls of these lines of all lines about calls
extract() {
	grep -m 1 'Linux version ' "$sample" | cut -c 1-120
	grep -m 1 'Kernel command line: ' "$sample"
	grep -E '\] (calling  |initcall |probe of |Freeing unused|Run |clocksource: Switched)' \
		"$sample" | sed -n "$1,$2p"
	grep -E -m 1 '\] Run .* as init process' "$sample"
}

# cuts NAME LOG ARG...
cuts() {
	name=$1
	log=$2
	shift 2
	rc=0
	"$tools/cuts" "$@" "$log" "$BOOTCHECK" analyze --json - >"$tmp/why" 2>&1 || rc=$?
	if [ "$rc" -eq 0 ]; then
		ok "$name: $(tail -n 1 "$tmp/why")"
	else
		not_ok "$name" "$tmp/why"
	fi
}

extract 100 145 >"$tmp/small"
cuts "plain" "$tmp/small" --step "$step"

extract 200 207 >"$tmp/tiny"
for form in caller crlf raw kmsg syslog dmesg-json dmesg-json-compact lava-yaml ftrace; do
	"$tools/rewrite" "$form" <"$tmp/tiny" >"$tmp/form"
	cuts "$form" "$tmp/form" --step "$step"
done
"$tools/rewrite" journal-json <"$tmp/tiny" >"$tmp/form"
cuts "journal-json" "$tmp/form" --step "$((step * 3))"	# its lines are long

gzip -9 -n -c <"$tmp/small" >"$tmp/packed"
cuts "gzip" "$tmp/packed" --step "$step"
xz -9 -c <"$tmp/small" >"$tmp/packed"
cuts "xz" "$tmp/packed" --step "$step"
if command -v zstd >/dev/null; then
	zstd -q -19 -c <"$tmp/small" >"$tmp/packed"
	cuts "zstd" "$tmp/packed" --step "$step"
else
	tap_skip "zstd is not installed" "zstd"
fi

cuts "random cuts of a whole log" "$sample" --random "$((random / 3))" --seed 1
big=$LOGS/x13s-6.13-arm64.txt
if [ -r "$big" ]; then
	cuts "random cuts of a big log" "$big" --random "$random" --seed 2
	gzip -c <"$big" >"$tmp/packed"
	cuts "random cuts of a big log, gzip" "$tmp/packed" --random "$((random / 3))" --seed 3
else
	tap_skip "not among the collected logs (BOOTCHECK_LOGS names their folder)" \
		"random cuts of a big log"
fi
tap_done
