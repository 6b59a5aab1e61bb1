# SPDX-License-Identifier: GPL-2.0-or-later
# Files that are no history, and names that are not in it: one line, exit status 3.
. "$(dirname "$CASE")/logs.inc"
bad() {
	status=0
	"$BOOTCHECK" history --db "$@" </dev/null || status=$?
	echo "status $status"
}
releases
bad none list
bad '' list
mkdir folder
bad folder list
bad folder add r1-1 --release v1
mkfifo pipe
bad pipe list
: >empty
bad empty list
echo "- not SQLite, cut short, damaged"
printf 'no database at all, but long enough to be read as one: %0100d\n' 0 >plain
bad plain list
bad plain add r1-1 --release v1
head -c 6000 db >short
bad short list
{
	head -c 100 db
	head -c 12188 /dev/zero
	tail -c +12289 db
} >zeros
bad zeros list
need sqlite3
sqlite3 another 'CREATE TABLE a (x)'
cp db newer
sqlite3 newer 'PRAGMA user_version = 99' >said
cp db less
sqlite3 less 'DROP INDEX boot_by_mark'
cp db wrong
sqlite3 wrong 'UPDATE boot SET data = zeroblob(20) WHERE id = 16'
cp db texts
sqlite3 texts 'PRAGMA foreign_keys = OFF; DELETE FROM text WHERE id = 3'
cp db figures
sqlite3 figures 'UPDATE figure SET min_us = -5'
for f in another newer less; do
	bad $f list
	bad $f add r1-1 --release v9 2>&1
done
bad wrong show v4 -q
bad texts show v4 -q
bad figures chart -o x.svg
[ ! -e x.svg ]
echo "- what is not in it"
bad db show v9
bad db compare v1 v9
bad db compare v1
bad db show v1 --board x
bad db show v1 --call no_such_init
bad db list --call no_such_init
bad db list --board x
bad db export --board x
bad db chart --call no_such_init -o x.svg
bad db chart --board x -o x.svg
bad db remove v9
bad db add no-such-log --release v1
bad db add plain --release v1
echo "- two boards"
"$BOOTCHECK" history --db db add -q r1-1 --release v1 --board x --boot-id 1
bad db show v1
bad db compare
bad db chart -o x.svg
bad db compare v1 v2 -q
