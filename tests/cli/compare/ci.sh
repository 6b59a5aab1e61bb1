# SPDX-License-Identifier: GPL-2.0-or-later
# What CI reads: JUnit, KTAP, Markdown; the ending of -o chooses a format.
. "$(dirname "$CASE")/logs.inc"
logs
"$BOOTCHECK" compare -q --before old-[1-4] --after new-[1-4] --fail-above 3% \
	--allow 'second_init:2ms' --allow 'first_init:1ms' --junit j.xml --ktap k --markdown m.md \
	>out 2>err || echo "status $?"
cat err j.xml k m.md
"$BOOTCHECK" compare --before old-[1-4] --after old-[1-4] --fail-above 3% -o o.xml
"$BOOTCHECK" compare --before old-[1-4] --after old-[1-4] -o o.md
"$BOOTCHECK" compare --before old-[1-4] --after old-[1-4] -o o.json
head -n 3 o.xml
head -n 1 o.md
head -c 35 o.json
echo
"$BOOTCHECK" compare --before old-[1-4] --after old-[1-4] -q --ktap k >out
cat k
