#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The HTML report of one boot in a real browser: what is in the page, what a mouse and keys do to
# it, links to a state, long and hostile logs, a page without JavaScript, two printed pages.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick
biglog=$BUILD/tests/tools/biglog
# shellcheck source=tests/html/browser/lib.sh
. "$repo/tests/html/browser/lib.sh"
if why=$(wd_missing); then
	tap_skip "$why" "the report in a browser"
	tap_done
fi

log=$SAMPLES/good-7.2-arm64-kmsg-modules.txt.xz
page=$tmp/boot.html
"$BOOTCHECK" chart "$log" -o "$page"
"$BOOTCHECK" analyze --json "$log" >"$tmp/json"

# same NAME WANT GOT
same() {
	: >"$tmp/why"
	[ "$2" = "$3" ] || printf 'want: %s\ngot:  %s\n' "$2" "$3" >"$tmp/why"
	check "$1" "$tmp/why"
}

# quiet NAME: the console says nothing
quiet() {
	console >"$tmp/why" 2>&1 || true
	check "$1: no complaint on the console" "$tmp/why"
}

# view: how many us the timeline shows, by the address; nothing as it was at first
view() {
	js "const m = /[#&]v=(-?[0-9]+)_(-?[0-9]+)/.exec(location.hash);
		return m ? m[2] - m[1] : '';"
}

# state: all that a link to the page should bring back
state() {
	js "const t = q => document.querySelector(q), all = q => [...document.querySelectorAll(q)];
		return [t('#q').value, t('#lane').value, t('#module').value, t('#least').value,
			t('#found').textContent.replace(/^.* of /, ''),
			all('.live th[aria-sort]').map(e => e.textContent + e.ariaSort),
			all('#view .axis').map(e => e.textContent), t('#detail').textContent,
			all('#view rect.selected').length,
			t('.live tbody tr[data-row]').textContent].join('|');"
}

# global_names: without those of chromedriver
global_names() {
	js "return Object.getOwnPropertyNames(window).join(' ')" | tr ' ' '\n' |
		grep -v -e '^ret_nodes$' -e '^cdc_' | LC_ALL=C sort
}

# set_field SELECTOR VALUE EVENT: as a hand would
set_field() {
	js "const e = document.querySelector('$1'); e.value = '$2';
		e.dispatchEvent(new Event('$3'))" >"$tmp/out"
}

# first_cell N: of the first row of the table
first_cell() {
	of '.live tbody tr[data-row]' "cells[$1].textContent"
}

# us TEXT: "12.345 ms" in us
us() {
	echo "${1% ms}" | tr -d . | sed 's/^0*\([0-9]\)/\1/'
}

if ! wd_open; then
	echo "chromedriver or Chromium does not start" >"$tmp/why"
	not_ok "a browser" "$tmp/why"
	tap_done
fi
size 1600 1200
media light
global_names >"$tmp/globals"
go "$page"
frame
quiet "the page"

# --- What is there --------------------------------------------------------------------------------

while read -r nth table what; do
	n=$("$pick" "$tmp/json" "boots.0.$what.#")
	same "$what: all rows are in the table" "$((n + 1))" \
		"$(js "return document.querySelectorAll('.live table')[$nth].getAttribute('aria-rowcount')")"
	[ "$n" -le 2000 ] || n=2000
	same "$what: those of the page without a script are there, too" "$n" \
		"$(count "#$table tbody tr")"
done <<END
0 calls initcalls
1 probed probes
END
global_names >"$tmp/globals2"
comm -13 "$tmp/globals" "$tmp/globals2" >"$tmp/why"
check "the script leaves no global name" "$tmp/why"
js "const r = [...document.querySelectorAll('#view text.label:not(.on-bar)')].map(e =>
		e.getBoundingClientRect());
	const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
		a.top < b.bottom - 3 && b.top < a.bottom - 3;
	return r.filter((a, i) => r.some((b, k) => k < i && over(a, b))).length" >"$tmp/n"
