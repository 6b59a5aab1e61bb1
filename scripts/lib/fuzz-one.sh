#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run one fuzz target for some seconds and report in TAP.
#
#   scripts/lib/fuzz-one.sh SECONDS build/fuzz/fuzz_NAME
#
# Seeds come from tests/fuzz/corpus/NAME (or fuzz_NAME); new inputs go to build/fuzz/corpus/NAME,
# never into the tree.  An input that makes the target fail is kept as build/fuzz/crash-NAME-*.
#
# FUZZ_SEED (1): the same seed tries the same inputs as long as the target is the same, so that what
# fails is the change's doing; 0 takes another seed each time, which is how to look for more.
set -eu

seconds=$1 bin=$2
out=$(dirname "$bin")
full=$(basename "$bin")
name=${full#fuzz_}
new=$out/corpus/$name
log=$out/$full.log
mkdir -p "$new"

set -- "$new"
for seeds in "tests/fuzz/corpus/$name" "tests/fuzz/corpus/$full"; do
	[ ! -d "$seeds" ] || set -- "$@" "$seeds"
done
for dict in "tests/fuzz/$name.dict" "tests/fuzz/$full.dict" "tests/fuzz/corpus/$name.dict"; do
	[ ! -r "$dict" ] || set -- -dict="$dict" "$@"
done

UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export UBSAN_OPTIONS
aslr=
if setarch -R true 2>/dev/null; then
	aslr='setarch -R'
fi
rc=0
# shellcheck disable=SC2086	# $aslr is one or two words or none
$aslr "$bin" -seed="${FUZZ_SEED:-1}" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
	-artifact_prefix="$out/crash-$name-" "$@" >"$log" 2>&1 || rc=$?
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
cover=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)

echo 1..1
if [ "$rc" -eq 0 ]; then
	echo "ok 1 - $full: ${runs:-?} runs in $seconds s, coverage ${cover:-?}"
else
	echo "not ok 1 - $full: failed after ${runs:-?} runs, exit status $rc"
	sed -n 's/.*Test unit written to /# input kept in /p' "$log"
	tail -n 60 "$log" >&2
fi
exit "$rc"
