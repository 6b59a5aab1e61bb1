#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Pictures of the kernels that were built here: dot takes them all, no view but --all is larger than
# it may be, and a neighbourhood is drawn in time.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
for t in dot xmllint; do
	command -v $t >/dev/null 2>&1 || {
		tap_skip "$t is not installed" "pictures of kernels"
		tap_done
	}
done
xz -dc "$SAMPLES/good-6.12-amd64-patched-before.txt.xz" >"$tmp/boot.log"

# view KERNEL OPTION...: complaints
view() {
	view_kernel=$1
	shift
	timeout 60 "$BOOTCHECK" graph --build "$view_kernel" "$@" -o "$tmp/x.svg" 2>&1 || {
		echo "$*: exit status $?"
		return
	}
	xmllint --huge --noout "$tmp/x.svg" 2>&1 || true
	# (nodes of the picture, but the core, are paths; edges are two with an arrow)
	n=$(grep '<title>[^ <]*/' "$tmp/x.svg" | grep -vc -e '&#45;&gt;' || true)
	case $* in
	*--all*) [ "$n" -gt 60 ] || echo "$*: only $n modules" ;;
	*) [ "$n" -gt 0 ] && [ "$n" -le 60 ] || echo "$*: $n modules" ;;
	esac
}

found=
for d in "${XDG_CACHE_HOME:-$HOME/.cache}"/bootcheck/kernel/obj/6.12-*; do
	if [ ! -r "$d/vmlinux" ] || [ ! -r "$d/vmlinux.a" ]; then
		continue
	fi
	found=1
	{
		view "$d"
		view "$d" "$tmp/boot.log"
		view "$d" "$tmp/boot.log" --critical
		view "$d" "$tmp/boot.log" --around usbcore
		view "$d" --around drivers/base/core
		view "$d" --all "$tmp/boot.log"
	} >"$tmp/bad" 2>&1
	check "pictures of ${d##*/}" "$tmp/bad"
done
[ "$found" ] || tap_skip "no kernel was built here" "pictures of kernels"
tap_done