same "no name under the bars is over another" 0 "$(cat "$tmp/n")"

# --- A click on a bar -----------------------------------------------------------------------------

js "const box = e => e.getBoundingClientRect();
	document.querySelector('#view').scrollIntoView({behavior: 'instant'});
	const b = [...document.querySelectorAll('#view rect.bar')].map(box).sort((a, b) =>
		b.width - a.width)[0];
	return [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)]" >"$tmp/at"
# shellcheck disable=SC2046	# two numbers
set -- $(cat "$tmp/at")
click "$1" "$2"
frame
name=$(of '#detail .name' "textContent")
shown=$(detail duration)
want=$("$pick" "$tmp/json" "boots.0.initcalls.[name=$name].duration_us" | head -n 1)
same "a click on a bar shows its figures ($name)" "$want" "$(us "${shown%% ms*} ms")"
same "what is under the pointer is named" "$name" \
	"$(of '#tip b' textContent | sed 's/ \[.*//')"
same "the bar is marked" 1 "$(count '#view rect.selected')"
same "its row is marked" "$name" "$(of '.live tr.cursor' "cells[1].textContent")"

# --- Wheel, keys, drag ----------------------------------------------------------------------------

same "nothing moved yet: no view in the address" "" "$(view)"
axis="return [...document.querySelectorAll('#view .axis')].map(e => e.textContent).join()"
wheel "$1" "$2" -400
frame
one=$(view)
wheel "$1" "$2" -400
frame
two=$(view)
: >"$tmp/why"
{ [ -n "$one" ] && [ "$two" -lt "$one" ]; } || echo "'$one', then '$two'" >"$tmp/why"
check "the wheel zooms ($one us, then $two)" "$tmp/why"
drag "$1" "$2" -200
frame
moved=$(view)
: >"$tmp/why"
{ [ "$moved" -ge "$((two - 2))" ] && [ "$moved" -le "$((two + 2))" ]; } ||
	echo "$moved, not $two" >"$tmp/why"
check "dragging moves, and does not zoom" "$tmp/why"
same "dragging is no click" "$name" "$(of '#detail .name' "textContent")"
was=$(js "$axis")
keys '\uE014'
frame
: >"$tmp/why"
[ "$(js "$axis")" != "$was" ] || echo "the axis is the same" >"$tmp/why"
check "an arrow key moves" "$tmp/why"
keys +
frame
: >"$tmp/why"
[ "$(view)" -lt "$moved" ] || echo "$(view), was $moved" >"$tmp/why"
check "+ zooms" "$tmp/why"
keys '\uE011'
frame
same "Home goes back" "" "$(view)"
keys '\uE00C'
frame
same "Escape closes the details" true "$(of '#detail' "hidden")"

# --- Search ---------------------------------------------------------------------------------------

name=$("$pick" "$tmp/json" 'boots.0.initcalls.@rsort:duration_us.5.name')
keys /
type_in "$name"
frame
same "/ and keys: the words are searched" "$name" "$(of '#q' "value")"
found=$(of '#found' textContent | sed 's/ .*//')
want=$("$pick" "$tmp/json" boots.0.initcalls.name boots.0.async.name boots.0.probes.device \
	boots.0.probes.driver 2>/dev/null | grep -c -F -e "$name" || true)
same "the number of what is found" "$want" "$found"
same "the table has what is found" \
	"$("$pick" "$tmp/json" boots.0.initcalls.name | grep -c -F "$name")" \
	"$(shown_rows)"
keys '\uE007'
frame
same "Enter goes to it" "$name" "$(of '#detail .name' "textContent")"
: >"$tmp/why"
[ "$(count '#view rect.hit')" -ge 1 ] || echo none >"$tmp/why"
check "it is marked in the timeline" "$tmp/why"

# --- Sort, filter ---------------------------------------------------------------------------------

