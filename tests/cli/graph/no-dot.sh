# SPDX-License-Identifier: GPL-2.0-or-later
# dot is missing, or fails: what to do, and no file. Text does without it.
. "$(dirname "$CASE")/tree.inc"
make_tree
mkdir path bin
# (but what it may be run by itself)
if at=$(command -v valgrind); then
	printf '#!/bin/sh\nexec %s "$@"\n' "$at" >path/valgrind
	chmod +x path/valgrind
fi
try() {
	status=0
	PATH=$PWD/path "$BOOTCHECK" graph --build linux "$@" || status=$?
	[ "$status" -eq 0 ] || echo "status $status"
}
try -o x.svg 2>&1
try -o x.png 2>&1
try -o x.pdf 2>&1
try --format svg 2>&1
try -o x.dot
fails() {
	cat >bin/dot
	chmod +x bin/dot
	status=0
	PATH=$PWD/bin:$PATH "$BOOTCHECK" graph --build linux -o "$1" 2>&1 || status=$?
	echo "status $status"
}
fails y.svg <<'EOF'
#!/bin/sh
cat >/dev/null
echo '<svg'
echo 'Error: no room for it' >&2
exit 1
EOF
fails y.png <<'EOF'
#!/bin/sh
kill -KILL $$
EOF
fails y.pdf <<'EOF'
#!/bin/sh
exit 4
EOF
ls x.*
ls y.* 2>/dev/null || echo "no y"
