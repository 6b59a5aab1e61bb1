# SPDX-License-Identifier: GPL-2.0-or-later
# One line that says what is wrong and what to do, status 3, and no file: neither half nor empty.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
: >empty.log
echo 'just some text' >text.log
cat >stampless.log <<'END'
calling  a_init+0x0/0x10 @ 1
initcall a_init+0x0/0x10 returned 0 after 90 usecs
END
try() {
	status=0
	"$BOOTCHECK" chart "$@" 2>&1 || status=$?
	echo "status $status"
}
for ending in svg png pdf html; do
	try -o "x.$ending" empty.log
done
try --trace -o x.json text.log
try -o x.svg missing.log
try -o x.svg <text.log
try -o x.svg boot.log stampless.log text.log
try -o x.svg stampless.log
try --trace stampless.log
try -o x.svg --before boot.log --after text.log
try -o x.svg --before stampless.log --after boot.log
try -o x.svg --vmlinux text.log boot.log
try -o no/such/folder/x.svg boot.log
ls
echo old >x.svg
try -o x.svg text.log
cat x.svg
