#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel's scripts/checkpatch.pl says of the edits of all drivers: nothing that it does not
# say of the lines as they were. Takes some minutes.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/kernel/edited.sh
. "$repo/tests/kernel/edited.sh"
edited_begin "${1:-6.12}"
CHECKPATCH=${CHECKPATCH:-$PLAIN/scripts/checkpatch.pl}
"$CHECKPATCH" --version >/dev/null 2>&1 || lab_skip "the kernel's checkpatch does not run here"

# The patch that takes the edits back: its added lines are those from before
awk '
function flush(i) {
	for (i = 0; i < nadd; i++) print "-" add[i]
	for (i = 0; i < ndel; i++) print "+" del[i]
	nadd = ndel = 0
}
/^(diff|---|\+\+\+) / { flush(); print; next }
/^@@ / { flush(); print $1, "-" substr($3, 2), "+" substr($2, 2), $4; next }
/^-/ { if (nadd) flush(); del[ndel++] = substr($0, 2); next }
/^\+/ { add[nadd++] = substr($0, 2); next }
{ flush(); print }
END { flush() }' "$WORK/edits.patch" >"$tmp/before.patch"

# Not looked at:
#  PARENTHESIS_ALIGNMENT: arguments in further lines stay where they are. One that an edit moves could
#    not be told from one that was there, when the edit is taken back.
#  LONG_LINE_COMMENT: a comment behind the macro is not moved.
IGNORED=PARENTHESIS_ALIGNMENT,LONG_LINE_COMMENT

# says PATCH: FILE TYPE of each message
says() {
	# a status of 1: there is something; no tree, as it would look up the maintainer of each file; and it
	# leaves a file where it runs
	(cd "$tmp" && "$CHECKPATCH" --no-tree --strict --no-signoff --show-types --terse --ignore "$IGNORED" \
		--patch "$1") >"$tmp/said" 2>/dev/null || [ $? -eq 1 ] || echo "checkpatch broke off"
	sed -n 's/^[^:]*:\([0-9]*\): \([A-Z]*:[A-Z_]*\):.*/\1 \2/p' "$tmp/said" >"$tmp/messages"
	tail -n 1 "$tmp/said" | grep -q '^total: ' || cat "$tmp/said"
	awk 'FNR == NR { said[$1] = said[$1] " " $2; next }
		/^\+\+\+ / { file = substr($2, 3) }
		FNR in said { n = split(said[FNR], w, " "); for (i = 1; i <= n; i++) print file, w[i] }' \
		"$tmp/messages" "$1" | sort -u
}

# A macro that is defined anew has the lines of the kernel's own: what is said of these where they stand
# is not said of the edit.
copied() {
	awk '
	/^\+\+\+ / { file = substr($2, 3) }
	/^\+#pragma push_macro/ { split($0, w, "\""); print file, w[2] }' "$WORK/edits.patch" | sort -u |
	while read -r file macro; do
		case $macro in
		*_initcall)
			[ -s "$tmp/of-$macro" ] || said_of "$macro" >"$tmp/of-$macro"
			sed "s,^,$file ," "$tmp/of-$macro"
			;;
		esac
	done | sort -u
}

# said_of MACRO: TYPE of each message about its definition
said_of() {
	grep -rlE "^#[ 	]*define $1\(" "$PLAIN/include" "$PLAIN/arch" --include='*.h' | while read -r header; do
		(cd "$tmp" && "$CHECKPATCH" --no-tree --strict --show-types --terse -f "$header") 2>/dev/null |
			sed -n 's/^.*\.h:\([0-9]*\): \([A-Z]*:[A-Z_]*\):.*/\1 \2/p' |
			awk -v macro="$1" '
			FNR == NR { said[$1] = said[$1] "\n" $2; next }
			index($0, "define " macro "(") { within = 1 }
			within && FNR in said { print substr(said[FNR], 2) }
			!/\\$/ { within = 0 }' - "$header"
	done | sort -u
	echo -
}

says "$tmp/before.patch" >"$tmp/before"
says "$WORK/edits.patch" >"$tmp/after"
copied >"$tmp/copied"
comm -13 "$tmp/before" "$tmp/after" | comm -23 - "$tmp/copied" >"$tmp/bad"
check "$VERSION checkpatch has nothing new to say of $(wc -l <"$EDITS") edits" "$tmp/bad"
echo "# of $(wc -l <"$tmp/after") lines it says what it said before"
tap_done
