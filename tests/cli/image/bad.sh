# SPDX-License-Identifier: GPL-2.0-or-later
# Files that are of no use: exit status 3 and one line that says what to do.
mkelf=$BUILD/tests/tools/mkelf
refused() {
	code=0
	"$BOOTCHECK" image "$1" || code=$?
	[ "$code" -eq 3 ]
}
for l in $("$mkelf" --list | grep '^bad-'); do
	"$mkelf" "$l" "$l"
	refused "$l"
done
: >empty
refused empty
"$mkelf" x86_64 whole
head -c 3000 whole >cut-off
refused cut-off
