#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Input that is no good log: unusable input is exit status 3 with one line on standard error and
# nothing on standard output; a usable log with rubbish in it gives the report of its good lines.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
tools=$BUILD/tests/tools
pick=$tools/jsonpick
sample=$SAMPLES/good-6.12-amd64-dmesg.txt
: "${BIG_MIB:=600}"	# size of the log of the memory test
rss_limit=65536		# KiB
case $BUILD in
*/asan) BIG_MIB=20 rss_limit=1048576 ;;	# a sanitizer's shadow memory counts, too
esac

# analyze ARG...: exit status in $rc, outputs in $tmp/out and $tmp/err
analyze() {
	rc=0
	"$BOOTCHECK" analyze "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || rc=$?
}

# refused NAME [WORD]: the last analyze said no as it should; WORD is in the message
refused() {
	{
		[ "$rc" -eq 3 ] || echo "exit status $rc, not 3"
		[ ! -s "$tmp/out" ] || echo "$(wc -c <"$tmp/out") bytes on standard output"
		[ "$(wc -l <"$tmp/err")" -eq 1 ] || echo "standard error is not one line:"
		case $(head -n 1 "$tmp/err") in
		"bootcheck: "*) ;;
		*) echo "standard error does not start with \"bootcheck: \":" ;;
		esac
		[ -z "${2-}" ] || grep -qF -e "$2" "$tmp/err" || echo "the message lacks: $2"
	} >"$tmp/why"
	[ ! -s "$tmp/why" ] || cat "$tmp/err" >>"$tmp/why"
	check "$1" "$tmp/why"
}

# accepted: complaints about the last analyze, which has to succeed with valid JSON
accepted() {
	[ "$rc" -eq 0 ] || echo "exit status $rc: $(cat "$tmp/err")"
	if [ "$rc" -eq 0 ] && ! "$pick" "$tmp/out" boots.# >/dev/null 2>"$tmp/picked"; then
		cat "$tmp/picked"
	fi
}

# --- What is no log -------------------------------------------------------------------------------

: >"$tmp/empty"
analyze "$tmp/empty"
refused "empty file" "$tmp/empty"
analyze -
refused "empty standard input"
head -c 20000 /bin/sh >"$tmp/binary"
analyze "$tmp/binary"
refused "a program" "$tmp/binary"
{
	# shellcheck disable=SC2016	# no expansion is meant
	printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\0\0\0\0:~\233U\0\0\0\nIDATx\234c`'
	printf '\0\0\0\2\0\1H\257\244q\0\0\0\0IEND\256B`\202'
} >"$tmp/pixel.png"
analyze "$tmp/pixel.png"
refused "a picture" "$tmp/pixel.png"
analyze "$tmp"
refused "a folder" "$tmp"
analyze "$tmp/nothing-here"
refused "no such file" "$tmp/nothing-here"

cp "$sample" "$tmp/secret"
chmod 000 "$tmp/secret"
if [ "$(id -u)" -ne 0 ]; then
	analyze "$tmp/secret"
	refused "a file that may not be read" "$tmp/secret"
elif command -v setpriv >/dev/null && cp "$(readlink -f "$BOOTCHECK")" "$tmp/program" &&
	chmod 755 "$tmp" "$tmp/program" &&
	setpriv --reuid=65534 --clear-groups "$tmp/program" --version >/dev/null 2>&1; then
	rc=0
	setpriv --reuid=65534 --clear-groups "$tmp/program" analyze "$tmp/secret" \
		>"$tmp/out" 2>"$tmp/err" || rc=$?
	refused "a file that may not be read" "$tmp/secret"
else
	tap_skip "root may read everything and setpriv does not work" "a file that may not be read"
fi

# pack FORMAT COMMAND...: an archive of the sample with its second half lost
pack() {
	if ! command -v "$2" >/dev/null; then
		tap_skip "$2 is not installed" "$1 cut in half"
		return 0
	fi
	format=$1
	shift
	"$@" <"$sample" >"$tmp/whole.$format"
	head -c "$(($(wc -c <"$tmp/whole.$format") / 2))" "$tmp/whole.$format" >"$tmp/half.$format"
	analyze --json "$tmp/half.$format"
	refused "$format cut in half" "$tmp/half.$format"
	head -c 5 "$tmp/whole.$format" >"$tmp/stub.$format"
	analyze --json "$tmp/stub.$format"
	refused "$format, only its first bytes" "$tmp/stub.$format"
}
pack gz gzip -c
pack xz xz -0 -c
pack zst zstd -q -c
gzip -c <"$sample" | tr 'a-m' 'n-z' >"$tmp/broken.gz"
analyze "$tmp/broken.gz"
refused "gzip with wrong bytes" "$tmp/broken.gz"

