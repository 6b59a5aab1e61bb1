#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel's scripts/checkpatch.pl --strict says of the series and of patch/mainline: nothing,
# but for what patch/README.md names. Boots nothing.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
VERSION=${1:-6.12}
tap_tmp
series=${KERNEL_SERIES_DIR:-$repo/patch/linux-$VERSION}
source=$("$LAB/build" --print-source --version "$VERSION")
checkpatch=$source/scripts/checkpatch.pl
"$checkpatch" --version >/dev/null 2>&1 || lab_skip "the kernel's checkpatch does not run here"

# says PATCH: TYPE: MESSAGE of each; it looks for no maintainers, as that takes a whole tree, and
# leaves a file where it runs
says() {
	(cd "$tmp" && "$checkpatch" --no-tree --strict --show-types --terse "$1") >"$tmp/said" 2>/dev/null ||
		[ $? -eq 1 ] || echo "checkpatch broke off"
	tail -n 1 "$tmp/said" | grep -q '^total: ' || cat "$tmp/said"
	sed -n 's/^[^:]*:\([0-9]*: [A-Z]*:[A-Z_]*:.*\)/\1/p' "$tmp/said"
}

# The macros that define symbols use their arguments as those do that stand beside them
known='MACRO_ARG_REUSE:|MACRO_ARG_PRECEDENCE:|MACRO_WITH_FLOW_CONTROL:'
known="$known|INIT_ATTRIBUTE: Use of __initconst requires" # where it is defined anew
case $VERSION in
5.10) known="$known|SPACING: space required after that ','" ;; # in a line that had it before
7.*) known="$known|ALLOC_WITH_SIZEOF: Prefer kzalloc_obj" ;; # which older kernels do not know
esac
for file in "$series"/[0-9]*.patch; do
	says "$file" | grep -vE "^[0-9]*: [A-Z]*:($known)" >"$tmp/bad" || :
	check "$VERSION ${file#"$repo/patch/"}" "$tmp/bad"
done
for file in "$repo"/patch/mainline/*.patch "$repo"/patch/mainline/*/*.patch; do
	says "$file" >"$tmp/bad"
	check "$VERSION ${file#"$repo/patch/"}" "$tmp/bad"
done

# It does look: spoil the last patch in two ways
sed -e 's/^+\(.*\)calltime;$/+\1calltime ;/' -e '/^Signed-off-by:/d' "$file" >"$tmp/spoiled.patch"
says "$tmp/spoiled.patch" | sed -n 's/.*:\([A-Z_]*\):.*/\1/p' | sort -u | tr '\n' ' ' >"$tmp/found"
if grep -q 'MISSING_SIGN_OFF .*SPACING ' "$tmp/found"; then
	ok "$VERSION a spoiled patch is noticed"
else
	not_ok "$VERSION a spoiled patch is noticed" "$tmp/found"
fi
tap_done
