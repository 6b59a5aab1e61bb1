# SPDX-License-Identifier: GPL-2.0-or-later
# compare of stored boots is compare of their logs: the same report, JSON and exit status.
. "$(dirname "$CASE")/logs.inc"
releases
same() {
	a=$1 b=$2
	shift 2
	want=0 got=0
	"$BOOTCHECK" compare --before "r$a"-* --after "r$b"-* "$@" >want 2>want.err || want=$?
	hist compare "v$a" "v$b" "$@" >got 2>got.err || got=$?
	cmp want got && cmp want.err got.err && [ "$want" -eq "$got" ]
	echo "v$a v$b $*: $(wc -l <got) lines, status $got"
}
echo 'init 101ms' >budget
for pair in '1 2' '2 3' '3 4' '4 1' '5 4'; do
	for o in '--all' '--json=pretty' '--json --fail-above 2%' '--fail-above 1ms' \
		'--allow second_init:7ms --fail-above 1ms' '--min-change 10ms -q' '--budget budget'; do
		# shellcheck disable=SC2086	# words
		same $pair $o
	done
done
echo "- one boot a side"
hist add -q r1-1 --release w1 --board w --boot-id w1
hist add -q r4-1 --release w2 --board w --boot-id w2
try compare -q w1 w2 --fail-above 1% 2>&1
echo "- no release, and one"
try compare -q --board 'Board A'
try compare -q v4 --fail-above 2% 2>&1
echo "- files"
hist compare v3 v4 --markdown m --junit j --ktap k --html h -o out
"$BOOTCHECK" compare --before r3-* --after r4-* --markdown m2 --junit j2 --ktap k2 --html h2 -o out2
for f in m j k h out; do cmp $f ${f}2 && echo "$f is the same"; done