grep -vE 'calling|initcall|probe of' "$sample" >"$tmp/without"
analyze "$tmp/without"
refused "a log without initcall_debug" "initcall_debug log_buf_len=16M quiet printk.time=1"
analyze --json "$tmp/without"
refused "a log without initcall_debug, --json" "initcall_debug log_buf_len=16M quiet printk.time=1"
head -c 1048576 /dev/zero | tr '\0' x >"$tmp/long"
analyze "$tmp/long"
refused "1 MiB without a newline" "$tmp/long"

# --- Output ---------------------------------------------------------------------------------------

for args in '' --json --csv; do
	# shellcheck disable=SC2086	# one word or none
	analyze $args -o "$tmp/report" "$tmp/without"
	refused "-o of a failed run ${args:-(text)}"
	find "$tmp" -name "report*" >"$tmp/why"
	check "no file is left behind ${args:-(text)}" "$tmp/why"
done
echo old >"$tmp/report"
analyze -o "$tmp/report" "$tmp/without"
[ "$(cat "$tmp/report")" = old ] || echo "the old file is gone" >"$tmp/why"
check "-o of a failed run leaves the old file" "$tmp/why"
rm "$tmp/report"

if [ -c /dev/full ]; then
	for args in '' --json --csv; do
		rc=0
		# shellcheck disable=SC2086	# one word or none
		"$BOOTCHECK" analyze $args "$sample" >/dev/full 2>"$tmp/err" || rc=$?
		: >"$tmp/why"
		[ "$rc" -eq 3 ] || echo "exit status $rc" >"$tmp/why"
		[ "$(wc -l <"$tmp/err")" -eq 1 ] || cat "$tmp/err" >>"$tmp/why"
		check "standard output on a full device ${args:-(text)}" "$tmp/why"
	done
	ln -s /dev/full "$tmp/full"	# by a link: a rename must not replace the device
	analyze -o "$tmp/full" "$sample"
	: >"$tmp/why"
	[ "$rc" -eq 3 ] || echo "exit status $rc: $(cat "$tmp/err")" >"$tmp/why"
	[ "$(readlink "$tmp/full")" = /dev/full ] || echo "the link was replaced" >>"$tmp/why"
	check "-o on a full device" "$tmp/why"
else
	tap_skip "no /dev/full" "output on a full device"
fi
analyze -o "$tmp/no/such/folder/report" "$sample"
refused "-o in a folder that is not there" "$tmp/no/such/folder/report"
{
	status=0
	"$BOOTCHECK" analyze --json --all "$sample" 2>"$tmp/err" || status=$?
	echo "$status" >"$tmp/rc"
} | head -n 1 >/dev/null
: >"$tmp/why"
[ ! -s "$tmp/err" ] || cat "$tmp/err" >"$tmp/why"
case $(cat "$tmp/rc") in
0 | 141) ;;
*) echo "exit status $(cat "$tmp/rc")" >>"$tmp/why" ;;
esac
check "a reader that goes away is no error" "$tmp/why"

# --- Rubbish in a good log ------------------------------------------------------------------------

analyze --json "$sample"
accepted >"$tmp/why"
check "the sample itself" "$tmp/why"
cp "$tmp/out" "$tmp/good.json"
calls=$("$pick" "$tmp/good.json" 'boots.0.initcalls.#')

# at N FILE: the sample with FILE put in after line N
at() {
	head -n "$1" "$sample"
	cat "$2"
	tail -n "+$(($1 + 1))" "$sample"
}

# same_calls NAME: the report is that of the sample
same_calls() {
	accepted >"$tmp/why"
	[ -s "$tmp/why" ] ||
		"$tools/samemodel" exact "$tmp/good.json" "$tmp/out" >"$tmp/why" 2>&1 || true
	check "$1" "$tmp/why"
}

n=$(grep -n 'initcall .* returned' "$sample" | sed -n '100s/:.*//p')
stamp=$(sed -n "${n}s/].*/]/p" "$sample")
while read -r what broken; do
	printf '%s %s\n' "$stamp" "$broken" >"$tmp/line"
	at "$n" "$tmp/line" >"$tmp/log"
	analyze --json "$tmp/log"
	same_calls "a broken line costs that line only: $what"
	"$pick" "$tmp/out" 'boots.0.findings[code=unparsed-line].line' >"$tmp/lines" 2>&1 || true
	: >"$tmp/why"
	grep -qx "$((n + 1))" "$tmp/lines" ||
		echo "no unparsed-line finding for line $((n + 1))" >"$tmp/why"
	check "it is a finding with its line: $what" "$tmp/why"
