#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No Python and no Perl of our own, neither to build nor to run nor to test.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

project_files | grep -E '\.(py|pyx|pl|pm)$|(^|/)(requirements\.txt|pyproject\.toml|setup\.cfg)$' \
	>"$tmp/bad" || true
check "no Python or Perl file" "$tmp/bad"

project_files | grep -v -e '^samples/' -e '^tests/fuzz/corpus/' -e '^tests/lint/nopython\.sh$' \
	-e '^COPYING$' -e '\.\(md\|out\|err\|patch\|gz\|xz\|zst\)$' >"$tmp/files"
# Scripts, the Makefile and C: a word in a comment may speak of it, code may not call it.
tr '\n' '\0' <"$tmp/files" |
	xargs -0 grep -nIE '(^|[^A-Za-z0-9_-])(python[0-9.]*|perl|pip3?)([^A-Za-z0-9_-]|$)' |
	grep -vE '^[^:]*:[0-9]+:[[:space:]]*(#([^!]|$)|//|/?\*)' |
	# (the benchmark compares with a script of the kernel tree, where there is one)
	grep -v "^tests/bench/run:.*bootgraph" >"$tmp/bad" || true
check "nothing calls Python or Perl" "$tmp/bad"
tap_done
