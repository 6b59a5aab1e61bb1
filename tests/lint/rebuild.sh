#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# make: nothing is built twice, and what a change touches is built again.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

make=${LINT_MAKE:-make}
O=${BUILD_O:-build}
# Flags that the outer make was called with hold for the inner one, its job server does not.
MAKEFLAGS=$(printf '%s' "${MAKEFLAGS-}" |
	sed -e 's/--jobserver-[a-z]*=[^ ]*//g' -e 's/ -j[0-9]*//g' -e 's/^[a-zA-Z]*//')
export MAKEFLAGS
unset MAKELEVEL MFLAGS

# compiles ARG...: how many files would be compiled
compiles() {
	"$make" -n V=1 O="$O" "$@" 2>"$tmp/err" | grep -c -e ' -c -o ' || true
}

if [ ! -e "$O/bootcheck" ]; then
	tap_skip "no build in $O" "rebuild"
	tap_done
fi
"$make" -s O="$O" all tests >"$tmp/out" 2>&1 || cat "$tmp/out"
"$make" -n V=1 O="$O" all tests 2>&1 | grep -v 'Nothing to be done' >"$tmp/bad" || true
check "a second make does nothing" "$tmp/bad"

all=$(find analyzer -name '*.c' ! -name table_plain.c ! -name dl_static.c | wc -l)
n=$(compiles CFLAGS='-O1 -g' all)
if [ "$n" -eq "$all" ]; then
	ok "other flags: all is compiled again"
else
	not_ok "other flags: $n of $all files are compiled again" "$tmp/err"
fi

users=$(grep -l '"base/version\.h"' analyzer/*.c analyzer/*/*.c | wc -l)
n=$(compiles -W analyzer/base/version.h all)
if [ "$n" -ge "$users" ] && [ "$n" -gt 0 ] && [ "$n" -lt "$all" ]; then
	ok "a changed header: its users are compiled again"
else
	not_ok "a changed header: $n files are compiled again, $users include it" "$tmp/err"
fi

n=$("$make" -n V=1 O="$O" VERSION=9.9.9 all 2>/dev/null | grep -c 'DBOOTCHECK_VERSION=..9\.9\.9' || true)
if [ "$n" -ge 1 ]; then
	ok "another version number reaches the compiler"
else
	not_ok "another version number does not reach the compiler"
fi
tap_done
