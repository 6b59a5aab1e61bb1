#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/apply-patch: all or nothing, twice is once, and back again; git am takes the series, too. With
# "cached" behind the version nothing is fetched: without the source in the cache it is skipped.
# Boots nothing.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
VERSION=${1:-6.12}
tap_tmp
series=${KERNEL_SERIES_DIR:-$repo/patch/linux-$VERSION}
if [ "${2-}" = cached ]; then
	source=$("$LAB/build" --print-cached --version "$VERSION" 2>/dev/null) ||
		lab_skip "the source of $VERSION is not in the cache"
else
	source=$("$LAB/build" --print-source --version "$VERSION")
fi

# The files that the series is about; nothing else is looked at
cat "$series"/[0-9]*.patch | sed -n 's,^diff --git a/\([^ ]*\) b/.*,\1,p' | sort -u >"$tmp/files"
mkdir "$tmp/orig"
while read -r file; do
	mkdir -p "$tmp/orig/$(dirname "$file")"
	[ ! -e "$source/$file" ] || cp "$source/$file" "$tmp/orig/$file"
done <"$tmp/files"
cp "$source/Makefile" "$tmp/orig/"

# apply STATUS TEXT PATTERN ARGS...: exit status and the first line's pattern
apply() {
	status=$1 text=$2 pattern=$3
	shift 3
	rc=0
	KERNEL_SERIES_DIR=${KERNEL_SERIES_DIR-} "$repo/scripts/apply-patch" "$@" >"$tmp/out" 2>&1 || rc=$?
	echo "exit status $rc, wanted $status and: $pattern" >>"$tmp/out"
	if [ "$rc" -eq "$status" ] && sed '$d' "$tmp/out" | grep -qE -e "$pattern"; then
		ok "$VERSION $text"
	else
		not_ok "$VERSION $text" "$tmp/out"
	fi
}

# like DIR OTHER TEXT
like() {
	diff -r "$1" "$2" >"$tmp/bad" 2>&1 || :
	check "$VERSION $3" "$tmp/bad"
}

cp -a "$tmp/orig" "$tmp/tree"
cp -al "$tmp/tree" "$tmp/linked"
apply 0 "check: it fits" 'fits' "$tmp/tree" --check
like "$tmp/orig" "$tmp/tree" "check changes nothing"
apply 0 "apply" 'applied' "$tmp/tree"
like "$tmp/orig" "$tmp/linked" "a hard-linked tree keeps its files"
cp -a "$tmp/tree" "$tmp/patched"
if diff -r "$tmp/orig" "$tmp/tree" >/dev/null; then
	not_ok "$VERSION the tree is patched"
else
	ok "$VERSION the tree is patched"
fi
find "$tmp/tree" -name '*.rej' -o -name '*.orig' -o -name '*.apply-patch' >"$tmp/bad"
check "$VERSION no leftovers" "$tmp/bad"
apply 0 "apply again: nothing to do" 'already' "$tmp/tree"
like "$tmp/patched" "$tmp/tree" "nothing is changed"
apply 0 "check: it is in" 'has the series' "$tmp/tree" --check
apply 0 "revert" 'took out' "$tmp/tree" --revert
like "$tmp/orig" "$tmp/tree" "all is as before"
apply 0 "revert again: nothing to do" 'has not got' "$tmp/tree" --revert

# the same result as patch(1) has
cp -a "$tmp/orig" "$tmp/plain"
for file in "$series"/[0-9]*.patch; do
	patch -d "$tmp/plain" -p1 -s --no-backup-if-mismatch <"$file"
done >"$tmp/out" 2>&1 || :
like "$tmp/plain" "$tmp/patched" "the result is that of patch -p1"

