#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With the feature switched off the patched kernel has the code of the unpatched one: the objects
# that the series touches are the same instruction by instruction.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" off
off=$KERNEL/objects
unpatched=$("$LAB/build" unpatched --version "$VERSION")/objects

# code OBJECT: instructions and the symbols they refer to. What depends on line numbers (WARN
# tables, might_sleep arguments) or on place is left out, and where among the strings of a file one
# is: the path of the source is one of them.
code() {
	objdump -dr --no-show-raw-insn --no-addresses "$1" 2>/dev/null |
		sed -e '1,3d' -e 's/[[:space:]]*#.*//' \
			-e 's/\(\.rodata\.str1\.[18]\)+0x[0-9a-f]*/\1/'
}

(cd "$off" && find . -name '*.o') | sort >"$tmp/objects"
(cd "$unpatched" && find . -name '*.o') | sort >"$tmp/objects.unpatched"
diff "$tmp/objects.unpatched" "$tmp/objects" >"$tmp/bad" || :
check "$VERSION off: the same objects as without the patch" "$tmp/bad"
while read -r object; do
	code "$unpatched/$object" >"$tmp/a"
	code "$off/$object" >"$tmp/b"
	[ -s "$tmp/a" ] || [ -s "$tmp/b" ] || continue
	echo "$object" >>"$tmp/with-code"
	diff "$tmp/a" "$tmp/b" >"$tmp/bad" || :
	check "$VERSION off: the code of ${object#./} is as without the patch" "$tmp/bad"
done <"$tmp/objects"

if [ "$(wc -l <"$tmp/with-code")" -ge 10 ] && grep -q init/main.o "$tmp/with-code"; then
	ok "$VERSION off: $(wc -l <"$tmp/with-code") objects with code"
else
	not_ok "$VERSION off: there are objects with code" "$tmp/with-code"
fi

# The whole image, too: the same functions, none bigger
nm -S "$KERNEL/vmlinux" | awk 'NF == 4 && $3 ~ /[tT]/ { print $4, $2 }' | sort >"$tmp/a"
nm -S "${unpatched%/objects}/vmlinux" | awk 'NF == 4 && $3 ~ /[tT]/ { print $4, $2 }' | sort >"$tmp/b"
diff "$tmp/b" "$tmp/a" >"$tmp/bad" || :
check "$VERSION off: vmlinux has the same functions of the same sizes" "$tmp/bad"
tap_done
