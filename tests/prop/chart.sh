#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every sample and every collected log gives a well-formed picture and a trace that holds what the
# report of analyze holds; or, when nothing in it has a place in time, one line and nothing else.
# What judges the traces is seen to fail on broken ones first.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
tools=$BUILD/tests/tools

# --- The judge ------------------------------------------------------------------------------------

# document EVENT...: a trace of these events, and of the names that they need
document() {
	cat <<END
{ "traceEvents": [
  { "name": "process_name", "ph": "M", "pid": 1, "tid": 1, "args": { "name": "boot" } },
  { "name": "thread_name", "ph": "M", "pid": 1, "tid": 1, "args": { "name": "marks" } },
  { "name": "thread_name", "ph": "M", "pid": 1, "tid": 2, "args": { "name": "lane" } }
END
	for document_event; do
		printf ', %s\n' "$document_event"
	done
	echo '], "displayTimeUnit": "ms", "otherData": { "boots": [ {} ] } }'
}

# slice NAME TS DUR [TID]
slice() {
	printf '{ "name": "%s", "ph": "X", "cat": "gap", "pid": 1, "tid": %s, "ts": %s, "dur": %s }' \
		"$1" "${4:-2}" "$2" "$3"
}

instant='{ "name": "init", "ph": "i", "pid": 1, "tid": 1, "ts": 5, "s": "p" }'

# good NAME EVENT...
good() {
	good_name=$1
	shift
	document "$@" >"$tmp/doc"
	"$tools/tracecheck" "$tmp/doc" >"$tmp/why" 2>&1 || echo "exit status $?" >>"$tmp/why"
	check "the judge takes: $good_name" "$tmp/why"
}

# is_bad WHAT [REPORT]: of the document in $tmp/doc
is_bad() {
	rc=0
	"$tools/tracecheck" "$tmp/doc" ${2:+"$2"} >"$tmp/out" 2>&1 || rc=$?
	: >"$tmp/why"
	if [ "$rc" -ne 1 ] || ! grep -q -e "$1" "$tmp/out"; then
		echo "exit status $rc" >"$tmp/why"
		cat "$tmp/out" >>"$tmp/why"
	fi
	check "the judge refuses: $1" "$tmp/why"
}

# bad WHAT EVENT...
bad() {
	bad_what=$1
	shift
	document "$@" >"$tmp/doc"
	is_bad "$bad_what"
}

good 'nested, equal, side by side' "$(slice a 0 100)" "$(slice b 0 100)" "$(slice c 0 50)" \
	"$(slice d 50 0)" "$(slice e 50 50)" "$(slice f 100 0)" "$(slice g 100 10)" "$instant"
good 'in any order of the file' "$(slice b 50 10)" "$(slice a 0 100)"
good 'overlaps on two tracks' "$(slice a 0 100)" "$(slice b 50 100 1)"
bad 'overlaps event' "$(slice a 0 100)" "$(slice b 50 100)"
bad 'overlaps event' "$(slice a 0 50)" "$(slice b 0 100)"
bad 'overlaps event' "$(slice a 0 100)" "$(slice b 10 20)" "$(slice c 15 80)"
bad '"ts" is -1' "$(slice a -1 5)"
bad '"dur" is -1' "$(slice a 1 -1)"
bad '"dur" is no integer' "$(slice a 1 1.5)"
bad '"ts" is no integer' "$(slice a '"1"' 1)"
bad 'it ends after all time' "$(slice a 9223372036854775807 1)"
bad 'track 3 has no name' "$(slice a 0 1 3)"
bad '"tid" is 0' "$(slice a 0 1 0)"
bad '"name" is no string' '{ "ph": "X", "cat": "c", "pid": 1, "tid": 2, "ts": 0, "dur": 1 }'
bad '"cat" is no string' '{ "name": "a", "ph": "X", "pid": 1, "tid": 2, "ts": 0, "dur": 1 }'
bad '"pid" is no integer' '{ "name": "a", "ph": "X", "cat": "c", "tid": 2, "ts": 0, "dur": 1 }'
bad 'phase "B"' '{ "name": "a", "ph": "B", "cat": "c", "pid": 1, "tid": 2, "ts": 0 }'
bad 'scope x' '{ "name": "a", "ph": "i", "pid": 1, "tid": 2, "ts": 0, "s": "x" }'
bad '"s" is no string' '{ "name": "a", "ph": "i", "pid": 1, "tid": 2, "ts": 0 }'
bad 'an instant with a duration' \
	'{ "name": "a", "ph": "i", "pid": 1, "tid": 2, "ts": 0, "s": "p", "dur": 1 }'
bad 'args is no object' \
	'{ "name": "a", "ph": "i", "pid": 1, "tid": 2, "ts": 0, "s": "p", "args": [] }'
bad 'is no object' '[]'
bad 'metadata thread_colour is not known' \
	'{ "name": "thread_colour", "ph": "M", "pid": 1, "tid": 2, "args": {} }'
bad 'thread_name has no args.name' '{ "name": "thread_name", "ph": "M", "pid": 1, "tid": 3 }'
bad 'track 2 has two names' \
	'{ "name": "thread_name", "ph": "M", "pid": 1, "tid": 2, "args": { "name": "x" } }'
bad 'process 1 has two names' \
	'{ "name": "process_name", "ph": "M", "pid": 1, "tid": 1, "args": { "name": "x" } }'
bad 'track 2 is of process 1 and of 2' \
	'{ "name": "process_name", "ph": "M", "pid": 2, "tid": 2, "args": { "name": "x" } }'
bad '1 boots, 2 processes' \
	'{ "name": "process_name", "ph": "M", "pid": 2, "tid": 3, "args": { "name": "x" } }'
echo '[]' >"$tmp/doc"
is_bad 'no object with an array'
echo '{ "traceEvents": [], "otherData": { "boots": [] } }' >"$tmp/doc"
is_bad 'displayTimeUnit'
echo '{ "traceEvents": [], "displayTimeUnit": "ms" }' >"$tmp/doc"
is_bad 'otherData'

# spoilt WHAT SED-SCRIPT: a real trace that is changed no longer holds what the report does
sample=$SAMPLES/good-6.12-amd64-dmesg.txt
"$BOOTCHECK" analyze --json "$sample" >"$tmp/report"
"$BOOTCHECK" chart --trace "$sample" >"$tmp/trace"
spoilt() {
	sed 's/{"name":/\n&/g' "$tmp/trace" | sed "$2" >"$tmp/doc"
	is_bad "$1" "$tmp/report"
}
spoilt 'no event for acpi_init' '/"name":"acpi_init"/d'
spoilt 'acpi_init: ts' '/"name":"acpi_init"/s/"dur":[0-9]*/"dur":1/'
spoilt 'acpi_init: args.ret' '/"name":"acpi_init"/s/"ret":0/"ret":1/'
spoilt 'acpi_init: args.duration_us' '/"name":"acpi_init"/s/"duration_us":[0-9]*/"duration_us":1/'
spoilt 'initcalls, not' '/"name":"acpi_init"/{p;s/acpi_init/other_init/}'
spoilt 'probes, not' '/"cat":"probe".*,$/{p;s/"log_line":[0-9]*/"log_line":99999/}'
spoilt 'is there twice' '/"name":"acpi_init"/p'
spoilt 'calls have no place in time' 's/"unplaced":[0-9]*/"unplaced":7777/'

# --- All logs -------------------------------------------------------------------------------------

# refused FILE: complaints when there is more or less than one line
refused() {
	[ "$1" -eq 3 ] || echo "exit status $1: $(head -n 1 "$tmp/err")"
	[ "$(wc -l <"$tmp/err")" -eq 1 ] || cat "$tmp/err"
	grep -q '^bootcheck: .*: .*; ' "$tmp/err" || echo "no way out in: $(cat "$tmp/err")"
	[ ! -s "$tmp/out" ] || echo "something was written"
}

# chart_of FILE: complaints about its picture and its trace
chart_of() {
	for format in svg trace; do
		rc=0
		"$BOOTCHECK" chart --format "$format" "$1" >"$tmp/out" 2>"$tmp/err" || rc=$?
		if [ "$rc" -ne 0 ]; then
			refused "$rc"
			continue
		fi
		[ ! -s "$tmp/err" ] || cat "$tmp/err"
		if [ "$format" = trace ]; then
			"$BOOTCHECK" analyze --json "$1" >"$tmp/report"
			"$tools/tracecheck" "$tmp/out" "$tmp/report" || true
		elif [ "$xmllint" ]; then
			xmllint --noout "$tmp/out" 2>&1 || true
		fi
		drawn=$((drawn + 1))
	done
}

xmllint=$(command -v xmllint) || xmllint=
drawn=0
for f in "$SAMPLES"/good-* "$SAMPLES"/bad-* "$LOGS"/*.txt; do
	[ -r "$f" ] || continue
	before=$drawn
	chart_of "$f" >"$tmp/bad" 2>&1
	case $((drawn - before)),$(basename "$f") in
	1,*) echo "a picture or a trace, but not both" >>"$tmp/bad" ;;
	0,*journal-short* | 0,*dmesg-T* | 0,bad-*) ;; # no kernel time at all
	0,good-*) echo "no picture: $(cat "$tmp/err")" >>"$tmp/bad" ;;
	esac
	check "$(basename "$f")" "$tmp/bad"
done
[ "$xmllint" ] || tap_skip "xmllint is not installed" "pictures are well-formed"
[ -d "$LOGS" ] || tap_skip "no folder of collected logs" "pictures of collected logs"
: >"$tmp/bad"
[ "$drawn" -ge 80 ] || echo "only $drawn" >"$tmp/bad"
check "most logs are drawn ($drawn pictures and traces)" "$tmp/bad"
tap_done