set_field '#q' '' input
scroll_to .scroll.live
middle '.live th:nth-child(2) button' >"$tmp/at"
"$pick" "$tmp/json" boots.0.initcalls.name | LC_ALL=C sort >"$tmp/names"
# shellcheck disable=SC2046	# two numbers
click $(cat "$tmp/at")
frame
same "a click on a head sorts" "$(head -n 1 "$tmp/names")" "$(first_cell 1)"
same "and says so" ascending "$(of '.live th:nth-child(2)' "ariaSort")"
# shellcheck disable=SC2046	# two numbers
click $(cat "$tmp/at")
frame
same "another turns it around" "$(tail -n 1 "$tmp/names")" "$(first_cell 1)"
module=$("$pick" "$tmp/json" 'boots.0.initcalls.[module!=null].@rsort:duration_us.0.module')
set_field '#module' "$module" change
same "filter by module ($module)" "$("$pick" "$tmp/json" "boots.0.initcalls.[module=$module].#")" \
	"$(shown_rows)"
set_field '#module' '' change
set_field '#least' 1 input
same "filter by duration" "$("$pick" "$tmp/json" 'boots.0.initcalls.[duration_us>999].#')" \
	"$(shown_rows)"
frame

# --- A link to a state ----------------------------------------------------------------------------

js "document.querySelector('.live tbody tr[data-row] td').click()" >"$tmp/out"
set_field '#q' init input
frame
hash=$(js "return location.hash")
was=$(state)
go "$tmp/none.html" 2>/dev/null || true
go "$page$hash"
frame
same "a link brings the same back ($hash)" "$was" "$(state)"
js "location.hash = ''" >"$tmp/out"
js "location.hash = '$hash'" >"$tmp/out"
frame
same "so does a change of the address" "$was" "$(state)"

# --- Colours, narrow ------------------------------------------------------------------------------

ground="return getComputedStyle(document.body).backgroundColor"
go "$tmp/none.html" 2>/dev/null || true
go "$page"
frame
light=$(js "$ground")
middle '#theme' >"$tmp/at"
# shellcheck disable=SC2046	# two numbers
click $(cat "$tmp/at")
dark=$(js "$ground")
: >"$tmp/why"
[ "$light" != "$dark" ] || echo "$light" >"$tmp/why"
check "the button makes it dark" "$tmp/why"
same "and says so" true "$(of '#theme' "getAttribute('aria-pressed')")"
# shellcheck disable=SC2046	# two numbers
click $(cat "$tmp/at")
same "and light again" "$light" "$(js "$ground")"
for wide in 1600 480; do
	for scheme in light dark; do
		size "$wide" 1200
		media "$scheme"
		go "$page"
		frame
		screenshot "$tmp/$wide-$scheme.png"
		{
			head -c 4 "$tmp/$wide-$scheme.png" | grep -q PNG || echo "no picture"
			over=$(js "return document.documentElement.scrollWidth - innerWidth")
			[ "$over" -le 0 ] || echo "$over px wider than the window"
			case $scheme in
			light) [ "$(js "$ground")" = "$light" ] || echo "not light" ;;
			dark) [ "$(js "$ground")" = "$dark" ] || echo "not dark" ;;
			esac
		} >"$tmp/why"
		check "$wide px, $scheme" "$tmp/why"
	done
done
quiet "all of that"

# --- Printed --------------------------------------------------------------------------------------

pdf "$tmp/pdf"
same "it prints on two pages" 2 "$(pages "$tmp/pdf")"

# --- A long call right after a tiny one -------------------------------------------------------------

{
	echo '[    0.000000] Linux version 6.12.0'
	echo '[    0.100000] calling  tiny_init+0x0/0x10 @ 1'
	echo '[    0.100005] initcall tiny_init+0x0/0x10 returned 0 after 5 usecs'
	echo '[    0.100006] calling  long_init+0x0/0x10 @ 1'
	echo '[    0.300006] initcall long_init+0x0/0x10 returned 0 after 200000 usecs'
	echo '[    0.400000] Run /init as init process'
} >"$tmp/tiny"
"$BOOTCHECK" chart "$tmp/tiny" -o "$tmp/tiny.html"
go "$tmp/tiny.html"
frame
same "a long call after a tiny one is a bar of its own" true \
	"$(js "return [...document.querySelectorAll('#view rect.bar')].some(e => e.getBBox().width > 100)")"

