# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A real browser for tests: Chromium without a window, told what to do by chromedriver in the
# words of WebDriver; and a log that wants to be a page. Source it after tests/lib.sh and tap_tmp;
# $pick is jsonpick.

: "${tmp:?}" "${pick:?}"
wd_pid='' wd_session=''

# wd_missing: says what there is no browser for want of; fails when there is one
wd_missing() {
	for wd_need in chromedriver chromium curl base64; do
		if ! command -v "$wd_need" >/dev/null 2>&1; then
			echo "$wd_need is not installed"
			return 0
		fi
	done
	return 1
}

# wd METHOD PATH [JSON]: the answer is in $tmp/wd.json; fails when it is an error
wd() {
	if [ "$1" = POST ]; then
		printf '%s' "${3:-{\}}" >"$tmp/wd.in"
		set -- "$1" "$2" --data-binary "@$tmp/wd.in" -H 'Content-Type: application/json'
	fi
	wd_method=$1 wd_path=$2
	shift 2
	wd_code=$(curl -s --noproxy '*' -m 300 -X "$wd_method" "$@" -o "$tmp/wd.json" \
		-w '%{http_code}' "$wd_url$wd_path") || wd_code=none
	if [ "$wd_code" != 200 ]; then
		wd_why=$("$pick" "$tmp/wd.json" value.message 2>&1 | head -n 3)
		echo "$wd_method $wd_path: $wd_code: $wd_why" >&2
		return 1
	fi
}

# wd_open [ARG...]: a browser with these arguments, its session in use from now on
wd_open() {
	if [ -z "$wd_pid" ]; then
		chromedriver --port=0 >"$tmp/driver.log" 2>&1 &
		wd_pid=$!
		trap 'wd_quit; rm -rf "$tmp"' EXIT
		wd_port='' wd_tries=0
		while [ -z "$wd_port" ] && [ "$wd_tries" -lt 300 ]; do
			sleep 0.1
			wd_tries=$((wd_tries + 1))
			wd_port=$(sed -n 's/.*fully on port \([0-9]*\).*/\1/p' "$tmp/driver.log")
		done
		if [ -z "$wd_port" ]; then
			cat "$tmp/driver.log" >&2
			return 1
		fi
		wd_url=http://127.0.0.1:$wd_port
	fi
	wd_close
	wd_n=$((${wd_n:-0} + 1))
	wd_args="\"--headless=new\",\"--disable-gpu\",\"--hide-scrollbars\",\"--no-first-run\""
	wd_args="$wd_args,\"--disable-dev-shm-usage\",\"--user-data-dir=$tmp/profile.$wd_n\""
	# Chromium's sandbox does not let root in.
	[ "$(id -u)" -ne 0 ] || wd_args="$wd_args,\"--no-sandbox\""
	for wd_arg; do
		wd_args="$wd_args,\"$wd_arg\""
	done
	wd POST /session "{\"capabilities\":{\"alwaysMatch\":{\"browserName\":\"chrome\",
		\"goog:loggingPrefs\":{\"browser\":\"ALL\"},
		\"goog:chromeOptions\":{\"binary\":\"$(command -v chromium)\",\"args\":[$wd_args]
		${wd_prefs:+,\"prefs\":$wd_prefs}}}}}" || return 1
	wd_session=$("$pick" "$tmp/wd.json" value.sessionId)
}

wd_close() {
	[ -z "$wd_session" ] || wd DELETE "/session/$wd_session" || true
	wd_session=''
}

wd_quit() {
	wd_close
	[ -z "$wd_pid" ] || {
		kill "$wd_pid" 2>/dev/null || true
		wait "$wd_pid" 2>/dev/null || true
	}
	wd_pid=''
}

# json_text: standard input as the inside of a JSON string
json_text() {
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' |
		awk '{ printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'
}

# go FILE[#HASH]: loads a page from disk
go() {
	wd POST "/session/$wd_session/url" "{\"url\":\"file://$1\"}"
}

# size WIDTH HEIGHT: of the page
size() {
	wd POST "/session/$wd_session/goog/cdp/execute" "{
		\"cmd\":\"Emulation.setDeviceMetricsOverride\",
		\"params\":{\"width\":$1,\"height\":$2,\"deviceScaleFactor\":1,\"mobile\":false}}"
}

# media SCHEME: the system's colours are light or dark
media() {
	wd POST "/session/$wd_session/goog/cdp/execute" "{\"cmd\":\"Emulation.setEmulatedMedia\",
		\"params\":{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"$1\"}]}}"
}

# js SCRIPT: what it returns, scalars one a line
js() {
	wd POST "/session/$wd_session/execute/sync" \
		"{\"script\":\"$(printf '%s\n' "$1" | json_text)\",\"args\":[]}" || return 1
	"$pick" "$tmp/wd.json" value
}

# of SELECTOR MEMBER: of the first element
of() {
	js "return document.querySelector('$1').$2"
}

# count SELECTOR: how many elements there are
count() {
	js "return document.querySelectorAll('$1').length"
}

# shown_rows: of the first table that can be sorted
shown_rows() {
	of '.live table' "getAttribute('aria-rowcount') - 1"
}

# type_in TEXT: key by key
type_in() {
	# shellcheck disable=SC2046	# a key is a word
	keys $(printf '%s' "$1" | sed 's/./& /g')
}

# middle SELECTOR [SCRIPT]: of an element, as two words; SCRIPT is run before
middle() {
	js "${2-}; const b = document.querySelector('$1').getBoundingClientRect();
		return [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)]" |
		paste -sd ' ' -
}

# scroll_to SELECTOR: it is in the middle of the window
scroll_to() {
	js "document.querySelector('$1').scrollIntoView({block: 'center', behavior: 'instant'})" \
		>"$tmp/wd.out"
}

