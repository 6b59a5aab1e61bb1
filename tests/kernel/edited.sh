# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# For the tests that compile what `bootcheck patch --all` makes of a kernel tree; source it after
# lib.sh. Such a tree has the initcalls of all drivers edited, of all architectures.
set -eu

: "${tmp=}" # of tap_tmp

: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"

# edited_begin VERSION: sets VERSION, $tmp and
#   PLAIN   the patched source       TREE    the same with the edits
#   WORK    a folder in the cache    EDITS   FILE FUNCTION MACRO EDIT of each call, by tabs
# and OTHERS, like EDITS, of the calls that are not edited: EDIT is "already" or "refused".
# The hard links leave the cached source alone: what is changed is written anew.
edited_begin() {
	VERSION=$1
	tap_tmp # sets $tmp
	for tool in make flex bison bc patch readelf nm; do
		command -v "$tool" >/dev/null 2>&1 || lab_skip "$tool is not installed"
	done
	WORK=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel/edited/$VERSION
	PLAIN=$WORK/plain TREE=$WORK/tree EDITS=$WORK/edits OTHERS=$WORK/others
	mkdir -p "$WORK"
	# tests that run at once share the tree: who makes it anew waits for the others
	exec 8>"$WORK/lock"
	flock 8
	edited_tree >"$tmp/tree.out" 2>&1 || {
		not_ok "$VERSION: a tree with all edits" "$tmp/tree.out"
		tap_done
	}
	flock -s 8
	edited_compiler
	echo "# $(wc -l <"$EDITS") calls are edited in $(cut -f 1 "$EDITS" | sort -u | wc -l) files"
}

# picked STATUS KEY: of the calls with that status, one a line
picked() {
	"$BUILD/tests/tools/jsonpick" "$tmp/edits.json" "initcalls.[status=$1].$2"
}

# listed STATUS: FILE FUNCTION MACRO EDIT
listed() {
	for key in file name macro edit; do
		picked "$1" "$key" >"$tmp/$key" || :
	done
	paste "$tmp/file" "$tmp/name" "$tmp/macro" "$tmp/edit"
}

edited_tree() {
	pristine=$("$LAB/build" --print-source --version "$VERSION") || return
	series=${KERNEL_SERIES_DIR:-$repo/patch/linux-$VERSION}
	tree_key=$({
		echo "$pristine"
		cat "$series"/[0-9]*.patch
		cat "$BOOTCHECK"
	} | sha256sum)
	[ "$tree_key" != "$(cat "$WORK/key" 2>/dev/null)" ] || return 0
	rm -rf "$PLAIN" "$TREE" "$WORK/key"
	cp -al "$pristine" "$PLAIN"
	"$repo/scripts/apply-patch" "$PLAIN" --series "$series" || return
	rc=0
	"$BOOTCHECK" patch --source "$PLAIN" --all --keep-going -o "$WORK/edits.patch" 2>"$WORK/refused" ||
		rc=$?
	# 1: some are left out
	[ "$rc" -le 1 ] || {
		cat "$WORK/refused"
		return 1
	}
	"$BOOTCHECK" patch --source "$PLAIN" --all --keep-going --list --json -o "$tmp/edits.json" \
		2>/dev/null || [ $? -eq 1 ] || return 1
	listed edited >"$EDITS"
	{
		listed already
		listed refused | sed 's/[^	]*$/refused/'
	} >"$OTHERS"
	cp -al "$PLAIN" "$TREE"
	patch -d "$TREE" -p1 -s --fuzz=0 --no-backup-if-mismatch <"$WORK/edits.patch" || return
	echo "$tree_key" >"$WORK/key"
}

# Sets COMPILER and HOST. The cache of compiled files is that of scripts/kernel/build.
edited_compiler() {
	COMPILER=${CROSS-}gcc HOST=gcc
	command -v ccache >/dev/null 2>&1 || return 0
	COMPILER="ccache $COMPILER" HOST="ccache gcc"
	KCACHE=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel
	: "${CCACHE_DIR:=$KCACHE/ccache}" "${CCACHE_MAXSIZE:=5G}"
	CCACHE_BASEDIR=$KCACHE
	CCACHE_NOHASHDIR=1
	export CCACHE_DIR CCACHE_MAXSIZE CCACHE_BASEDIR CCACHE_NOHASHDIR
}

# kbuild OBJ ARG...: make for the edited tree
kbuild() {
	(
		unset MAKEFLAGS MFLAGS MAKELEVEL
		obj=$1
		shift
		exec make -C "$TREE" O="$obj" ARCH="${ARCH:-x86_64}" CROSS_COMPILE="${CROSS-}" \
			CC="$COMPILER" HOSTCC="$HOST" LOCALVERSION= \
			KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 2026' KBUILD_BUILD_VERSION=1 \
			KBUILD_BUILD_USER=bootcheck KBUILD_BUILD_HOST=bootcheck \
			-j "${JOBS:-$(nproc)}" "$@"
	)
}

# Debugging aids make a file compile for twice as long, and have nothing to do with initcalls
DEBUGGING='^CONFIG_(.*DEBUG.*|PROVE_.*|LOCKDEP|LOCK_STAT|.*SELFTEST|.*TORTURE_TEST|.*_BENCHMARK)='
NEEDED='CONFIG_(HAVE_|ARCH_|DEBUG_KERNEL|DEBUG_FS|DEBUG_INFO|DEBUG_BUGVERBOSE|DEBUG_SECTION_MISMATCH)'

