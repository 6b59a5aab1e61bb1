# SPDX-License-Identifier: GPL-2.0-or-later
# Text out of a log is text, whatever it looks like: in SVG, HTML, PNG, PDF and a trace.
need xmllint rsvg-convert
. "$(dirname "$CASE")/logs.inc"
log_hostile >boot.log
cp boot.log 'a"<b>&.log'
"$BOOTCHECK" chart boot.log -o one.svg
"$BOOTCHECK" chart 'a"<b>&.log' -o name.svg
"$BOOTCHECK" chart --before boot.log --after boot.log -o both.svg
for f in one name both; do
	xmllint --noout "$f.svg"
	# no element that is not ours, no handler, no control byte
	xmllint --xpath '//*' "$f.svg" | grep -c -i -e '<script' -e '<b>' -e ' onload=' || true
	LC_ALL=C grep -c "$(printf '[\001-\010\013-\037\177\300\377]')" "$f.svg" || true
done
xmllint --xpath 'string(/*/*[1])' one.svg
"$BOOTCHECK" chart boot.log -o one.png
"$BOOTCHECK" chart boot.log -o one.pdf
"$BOOTCHECK" chart boot.log -o one.html
grep -c -e '<script>alert' -e '<svg/onload' -e '</title><script>alert' one.html || true
"$BOOTCHECK" chart --trace boot.log -o one.json
"$BOOTCHECK" analyze --json boot.log >report.json
"$BUILD/tests/tools/tracecheck" one.json report.json
"$BUILD/tests/tools/jsonpick" one.json 'traceEvents[cat=probe].name' | LC_ALL=C tr -d '\001'
