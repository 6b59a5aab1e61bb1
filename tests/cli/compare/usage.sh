# SPDX-License-Identifier: GPL-2.0-or-later
# One line that names the mistake; status 2.
cd "$SAMPLES" || exit
log=good-6.12-amd64-dmesg.txt
try() {
	status=0
	"$BOOTCHECK" compare "$@" 2>&1 || status=$?
	[ "$status" -eq 2 ] || echo "status $status"
}
try
try "$log" "$log"
try --before "$log"
try --after "$log"
try --before - --after -
try --before "$log" --after "$log" --fail-above 3x
try --before "$log" --after "$log" --min-change=-1
try --before "$log" --after "$log" --margin ''
try --before "$log" --after "$log" --allow foo
try --before "$log" --after "$log" --allow foo:3%
try --before "$log" --after "$log" --allow '(:3ms'
try --before "$log" --after "$log" --top 0
try --before "$log" --after "$log" --pdf f