# seen SELECTOR: how many elements have a height
seen() {
	js "return [...document.querySelectorAll('$1')].filter(e =>
		e.getBoundingClientRect().height > 0).length"
}

# detail TERM: what the pane of details says of it
detail() {
	js "return [...document.querySelectorAll('#detail dt')].find(e =>
		e.textContent === '$1').nextSibling.textContent"
}

# pdf FILE: the page as it is printed
pdf() {
	wd POST "/session/$wd_session/goog/cdp/execute" '{"cmd":"Page.printToPDF",
		"params":{"preferCSSPageSize":true,"printBackground":true}}'
	"$pick" "$tmp/wd.json" value.data | base64 -d >"$1"
}

# pages FILE: of a PDF
pages() {
	grep -a -o '/Count [0-9]*' "$1" | sed 's,/Count ,,' | sort -n | tail -n 1
}

# js_later SCRIPT: the same for one that calls its last argument when it is done
js_later() {
	wd POST "/session/$wd_session/execute/async" \
		"{\"script\":\"$(printf '%s\n' "$1" | json_text)\",\"args\":[]}"
}

# frame: waits until what was asked for is drawn, and the address is written
frame() {
	js_later 'const done = arguments[0], next = requestAnimationFrame;
		setTimeout(() => next(() => next(() => done(1))), 400);'
}

# click X Y: a press of the mouse at a place of the window
click() {
	wd POST "/session/$wd_session/actions" "{\"actions\":[{\"type\":\"pointer\",
		\"id\":\"mouse\",\"parameters\":{\"pointerType\":\"mouse\"},\"actions\":[
		{\"type\":\"pointerMove\",\"duration\":0,\"x\":${1%.*},\"y\":${2%.*}},
		{\"type\":\"pointerDown\",\"button\":0},{\"type\":\"pointerUp\",\"button\":0}]}]}"
}

# drag X Y DX: with the left button
drag() {
	wd POST "/session/$wd_session/actions" "{\"actions\":[{\"type\":\"pointer\",
		\"id\":\"mouse\",\"parameters\":{\"pointerType\":\"mouse\"},\"actions\":[
		{\"type\":\"pointerMove\",\"duration\":0,\"x\":${1%.*},\"y\":${2%.*}},
		{\"type\":\"pointerDown\",\"button\":0},
		{\"type\":\"pointerMove\",\"duration\":50,\"origin\":\"pointer\",\"x\":$3,\"y\":0},
		{\"type\":\"pointerUp\",\"button\":0}]}]}"
}

# wheel X Y DY
wheel() {
	wd POST "/session/$wd_session/actions" "{\"actions\":[{\"type\":\"wheel\",\"id\":\"wheel\",
		\"actions\":[{\"type\":\"scroll\",\"duration\":0,\"x\":${1%.*},\"y\":${2%.*},
		\"deltaX\":0,\"deltaY\":$3}]}]}"
}

# keys KEY...: each pressed and let go; a name of WebDriver's code points is written as \uE007
keys() {
	wd_keys=
	for wd_key; do
		wd_keys="$wd_keys${wd_keys:+,}{\"type\":\"keyDown\",\"value\":\"$wd_key\"}"
		wd_keys="$wd_keys,{\"type\":\"keyUp\",\"value\":\"$wd_key\"}"
	done
	wd POST "/session/$wd_session/actions" \
		"{\"actions\":[{\"type\":\"key\",\"id\":\"keys\",\"actions\":[$wd_keys]}]}"
}

# screenshot FILE: of the window
screenshot() {
	wd GET "/session/$wd_session/screenshot"
	"$pick" "$tmp/wd.json" value | base64 -d >"$1"
}

# console: what the browser complained of since the last time
console() {
	wd POST "/session/$wd_session/se/log" '{"type":"browser"}'
	"$pick" "$tmp/wd.json" 'value.[level=SEVERE|WARNING].message'
}

# hostile_log LOG: it, with text in it that a careless page would take for markup or commands
hostile_log() {
	hostile_stamp=$(sed -n 's/^\(\[[ 0-9.]*\]\).*initcall .* returned.*/\1/p' "$1" |
		sed -n 300p)
	# shellcheck disable=SC2016	# no expansion is meant
	awk -v stamp="$hostile_stamp" '
	index($0, stamp " ") == 1 && !done {
		done = 1
		n = split("<script>hacked(1)</script>~\"><svg onload=hacked(2)>~" \
			"<img src=x onerror=hacked(3)>~</script><script>hacked(4)</script>~" \
			"</style><b>bold</b>~]]><!--~&lt;&amp;#60;~javascript:hacked(5)~" \
			"\033[31mred\033[0m\033]0;title\007~\377\376\302~" \
			"\342\200\256gnp.exe\342\200\254~\342\200\250line\342\200\251end~" \
			"{{7*7}}${7*7}`id`~\001\002\010\013\014\016\177~\302\205\302\233", text, "~")
		for (i = 1; i <= n; i++) {
			name = "evil" i text[i] "_init+0x0/0x10 [m" text[i] "]"
			print stamp " calling  " name " @ 1"
			print stamp " probe of dev" text[i] " returned 0 after 7 usecs"
			print stamp " initcall " name " returned -19 after 11 usecs"
			word = text[i]
			gsub(/[^!-~]/, "_", word)
			gsub(/[+ ]/, "_", word)
			print stamp " calling  w" i word "_init+0x0/0x10 @ 1"
			print stamp " initcall w" i word "_init+0x0/0x10 returned 0 after 3 usecs"
		}
	}
	/Command line: / { sub(/$/, " a=\"<script>hacked(6)</script>\"") }
	{ print }' "$1"
}
