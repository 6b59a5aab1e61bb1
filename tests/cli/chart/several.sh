# SPDX-License-Identifier: GPL-2.0-or-later
# Of several boots the one in the middle is drawn; before and after on one scale.
. "$(dirname "$CASE")/logs.inc"
for us in 0 10000 30000; do
	log_all "$us" | sed "s/0\\.110000\\] Run/0.$((110000 + us))] Run/" >"boot-$us"
done
"$BOOTCHECK" chart boot-30000 boot-0 boot-10000 | grep -e boot- -e '3 boots'
"$BOOTCHECK" chart --before boot-10000 boot-30000 --after boot-0 >both.svg
grep -e boot- -e '"verdict"' both.svg
# A word that is no option belongs to the side before it.
"$BOOTCHECK" chart --after boot-0 --before boot-10000 boot-30000 >again.svg
cmp both.svg again.svg
"$BOOTCHECK" chart --before boot-10000 boot-30000 --after boot-0 --trace -o both.json
"$BUILD/tests/tools/tracecheck" both.json
"$BUILD/tests/tools/jsonpick" both.json otherData.boots.name otherData.boots.file
