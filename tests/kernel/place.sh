#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel with the feature and nothing to defer boots as one without the patch: init memory is
# freed at the same place, and the protection of text and data comes where it came.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" plain
plain=$KERNEL
unpatched=$("$LAB/build" unpatched --version "$VERSION")

# The end of boot: lines in their order, without numbers
places() {
	sed -n 's/^<[0-9]*>\[ *[0-9.]*\] //p' "$tmp/$1.log" |
		grep -E 'Freeing unused|Write protecting|Checked W\+X|rodata_test|Run /init as init|x86/mm: Checked|with arguments|with environment' |
		sed 's/[0-9][0-9]*/N/g'
}

for KERNEL in "$unpatched" "$plain"; do
	name=plain
	[ "$KERNEL" = "$plain" ] || name=unpatched
	boot "$name" <<-'END'
	says read guest-tool read $trigger
	says all guest-tool write $trigger all
	says lines wc -l <$status
	END
	booted "$name"
	places "$name" >"$tmp/$name.places"
done
if [ "$(wc -l <"$tmp/unpatched.places")" -ge 4 ]; then
	diff "$tmp/unpatched.places" "$tmp/plain.places" >"$tmp/bad" || :
else
	echo "the unpatched kernel's log has not got the lines" >"$tmp/bad"
fi
check "$VERSION plain: init memory is freed and text protected at the same place" "$tmp/bad"
says_is unpatched read ENOENT "an unpatched kernel has no trigger"
says_is plain read 1 "a read gives 1"
says_is plain all EALREADY "writing all: EALREADY"
says_is plain lines 1 "the status has no row"
log_has plain 1 "$FREED" "init memory is freed once"

memory() {
	sed -n 's/.*Freeing unused kernel image (initmem) memory: \([0-9]*\)K.*/\1/p' "$tmp/$1.log"
}
echo "unpatched $(memory unpatched) K, plain $(memory plain) K" >"$tmp/show"
if [ "$(memory plain)" -ge "$(memory unpatched)" ]; then
	ok "$VERSION plain: as much init memory is freed ($(cat "$tmp/show"))"
else
	not_ok "$VERSION plain: as much init memory is freed" "$tmp/show"
fi
tap_done
