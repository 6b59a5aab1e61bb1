#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The static program needs nothing around it, and gives the answers of the usual one.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"
: "${BOOTCHECK:=$repo/build/bootcheck}"
O=${BUILD_O:-build}

MAKEFLAGS=$(printf '%s' "${MAKEFLAGS-}" |
	sed -e 's/--jobserver-[a-z]*=[^ ]*//g' -e 's/ -j[0-9]*//g' -e 's/^[a-zA-Z]*//')
export MAKEFLAGS
unset MAKELEVEL MFLAGS

"${LINT_MAKE:-make}" -s O="$O" static >"$tmp/bad" 2>&1 || echo "make static failed" >>"$tmp/bad"
check "it builds, without warnings of the linker" "$tmp/bad"
if [ ! -x "$O/bootcheck-static" ]; then
	tap_done
fi

mkdir "$tmp/root"
cp -L "$O/bootcheck-static" "$tmp/root/bootcheck"
cp "$SAMPLES/good-6.12-amd64-dmesg.txt" "$tmp/root/log"
"$BOOTCHECK" analyze --json --all - <"$tmp/root/log" >"$tmp/want"
if [ "$(id -u)" -eq 0 ] && chroot "$tmp/root" /bootcheck --version >"$tmp/out" 2>&1; then
	chroot "$tmp/root" /bootcheck analyze --json --all - <"$tmp/root/log" >"$tmp/got" 2>&1 || true
	diff "$tmp/want" "$tmp/got" >"$tmp/bad" || true
	check "it runs in an empty root" "$tmp/bad"
	chroot "$tmp/root" /bootcheck analyze /log >"$tmp/got" 2>"$tmp/bad" || true
	[ -s "$tmp/got" ] || echo "no report" >>"$tmp/bad"
	check "its text report is there" "$tmp/bad"
else
	tap_skip "chroot needs root" "it runs in an empty root"
	env -i "$tmp/root/bootcheck" analyze --json --all - <"$tmp/root/log" >"$tmp/got" 2>&1 || true
	diff "$tmp/want" "$tmp/got" >"$tmp/bad" || true
	check "it gives the same answer" "$tmp/bad"
fi
tap_done