done <<END
return-cut-off initcall broken_init+0x0/0x10 returned
return-no-number initcall broken_init+0x0/0x10 returned zero after some usecs
return-no-unit initcall broken_init+0x0/0x10 returned 0 after 12
calling-no-pid calling  broken_init+0x0/0x10 @
calling-cut-off calling  broken_init+0x
END

head -c 3000 /dev/zero >"$tmp/line"
echo >>"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "a line of NUL bytes"
printf '%s a\0b\0c\n\0\n' "$stamp" >"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "NUL bytes within a line"
head -c 4000 /bin/sh >"$tmp/line"
echo >>"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "4000 bytes of a program"
cat "$sample" "$tmp/long" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "1 MiB without a newline at the end"
{
	cat "$tmp/long"
	echo
} >"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "a line of 1 MiB in between"

# Numbers beyond any type, names beyond any alphabet.
huge=99999999999999999999999999
{
	cat <<END
[$huge.999999] calling  far_init+0x0/0x10 @ 1
$stamp calling  pid_init+0x0/0x10 @ $huge
$stamp initcall pid_init+0x0/0x10 returned $huge after $huge usecs
$stamp initcall neg_init+0x0/0x10 returned -$huge after -$huge usecs
$stamp calling  size_init+0x$huge/0x$huge @ 1
$stamp probe of $huge returned -$huge after $huge usecs
END
	printf '%s calling  \377\376\302_init+0x0/0x10 @ 1\n' "$stamp"
	printf '%s initcall \377\376\302_init+0x0/0x10 returned 0 after 1 usecs\n' "$stamp"
	printf '%s probe of a"b\\c\033]0;title\007d\377 returned 0 after 1 usecs\n' "$stamp"
} >"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
accepted >"$tmp/why"
check "numbers beyond any type, bytes that are no text: valid JSON" "$tmp/why"
analyze --all --color=never "$tmp/log"
: >"$tmp/why"
[ "$rc" -eq 0 ] || echo "exit status $rc" >"$tmp/why"
LC_ALL=C tr -d '\n\t -~' <"$tmp/out" | LC_ALL=C tr -d '\200-\375' >"$tmp/rest"
[ ! -s "$tmp/rest" ] || od -c "$tmp/rest" | head -n 3 >>"$tmp/why"
check "the text report holds no control bytes of the log" "$tmp/why"

awk -v stamp="$stamp" 'BEGIN {
	for (i = 0; i < 100000; i++)
		print stamp " initcall broken_" i "_init+0x0/0x10 returned x"
}' >"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
same_calls "100,000 broken lines"
accepted >"$tmp/why"
found=$("$pick" "$tmp/out" 'boots.0.findings.#' 2>&1) || found=$found:none
[ "${found%%[!0-9]*}" = "$found" ] && [ "$found" -le 200 ] || echo "$found findings" >>"$tmp/why"
check "the number of findings has a bound ($found)" "$tmp/why"
analyze "$tmp/log"
[ "$(wc -l <"$tmp/out")" -le 200 ] || echo "$(wc -l <"$tmp/out") lines" >"$tmp/why"
check "the text report stays short" "$tmp/why"

awk -v stamp="$stamp" 'BEGIN {
	for (i = 0; i < 20000; i++)
		print stamp " calling  never_" i "_init+0x0/0x10 @ " i
}' >"$tmp/line"
at "$n" "$tmp/line" >"$tmp/log"
analyze --json "$tmp/log"
accepted >"$tmp/why"
[ -s "$tmp/why" ] ||
	[ "$("$pick" "$tmp/out" 'boots.0.initcalls.#')" -eq "$((calls + 20000))" ] ||
	"$pick" "$tmp/out" 'boots.0.initcalls.#' >"$tmp/why"
check "20,000 calls that never return" "$tmp/why"

# --- Memory ---------------------------------------------------------------------------------------

"$tools/biglog" "$BIG_MIB" 500 | "$tools/maxrss" "$tmp/rss" "$BOOTCHECK" analyze --json - \
	>"$tmp/out" 2>"$tmp/err" || true
read -r rss _ _ rc <"$tmp/rss"
accepted >"$tmp/why"
[ -s "$tmp/why" ] || {
	[ "$("$pick" "$tmp/out" 'boots.0.initcalls.#')" -eq 500 ] || echo "not 500 calls"
	[ "$rss" -lt "$rss_limit" ] || echo "peak memory $rss KiB, limit $rss_limit"
} >"$tmp/why"
check "a log of $BIG_MIB MiB in $rss KiB of memory" "$tmp/why"
tap_done
