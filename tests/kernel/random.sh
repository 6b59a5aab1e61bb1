#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Boots with random sets of deferred device-level calls: each set runs to its end, each call returns
# what it returns at boot, and the kernel has nothing to complain about.
#
#   tests/kernel/random.sh VERSION [BOOTS [SEED]]
#
# Boot n of seed s is boot 1 of seed s + n - 1: so a failure is tried again alone.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
boots=${2:-20}
seed=${3:-1}
lab_begin "${1:-6.12}" on

boot normal --append 'initcall_debug deferred_initcalls=off' <<'END'
says states states
END
booted normal
# What the calls returned; the sweeps for what nobody uses are made again after deferred calls
returns() {
	sed -n 's/.*initcall \([A-Za-z0-9_]*\)+.* returned \(-*[0-9]*\) after.*/\1 \2/p' "$tmp/$1.log" |
		grep -v -e '^dtest_' -e '^clk_disable_unused ' -e '^genpd_power_off_unused ' \
			-e '^regulator_init_complete ' | sort
}
returns normal >"$tmp/normal.returns"

list=$repo/tests/kernel/deferrable.txt
least=30
if [ "$ARCH" != x86_64 ]; then
	list=$repo/tests/kernel/deferrable-virt.txt
	least=20
fi

# Device level by the symbols of the kernel, names that one call alone has, out of the list beside
# this file. The test calls are deferred anyway.
sed -n -e 's/.* __initcall__kmod_\(.*\)__[0-9]*_[0-9]*_\([A-Za-z0-9_]*\)6$/\2 \1/p' \
	-e 's/.* __initcall_\([A-Za-z0-9][A-Za-z0-9_]*\)6$/\1 -/p' \
	"$KERNEL_DIR/System.map" | sort >"$tmp/level"
cut -d ' ' -f 1 "$tmp/level" | uniq -u | grep -xF -f "$list" |
	while read -r call; do
	grep -q "^$call " "$tmp/normal.returns" && echo "$call"
done >"$tmp/calls"
if [ "$(wc -l <"$tmp/calls")" -gt "$least" ]; then
	ok "$VERSION random: $(wc -l <"$tmp/calls") calls to choose from"
else
	not_ok "$VERSION random: calls to choose from" "$tmp/calls"
	tap_done
fi

# set SEED: a set of any size that the command line has room for
random_set() {
	room=1600
	case $ARCH in
	arm|riscv64) room=800 ;;
	esac
	awk -v seed="$1" -v room="$room" '
	{ name[NR] = $0 }
	END {
		srand(seed)
		rand()
		share = rand()
		for (i = 1; i <= NR; i++)
			order[i] = i
		for (i = NR; i > 1; i--) {
			j = int(rand() * i) + 1
			k = order[i]; order[i] = order[j]; order[j] = k
		}
		for (i = 1; i <= NR && (i == 1 || i <= share * NR); i++) {
			room -= length(name[order[i]]) + 1
			if (room < 0)
				break
			printf "%s%s", (i > 1 ? "," : ""), name[order[i]]
		}
		print ""
	}' "$tmp/calls"
}

n=0
: >"$tmp/failed"
while [ "$n" -lt "$boots" ]; do
	set=$(random_set $((seed + n)))
	boot random --timeout 60 --append "initcall_debug deferred_initcalls=$set" <<'END'
says read guest-tool read $trigger
says states states
END
	{
		[ "$boot_rc" -eq 0 ] || cat "$tmp/random.err"
		complaints random || :
		grep -q '^read: 0$' "$tmp/random.out" || echo "the trigger said: $(grep '^read' "$tmp/random.out")"
		grep -q '^states: pending 0 running 0 done [1-9]' "$tmp/random.out" ||
			grep '^states' "$tmp/random.out" || echo "no states"
		grep -qE "$FREED" "$tmp/random.log" || echo "init memory was not freed"
		returns random >"$tmp/random.returns"
		diff "$tmp/normal.returns" "$tmp/random.returns" || :
	} >"$tmp/bad"
	if [ -s "$tmp/bad" ]; then
		echo "deferred_initcalls=$set" >>"$tmp/bad"
		head -n 3 "$tmp/bad" | sed "s/^/seed $((seed + n)): /" >>"$tmp/failed"
		not_ok "$VERSION random: seed $((seed + n))" "$tmp/bad"
	fi
	n=$((n + 1))
done
check "$VERSION random: $boots boots from seed $seed" "$tmp/failed"
tap_done
