#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bootcheck patch --all on the source of a whole kernel: each initcall at the levels of drivers and
# later is edited, or refused with a reason; none is missed, which grep and awk count apart from it;
# a second run edits nothing, and the opposite patch gives every file back. Boots nothing.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
VERSION=${1:-6.12}
LC_ALL=C
export LC_ALL
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
PATCH_MOST_KIB=65536
case $VERSION in
7.2)	FLOOR=11700 ;;
6.12)	FLOOR=11100 ;;
5.10)	FLOOR=9600 ;;
*)	FLOOR=10450 ;;
esac
source=$("$LAB/build" --print-source --version "$VERSION")
# Files that are linked and not copied want the same file system.
TMPDIR=${source%/*/*}
export TMPDIR
tap_tmp
tab=$(printf '\t')

# run NAME STATUS ARGS...: the program's output in $tmp/NAME, what it says in $tmp/NAME.err
run() {
	name=$1 status=$2
	shift 2
	rc=0
	"$BUILD/tests/tools/maxrss" "$tmp/$name.rss" "$BOOTCHECK" patch "$@" -o "$tmp/$name" \
		2>"$tmp/$name.err" || rc=$?
	[ "$rc" -eq "$status" ] || {
		echo "exit status $rc, wanted $status" >>"$tmp/$name.err"
		not_ok "$VERSION $name" "$tmp/$name.err"
		tap_done
	}
}

# fields FILE.json: a line for each initcall, status, file:line, macro, edit, name, reason
fields() {
	for key in status file line macro edit name reason; do
		"$BUILD/tests/tools/jsonpick" "$1" "initcalls.$key" >"$tmp/key.$key"
	done
	paste "$tmp/key.file" "$tmp/key.line" | tr '\t' : |
		paste "$tmp/key.status" - "$tmp/key.macro" "$tmp/key.edit" "$tmp/key.name" \
			"$tmp/key.reason"
}

# say FILE: a table, as a comment
say() {
	sed 's/^/# /' "$1"
}

# --- The independent count ---

# defines: each "NAME<tab>BODY" of the macros in the headers named on standard input, but those of
# modules alone
defines() {
	# shellcheck disable=SC2016	# awk expands these
	xargs awk '
	function finish(  name) {
		gsub(/\t/, " ", text)
		sub(/^ *# *define +/, "", text)
		name = text
		sub(/\(.*/, "", name)
		sub(/^[^(]*\([^)]*\)/, "", text)
		print name "\t" text
		text = ""
	}
	FNR == 1 {
		module = depth = 0
	}
	/^[ \t]*#[ \t]*if/ {
		depth++
		if (!module && /^[ \t]*#[ \t]*ifdef[ \t]+MODULE([ \t]|$)/)
			module = depth
	}
	/^[ \t]*#[ \t]*(else|elif|endif)/ {
		if (module == depth)
			module = 0
		depth -= /endif/
	}
	module {
		next
	}
	text != "" || /^[ \t]*#[ \t]*define[ \t]+[A-Za-z0-9_]+\(/ {
		more = sub(/\\$/, "")
		text = text " " $0
		if (!more)
			finish()
	}'
}

# wrappers: the names of those that end in an initcall at the level of devices or later
wrappers() {
	awk -F '\t' '
	function add(list, to,  n, a, i) {
		n = split(list, a, " ")
		for (i = 1; i <= n; i++)
			to[a[i]] = 1
	}
	BEGIN {
		add("module_init __initcall device_initcall device_initcall_sync late_initcall " \
			"late_initcall_sync module_driver builtin_driver", ok)
		add("module_exit console_initcall deferred_initcall deferred_module_init " \
			"deferred_module_driver deferred_initcall_group deferred_initcall_level", never)
	}
	{
		name[NR] = $1
		body[NR] = $2
	}
	function leads(s,  w) {
		if (s ~ /_initcall\([^()]*, *[67]s?\)/)
			return 1
		while (match(s, /[A-Za-z_][A-Za-z0-9_]*/)) {
			w = substr(s, RSTART, RLENGTH)
			if (w in ok)
				return 1
			s = substr(s, RSTART + RLENGTH)
		}
		return 0
	}
	END {
		do {
			more = 0
			for (i = 1; i <= NR; i++) {
				if (!(name[i] in ok) && !(name[i] in never) && leads(body[i]))
					more = ok[name[i]] = 1
			}
		} while (more)
		for (w in ok)
			print w
	}'
}

