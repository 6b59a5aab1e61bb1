#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An include goes only to the own folder and to folders of earlier stages.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

# A folder and the folders it may include from.
cat >"$tmp/rules" <<'END'
base
input base
model input base
advice model input base
compare model input base
history model input base
source advice compare history model input base
report advice compare history model input base
trial advice compare history model input base
cmd source report trial advice compare history model input base
END

find analyzer -name '*.[ch]' | LC_ALL=C sort >"$tmp/files"
xargs grep -nH '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' <"$tmp/files" >"$tmp/includes" || true
awk -v rules="$tmp/rules" '
	BEGIN {
		while ((getline line <rules) > 0) {
			n = split(line, f, " ")
			for (i = 1; i <= n; i++)
				may[f[1], f[i]] = 1
			folder[f[1]] = 1
		}
	}
	{
		split($0, part, ":")
		file = part[1]
		where = part[1] ":" part[2]
		header = $0
		sub(/^[^"]*"/, "", header)
		sub(/".*/, "", header)
		n = split(file, p, "/")
		from = n > 2 ? p[2] : "main"
		if (split(header, h, "/") < 2)
			to = n > 2 ? "" : "main"	# cmd.h, beside main.c
		else
			to = h[1]
		if (to == "")
			print where ": write the folder: \"" from "/" header "\""
		else if (from == "main" || to == "main")
			next
		else if (!(from in folder))
			print where ": folder " from " has no place in the order; see tests/lint/layers.sh"
		else if (to != "cmd.h" && !((from, to) in may))
			print where ": " from "/ may not include " header
	}' "$tmp/includes" >"$tmp/bad"
# Only the commands and main.c know cmd.h.
grep '"cmd\.h"' "$tmp/includes" | grep -v -e '^analyzer/cmd/' -e '^analyzer/main\.c:' >>"$tmp/bad" || true
# Every folder of sources is one that the Makefile compiles and that has a place in the order.
for d in analyzer/*/; do
	d=$(basename "$d")
	if [ -n "$(find "analyzer/$d" -name '*.c')" ] && ! grep -q "^$d\>" "$tmp/rules"; then
		echo "analyzer/$d: a folder of sources that has no place in the order"
	fi
done >>"$tmp/bad"
check "includes go to earlier stages only" "$tmp/bad"
tap_done