# --- A hostile log --------------------------------------------------------------------------------

hostile_log "$SAMPLES/good-6.12-amd64-dmesg.txt" >"$tmp/hostile"
"$BOOTCHECK" chart "$tmp/hostile" -o "$tmp/hostile.html"
size 1600 1200
media light
go "$tmp/hostile.html"
js "document.querySelector('#whole').click()" >"$tmp/out"
keys /
keys '<' s c r i p t
frame
{
	[ "$(js "return typeof hacked")" = undefined ] || echo "there is a name hacked"
	[ "$(count 'script')" = 2 ] || echo "scripts were added"
	[ "$(count 'img, iframe, link, main b b, svg[onload]')" = 0 ] ||
		echo "elements were added"
	[ "$(of '#found' textContent | sed 's/ .*//')" -ge 1 ] ||
		echo "<script is not found as text"
	js "return document.body.innerText" | grep -qF '<script>hacked(1)' ||
		echo "<script> is not shown as text"
} >"$tmp/why"
check "a hostile log: its text is text" "$tmp/why"
keys '\uE007'
frame
: >"$tmp/why"
of '#detail .name' "textContent" | grep -qiF '<script' ||
	echo "not selected" >"$tmp/why"
check "a hostile log: so it is in the details" "$tmp/why"
quiet "a hostile log"

# --- A hundred thousand calls ---------------------------------------------------------------------

"$biglog" 0 100000 >"$tmp/big"
"$BOOTCHECK" chart "$tmp/big" -o "$tmp/big.html"
go "$tmp/big.html"
took=$(js "return Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)")
same "100,000 calls: all rows are in the table" 100001 \
	"$(of '.live table' "getAttribute('aria-rowcount')")"
: >"$tmp/why"
[ "$took" -le 60000 ] || echo "$took ms" >"$tmp/why"
check "100,000 calls: loaded in $took ms" "$tmp/why"
echo "# 100,000 calls: $(wc -c <"$tmp/big.html") bytes, loaded in $took ms"
js_later "const done = arguments[0], svg = document.querySelector('#view svg'), times = [];
	const box = svg.getBoundingClientRect(), next = requestAnimationFrame;
	const step = () => {
		const from = performance.now();
		svg.dispatchEvent(new WheelEvent('wheel', { deltaY: -120, cancelable: true,
			bubbles: true, clientX: box.x + 700, clientY: box.y + 99 }));
		next(() => next(() => {
			times.push(performance.now() - from);
			if (times.length < 30)
				step();
			else
				done(times.sort((a, b) => a - b).map(Math.round));
		}));
	};
	step();"
"$pick" "$tmp/wd.json" value >"$tmp/times"
echo "# 100,000 calls: a step of the wheel to the second frame after it: median" \
	"$(sed -n 15p "$tmp/times") ms, longest $(tail -n 1 "$tmp/times") ms"
keys /
keys 9 9 9 9 9
frame
same "100,000 calls: search" 1 "$(of '#found' textContent | sed 's/ .*//')"
quiet "100,000 calls"

# --- Without JavaScript ---------------------------------------------------------------------------

wd_prefs='{"profile.managed_default_content_settings.javascript":2}'
wd_open
size 1600 1200
go "$page"
sleep 1
{
	for what in '#calls tbody tr' '#probed tbody tr' '#timeline .static svg' '#findings' \
		'#method dl'; do
		[ "$(seen "$what")" -ge 1 ] || echo "$what is not seen"
	done
	for what in '#controls' '#view' '#theme' '#detail' .live; do
		[ "$(seen "$what")" -eq 0 ] || echo "$what is seen, but does nothing"
	done
} >"$tmp/why"
check "without JavaScript: the picture and the tables are there, the controls are not" "$tmp/why"
wd_quit
tap_done
