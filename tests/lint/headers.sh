#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A header compiles alone, whatever was included before it.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

: "${LINT_CC:=gcc}" "${LINT_FLAGS:=-std=gnu11 -D_GNU_SOURCE -Ianalyzer}"
find analyzer tests -name '*.h' | LC_ALL=C sort >"$tmp/headers"
while read -r h; do
	# Twice: a header without a guard shows.
	printf '#include "%s"\n#include "%s"\n' "$h" "$h" >"$tmp/x.c"
	# shellcheck disable=SC2086	# flags are words
	$LINT_CC $LINT_FLAGS -I. -Itests -I"$(dirname "$h")" -Wall -Wextra -Werror -Wstrict-prototypes \
		-Wundef -fsyntax-only "$tmp/x.c" 2>"$tmp/why" || {
		echo "$h:"
		head -n 5 "$tmp/why"
	}
done <"$tmp/headers" >"$tmp/bad"
check "$(wc -l <"$tmp/headers") headers compile alone" "$tmp/bad"
tap_done
