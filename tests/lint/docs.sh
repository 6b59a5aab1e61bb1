#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Help, man page, completion and program agree on commands and options.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"
: "${BOOTCHECK:=$repo/build/bootcheck}"
man=analyzer/man
completion=analyzer/completion/bootcheck.bash

# long: the long options in a text, one a line
long() {
	grep -oE -e '(^|[^A-Za-z0-9-])--[a-z][a-z0-9-]*' | sed 's/^[^-]*//' | LC_ALL=C sort -u
}

# man_options FILE: those that a man page defines, which is at the start of a line of its OPTIONS
man_options() {
	sed -n '/^# OPTIONS/,/^# [A-Z]/p; /^# COMMON OPTIONS/,/^# [A-Z]/p' "$1" | grep '^\*-' | long
}

# completed WORD...: what the completion offers for the last word
completed() {
	# shellcheck disable=SC2016	# bash expands these
	bash -c '. "$0"; prog=$1; shift; COMP_WORDS=("$prog" "$@"); COMP_CWORD=$#
		COMPREPLY=(); _bootcheck "$prog" "${@: -1}" ""; printf "%s\n" "${COMPREPLY[@]}"' \
		"$completion" "$BOOTCHECK" "$@"
}

# diff_lists WANT GOT WHAT-IS-MISSING WHAT-IS-TOO-MUCH
diff_lists() {
	comm -23 "$1" "$2" | sed "s|\$|: $3|"
	comm -13 "$1" "$2" | sed "s|\$|: $4|"
}

"$BOOTCHECK" --list-commands | LC_ALL=C sort >"$tmp/commands"
if [ ! -s "$tmp/commands" ]; then
	echo "bootcheck --list-commands prints nothing" >"$tmp/bad"
	not_ok "there are commands" "$tmp/bad"
	tap_done
fi

# --- Commands ---

"$BOOTCHECK" --help >"$tmp/help"
while read -r c; do
	grep -qw -e "$c" "$tmp/help" || echo "$c: not in bootcheck --help"
	[ -e "$man/bootcheck-$c.1.scd" ] || echo "$c: no $man/bootcheck-$c.1.scd"
	grep -q "bootcheck-$c\*(1)" "$man/bootcheck.1.scd" || echo "$c: not in bootcheck.1.scd"
	"$BOOTCHECK" "$c" --help | grep -qiw 'example' || echo "$c: its --help has no example"
done <"$tmp/commands" >"$tmp/bad"
for f in "$man"/bootcheck-*.1.scd; do
	c=${f##*/bootcheck-}
	grep -qx "${c%.1.scd}" "$tmp/commands" || echo "$f: there is no such command"
done >>"$tmp/bad"
check "each command is in help and man pages" "$tmp/bad"

if command -v bash >/dev/null 2>&1; then
	completed '' | grep -v '^-' | LC_ALL=C sort >"$tmp/got" || true
	diff_lists "$tmp/commands" "$tmp/got" "not completed" "completed, but no command" >"$tmp/bad"
	check "the completion knows the commands" "$tmp/bad"
else
	tap_skip "bash is not installed" "the completion knows the commands"
fi

# --- Options of each command ---

while read -r c; do
	"$BOOTCHECK" "$c" --list-options | long >"$tmp/options"
	: >"$tmp/bad"
	[ -s "$tmp/options" ] || echo "$c --list-options prints nothing" >"$tmp/bad"

	"$BOOTCHECK" "$c" --help >"$tmp/help"
	long <"$tmp/help" >"$tmp/got"
	comm -23 "$tmp/options" "$tmp/got" | sed 's/$/: not in --help/' >>"$tmp/bad"
	grep -E '^ +(-[a-zA-Z?], *)?--' "$tmp/help" | sed 's/   .*$//; s/^ *//' | long >"$tmp/got" || true
	comm -13 "$tmp/options" "$tmp/got" | grep -vx -e --usage |
		sed 's/$/: in --help, but not in --list-options/' >>"$tmp/bad" || true
	check "$c: --help has the options" "$tmp/bad"

	page=$man/bootcheck-$c.1.scd
	if [ -e "$page" ]; then
		man_options "$page" >"$tmp/got"
		diff_lists "$tmp/options" "$tmp/got" "not in $page" "in $page only" >"$tmp/bad"
		check "$c: the man page has the options" "$tmp/bad"
	fi

	if command -v bash >/dev/null 2>&1; then
		completed "$c" -- | sed 's/=$//' | LC_ALL=C sort -u >"$tmp/got"
		diff_lists "$tmp/options" "$tmp/got" "not completed" "completed, but no option" \
			>"$tmp/bad"
		check "$c: the completion has the options" "$tmp/bad"
	else
		tap_skip "bash is not installed" "$c: the completion has the options"
	fi
done <"$tmp/commands"

# --- What the JSON of a sample holds is explained ---

sample=$SAMPLES/good-6.12-amd64-dmesg.txt
if [ -r "$sample" ] && grep -qx analyze "$tmp/commands"; then
	"$BOOTCHECK" analyze --json --by=module "$sample" "$sample" | grep -oE '"[a-z_]+":' | tr -d '":' |
		LC_ALL=C sort -u >"$tmp/keys"
	[ -s "$tmp/keys" ] || echo "no JSON" >"$tmp/bad"
	while read -r k; do
		# In scdoc an underscore is written \_.
		sed 's/\\_/_/g' "$man/bootcheck-analyze.1.scd" | grep -qw -e "$k" ||
			echo "$k: a key that the man page does not name"
	done <"$tmp/keys" >"$tmp/bad"
	check "analyze: the man page names the JSON keys" "$tmp/bad"
fi
code_source=$(grep -l '"head-lost"' analyzer/model/*.c 2>/dev/null | head -n 1 || true)
if [ -n "$code_source" ]; then
	sed -n '/head-lost/,/^}/p' "$code_source" | grep -oE '"[a-z]+(-[a-z]+)+"' | tr -d '"' |
		LC_ALL=C sort -u >"$tmp/codes"
	while read -r k; do
		grep -q "^\*$k\*" "$man/bootcheck-analyze.1.scd" ||
			echo "$k: a finding that the man page does not name"
	done <"$tmp/codes" >"$tmp/bad"
	check "analyze: the man page names the findings" "$tmp/bad"
fi

# --- The man pages themselves ---

: >"$tmp/bad"
if command -v scdoc >/dev/null 2>&1; then
	for f in "$man"/*.scd; do
		scdoc <"$f" >"$tmp/page" 2>"$tmp/why" || sed "s|^|$f: |" "$tmp/why" >>"$tmp/bad"
		if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
			LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
				"$tmp/page" 2>&1 >/dev/null | sed "s|^|$f: |" >>"$tmp/bad"
		fi
	done
	check "the man pages format without warnings" "$tmp/bad"
else
	tap_skip "scdoc is not installed" "the man pages format without warnings"
fi
tap_done