# kconfigure OBJ TARGET FILE: "make TARGET" (allyesconfig, allmodconfig) with what FILE wants;
# does nothing when that is what OBJ has
kconfigure() {
	kconf=$({
		cat "$3" "$WORK/key"
		echo "$2"
	} | sha256sum)
	[ "$kconf" != "$(cat "$1/.wanted" 2>/dev/null)" ] || return 0
	mkdir -p "$1"
	cp "$3" "$1/.wish"
	kbuild "$1" -s "$2" KCONFIG_ALLCONFIG="$1/.wish"
	grep -E "${DEBUGGING}[ym]" "$1/.config" | grep -vE "^$NEEDED" | sed 's/=.*/=n/' >"$1/.quiet"
	# the last word counts
	cat "$1/.quiet" "$3" >"$1/.wish"
	kbuild "$1" -s "$2" KCONFIG_ALLCONFIG="$1/.wish"
	kbuild "$1" -s prepare
	echo "$kconf" >"$1/.wanted"
}

# recorded OBJ LIST: of the object files in LIST, relative to OBJ, what they have of
#   initcall FILE.c MODULE FUNCTION LEVEL    an entry of the table
#   deferred FILE.c MODULE FUNCTION LEVEL    the record that it is deferred
# by tabs
recorded() {
	(cd "$1" && xargs nm -A 2>/dev/null) <"$2" | sed -n -E \
		's,^(\./)?(.*)\.o:[^ ]* . __(initcall|deferred)__kmod_(.*)__[0-9]+_[0-9]+_(.*)([0-7]s?|early|rootfs|con|security)$,\3	\2.c	\4	\5	\6,p' | sort
}

# as_module OBJ LIST: FILE.c of those objects that have the entry of a module
as_module() {
	(cd "$1" && xargs nm -A 2>/dev/null) <"$2" |
		sed -n 's,^\(\./\)*\(.*\)\.o:[0-9a-f]* T init_module$,\2.c,p' | sort -u
}

# sections OBJ LIST: FILE.c BYTES of the section that says what is deferred
sections() {
	(cd "$1" && xargs readelf -SW 2>/dev/null) <"$2" | awk '
		/^File: / { file = $2; sub(/^\.\//, "", file); sub(/\.o$/, ".c", file) }
		/ \.init\.deferred_initcalls / {
			sub(/^.*\.init\.deferred_initcalls /, "")
			# type, address, offset, size
			print file, $4
		}' | sort
}

# unedited OBJ FILE.c OUT: compiles the file as it was before the edit, the way that OBJ did
unedited() {
	stem=${2%.c}
	command=$(sed -n '1s/^[a-z]*cmd_[^ ]* := //p' "$1/${stem%/*}/.${stem##*/}.o.cmd") || return
	command=$(printf '%s\n' "${command%% ; *}" |
		sed "s,-Wp\,-MMD\,[^ ]*,,; s, -o [^ ]* , -o $3 ,; s,$TREE/$2,$PLAIN/$2,")
	(cd "$1" && eval "$command" 8>&-)
}

# missing OBJ SOURCES HAVE PROBE: of the edited calls of these files, those that HAVE does not list
# though the file has them without the edit, too, as PROBE (recorded, as_module) tells of an object
missing() {
	cut -f 1,2 "$EDITS" | sort -u |
		awk -F '\t' 'FNR == NR { is[$1]; next } $1 in is' "$2" - | comm -23 - "$3" >"$tmp/gone"
	cut -f 1 "$tmp/gone" | sort -u | while read -r file; do
		unedited "$1" "$file" "$tmp/control.o" >"$tmp/control.out" 2>&1 || {
			echo "$file: does not compile without the edit"
			cat "$tmp/control.out"
			continue
		}
		echo "$tmp/control.o" >"$tmp/control.list"
		"$4" / "$tmp/control.list" >"$tmp/control"
		awk -F '\t' -v file="$file" '$1 == file { print $2 }' "$tmp/gone" | while read -r function; do
			case $4 in
			as_module) [ ! -s "$tmp/control" ] || echo "$file: $function" ;;
			*)	cut -f 4 "$tmp/control" | grep -qxF "$function" &&
					echo "$file: $function" ;;
			esac
		done || :
	done
}

# whence OBJ OBJECTS <RECORDED: the same, with the name of the file in which the call stands, where a
# .c file includes others
whence() {
	sed -E 's,([^/]*)\.o$,.\1.o.cmd,' "$2" |
		(cd "$1" && xargs grep -H -o -E "^ +[^ ]*/${TREE##*/}/[^ ]*\.c " 2>/dev/null) |
		sed -E "s,^(.*)\.([^/]*)\.o\.cmd:.*/${TREE##*/}/(.*) \$,\1\2.c	\3," >"$tmp/included"
	cut -f 1,2 "$EDITS" "$OTHERS" >"$tmp/known"
	awk -F '\t' -v OFS='\t' '
		FILENAME == ARGV[1] { is[$1, $2]; next }
		FILENAME == ARGV[2] { more[$1] = more[$1] " " $2; next }
		{
			n = ($2, $4) in is ? 0 : split(more[$2], file, " ")
			for (i = 1; i <= n; i++)
				if ((file[i], $4) in is)
					$2 = file[i]
			print
		}' "$tmp/known" "$tmp/included" - | sort
}
