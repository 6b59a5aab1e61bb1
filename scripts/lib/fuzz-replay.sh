#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Give every input of a fuzz target's corpus to the target, once; reports in TAP.
#
#   scripts/lib/fuzz-replay.sh build/release/tests/fuzz/replay_fuzz_NAME
set -eu

bin=$1
full=$(basename "$bin")
full=${full#replay_}
name=${full#fuzz_}

set --
for seeds in "tests/fuzz/corpus/$name" "tests/fuzz/corpus/$full"; do
	for f in "$seeds"/*; do
		[ ! -f "$f" ] || set -- "$@" "$f"
	done
done

echo 1..1
if [ $# -eq 0 ]; then
	echo "not ok 1 - $full: no corpus in tests/fuzz/corpus/$name"
	exit 1
fi
if "$bin" "$@" >&2; then
	echo "ok 1 - $full: $# inputs"
else
	echo "not ok 1 - $full: failed on one of $# inputs"
	exit 1
fi
