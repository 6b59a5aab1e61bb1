#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The selftest that the series brings along, as somebody who only has the kernel would run it.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"

# A new file in a patch is its lines with a "+" in front
cat "${KERNEL_SERIES_DIR:-$repo/patch/linux-$VERSION}"/*.patch | awk '
	/^diff --git / { mine = /selftests\/deferred_initcalls\/deferred_initcalls\.sh$/ }
	mine && /^\+/ && !/^\+\+\+ / { print substr($0, 2) }' >"$tmp/selftest"

boot selftest --console "$tmp/console" --file "$tmp/selftest:selftest" --append 'deferred_initcalls=loop_init' <<'END'
sh /lab/selftest | sed 's/^/selftest: /'
END
booted selftest
sed -n 's/^selftest: //p' "$tmp/selftest.out" >"$tmp/tap"
grep '^not ok ' "$tmp/tap" >"$tmp/bad" || :
good=$(grep -c '^ok ' "$tmp/tap") || :
grep -qx "1\.\.$good" "$tmp/tap" || echo "no plan of $good tests" >>"$tmp/bad"
[ "$good" -ge 30 ] || echo "only $good tests" >>"$tmp/bad"
[ ! -s "$tmp/bad" ] || grep '^#' "$tmp/tap" >>"$tmp/bad" || :
check "$VERSION selftest: its $good tests pass" "$tmp/bad"

# The firmware before starts a second processor at the wrong place now and then
if [ "$ARCH" = riscv64 ]; then
	sed -n 's,^OpenSBI v,,p' "$tmp/console" >"$tmp/opensbi"
	if awk -F . '{ good = $1 > 1 || $2 >= 3 } END { exit !good }' "$tmp/opensbi"; then
		ok "$VERSION selftest: the firmware has no race, $(cat "$tmp/opensbi")"
	else
		not_ok "$VERSION selftest: OpenSBI 1.3 or later" "$tmp/opensbi"
	fi
fi
tap_done
