#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No source file is longer than 600 lines.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

find analyzer tests -name '*.[ch]' | while read -r f; do
	n=$(wc -l <"$f")
	[ "$n" -le 600 ] || echo "$f: $n lines; split it"
done >"$tmp/bad"
check "no file over 600 lines" "$tmp/bad"
tap_done