# the patch for mainline, which needs nothing of the series, fits with it and without it
name=0001-init-Time-each-initcall-on-its-own.patch
case $VERSION in
5.*)	mainline='' ;;
6.*)	mainline=$repo/patch/mainline/before-6.16/$name ;;
*)	mainline=$repo/patch/mainline/$name ;;
esac
for tree in ${mainline:+orig patched}; do
	cp -a "$tmp/$tree" "$tmp/mainline"
	sed -n 's,^diff --git a/\([^ ]*\) b/.*,\1,p' "$mainline" | while read -r file; do
		mkdir -p "$tmp/mainline/$(dirname "$file")"
		[ -e "$tmp/mainline/$file" ] || cp "$source/$file" "$tmp/mainline/$file"
	done
	patch -d "$tmp/mainline" -p1 -s -F0 --no-backup-if-mismatch <"$mainline" \
		>"$tmp/bad" 2>&1 || echo "it does not fit" >>"$tmp/bad"
	check "$VERSION $tree: the patch for mainline fits, without fuzz" "$tmp/bad"
	rm -rf "$tmp/mainline"
done

# and that git am has, which wants author, date and subject as well
if command -v git >/dev/null 2>&1; then
	cp -a "$tmp/orig" "$tmp/git"
	(
		cd "$tmp/git"
		GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
		GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test
		export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL \
			GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
		git init -q .
		git add -A
		git commit -qm source
		git am -q "$series"/[0-9]*.patch
		git rev-list --count HEAD >"$tmp/commits"
	) >"$tmp/out" 2>&1 || echo "git am fails" >>"$tmp/out"
	rm -rf "$tmp/git/.git"
	diff -r "$tmp/git" "$tmp/patched" >>"$tmp/out" 2>&1 || :
	check "$VERSION git am has the same result" "$tmp/out"
	: >"$tmp/bad"
	patches=$(find "$series" -name '[0-9]*.patch' | wc -l)
	[ "$(cat "$tmp/commits")" -eq $((patches + 1)) ] ||
		echo "$(cat "$tmp/commits") commits of $patches patches" >"$tmp/bad"
	check "$VERSION with a commit for each patch" "$tmp/bad"
else
	tap_skip "git is not installed" "$VERSION git am has the same result"
fi

# lines of the kernel have moved
cp -a "$tmp/orig" "$tmp/moved"
sed -i '1i\
/* */\
/* */' "$tmp/moved/init/main.c"
apply 0 "moved lines do not matter" 'applied' "$tmp/moved"
apply 0 "nor on the way back" 'took out' "$tmp/moved" --revert

# a line that a patch wants is another
cp -a "$tmp/orig" "$tmp/other"
sed -i 's/free_initmem();/free_initmem_now();/' "$tmp/other/init/main.c"
cp -a "$tmp/other" "$tmp/other.before"
apply 3 "a tree that does not fit: which patch" '[0-9]+-.*\.patch' "$tmp/other"
apply 3 "and which file" 'init/main\.c' "$tmp/other"
like "$tmp/other.before" "$tmp/other" "it is left as it is"

# half of the series is in
cp -a "$tmp/orig" "$tmp/half"
first=$(find "$series" -name '[0-9]*.patch' | sort | sed -n 1p)
patch -d "$tmp/half" -p1 -s <"$first"
cp -a "$tmp/half" "$tmp/half.before"
apply 3 "half of the series: refused" 'neither' "$tmp/half"
like "$tmp/half.before" "$tmp/half" "it is left as it is"

# a file that cannot be replaced
mkdir "$tmp/empty"
apply 3 "no kernel tree" 'no Makefile' "$tmp/empty"
apply 2 "no tree given" 'which kernel tree' --check
apply 2 "an unknown option" 'unknown option' "$tmp/tree" --forwards
if [ -z "${KERNEL_SERIES_DIR-}" ]; then
	sed 's/^PATCHLEVEL = .*/PATCHLEVEL = 99/' "$tmp/orig/Makefile" >"$tmp/empty/Makefile"
	apply 3 "a kernel without a series" 'there are series for' "$tmp/empty"
fi
tap_done
