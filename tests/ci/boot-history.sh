#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# samples/ci/boot-history with a played machine: a script that writes a recorded log where QEMU would.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
export BOOTCHECK
script=$repo/samples/ci/boot-history
CASE=$repo/tests/cli/compare/none.sh
# shellcheck source=tests/cli/compare/logs.inc
. "$(dirname "$CASE")/logs.inc"
cd "$tmp"
many 4 0 fast
many 4 6000 slow
sed '/Run/,$d' fast-1 >hang
{
	sed '/Run/,$d' fast-1
	echo '[    0.200000] Kernel panic - not syncing: no init'
} >panic

# What QEMU is asked for; the kernel's name says which log it is, the seed which of them.
cat >qemu <<'END_QEMU'
#!/bin/sh
set -eu
while [ $# -gt 0 ]; do
	case $1 in
	-serial) log=${2#file:} ;;
	-seed) seed=$2 ;;
	-kernel) kernel=$2 ;;
	-append) echo "$2" >append ;;
	-icount) echo "$2" >icount ;;
	esac
	shift
done
echo "$seed" >>boots
case $kernel in
hang | panic) cat "$kernel" >"$log" ;;
broken)
	echo 'qemu: no such machine' >&2
	exit 1
	;;
*) cat "$kernel-$seed" >"$log" ;;
esac
[ "$kernel" = panic ] || exec sleep 60
END_QEMU
chmod +x qemu
QEMU=$tmp/qemu
export QEMU
for k in fast slow broken; do : >"$k"; done

# job STATUS RELEASE KERNEL [OPTION...]: complaints to $tmp/why
job() {
	want=$1
	release=$2
	kernel=$3
	shift 3
	rc=0
	: >boots
	sh "$script" --db db --release "$release" --kernel "$kernel" "$@" >said 2>err || rc=$?
	{
		[ "$rc" -eq "$want" ] || {
			echo "exit status $rc, not $want"
			cat said err
		}
	} >"$tmp/why"
}

# has FILE WORD: a complaint when it has not
has() {
	grep -q -e "$2" "$1" || {
		echo "$1 lacks: $2"
		cat "$1"
	} >>"$tmp/why"
}

job 0 v1 fast
has said 'first release'
has icount 'shift=1,sleep=off'
has append 'initcall_debug'
[ "$(wc -l <boots)" -eq 4 ] || echo "not 4 boots" >>"$tmp/why"
check "the first release passes" "$tmp/why"

sed -i 's/9990/9991/' fast-?
for i in 1 2 3 4; do sed -i "s/0.010000/0.01000$i/" "fast-$i"; done
job 0 v2 fast --append 'quiet foo=1'
has append 'foo=1'
check "a release that is the same passes" "$tmp/why"

job 1 v3 slow
has boot-history.out/boot.md 'second\\_init'
has boot-history.out/boot.xml '<failure'
has boot-history.out/boot.json '"verdict": "slower"'
has err 'gate failed'
check "a release that is slower fails, and the call is named" "$tmp/why"

job 1 v3 slow
[ ! -s boots ] || echo "it booted again" >>"$tmp/why"
"$BOOTCHECK" history --db db list --csv | grep -q '^qemu,v3,4,' || echo "not 4 boots" >>"$tmp/why"
check "a job that is run again adds nothing again, and says the same" "$tmp/why"

job 0 v4 slow --against v3
check "--against" "$tmp/why"
job 0 v5 fast --fail-above 10%
check "a limit of its own" "$tmp/why"

job 4 v6 slow --runs 1 --against v1 --board one
{
	# v1 has no boot of that board.
	[ "$rc" -eq 3 ] || echo "exit status $rc"
} >"$tmp/why"
check "another board is no board to compare with" "$tmp/why"

job 3 v7 hang --timeout 1
has err 'did not reach init in 1 s'
check "a kernel that hangs" "$tmp/why"
job 3 v7 panic
has err 'did not reach init'
check "a kernel that panics" "$tmp/why"
job 3 v7 broken
has err 'no such machine'
check "a QEMU that does not start" "$tmp/why"
! "$BOOTCHECK" history --db db list --csv | grep -q ',v7,' || echo "v7 is in the history" >"$tmp/why"
check "what did not boot is not in the history" "$tmp/why"

job 3 v7 no-such-kernel
check "no kernel" "$tmp/why"
for words in '--runs 0' '--runs x' '--frobnicate' '--db' '--release='; do
	# shellcheck disable=SC2086	# words
	job 2 v7 fast $words
	[ ! -s "$tmp/why" ] || break
done
check "wrong usage" "$tmp/why"

# The wrappers say nothing that the script does not know.
sh "$script" --help >help
for f in gitlab-ci.yml github.yml Jenkinsfile; do
	sed -n '/boot-history --db/,/fail-above/p' "$repo/samples/ci/$f" | grep -oE -e '--[a-z-]+' |
		grep -vx -e '--always' | sort -u | while read -r o; do
		grep -q -e "^ *$o" -e "$o " help || echo "$f: $o"
	done
	grep -q 'samples/ci/boot-history' "$repo/samples/ci/$f" || echo "$f: does not call it"
done >"$tmp/why"
check "the wrappers call it as it is" "$tmp/why"
tap_done
