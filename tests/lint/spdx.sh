#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every source file and script names its licence in the first lines.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

{
	project_files | grep -e '\.[ch]$' -e '\.sh$' -e '\.bash$' -e '^Makefile$' -e '\.awk$' -e '\.rules$' -e '\.cocci$' || true
	shell_files
} | grep -v -e '^patch/' -e '^samples/' -e '^tests/fuzz/corpus/' | LC_ALL=C sort -u >"$tmp/files"
while read -r f; do
	head -n 3 "$f" | grep -q 'SPDX-License-Identifier: GPL-2\.0-or-later' || echo "$f"
done <"$tmp/files" >"$tmp/bad"
check "$(wc -l <"$tmp/files") files have the SPDX line" "$tmp/bad"
tap_done