# uses NAMES: "FILE:LINE<tab>NAME" of each line that begins with one, of the sources named on
# standard input; comments and definitions are left out
uses() {
	# shellcheck disable=SC2016	# awk expands these
	xargs awk -v names="$1" '
	BEGIN {
		while ((getline line < names) > 0)
			ok[line] = 1
	}
	FNR == 1 {
		comment = define = 0
	}
	# What is not comment of a line
	function strip(s,  out, at) {
		out = ""
		if (!comment)
			gsub(/"([^"\\]|\\.)*"/, "\"\"", s)
		while (s != "") {
			at = index(s, comment ? "*/" : "/*")
			if (!comment && index(s, "//") && (!at || index(s, "//") < at))
				return out substr(s, 1, index(s, "//") - 1)
			if (!at)
				return comment ? out : out s
			if (!comment)
				out = out substr(s, 1, at - 1)
			s = substr(s, at + 2)
			comment = !comment
		}
		return out
	}
	{
		line = comment || index($0, "/*") ? strip($0) : $0
		if (define || line ~ /^[ \t]*#/) {
			define = line ~ /\\$/
			next
		}
	}
	line ~ /^[ \t]*[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/ {
		sub(/^[ \t]*/, "", line)
		sub(/[ \t]*\(.*/, "", line)
		if (line in ok)
			print FILENAME ":" FNR "\t" line
	}'
}

# The folders that hold code of the kernel
(
	cd "$source"
	find . -mindepth 1 -maxdepth 1 -type d ! -name '.*' ! -name Documentation ! -name LICENSES \
		! -name samples ! -name scripts ! -name tools -printf '%P\n' | sort >"$tmp/folders"
	# In module.h everything is module_init(), for modules.
	xargs <"$tmp/folders" sh -c 'grep -rlE --include="*.h" \
		"initcall|module_init|_driver\(|define module_|_LSM" "$@"' sh |
		sort >"$tmp/headers"
	grep -vx include/linux/module.h "$tmp/headers" | defines | wrappers | sort >"$tmp/names"
	xargs -I{} find {} -name '*.c' -size -4096k <"$tmp/folders" | uses "$tmp/names" |
		sort >"$tmp/counted"
)

# --- All of them ---

run list.json 1 --source "$source" --all --json=short -v
fields "$tmp/list.json" >"$tmp/rows"
cut -f 2,3 "$tmp/rows" | sort >"$tmp/ours"
total=$(wc -l <"$tmp/rows")
edited=$(cut -f 1 "$tmp/rows" | grep -c '^edited$') || :
modules=$(sed -n 's/^bootcheck: \([0-9]*\) left out.*/\1/p' "$tmp/list.json.err")
: "${modules:=0}"

cut -f 3 "$tmp/rows" | sort | uniq -c | sort -rn | awk '{ print $2 }' >"$tmp/order"
awk -F '\t' -v order="$tmp/order" '
	{ n[$3]++; s[$3, $1]++; how[$3, $4 == "push_macro"] += $1 == "edited" }
	END {
		printf "%-32s %6s %8s %12s %8s\n", "form", "calls", "renamed", "push_macro", "refused"
		while ((getline m < order) > 0) {
			if (rows++ < 30 || s[m, "refused"]) {
				printf "%-32s %6d %8d %12d %8d\n", m, n[m], how[m, 0], how[m, 1], s[m, "refused"]
				continue
			}
			forms++
			calls += n[m]
			a += how[m, 0]
			b += how[m, 1]
		}
		printf "%-32s %6d %8d %12d %8d\n", forms " other forms", calls, a, b, 0
	}' "$tmp/rows" >"$tmp/show"
say "$tmp/show"
awk -F '\t' '$1 == "refused" {
		sub(/ \(.*\)/, "", $6)
		print $6
	}' "$tmp/rows" | sort | uniq -c | sort -rn >"$tmp/show"
say "$tmp/show"
echo "# $total initcalls: $edited edited; $modules more are compiled only into modules"

awk -v n="$total" -v e="$edited" 'BEGIN {
	if (e < n * 0.995)
		print e " of " n
}' >"$tmp/bad"
check "$VERSION at least 99.5 % are edited ($edited of $total)" "$tmp/bad"
awk -F '\t' '($1 == "refused") != ($6 != "null") || $2 ~ /^null:|:null$/ || $3 == "null"' "$tmp/rows" >"$tmp/bad"
check "$VERSION each has a place, and the rest a reason" "$tmp/bad"
[ "$total" -ge "$FLOOR" ] && : >"$tmp/bad" || echo "$total, at least $FLOOR were expected" >"$tmp/bad"
check "$VERSION as many as this kernel is known to have" "$tmp/bad"

