#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel with thousands of drivers, every one edited into its deferred form: it compiles without
# a warning, modpost is content, and what its image and its objects say is deferred are the edited
# calls and no other. Takes an hour when nothing is in the cache.
#
#   drivers.sh VERSION x86_64|arm64 y|m     y: built in, m: as modules
#
# DRIVERS_CONFIG is a file with more words on the configuration.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
ARCH=${2:-x86_64} KIND=${3:-y} CROSS=''
# shellcheck source=tests/kernel/edited.sh
. "$repo/tests/kernel/edited.sh"
case $ARCH in
x86_64)	[ "$(uname -m)" = x86_64 ] || CROSS=x86_64-linux-gnu- ;;
arm64)	[ "$(uname -m)" = aarch64 ] || CROSS=aarch64-linux-gnu- ;;
*)	lab_skip "no configuration for $ARCH" ;;
esac
command -v "${CROSS}gcc" >/dev/null 2>&1 || lab_skip "${CROSS}gcc is not installed"
edited_begin "${1:-6.12}"
what="$VERSION $ARCH =$KIND:"
OBJ=$WORK/$ARCH-$KIND
LOG=$OBJ/build.log

# --- Build it ------------------------------------------------------------------------------------

begin=$(date +%s)
for fragment in drivers "drivers-$ARCH" "drivers-$VERSION"; do
	[ ! -f "$repo/tests/kernel/$fragment.config" ] || cat "$repo/tests/kernel/$fragment.config"
done >"$tmp/config"
[ -z "${DRIVERS_CONFIG-}" ] || cat "$DRIVERS_CONFIG" >>"$tmp/config"
[ "$KIND" = y ] && target=allyesconfig goals=vmlinux || target=allmodconfig goals='vmlinux modules'
kconfigure "$OBJ" "$target" "$tmp/config" >"$tmp/out" 2>&1 || {
	not_ok "$what configure" "$tmp/out"
	tap_done
}
rc=0
# shellcheck disable=SC2086 # two words
kbuild "$OBJ" -k $goals >"$LOG" 2>&1 || rc=$?
{
	[ "$rc" -eq 0 ] || echo "make: exit status $rc; the whole log: $LOG"
	grep -n -A 3 -E '(warning|error|WARNING|ERROR):|\*\*\*|modpost: ' "$LOG" || :
} >"$tmp/bad"
check "$what compiled, linked and passed by modpost without a warning" "$tmp/bad"
echo "# $(grep -c -E '^  CC ' "$LOG") files compiled in $((($(date +%s) - begin) / 60)) minutes"

# --- What is built in ----------------------------------------------------------------------------

[ -f "$OBJ/vmlinux.a" ] || {
	echo "no vmlinux.a" >"$tmp/bad"
	not_ok "$what there is a kernel" "$tmp/bad"
	tap_done
}
(cd "$OBJ" && ar t vmlinux.a) | sed "s,^$OBJ/,,; s,^\./,," | sort -u >"$tmp/objects"
recorded "$OBJ" "$tmp/objects" | whence "$OBJ" "$tmp/objects" >"$tmp/recorded"
cut -f 1,2 "$EDITS" | sort -u >"$tmp/edits"
sed -n 's/^deferred	//p' "$tmp/recorded" | cut -f 1,3 | sort -u >"$tmp/deferred"
# FILE FUNCTION of level device and later, but for those that are deferred
sed -n 's/^initcall	\(.*\)	[67]s*$/\1/p' "$tmp/recorded" | cut -f 1,3 | sort -u |
	comm -23 - "$tmp/deferred" >"$tmp/left"

comm -12 "$tmp/left" "$tmp/edits" >"$tmp/bad"
check "$what no edited call is left at its level" "$tmp/bad"

# the kernel's own test calls were deferred before
cut -f 1,2 "$OTHERS" | sort -u >"$tmp/others"
cat "$tmp/edits" "$tmp/others" | sort -u | comm -23 "$tmp/deferred" - >"$tmp/bad"
check "$what only edited calls are deferred" "$tmp/bad"

