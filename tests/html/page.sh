#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The HTML reports as files: nothing from elsewhere in them, the same bytes each time, valid text,
# and nothing of a log that is markup. What a browser makes of them: browser.sh.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick
biglog=$BUILD/tests/tools/biglog
# shellcheck source=tests/html/browser/lib.sh
. "$repo/tests/html/browser/lib.sh"
cd "$SAMPLES"

# data FILE: the JSON for the script
data() {
	sed -n '/<script type="application\/json" id="data">/,/<\/script>/p' "$1" |
		sed -e 's/.*id="data">//' -e '/^<\/script>/d'
}

# element NAME FILE: what is in the one element of that name that has no attributes
element() {
	awk -v begin="<$1>" -v finish="</$1>" '
		!on && (at = index($0, begin)) {
			on = 1
			$0 = substr($0, at + length(begin))
		}
		on && (at = index($0, finish)) {
			printf "%s", substr($0, 1, at - 1)
			exit
		}
		on { print }' "$2"
}

# sound NAME FILE: what holds for each page
sound() {
	{
		[ -s "$2" ] || echo "empty"
		iconv -f UTF-8 -t UTF-8 <"$2" >"$tmp/utf" 2>&1 || echo "no UTF-8"
		LC_ALL=C tr -d '\n\t -~\200-\377' <"$2" >"$tmp/rest"
		[ ! -s "$tmp/rest" ] || echo "control bytes: $(od -An -c "$tmp/rest" | head -n 2)"
		[ "$(grep -o '<script' "$2" | wc -l)" -eq 2 ] || echo "not two script elements"
		[ "$(grep -o '</script' "$2" | wc -l)" -eq 2 ] || echo "not two ends of scripts"
		[ "$(grep -o '<style' "$2" | wc -l)" -eq 1 ] || echo "not one style element"
		# Nothing that loads, runs or leaves the page.
		grep -noiE -e '<[a-z][^>]* (src|srcset|href|action|data|poster)=["'\'']?[^#"'\'' >]' \
			-e '<(link|base|iframe|object|embed|img|audio|video)[ />]' \
			-e '@import|url\([^#)]' "$2" | head -n 5 || true
		grep -noiE '<[^>]* on[a-z]+ *=' "$2" | head -n 5 || true
		element script "$2" | grep -noE -e 'https?:|fetch\(|XMLHttp|WebSocket|eval\(' \
			-e 'innerHTML|outerHTML|insertAdjacent|document\.write' || true
		for what in style script; do
			hash=$(element "$what" "$2" | sha256sum | cut -c 1-64 | tr a-f A-F |
				basenc -d --base16 | base64)
			grep -qF "$what-src 'sha256-$hash'" "$2" ||
				echo "the policy does not allow its $what"
		done
		grep -qF "default-src 'none'" "$2" || echo "no content security policy"
		data "$2" >"$tmp/data.json"
		"$pick" "$tmp/data.json" boots.# >"$tmp/n" 2>&1 || cat "$tmp/n"
		grep -nm 2 '[<>&]' "$tmp/data.json" || true
	} >"$tmp/why"
	check "$1" "$tmp/why"
}

for log in good-6.12-amd64-dmesg.txt good-7.2-arm64-kmsg-modules.txt.xz \
	good-6.12-amd64-patched-after.txt.xz bad-6.12-amd64-panic.txt.xz \
	bad-6.12-amd64-head-lost.txt.xz; do
	"$BOOTCHECK" chart "$log" -o "$tmp/a.html"
	"$BOOTCHECK" chart "$log" -o "$tmp/b.html"
	sound "$log: the page is sound" "$tmp/a.html"
	cmp "$tmp/a.html" "$tmp/b.html" >"$tmp/why" 2>&1 || true
	check "$log: the same bytes again" "$tmp/why"
	"$BOOTCHECK" analyze --json "$log" >"$tmp/json"
	{
		[ "$("$pick" "$tmp/data.json" boots.0.kinds.0.n)" = \
			"$("$pick" "$tmp/json" boots.0.initcalls.#)" ] || echo "not all initcalls"
		[ "$("$pick" "$tmp/data.json" boots.0.kinds.2.n)" = \
			"$("$pick" "$tmp/json" boots.0.probes.#)" ] || echo "not all probes"
		[ "$("$pick" "$tmp/data.json" boots.0.kinds.0.duration)" = \
			"$("$pick" "$tmp/json" boots.0.initcalls.duration_us)" ] || echo "other durations"
	} >"$tmp/why"
	check "$log: the data is that of analyze --json" "$tmp/why"