# What grep and awk see and the program does not can only be the calls of modules alone
comm -23 "$tmp/counted" "$tmp/ours" >"$tmp/missed"
comm -13 "$tmp/counted" "$tmp/ours" >"$tmp/more"
: >"$tmp/bad"
[ "$(wc -l <"$tmp/missed")" -le "$modules" ] || cat "$tmp/missed" >"$tmp/bad"
check "$VERSION none of the $(wc -l <"$tmp/counted") that grep and awk count is missed" "$tmp/bad"
: >"$tmp/bad"
[ "$(wc -l <"$tmp/more")" -le 5 ] || cat "$tmp/more" >"$tmp/bad"
check "$VERSION nor is one made up" "$tmp/bad"

# --- Their edits ---

run patch 1 --source "$source" --all
for name in list.json patch; do
	read -r kib _ <"$tmp/$name.rss"
	[ "$kib" -le "$PATCH_MOST_KIB" ] || echo "$name: $kib KiB"
done >"$tmp/bad"
check "$VERSION $kib KiB of memory are enough" "$tmp/bad"

# What the patch touches, and what the program reads besides to understand it
sed -n 's,^diff --git a/\(.*\) b/.*,\1,p' "$tmp/patch" | sort >"$tmp/files"
uniq -d "$tmp/files" >"$tmp/bad"
check "$VERSION $(wc -l <"$tmp/files") files, each once" "$tmp/bad"
mkdir "$tmp/tree"
(
	cd "$source"
	{
		cat "$tmp/files" "$tmp/headers"
		echo include/linux/init.h
	} | sort -u | xargs cp -l --parents -t "$tmp/tree" 2>/dev/null ||
		sort -u "$tmp/files" "$tmp/headers" | xargs cp --parents -t "$tmp/tree"
)
patch -p1 -d "$tmp/tree" --fuzz=0 --verbose <"$tmp/patch" >"$tmp/out" 2>&1 ||
	echo failed >>"$tmp/out"
grep -e ' fuzz ' -e offset -e FAILED -e '^failed' "$tmp/out" >"$tmp/bad" || :
check "$VERSION the patch applies, without fuzz or offset" "$tmp/bad"
(cd "$tmp/tree" && xargs stat -c '%h %n' <"$tmp/files") | grep -v '^1 ' >"$tmp/bad" || :
check "$VERSION and leaves the source alone, from which files were linked" "$tmp/bad"
find "$tmp/tree" -name '*.orig' -o -name '*.rej' >"$tmp/bad"
check "$VERSION and leaves nothing behind" "$tmp/bad"

run again 0 --source "$tmp/tree" --all --json=short
fields "$tmp/again" >"$tmp/rows2"
grep "^edited$tab" "$tmp/rows2" >"$tmp/bad" || :
check "$VERSION a second run edits nothing" "$tmp/bad"
grep -c "^already$tab" "$tmp/rows2" >"$tmp/n" || :
echo "$edited" | diff - "$tmp/n" >"$tmp/bad" || :
check "$VERSION and finds all of them deferred" "$tmp/bad"

run back 0 --source "$tmp/tree" --all --revert
patch -s -p1 -d "$tmp/tree" --fuzz=0 <"$tmp/back" >"$tmp/bad" 2>&1 || echo failed >>"$tmp/bad"
(
	cd "$source"
	while read -r file; do
		cmp "$file" "$tmp/tree/$file" 2>&1 || :
	done <"$tmp/files"
) >>"$tmp/bad"
check "$VERSION the opposite patch gives every file back" "$tmp/bad"

# With the series in it, the tree has deferred initcalls of its own, and other macros
: >"$tmp/bad"
cat "${KERNEL_SERIES_DIR:-$repo/patch/linux-$VERSION}"/[0-9]*.patch |
	sed -n 's,^diff --git a/\([^ ]*\) b/.*,\1,p' | sort -u >"$tmp/series"
(
	cd "$source"
	while read -r file; do
		rm -f "$tmp/tree/$file"
		[ ! -e "$file" ] || cp --parents -t "$tmp/tree" "$file"
	done <"$tmp/series"
	cp Makefile "$tmp/tree/"
)
"$repo/scripts/apply-patch" "$tmp/tree" >"$tmp/out" 2>&1 || cat "$tmp/out" >"$tmp/bad"
check "$VERSION the series applies to the tree that was given back" "$tmp/bad"
run patched 0 --source "$tmp/tree" --all --json=short
fields "$tmp/patched" >"$tmp/rows3"
for rows in rows rows3; do
	grep "^edited$tab" "$tmp/$rows" | sed "s/:[0-9]*$tab/$tab/" | sort >"$tmp/$rows.edited"
done
comm -23 "$tmp/rows.edited" "$tmp/rows3.edited" >"$tmp/bad"
check "$VERSION with the series in the tree, all edits are the same" "$tmp/bad"
grep -q "^already$tab" "$tmp/rows3" && : >"$tmp/bad" || echo "none" >"$tmp/bad"
check "$VERSION and what the series defers is left alone" "$tmp/bad"
tap_done
