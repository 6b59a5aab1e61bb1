#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The HTML report of a comparison in a real browser.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
pick=$BUILD/tests/tools/jsonpick
# shellcheck source=tests/html/browser/lib.sh
. "$repo/tests/html/browser/lib.sh"
if why=$(wd_missing); then
	tap_skip "$why" "the report in a browser"
	tap_done
fi

# same NAME WANT GOT
same() {
	: >"$tmp/why"
	[ "$2" = "$3" ] || printf 'want: %s\ngot:  %s\n' "$2" "$3" >"$tmp/why"
	check "$1" "$tmp/why"
}

# make_page FILE ARG...: what compare makes of its arguments, as HTML and as JSON
make_page() {
	page=$1
	shift
	for form in --html --json; do
		rc=0
		case $form in
		--html) "$BOOTCHECK" compare "$@" --html "$page" >"$tmp/text" || rc=$? ;;
		--json) "$BOOTCHECK" compare "$@" --json >"$tmp/json" || rc=$? ;;
		esac 2>"$tmp/err"
		case $rc in
		0 | 1 | 4) ;;
		*) cat "$tmp/err" >&2 ;;
		esac
	done
}

rows="return document.querySelector('.live table').getAttribute('aria-rowcount') - 1"

# right NAME: what holds for each comparison; its page is loaded
right() {
	frame
	console >"$tmp/why" 2>&1 || true
	check "$1: no complaint on the console" "$tmp/why"
	same "$1: the headline is the verdict" "$(grep -m 1 '^Time to init: ' "$tmp/text")" \
		"$(of 'h1' "textContent")"
	same "$1: all calls are in the table" "$("$pick" "$tmp/json" initcalls.#)" "$(js "$rows")"
	if "$pick" "$tmp/json" sum.before_us 2>/dev/null | grep -q '[0-9]'; then
		js "const us = t => Number(t.replace(/ ms|[.]/g, ''));
			const body = document.querySelectorAll('#changes table')[0].tBodies;
			const at = (row, c) => us(row.cells[c].textContent);
			return [1, 2, 3].map(c => [...body[0].rows].reduce((s, r) => s + at(r, c), 0) -
				at(body[1].rows[0], c)).join()" >"$tmp/sum"
		same "$1: the parts add up, as they are printed" 0,0,0 "$(cat "$tmp/sum")"
	fi
}

if ! wd_open; then
	echo "chromedriver or Chromium does not start" >"$tmp/why"
	not_ok "a browser" "$tmp/why"
	tap_done
fi
size 1600 1400
media light

make_page "$tmp/one.html" --before "$SAMPLES/good-6.12-amd64-patched-before.txt.xz" \
	--after "$SAMPLES/good-6.12-amd64-patched-after.txt.xz"
go "$tmp/one.html"
right "one boot a side"
same "two timelines" 2 "$(count '#view svg.live')"
same "on one scale" true "$(js "const a = [...document.querySelectorAll('#view svg.live')].map(s =>
	[...s.querySelectorAll('.axis')].map(e => e.textContent + e.getAttribute('x')).join());
	return a[0] === a[1]")"
name=$("$pick" "$tmp/json" 'initcalls.[change=deferred].0.name')
js "const q = document.querySelector('#q'); q.value = '$name';
	q.dispatchEvent(new Event('input'))" >"$tmp/out"
scroll_to .scroll.live
middle '.live tbody tr[data-row] td:nth-child(2)' >"$tmp/at"
# shellcheck disable=SC2046	# two numbers
click $(cat "$tmp/at")
frame
same "a click on a row selects the call" "$name" "$(of '#detail .name' "textContent")"
same "that was deferred" deferred "$(detail 'what became of it')"
same "and is in view" 1 "$(count '#view rect.selected')"
js "[...document.querySelectorAll('#detail dt')].find(e => e.textContent === 'on the other side')
	.nextSibling.querySelector('button').click()" >"$tmp/out"
frame
same "so is the one on the other side" "$name" "$(of '#detail .name' "textContent")"
hash=$(js "return location.hash")
go "$tmp/one.html$hash"
frame
same "a link brings it back" "$name" "$(of '#detail .name' "textContent")"
for wide in 1600 480; do
	for scheme in light dark; do
		size "$wide" 1400
		media "$scheme"
		frame
		screenshot "$tmp/$wide-$scheme.png"
		same "$wide px, $scheme: not wider than the window" 0 \
			"$(js "return Math.max(0, document.documentElement.scrollWidth - innerWidth)")"
	done
done
pdf "$tmp/pdf"
same "it prints on two pages" 2 "$(pages "$tmp/pdf")"
size 1600 1400

cloud=$SAMPLES/good-6.12-amd64-cloud
make_page "$tmp/gate.html" --before "$cloud-1.txt.xz" "$cloud-2.txt.xz" \
	--after "$cloud-3.txt.xz" "$cloud-2.txt.xz" --fail-above 5%
go "$tmp/gate.html"
right "a gate"
same "a gate: its answer is there" 1 "$(count 'h3.gate')"

# Logs without stamps: no timeline, but all the rest.
sed 's/^\[[^]]*\] //' "$SAMPLES/good-6.12-amd64-dmesg.txt" >"$tmp/bare"
make_page "$tmp/bare.html" --before "$tmp/bare" --after "$tmp/bare"
go "$tmp/bare.html"
right "no stamps"
same "no stamps: no timeline" 0 "$(count '#view svg')"
wd_quit
tap_done