done

# compared BEFORE AFTER FILE: an inconclusive comparison is no error
compared() {
	rc=0
	"$BOOTCHECK" compare --before "$1" --after "$2" --html "$3" >"$tmp/out" 2>&1 || rc=$?
	case $rc in
	0 | 4) ;;
	*) cat "$tmp/out" ;;
	esac
}

before=good-6.12-amd64-patched-before.txt.xz after=good-6.12-amd64-patched-after.txt.xz
compared "$before" "$after" "$tmp/a.html"
compared "$before" "$after" "$tmp/b.html"
"$BOOTCHECK" compare --json --before "$before" --after "$after" >"$tmp/json" || true
sound "compare: the page is sound" "$tmp/a.html"
cmp "$tmp/a.html" "$tmp/b.html" >"$tmp/why" 2>&1 || true
check "compare: the same bytes again" "$tmp/why"
: >"$tmp/why"
[ "$("$pick" "$tmp/data.json" rows.n)" = "$("$pick" "$tmp/json" initcalls.#)" ] ||
	echo "not all rows" >"$tmp/why"
check "compare: all calls are there" "$tmp/why"

# Without stamps there is no timeline, but there is a report.
sed 's/^\[[^]]*\] //' good-6.12-amd64-dmesg.txt >"$tmp/bare"
compared "$tmp/bare" "$tmp/bare" "$tmp/bare.html"
sound "compare without time stamps: the page is sound" "$tmp/bare.html"

if command -v xmllint >/dev/null 2>&1; then
	# (it does not know HTML 5)
	xmllint --html --noout "$tmp/b.html" 2>&1 | grep 'error :' |
		grep -v -e 'Tag [a-z]* invalid' >"$tmp/why" || true
	check "the elements are closed" "$tmp/why"
else
	tap_skip "xmllint is not installed" "the elements are closed"
fi

# --- A log that wants to be a page ----------------------------------------------------------------

hostile_log "$SAMPLES/good-6.12-amd64-dmesg.txt" >"$tmp/hostile"
evil=$tmp/'a"b<img src=x onerror=hacked(1)>&amp;.txt'
cp "$tmp/hostile" "$evil"
"$BOOTCHECK" chart "$evil" -o "$tmp/a.html"
# What is text by now is taken out for the tests of markup.
sound "a hostile log: the page is sound" "$tmp/a.html"
{
	for text in '&lt;script&gt;hacked(' '&lt;img src=x' '&quot;&gt;&lt;svg'; do
		grep -qF "$text" "$tmp/a.html" || echo "not there: $text"
	done
	data "$tmp/a.html" | grep -qF '\u003cscript\u003ehacked(' || echo "not in the data"
} >"$tmp/why"
check "a hostile log: its names are text" "$tmp/why"
compared "$evil" "$tmp/hostile" "$tmp/a.html"
sound "a hostile log, compared: the page is sound" "$tmp/a.html"

# --- Long ones ------------------------------------------------------------------------------------

for calls in 50 1500 100000; do
	"$biglog" 0 "$calls" >"$tmp/log"
	"$BOOTCHECK" chart "$tmp/log" -o "$tmp/a.html"
	size=$(wc -c <"$tmp/a.html")
	echo "# $calls calls: $size bytes"
	{
		n=$(grep -c '^<tr><td class="n">[0-9]*</td><td>synthetic_' "$tmp/a.html")
		want=$calls
		[ "$want" -le 2000 ] || want=2000
		[ "$n" -eq "$want" ] || echo "$n rows, not $want"
		[ "$size" -lt 15000000 ] || echo "$size bytes"
		[ "$calls" -le 2000 ] || grep -q "These are 2000 of $calls rows" "$tmp/a.html" ||
			echo "it does not say that there are more"
	} >"$tmp/why"
	check "$calls calls: the first 2000 rows, and the size" "$tmp/why"
done
tap_done
