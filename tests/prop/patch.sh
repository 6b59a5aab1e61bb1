#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The patch of a tree of files made at random: git and patch apply it without fuzz, to what sed
# makes of the tree; its hunks are those of diff -u; the opposite patch gives the tree back.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
unset GIT_DIR GIT_WORK_TREE GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL 2>/dev/null || true
files=200

mkdir -p "$tmp/old/include/linux" "$tmp/old/init" "$tmp/old/drivers/misc"
cd "$tmp"
echo '#define __initcall(fn) device_initcall(fn)' >old/include/linux/init.h
printf '#define module_init(x) __initcall(x);\n#define deferred_module_init(x) deferred_initcall(x);\n' \
	>old/include/linux/module.h
echo 'int main_init;' >old/init/main.c

# Few and many lines, some of them alike; one to four initcalls, near and far; LF or CRLF; with the
# last newline or without.
awk -v files="$files" '
	function random(n) {
		seed = (seed * 1103515245 + 12345) % 2147483648
		return int(seed / 65536) % n
	}
	BEGIN {
		seed = 1
		for (f = 0; f < files; f++) {
			name = "old/drivers/misc/f" f ".c"
			eol = random(4) ? "\n" : "\r\n"
			calls = 1 + random(4)
			text = ""
			for (c = 0; c < calls; c++) {
				for (i = random(random(2) ? 5 : 20); i > 0; i--)
					text = text (random(3) ? "\tint x" random(3) ";" : "") eol
				text = text "static int __init f" f "_" c "_init(void) { return 0; }" eol
				text = text "module_init(f" f "_" c "_init);" eol
				print "f" f "_" c "_init" >"names"
			}
			for (i = random(8); i > 0; i--)
				text = text "/* end */" eol
			if (!random(3))
				text = substr(text, 1, length(text) - length(eol))
			printf "%s", text >name
			close(name)
		}
	}'
cp -R old new
for f in old/drivers/misc/*.c; do
	sed 's/^module_init(/deferred_module_init(/' "$f" >edited
	# sed ends the last line; the file may not.
	head -c "$(($(wc -c <"$f") + 9 * $(grep -c '^module_init(' "$f")))" edited >"new/${f#old/}"
done
names=$(paste -sd , names)
"$BOOTCHECK" patch --source old --defer "$names" -o all.patch 2>bad || echo "exit status $?" >>bad
check "$(wc -l <names) initcalls of $files files give a patch" bad
[ -s all.patch ] || tap_done

if command -v git >/dev/null 2>&1; then
	cp -R old git
	(cd git && GIT_CEILING_DIRECTORIES=$tmp git apply --whitespace=nowarn ../all.patch) >bad 2>&1 || echo failed >>bad
	diff -r new git >>bad || true
	check "git apply makes of it what sed makes" bad
else
	tap_skip "git is not installed" "git apply makes of it what sed makes"
fi

if command -v patch >/dev/null 2>&1; then
	cp -R old patched
	patch -p1 -d patched --fuzz=0 --verbose <all.patch >out 2>&1 || echo failed >>out
	grep -e fuzz -e offset -e failed -e FAILED -e CR out >bad || true
	diff -r new patched >>bad || true
	check "patch -p1 makes of it what sed makes, without fuzz or offset" bad
else
	tap_skip "patch is not installed" "patch -p1 makes of it what sed makes, without fuzz or offset"
fi

(
	cd old
	find . -name '*.c' | LC_ALL=C sort | while read -r f; do
		f=${f#./}
		cmp -s "$f" "../new/$f" || {
			echo "diff --git a/$f b/$f"
			diff -u --label "a/$f" --label "b/$f" "$f" "../new/$f" || true
		}
	done
) >want.patch
diff want.patch all.patch >bad || true
check "its bytes are those of diff -u" bad

"$BOOTCHECK" patch --source new --defer "$names" >again.patch 2>out || true
cat again.patch >bad
grep -q 'nothing to change' out || cat out >>bad
check "of what is done it makes nothing" bad
"$BOOTCHECK" patch --source new --defer "$names" --revert -o back.patch 2>bad || true
if command -v patch >/dev/null 2>&1; then
	cp -R new back
	patch -s -p1 -d back --fuzz=0 <back.patch >>bad 2>&1 || echo failed >>bad
	diff -r old back >>bad || true
	check "the opposite patch gives the tree back" bad
else
	tap_skip "patch is not installed" "the opposite patch gives the tree back"
fi
tap_done
