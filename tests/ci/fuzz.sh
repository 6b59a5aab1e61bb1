#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/lib/fuzz-one.sh tells a machine that stood still from an input that is slow.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

# expect WHAT CONDITION...
expect()
{
	what=$1
	shift
	"$@" || {
		echo "not so: $*"
		cat "$tmp/out" "$tmp/err"
	} >"$tmp/why"
	check "$what" "$tmp/why"
}

has() { grep -q -- "$1" "$tmp/out"; }

# A target: what libFuzzer does with an input and without, by what the file `mode` says.
cat >"$tmp/fuzz_fake" <<'EOF'
#!/bin/sh
dir=$(dirname "$0")
mode=$(cat "$dir/mode")
for a; do
	case $a in
	-artifact_prefix=*) prefix=${a#*=} ;;
	-seed=*) seed=${a#*=} ;;
	esac
done
if [ -z "${seed-}" ]; then # one input once more
	[ "$mode" != slow ]
	exit $((70 * $?))
fi
echo "$seed" >>"$dir/seeds"
echo "#7 NEW cov: 42 ft: 1"
echo "stat::number_of_executed_units: 1234"
case $mode in
still | slow)
	[ "$mode" = slow ] || [ "$seed" -eq 1 ] || exit 0
	: >"${prefix}timeout-1"
	echo "prefix; Test unit written to ${prefix}timeout-1"
	exit 70
	;;
crash) exit 77 ;;
esac
EOF
chmod +x "$tmp/fuzz_fake"

run() # MODE
{
	echo "$1" >"$tmp/mode"
	rm -f "$tmp/seeds" "$tmp"/crash-*
	: >"$tmp/why"
	rc=0
	FUZZ_SEED=1 scripts/lib/fuzz-one.sh 5 "$tmp/fuzz_fake" >"$tmp/out" 2>"$tmp/err" || rc=$?
}

run good
expect 'a run that finds nothing' has '^ok 1 - fuzz_fake: 1234 runs in 5 s, coverage 42'
run still
expect 'an input that is fast when tried again: the machine stood still' [ "$rc" -eq 0 ]
expect 'which is said' has '^# the machine stood still'
expect 'and the run goes on, with other inputs' [ "$(tr '\n' ' ' <"$tmp/seeds")" = '1 2 ' ]
expect 'nothing is kept' [ ! -e "$tmp/crash-fake-timeout-1" ]
run slow
expect 'an input that is slow when tried again fails' [ "$rc" -eq 70 ]
expect 'and is kept' [ -e "$tmp/crash-fake-timeout-1" ]
run crash
expect 'a crash fails' [ "$rc" -eq 77 ]
tap_done
