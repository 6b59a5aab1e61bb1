#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The forms that tests/tools/rewrite.c makes are those of the real dmesg, byte for byte, where that
# is installed and can read a file. Otherwise the other tests would test against a wish.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BUILD:=$repo/build/release}"
rewrite=$BUILD/tests/tools/rewrite
sample=$SAMPLES/good-6.12-s390x-dmesg.txt

if ! dmesg --version 2>/dev/null | grep -q util-linux; then
	tap_skip "the dmesg of util-linux is not installed" "all"
	tap_done
fi
if [ ! -r "$sample" ]; then
	tap_skip "samples/good-6.12-s390x-dmesg.txt is not there" "all"
	tap_done
fi

"$rewrite" raw <"$sample" >"$tmp/raw"
if ! dmesg -F "$tmp/raw" >"$tmp/real" 2>/dev/null; then
	tap_skip "this dmesg cannot read a file" "all"
	tap_done
fi
diff "$sample" "$tmp/real" >"$tmp/why" || true
check "dmesg of the raw log is the plain log" "$tmp/why"

# same FORM OPTION...: rewrite FORM writes what dmesg OPTION... does
same() {
	form=$1
	shift
	if ! dmesg -F "$tmp/raw" "$@" >"$tmp/real" 2>/dev/null; then
		tap_skip "this dmesg does not know $*" "$form"
		return 0
	fi
	"$rewrite" "$form" <"$sample" >"$tmp/ours"
	diff "$tmp/real" "$tmp/ours" | head -n 20 >"$tmp/why" || true
	check "$form is dmesg $*" "$tmp/why"
}
same raw -r
same dmesg-x -x
same dmesg-d -d
same dmesg-delta --time-format delta
same notime -t
same ansi --color=always
tap_done
