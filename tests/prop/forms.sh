#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same boot in every form that logs are captured in gives the same boot model, as far as the
# form carries it: plain logs are rewritten (tests/tools/rewrite.c says into what, and what
# survives) and the report of each is compared with the plain log's (tests/tools/samemodel.c).
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
tools=$BUILD/tests/tools

# analyze IN OUT.json: what is wrong goes to $tmp/why
analyze() {
	rc=0
	"$BOOTCHECK" analyze --json - <"$1" >"$2" 2>"$tmp/err" || rc=$?
	if [ "$rc" -ne 0 ] || [ -s "$tmp/err" ]; then
		echo "analyze: exit status $rc"
		cat "$tmp/err"
	fi
}

# rewrite FORM+FORM... <plain >other
rewrite() {
	cat >"$tmp/step"
	for step in $(echo "$1" | tr + ' '); do
		case $step in
		gz) gzip -c <"$tmp/step" >"$tmp/next" ;;
		xz) xz -0 -c <"$tmp/step" >"$tmp/next" ;;
		zst) zstd -q -c <"$tmp/step" >"$tmp/next" ;;
		*) "$tools/rewrite" "$step" <"$tmp/step" >"$tmp/next" ;;
		esac
		mv "$tmp/next" "$tmp/step"
	done
	cat "$tmp/step"
}

# Forms on top of forms: as an archive, through two tools, with a line end of the other world.
combined='ansi+crlf exact
caller+syslog caller
caller+crlf caller
caller+ansi caller
caller+grabserial caller
caller+dmesg-x caller
raw+crlf exact
kmsg+crlf exact
syslog+crlf exact
notime+crlf notime
gz exact
xz exact
zst exact
kmsg-caller+gz caller
journal-json+xz exact
dmesg-json-compact+zst exact'

"$tools/rewrite" --list >"$tmp/list"
echo "$combined" >>"$tmp/list"

# one LOG: every form of it
one() {
	name=$(basename "$1")
	analyze "$1" "$tmp/plain.json" >"$tmp/why"
	check "$name: plain" "$tmp/why"
	[ ! -s "$tmp/why" ] || return 0
	while read -r form mode; do
		case $form in
		*zst) command -v zstd >/dev/null || {
			tap_skip "zstd is not installed" "$name: $form"
			continue
		} ;;
		esac
		rewrite "$form" <"$1" >"$tmp/log"
		analyze "$tmp/log" "$tmp/other.json" >"$tmp/why"
		[ -s "$tmp/why" ] ||
			"$tools/samemodel" "$mode" "$tmp/plain.json" "$tmp/other.json" \
				>"$tmp/why" 2>&1 || true
		check "$name: $form ($mode)" "$tmp/why"
	done <"$tmp/list"
}

for log in "$SAMPLES"/good-*.txt; do
	[ -e "$log" ] || continue
	case $(head -c 1 "$log") in
	'[') one "$log" ;;
	esac
done
for log in x13s-6.13-arm64 debian-6.1-cloud-amd64-tcg aa-6.12-cloud-amd64-tcg-1; do
	if [ -r "$LOGS/$log.txt" ]; then
		one "$LOGS/$log.txt"
	else
		tap_skip "not among the collected logs (BOOTCHECK_LOGS names their folder)" "$log"
	fi
done
tap_done
