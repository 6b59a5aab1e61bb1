# SPDX-License-Identifier: GPL-2.0-or-later
# rsvg-convert is missing, or fails: what to do, and no file. SVG, HTML and traces do without it.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
try() {
	status=0
	alone "$BOOTCHECK" chart "$@" boot.log || status=$?
	[ "$status" -eq 0 ] || echo "status $status"
}
try -o x.png 2>&1
try -o x.pdf 2>&1
try --format png 2>&1
try -o x.svg
try -o x.html
try --trace -o x.json
ls x.*
fails() {
	mkdir -p bin
	cat >bin/rsvg-convert
	chmod +x bin/rsvg-convert
	status=0
	PATH=$PWD/bin:$PATH "$BOOTCHECK" chart -o y.png boot.log 2>&1 || status=$?
	echo "status $status"
}
fails <<'END'
#!/bin/sh
cat >/dev/null
printf '\211PNG half of it'
echo 'warning' >&2
echo 'no room for the rest' >&2
exit 1
END
fails <<'END'
#!/bin/sh
exit 4
END
fails <<'END'
#!/bin/sh
kill -KILL $$
END
ls y.* 2>/dev/null || echo "no y.png"
