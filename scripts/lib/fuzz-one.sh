#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run one fuzz target for some seconds and report in TAP.
#
#   scripts/lib/fuzz-one.sh SECONDS build/fuzz/fuzz_NAME
#
# Seeds come from tests/fuzz/corpus/NAME (or fuzz_NAME); new inputs go to build/fuzz/corpus/NAME,
# never into the tree.  An input that makes the target fail is kept as build/fuzz/crash-NAME-*.
#
# FUZZ_SEED (1): the same seed begins with the same inputs as long as the target is the same; later
# ones differ, for libFuzzer learns from what is compared, addresses among it. 0 takes another seed
# each time, which is how to look for more.
set -eu

seconds=$1 bin=$2
out=$(dirname "$bin")
full=$(basename "$bin")
name=${full#fuzz_}
new=$out/corpus/$name
log=$out/$full.log
mkdir -p "$new"

# The seeds as a list in order: that of a folder is another one on each machine, and with it every
# input that is tried.
seeds=$out/$full.seeds
find "tests/fuzz/corpus/$name" "tests/fuzz/corpus/$full" -type f 2>/dev/null | LC_ALL=C sort |
	paste -s -d , - | tr -d '\n' >"$seeds"
set -- "$new"
[ ! -s "$seeds" ] || set -- -seed_inputs=@"$seeds" "$@"
for dict in "tests/fuzz/$name.dict" "tests/fuzz/$full.dict" "tests/fuzz/corpus/$name.dict"; do
	[ ! -r "$dict" ] || set -- -dict="$dict" "$@"
done

UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export UBSAN_OPTIONS
aslr=
if setarch -R true 2>/dev/null; then
	aslr='setarch -R'
fi
fuzz_for() # SECONDS SEED ARGUMENT...
{
	for_s=$1 seed=$2
	shift 2
	rc=0
	# shellcheck disable=SC2086	# $aslr is one or two words or none
	$aslr "$bin" -seed="$seed" -max_total_time="$for_s" -timeout=20 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="$out/crash-$name-" "$@" >"$log" 2>&1 || rc=$?
}

# libFuzzer's timeout is one of the wall clock: a machine that stands still for 20 s (its host is
# busy, or takes a snapshot) ends a run as a slow input does. An input that is slow is so once more.
stood_still()
{
	[ "$rc" -eq 70 ] || return 1
	slow=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
	[ -f "$slow" ] && "$bin" -timeout=20 "$slow" >"$log.again" 2>&1 && rm -f "$slow"
}

begun=$(date +%s)
first=${FUZZ_SEED:-1} still=0
fuzz_for "$seconds" "$first" "$@"
while [ "$still" -lt 3 ] && stood_still; do
	still=$((still + 1))
	left=$((begun + seconds - $(date +%s)))
	[ "$left" -gt 0 ] || left=1
	fuzz_for "$left" "$((first ? first + still : 0))" "$@"
done
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
cover=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)

echo 1..1
[ "$still" -eq 0 ] || echo "# the machine stood still for 20 s; the runs are those after that"
if [ "$rc" -eq 0 ]; then
	echo "ok 1 - $full: ${runs:-?} runs in $seconds s, coverage ${cover:-?}"
else
	echo "not ok 1 - $full: failed after ${runs:-?} runs, exit status $rc"
	sed -n 's/.*Test unit written to /# input kept in /p' "$log"
	tail -n 60 "$log" >&2
fi
exit "$rc"
