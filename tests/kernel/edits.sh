#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Edits of every form, of every macro: they compile without a warning, built in as well as in
# modules, and the object says that just these calls are deferred. Links nothing and boots nothing;
# drivers.sh does it with whole kernels.
#
#   edits.sh [VERSION [x86_64|arm64]]
#
# The files are those of edits-x86_64.list or edits-arm64.list.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
ARCH=${2:-x86_64} CROSS=''
case $ARCH in
x86_64)	[ "$(uname -m)" = x86_64 ] || CROSS=x86_64-linux-gnu- ;;
arm64)	[ "$(uname -m)" = aarch64 ] || CROSS=aarch64-linux-gnu- ;;
*)	lab_skip "no list of files for $ARCH" ;;
esac
command -v "${CROSS}gcc" >/dev/null 2>&1 || lab_skip "${CROSS}gcc is not installed"
# shellcheck source=tests/kernel/edited.sh
. "$repo/tests/kernel/edited.sh"
edited_begin "${1:-6.12}"
what="$VERSION $ARCH"

cut -f 3,4 "$EDITS" | sort -u >"$tmp/kinds"
cut -f 1,3,4 "$EDITS" | sort -u >"$tmp/places"
grep -v '^#' "$repo/tests/kernel/edits-$ARCH.list" | awk -F '\t' '
	FNR == NR { is[$1, $2, $3]; next }
	{ split($0, w, " "); if ((w[3], w[1], w[2]) in is) print w[3] }' "$tmp/places" - |
	sort -u >"$tmp/sources"
sed 's/c$/o/' "$tmp/sources" >"$tmp/objects"
awk -F '\t' 'FNR == NR { is[$1]; next } $1 in is' "$tmp/sources" "$EDITS" >"$tmp/calls"
cut -f 1,2 "$tmp/calls" | sort -u >"$tmp/edits"
cut -f 3,4 "$tmp/calls" | sort -u >"$tmp/tried"
echo "# $(wc -l <"$tmp/tried") of $(wc -l <"$tmp/kinds") kinds of edits, the others are of" \
	"other machines: $(comm -13 "$tmp/tried" "$tmp/kinds" | cut -f 1 | tr '\n' ' ')"

# compile TARGET: the objects in $OBJ
compile() {
	OBJ=$WORK/edits-$ARCH-$1
	kconfigure "$OBJ" "$1" "$repo/tests/kernel/edits.config" >"$tmp/out" 2>&1 || {
		not_ok "$what $1: configure" "$tmp/out"
		tap_done
	}
	rc=0
	(cd "$OBJ" && xargs rm -f) <"$tmp/objects"
	# shellcheck disable=SC2046 # names without spaces
	kbuild "$OBJ" -k $(cat "$tmp/objects") >"$OBJ/build.log" 2>&1 || rc=$?
	{
		[ "$rc" -eq 0 ] || echo "make: exit status $rc; the whole log: $OBJ/build.log"
		grep -A 3 -E '(warning|error|WARNING|ERROR):|\*\*\*' "$OBJ/build.log" || :
	} >"$tmp/bad"
	check "$what $1: $(wc -l <"$tmp/objects") files compile without a warning" "$tmp/bad"
}

compile allyesconfig
recorded "$OBJ" "$tmp/objects" >"$tmp/recorded"
sed -n 's/^deferred	//p' "$tmp/recorded" | cut -f 1,3 | sort -u >"$tmp/deferred"
sed -n 's/^initcall	\(.*\)	[67]s*$/\1/p' "$tmp/recorded" | cut -f 1,3 | sort -u >"$tmp/level"
missing "$OBJ" "$tmp/sources" "$tmp/deferred" recorded >"$tmp/bad"
check "$what built in: every edited call is deferred" "$tmp/bad"
comm -23 "$tmp/deferred" "$tmp/edits" >"$tmp/bad"
check "$what built in: and no other" "$tmp/bad"
comm -13 "$tmp/level" "$tmp/deferred" >"$tmp/bad"
check "$what built in: each has its place in the table, for deferred_initcalls=off" "$tmp/bad"
sed -n 's/^deferred	//p' "$tmp/recorded" | awk -F '\t' '{ n[$1]++ }
	END { for (file in n) printf "%s %06x\n", file, 8 * n[file] }' | sort >"$tmp/want"
sections "$OBJ" "$tmp/objects" | diff "$tmp/want" - >"$tmp/bad" || :
check "$what built in: the section has a pointer for each, and no more" "$tmp/bad"

compile allmodconfig
# What is no module here stays built in, and some have another beginning as modules, or none
as_module "$OBJ" "$tmp/objects" >"$tmp/begins"
recorded "$OBJ" "$tmp/objects" | sed -n 's/^deferred	//p' | cut -f 1 | sort -u >"$tmp/builtin"
awk -F '\t' 'FNR == NR { is[$1]; next } $1 in is' "$tmp/begins" "$tmp/edits" >"$tmp/entered"
comm -23 "$tmp/sources" "$tmp/builtin" >"$tmp/modules"
missing "$OBJ" "$tmp/modules" "$tmp/entered" as_module >"$tmp/bad"
check "$what modules: every edited call is the entry of a module, or built in" "$tmp/bad"
sections "$OBJ" "$tmp/objects" | cut -d ' ' -f 1 | comm -12 - "$tmp/begins" >"$tmp/bad"
check "$what modules: no section of deferred calls" "$tmp/bad"
echo "# $(wc -l <"$tmp/begins") of them are modules"
tap_done
