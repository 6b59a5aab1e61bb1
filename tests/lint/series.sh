#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The patch series of the kernels: what several share is there once, as a file of patch/common that
# they link to; a number stands for the same patch everywhere; the README lists what is of one kernel.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo/patch"
series=$(find . -mindepth 1 -maxdepth 1 -name 'linux-*' | sed 's,^\./,,' | LC_ALL=C sort)

# a line for each: FOLDER NUMBER NAME, and what it links to
for dir in $series; do
	for file in "$dir"/[0-9]*.patch; do
		name=${file##*/}
		printf '%s %s %s %s\n' "$dir" "${name%%-*}" "${name#*-}" "$(readlink "$file" || :)"
	done
done >"$tmp/list"

awk 'NF == 4 && $4 != "../common/" $3 { print $1 "/" $2 "-" $3 " links to " $4 }' "$tmp/list" >"$tmp/bad"
find . -type l ! -exec test -e {} \; -print | sed 's/$/ links to nothing/' >>"$tmp/bad"
check "links lead to the patch of that name in common" "$tmp/bad"

# two that are the same, in folders of kernels
awk 'NF == 3 { print $1 "/" $2 "-" $3 }' "$tmp/list" >"$tmp/own"
while read -r file; do
	printf '%s %s\n' "$(sha256sum <"$file" | cut -c 1-64)" "$file"
done <"$tmp/own" | LC_ALL=C sort | awk '$1 == sum { print $2 " is the same as " file } { sum = $1; file = $2 }' \
	>"$tmp/bad"
check "$(wc -l <"$tmp/own") patches of one kernel, each another" "$tmp/bad"

# one that is in common for one kernel alone would hide that it is that kernel's
for file in common/*; do
	n=$(awk -v name="${file##*/}" 'NF == 4 && $3 == name { n++ } END { print n + 0 }' "$tmp/list")
	[ "$n" -ge 2 ] || echo "$file is linked by $n"
done >"$tmp/bad"
check "$(find common -type f | wc -l) patches in common, each of two kernels and more" "$tmp/bad"

awk '$2 in name && name[$2] != $3 { print $2 " is " name[$2] " and " $3 } { name[$2] = $3 }
	$3 in number && number[$3] != $2 { print $3 " is " number[$3] " and " $2 } { number[$3] = $2 }' \
	"$tmp/list" >"$tmp/bad"
check "a number is the same patch in every kernel" "$tmp/bad"

# the table of the README, cell by cell: = is a link, own is a file, - is no such patch
awk '
FNR == NR {
	is[$1, $2] = NF == 4 ? "=" : "**own**"
	numbers[$2] = folders[$1] = 1
	next
}
!/^\|/ { table = 0 }
/^\| \| \|/ {
	table = 1
	for (i = 4; i < NF; i++)
		kernel[i] = "linux-" $i
}
table && $2 ~ /^[0-9][0-9][0-9][0-9]$/ {
	for (i = 4; i < NF; i++)
		cell[kernel[i], $2] = $i
}
END {
	for (n in numbers)
		for (f in folders) {
			want = (f, n) in is ? is[f, n] : "-"
			got = (f, n) in cell ? cell[f, n] : "nothing"
			if (want != got)
				print n " of " f " is " want ", patch/README.md says " got
		}
}' "$tmp/list" FS=' *[|] *' README.md | LC_ALL=C sort >"$tmp/bad"
for dir in $series; do
	grep -q "^| \`$dir/\` |" README.md || echo "$dir is not in patch/README.md" >>"$tmp/bad"
done
check "patch/README.md says what differs" "$tmp/bad"

for file in "$repo"/patch/*/*.patch; do
	grep -q '^From: bootcheck maintainers <maintainers@bootcheck.example>$' "$file" &&
		grep -q '^Signed-off-by: ' "$file" && grep -q '^Subject: \[PATCH\] ' "$file" ||
		echo "${file#"$repo/"}: no From:, Subject: or Signed-off-by:"
done >"$tmp/bad"
check "author, subject and sign-off" "$tmp/bad"
tap_done
