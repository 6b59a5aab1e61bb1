# SPDX-License-Identifier: GPL-2.0-or-later
# The picture: the same bytes each time, with the call that made v4 slower.
. "$(dirname "$CASE")/logs.inc"
need rsvg-convert
releases
try chart -o a.svg
hist chart >b.svg
cmp a.svg b.svg
grep -c 'class="mark-slower"' a.svg
grep -c 'class="step-slower"' a.svg
grep -o '<title>v4: [^<]*</title>' a.svg
sed -n 's/<text class="call"[^>]*>\(.*\)<\/text>/\1/p; s/<text class="text-slower"[^>]*>\(.*\)<\/text>/\1/p' a.svg
try chart -o a.png
head -c 8 a.png | od -An -tx1
try chart -o a.pdf
head -c 4 a.pdf
echo
try chart --last 2 --width 600 -o c.svg
grep -o '<svg[^>]*>' c.svg
try chart --call first_init --format svg -o d
grep -c 'first_init' d
echo "- one boot a release has no interval, and makes nothing sure"
for i in 1 2 3; do
	"$BOOTCHECK" history --db one add -q "r$i-1" --release "v$i"
done
"$BOOTCHECK" history --db one add -q r4-1 --release v4
"$BOOTCHECK" history --db one chart -o e.svg
grep -c 'class="whisker"' e.svg || true
grep -o 'in v4, maybe chance' e.svg
