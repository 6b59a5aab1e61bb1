# SPDX-License-Identifier: GPL-2.0-or-later
# The page for a review, besides the report or by the ending of -o; nothing is left of a failed run.
. "$(dirname "$CASE")/logs.inc"
logs
"$BOOTCHECK" compare -q --before old-[1-4] --after new-[1-4] --html r.html >out
"$BOOTCHECK" compare -q --before old-[1-4] --after new-[1-4] | cmp - out
"$BOOTCHECK" compare --before old-[1-4] --after new-[1-4] -o o.html
cmp r.html o.html
head -n 1 r.html
"$BOOTCHECK" compare --before old-[1-4] --after old-[1-4] --html no/such/folder/r.html >out && exit 1
[ $? -eq 3 ]
echo text >bad
"$BOOTCHECK" compare --before old-1 --after bad --html x.html && exit 1
[ $? -eq 3 ] && [ ! -e x.html ]
