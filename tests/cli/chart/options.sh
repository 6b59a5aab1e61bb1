# SPDX-License-Identifier: GPL-2.0-or-later
# Width, rows of the list, and the format: by its name, by the ending, for standard output.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
for px in 480 1400 8000; do
	"$BOOTCHECK" chart --width "$px" boot.log | sed -n 's/^<svg .* \(width="[0-9]*"\).*/\1/p'
done
for n in 0 1 3; do
	"$BOOTCHECK" chart --top "$n" boot.log | grep -c 'class="list"' || true
done
"$BOOTCHECK" chart boot.log >svg
"$BOOTCHECK" chart boot.log --format svg -o picture
"$BOOTCHECK" chart -o picture.svg boot.log
"$BOOTCHECK" chart - <boot.log | sed 's/standard input/boot.log/' >stdin.svg
cmp svg picture
cmp svg picture.svg
"$BOOTCHECK" chart -o - boot.log | cmp svg
"$BOOTCHECK" chart --format trace -o any.svg boot.log
"$BOOTCHECK" chart --trace boot.log | cmp - any.svg
"$BOOTCHECK" chart -o any.json --trace boot.log
cmp any.json any.svg
"$BOOTCHECK" chart --format html boot.log | head -n 1
"$BOOTCHECK" chart -o page.html boot.log
"$BOOTCHECK" chart --format html boot.log | cmp - page.html
# Packed or not, the same picture but for the name.
gzip -c boot.log >packed.log
"$BOOTCHECK" chart packed.log | sed 's/packed\.log/boot.log/' | cmp svg
ls
