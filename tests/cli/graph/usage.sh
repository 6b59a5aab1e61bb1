# SPDX-License-Identifier: GPL-2.0-or-later
# One line that names the mistake; status 2; no file.
try() {
	status=0
	"$BOOTCHECK" graph "$@" 2>&1 || status=$?
	[ "$status" -eq 2 ] || echo "status $status"
}
try
try boot.log
try --build x --critical
try --build x --depth 3
try --build x --around y --depth 0
try --build x --around y --all
try --build x --around y --critical boot.log
try --build x --min-us 5
try --build x --min-us 5 --all boot.log
try --build x --min-us -1 boot.log
try --build x --all --max 20
try --build x --max 3
try --build x --format gif
try --build x -o x.gif
try --build x -o x
try --vmlinux - -
try --vmlinux x - -
try --json --build x
ls