# What else there is at these levels: refused, or declared by a macro of its own
comm -23 "$tmp/left" "$tmp/others" >"$tmp/unlisted"
while IFS='	' read -r file function; do
	grep -q -E "^[a-z_]*initcall(_sync)?\($function\)|^(deferred_)?module_init\($function\)" \
		"$TREE/$file" && echo "$file: $function"
done <"$tmp/unlisted" >"$tmp/bad" || :
check "$what nothing at the level of drivers was overlooked" "$tmp/bad"
sed 's/^/# not deferred: /' "$tmp/unlisted"

sed 's/\.o$/.c/' "$tmp/objects" >"$tmp/sources"
missing "$OBJ" "$tmp/sources" "$tmp/deferred" recorded >"$tmp/bad"
check "$what every edited call that is compiled in is deferred" "$tmp/bad"
echo "# built in: $(wc -l <"$tmp/objects") objects, $(comm -12 "$tmp/edits" "$tmp/deferred" |
	wc -l) edited calls, $(wc -l <"$tmp/gone") more are not compiled in this configuration"
awk -F '\t' 'FNR == NR { is[$1, $2]; next } ($1, $2) in is { n[$4]++ }
	END { for (how in n) print "#  ", n[how], how }' "$tmp/deferred" "$EDITS" | sort -k 2rn

sed -n 's/^deferred	//p' "$tmp/recorded" | awk -F '\t' '{ print $2, $3 }' | sort >"$tmp/want"
"$BOOTCHECK" image "$OBJ/vmlinux" --json -o "$tmp/image.json" 2>"$tmp/out" || :
for key in module name; do
	"$BUILD/tests/tools/jsonpick" "$tmp/image.json" "initcalls.[level=deferred].$key" >"$tmp/$key" || :
done
paste -d ' ' "$tmp/module" "$tmp/name" | sort >"$tmp/have"
{
	cat "$tmp/out"
	diff "$tmp/want" "$tmp/have" || :
} >"$tmp/bad"
check "$what level deferred of the image: these $(wc -l <"$tmp/want") calls" "$tmp/bad"
[ "$KIND" = m ] || tap_done

# --- Modules -------------------------------------------------------------------------------------

sed 's/\.k*o$//' "$OBJ/modules.order" >"$tmp/modules"
(cd "$OBJ" && sed 's/$/.mod/' "$tmp/modules" | xargs cat) | tr ' ' '\n' | grep '\.o$' |
	sed "s,^$OBJ/,,; s,^\./,," | sort -u >"$tmp/objects"
as_module "$OBJ" "$tmp/objects" >"$tmp/begins"
sed 's/\.o$/.c/' "$tmp/objects" >"$tmp/sources"
awk -F '\t' 'FNR == NR { is[$1]; next } $1 in is' "$tmp/begins" "$tmp/edits" >"$tmp/entered"
missing "$OBJ" "$tmp/sources" "$tmp/entered" as_module >"$tmp/bad"
check "$what every edited call of a module is its entry" "$tmp/bad"

# The section that says what is deferred is only for the kernel itself
sections "$OBJ" "$tmp/objects" >"$tmp/bad"
check "$what no module has the section of deferred calls" "$tmp/bad"

(cd "$OBJ" && while read -r module; do
	tr ' ' '\n' <"$module.mod" | sed -n "s,^$OBJ/,,; s,^\./,,; s/\.o$/.c/p" | sort |
		comm -12 - "$tmp/begins" | grep -q . || continue
	echo "$module" >>"$tmp/initing"
	[ -f "$module.ko" ] && nm "$module.ko" | grep -q ' [Tt] init_module$' ||
		echo "$module.ko"
done <"$tmp/modules") >"$tmp/bad"
check "$what every such module is linked and has init_module" "$tmp/bad"
echo "# modules: $(wc -l <"$tmp/objects") objects, $(wc -l <"$tmp/entered") edited calls," \
	"$(wc -l <"$tmp/initing") modules with one"
tap_done
