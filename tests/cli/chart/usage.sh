# SPDX-License-Identifier: GPL-2.0-or-later
# One line that names the mistake; status 2; no file.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
try() {
	status=0
	"$BOOTCHECK" chart "$@" 2>&1 || status=$?
	[ "$status" -eq 2 ] || echo "status $status"
}
try -o x.gif boot.log
try -o x boot.log
try -o x.json boot.log
try --format gif boot.log
try --width 479 boot.log
try --width 8001 boot.log
try --width 10cm boot.log
try --top -1 boot.log
try --before boot.log -o x.svg
try --after boot.log -o x.svg
try -o x.svg boot.log --before boot.log --after boot.log
try --before - --after - -o x.svg
try - - -o x.svg
try --system-map boot.log boot.log
try --trace --width 900 boot.log
try --json boot.log
ls
