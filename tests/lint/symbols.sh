#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No function of ours has the name of one in a library: the linker would take ours for theirs, in
# the library's own calls, too, and say nothing.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"
: "${BUILD:=$repo/build/release}"

find "$BUILD/analyzer" -name '*.o' >"$tmp/objects" 2>/dev/null || true
if ! command -v nm >/dev/null 2>&1 || [ ! -s "$tmp/objects" ]; then
	tap_skip "no nm or nothing built" "names of functions"
	tap_done
fi

# The libraries of the program and of the test programs, each by its file.
find "$BUILD" -type f -perm -u+x -exec ldd {} + 2>/dev/null |
	sed -n 's/.*=> *\(\/[^ ]*\) .*/\1/p' | LC_ALL=C sort -u >"$tmp/libs"

# $tmp/names: function, object
while read -r o; do
	nm --defined-only "$o" | awk -v o="${o#"$BUILD"/}" '$2 ~ /^[TDBRC]$/ { print $3, o }'
done <"$tmp/objects" | LC_ALL=C sort >"$tmp/names"
while read -r lib; do
	nm -D --defined-only "$lib" | awk '{ sub(/@.*/, "", $3); print $3 }' | LC_ALL=C sort -u |
		LC_ALL=C join "$tmp/names" - | sed "s|\$|: ${lib##*/} has that, too|"
done <"$tmp/libs" | grep -v -e '^main ' -e '^_' >"$tmp/bad" || true
check "no name is that of a library function ($(wc -l <"$tmp/libs") libraries)" "$tmp/bad"
tap_done
