#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The history: stored boots are the boots of the logs, whatever they are; nothing is lost and
# nothing is half there when a writer is killed at any moment, or when two write at once; files
# that cannot be written or are locked get one line.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
: "${KILLS:=30}"	# at random moments, of each of two writers
histlogs=$BUILD/tests/tools/histlogs
why=$tmp/why
: >"$why"

# hist DB ARG...
hist() {
	hist_db=$1
	shift
	"$BOOTCHECK" history --db "$hist_db" "$@"
}

# --- What goes in comes out -----------------------------------------------------------------------

# Each sample is a release; every pair of neighbours is compared, from the logs and from the history.
# Boots in virtual time are alike, so each has an id of its own.
n=0
before=
for log in "$SAMPLES"/good-*.txt* "$SAMPLES"/bad-*.txt*; do
	n=$((n + 1))
	if ! hist "$tmp/samples" add -q "$log" --release "r$n" --board all --boot-id "$n" 2>"$tmp/err"; then
		# Several boots in a file are no one boot.
		hist "$tmp/samples" add -q "$log" --release "r$n" --board all 2>>"$tmp/err" || {
			echo "$(basename "$log"): $(cat "$tmp/err")"
			continue
		}
	fi
	if [ -n "$before" ]; then
		want=0 got=0
		"$BOOTCHECK" compare --json --fail-above 2% --before "$before" --after "$log" \
			>"$tmp/want" 2>"$tmp/want.err" || want=$?
		hist "$tmp/samples" compare --json --fail-above 2% --board all "r$last" "r$n" \
			>"$tmp/got" 2>"$tmp/got.err" || got=$?
		[ "$want" -eq "$got" ] || echo "$(basename "$log"): exit status $got, not $want"
		cmp "$tmp/want" "$tmp/got" || echo "$(basename "$log"): another JSON"
		cmp "$tmp/want.err" "$tmp/got.err" || echo "$(basename "$log"): another message"
	fi
	before=$log
	last=$n
done >"$why" 2>&1
check "compare of stored boots is compare of the logs: $n samples" "$why"

# --- Two writers, killed at random ----------------------------------------------------------------

# boots_of DB RELEASE: how many there are
boots_of() {
	hist "$1" list --all --csv 2>/dev/null | tr -d '\r' |
		awk -F , -v r="$2" '$2 == r { n = $3 } END { print n + 0 }'
}

# healthy DB: complaints
healthy() {
	command -v sqlite3 >/dev/null 2>&1 || return 0
	state=$(sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check')
	[ "$state" = ok ] || echo "$1: $state"
	# The figures are those of the boots that are there, whole: all of a release, or none. (Each call of
	# these boots has a name of its own.)
	sqlite3 "$1" 'SELECT "figures of release " || release || " are of " || max(runs) || " boots, " || count(*) ||
		" calls" FROM figure f GROUP BY board, release HAVING max(runs) != (SELECT count(*) FROM boot b
		WHERE b.board = f.board AND b.release = f.release) OR count(*) != (SELECT max(calls) FROM boot b
		WHERE b.board = f.board AND b.release = f.release)'
	sqlite3 "$1" 'SELECT "no figures of release " || release FROM boot b WHERE NOT EXISTS (SELECT 1
		FROM figure f WHERE f.board = b.board AND f.release = b.release)'
}


# writer NAME SEED: adds releases of 3 boots, and kills about half of the adds, each after a pause
# of its own; $tmp/done-NAME says how each ended
writer() {
	i=0
	limit=$((add_ms * 1000)) # us
	awk -v seed="$2" -v n="$KILLS" 'BEGIN {
		srand(seed)
		for (i = 0; i < n; i++)
			print int(rand() * 1000)
	}' >"$tmp/pauses-$1"
	while read -r share; do
		i=$((i + 1))
		# Not by hist: it is the program that is to be killed.
		"$BOOTCHECK" history --db "$tmp/db" add -q "$tmp/$1-$i/"*.log --release "$1-$i" \
			>"$tmp/out-$1" 2>&1 &
		pid=$!
		us=$((limit * share / 1000))
		sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
		kill -9 "$pid" 2>/dev/null || :
		rc=0
		wait "$pid" || rc=$?
		if [ "$rc" -eq 0 ]; then
			limit=$((limit * 3 / 4 + 500))
		else
			limit=$((limit * 5 / 4))
		fi
		echo "$1-$i $rc"
	done <"$tmp/pauses-$1" >"$tmp/done-$1" 2>/dev/null
}

i=0
while [ "$i" -lt "$KILLS" ]; do
	i=$((i + 1))
	mkdir "$tmp/a-$i" "$tmp/b-$i"
	"$histlogs" "$tmp/a-$i" "$i" 3 300
	"$histlogs" "$tmp/b-$i" $((i + 500)) 3 300
done
mkdir "$tmp/x"
"$histlogs" "$tmp/x" 999 3 300
start=$(date +%s%N)
hist "$tmp/db" add -q "$tmp/x/"*.log --release x
add_ms=$((($(date +%s%N) - start) / 1000000))

writer a 1 &
one=$!
writer b 2 &
wait "$one" $!
cat "$tmp/done-a" "$tmp/done-b" >"$tmp/done"
whole=0
none=0
while read -r release rc; do
	boots=$(boots_of "$tmp/db" "$release")
	case $rc.$boots in
	0.3 | 137.3) whole=$((whole + 1)) ;;
	137.0) none=$((none + 1)) ;;
	0.*) echo "$release: add said that it is there, and $boots of 3 boots are" ;;
	137.*) echo "$release: $boots of 3 boots are there" ;;
	*) echo "$release: exit status $rc: $(cat "$tmp"/out-?)" ;;
	esac
