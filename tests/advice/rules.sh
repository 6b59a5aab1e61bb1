#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The built-in rules against a real kernel: each pattern fits something in the source of Linux 6.12,
# and the places of the expert's table are those of that source.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"
: "${BOOTCHECK:=$repo/build/bootcheck}"
expert=tests/advice/expert.tsv

"$BOOTCHECK" rules --check -q >"$tmp/bad" || true
check "the rules are in order" "$tmp/bad"

awk -F '\t' '!/^#/ && NF != 7 { print FNR ": " NF " fields" }
	!/^#/ && $6 !~ /^(defer|ask|keep)$/ { print FNR ": verdict " $6 }
	!/^#/ && seen[$1, $3, $5]++ { print FNR ": " $1 " a second time" }' "$expert" >"$tmp/bad"
check "the expert's table has the form it should" "$tmp/bad"

# The newest source that was fetched for building kernels; it is not fetched for this.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel/src
source=$(find "$cache" -maxdepth 1 -name 'linux-6.12*' 2>/dev/null | LC_ALL=C sort | tail -n 1)
if [ -z "$source" ]; then
	why='no source of Linux 6.12 in the cache; scripts/kernel/build fetches it'
	tap_skip "$why" "each pattern fits something in Linux 6.12"
	tap_skip "$why" "the expert's initcalls are in Linux 6.12"
	tap_done
fi

status=0
"$BOOTCHECK" rules --check -q --source "$source" >"$tmp/bad" || status=$?
[ "$status" -le 1 ] || echo "exit status $status" >>"$tmp/bad"
check "each pattern fits something in Linux 6.12" "$tmp/bad"

# Of a wrapper like module_pci_driver(NAME) the function is NAME_init.
awk -F '\t' '!/^#/ { split($3, at, ":"); print $1 "\t" at[1] "\t" at[2] }' "$expert" |
	while read -r name file line; do
		sed -n "${line}p" "$source/$file" 2>/dev/null | grep -qw -e "$name" -e "${name%_init}" ||
			echo "$name: not at $file:$line"
	done >"$tmp/bad"
check "the expert's initcalls are in Linux 6.12" "$tmp/bad"
tap_done
