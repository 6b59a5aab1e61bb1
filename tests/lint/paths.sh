#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The tree names no place that only one machine has, and no leftovers of editing.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

project_files | grep -v '^tests/lint/paths\.sh$' >"$tmp/files"
# Real logs and found inputs are kept as they came.
grep -v -e '^samples/' -e '^tests/fuzz/corpus/' "$tmp/files" >"$tmp/ours"

in_ours() {
	tr '\n' '\0' <"$tmp/ours" | xargs -0 grep -nHIE "$1" >"$tmp/bad" || true
}

in_ours '(^|[^A-Za-z0-9_.$}/-])/(work|farm|home|root|Users|mnt)/[A-Za-z0-9_.-]'
check "no folder of one machine" "$tmp/bad"

# Temporary files have names from mktemp.
in_ours '(^|[^A-Za-z0-9_.$}/-])/(tmp|var/tmp|dev/shm)/[A-Za-z0-9_.]'
# (a guest system has one of its own)
grep -v "^scripts/lib/guest-" "$tmp/bad" >"$tmp/bad2" || true
check "no fixed name in /tmp" "$tmp/bad2"

# Where packages come from is the system's business.
in_ours '(deb|security|snapshot|archive)\.(debian|ubuntu)\.(org|com)|pkgs\.[a-z]+\.[a-z]+/|registry\.[a-z]+'
check "no host of a package source" "$tmp/bad"

in_ours '^(<{7}|>{7}|={7})( |$)'
check "no conflict marker" "$tmp/bad"

in_ours '[[:space:]]$'
grep -v -e '^[^:]*\.\(out\|err\|md\|patch\|diff\):' -e '^patch/' "$tmp/bad" >"$tmp/bad2" || true
check "no white space at the end of a line" "$tmp/bad2"
tap_done
