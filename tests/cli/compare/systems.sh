# SPDX-License-Identifier: GPL-2.0-or-later
# Processors, kernels and clocks that differ, between the sides and within one: each is said, and
# no gate judges boots of different machines, or a side of two kernels, without --force.
. "$(dirname "$CASE")/logs.inc"
logs
# cpus N FILE...: copies with so many processors, as cN-FILE
cpus() {
	n=$1
	shift
	for f; do
		sed "2a [    0.005000] smp: Brought up 1 node, $n CPUs" "$f" >"c$n-$f"
	done
}
try() {
	status=0
	"$BOOTCHECK" compare "$@" >out 2>err || status=$?
	cat err
	sed -n '/^warning/,/^$/p; /^What differs/,/^$/p' out
	echo "status $status"
}
cpus 2 old-? new-?
cpus 4 new-?
echo '-- the same number, and none known'
try --fail-above 20% --before c2-old-? --after c2-new-?
try --fail-above 20% --before c2-old-? --after new-?
echo '-- another number'
try --fail-above 20% --before c2-old-? --after c4-new-?
try --fail-above 20% --force --before c2-old-? --after c4-new-?
"$BOOTCHECK" compare --json --before c2-old-? --after c4-new-? >out
"$BUILD/tests/tools/jsonpick" out before.boots.cpus after.boots.cpus comparable.same_machine \
	comparable.differences.what comparable.differences.barrier comparable.differences.side | tr '\n' ' ' | sed 's/ $//'
echo
echo '-- only what may be plugged in'
sed '2a [    0.005000] smpboot: Allowing 8 CPUs, 0 hotplug CPUs' new-1 >p8
sed '2a [    0.005000] smpboot: Allowing 4 CPUs, 0 hotplug CPUs' new-1 >p4
try --before c2-old-1 --after p8
try --before p4 --after p8
echo '-- another number within a side'
try --fail-above 20% --before c2-old-? --after c2-new-[12] c4-new-[34]
echo '-- two kernels within a side'
sed 's/6.12.0/6.13.0/' new-3 >other
try --fail-above 20% --before old-? --after new-[1-4] other
"$BOOTCHECK" compare --json --before old-? --after new-? other >out
"$BUILD/tests/tools/jsonpick" out comparable.same_machine comparable.differences.what \
	comparable.differences.barrier comparable.differences.within_a_side \
	comparable.differences.side comparable.differences.file | tr '\n' ' ' | sed 's/ $//'
echo
echo '-- two clocks within a side: the stamps of one boot are gone'
sed 's/^\[[^]]*\] //' new-4 >bare
try --before old-[1-4] --after new-[1-3] bare
"$BOOTCHECK" compare -o r.md --before c2-old-? --after c4-new-?
sed -n '/^\*\*warning/p' r.md