done <"$tmp/done" >"$why" 2>&1
[ "$((whole + none))" -eq "$((2 * KILLS))" ] || [ -s "$why" ] || echo "$whole and $none of $KILLS" >"$why"
[ "$none" -gt $((KILLS / 15)) ] || echo "only $none adds were killed early enough" >>"$why"
healthy "$tmp/db" >>"$why" 2>&1
check "two writers, killed at random: $whole adds are there, $none are not, none by half" "$why"

# What was killed can be done again, and what was done cannot.
while read -r release rc; do
	boots=$(boots_of "$tmp/db" "$release")
	again=0
	hist "$tmp/db" add -q "$tmp/$release/"*.log --release "$release" 2>"$tmp/err" || again=$?
	[ "$again" -eq "$((boots ? 3 : 0))" ] || echo "$release: exit status $again: $(cat "$tmp/err")"
	[ "$(boots_of "$tmp/db" "$release")" -eq 3 ] || echo "$release: not whole"
done <"$tmp/done" >"$why" 2>&1
healthy "$tmp/db" >>"$why" 2>&1
check "after it, each add succeeds once" "$why"

# --- Killed at every step -------------------------------------------------------------------------

# killed_at N: an add that ends at its Nth call that changes a file or waits for the disk
killed_at() {
	strace -f -o /dev/null -e trace=pwrite64,fdatasync,fsync,ftruncate,unlink \
		-e "inject=pwrite64,fdatasync,fsync,ftruncate,unlink:signal=KILL:when=$1" \
		"$BOOTCHECK" history --db "$tmp/step" add -q "$tmp/x/"*.log --release x 2>/dev/null
}

traced=
case $BUILD in
*/asan) ;; # the leak checker and strace exclude each other
*) if strace -o /dev/null true 2>/dev/null; then traced=yes; fi ;;
esac
if [ -z "$traced" ]; then
	tap_skip "strace is not installed, or may not trace" "killed at every step"
else
	step=0
	while :; do
		step=$((step + 1))
		rm -f "$tmp/step" "$tmp/step"-*
		rc=0
		killed_at "$step" || rc=$?
		[ "$rc" -ne 0 ] || break
		boots=$(boots_of "$tmp/step" x)
		case $boots in
		0) hist "$tmp/step" add -q "$tmp/x/"*.log --release x || echo "step $step: cannot be done again" ;;
		3) ;;
		*) echo "step $step: $boots of 3 boots" ;;
		esac
		[ "$(boots_of "$tmp/step" x)" -eq 3 ] || echo "step $step: not whole"
		healthy "$tmp/step"
		[ "$step" -lt 400 ] || break
	done >"$why" 2>&1
	[ "$step" -gt 20 ] || echo "only $step steps" >>"$why"
	check "killed at each of the $((step - 1)) steps of the first add" "$why"
fi

# --- Locked, and read-only ------------------------------------------------------------------------

# line NAME STATUS WORD: the last run gave one line that has WORD, and that status
line() {
	{
		[ "$rc" -eq "$2" ] || echo "exit status $rc, not $2"
		[ "$(wc -l <"$tmp/err")" -eq 1 ] || cat "$tmp/err"
		grep -q "$3" "$tmp/err" || cat "$tmp/err"
	} >"$why"
	check "$1" "$why"
}

if command -v sqlite3 >/dev/null 2>&1; then
	mkfifo "$tmp/hold"
	sqlite3 "$tmp/db" <"$tmp/hold" >/dev/null 2>&1 &
	holder=$!
	exec 3>"$tmp/hold"
	echo 'BEGIN IMMEDIATE; CREATE TABLE held (x);' >&3
	sleep 1
	rc=0
	hist "$tmp/db" add "$tmp/x/000.log" --release y --boot-id y --wait 0 2>"$tmp/err" || rc=$?
	line "a writer waits as long as it is told to" 3 'locked for 0.0 s'
	rc=0
	hist "$tmp/db" list >"$tmp/out" 2>"$tmp/err" || rc=$?
	{
		[ "$rc" -eq 0 ] || cat "$tmp/err"
	} >"$why"
	check "a reader does not wait for a writer" "$why"
	exec 3>&-
	wait "$holder" || :
else
	tap_skip "sqlite3 is not installed" "a writer waits as long as it is told to"
	tap_skip "sqlite3 is not installed" "a reader does not wait for a writer"
fi

# as_user COMMAND...: as somebody who may not write to what is ours
as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

mkdir "$tmp/ro"
cp "$tmp/db" "$tmp/ro/db"
cp "$BOOTCHECK" "$tmp/ro/bootcheck"
cp "$tmp/x/000.log" "$tmp/ro"
chmod 555 "$tmp/ro"
chmod 444 "$tmp/ro/db"
chmod 755 "$tmp"
if as_user test -r "$tmp/ro/db" && ! as_user test -w "$tmp/ro/db"; then
	rc=0
	as_user "$tmp/ro/bootcheck" history --db "$tmp/ro/db" list >"$tmp/out" 2>"$tmp/err" || rc=$?
	{
		[ "$rc" -eq 0 ] || cat "$tmp/err"
		hist "$tmp/db" list >"$tmp/want"
		cmp "$tmp/want" "$tmp/out"
	} >"$why" 2>&1
	check "a history that cannot be written can be read" "$why"
	rc=0
	as_user "$tmp/ro/bootcheck" history --db "$tmp/ro/db" add "$tmp/ro/000.log" --release y --boot-id y \
		>"$tmp/out" 2>"$tmp/err" || rc=$?
	line "a history that cannot be written" 3 'cannot be written'
else
	tap_skip "no other user can be become" "a history that cannot be written can be read"
	tap_skip "no other user can be become" "a history that cannot be written"
fi
chmod 755 "$tmp/ro"
tap_done
