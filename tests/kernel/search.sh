#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bootcheck trial --search on a real kernel: 30 candidates of which three must not wait, for reasons that
# no symbol shows (search-calls.patch). It is killed on its way and goes on; what it proves is made a
# patch, and the kernel of that passes the same trial.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
[ -z "${LAB_KERNEL-}" ] || lab_skip "builds a kernel of its own"
lab_begin "${1:-6.12}" "${2:-on}"
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
if [ "$(uname -m)" != x86_64 ]; then
	lab_skip "the guest's program that is built in is not for x86_64"
fi
calls=$repo/tests/kernel/search-calls.patch
cd "$tmp"

# build_edited VARIANT PATCH: sets EDITED
build_edited() {
	EDITED=$("$LAB/build" "$1" --version "$VERSION" --edits "$2" 2>build.err) || {
		not_ok "$VERSION $1: build with ${2##*/}" build.err
		tap_done
	}
}

pick() {
	"$BUILD/tests/tools/jsonpick" "$@"
}

build_edited "${2:-on}" "$calls"
bad="stest_crash stest_driver_init stest_provider"
{
	# (names that the source has twice come with their module, or not at all)
	sed 's/^loop_init/loop:loop_init/' "$repo/tests/kernel/deferrable.txt" |
		grep -v -e '^#' -e '^e1000_' -e '^virtio_pci' -e '^topology' -e '^msr_' | head -n 26
	echo e1000:e1000_init_module
	echo "$bad" | tr ' ' '\n'
} >candidates
[ "$(wc -l <candidates)" = 30 ] || echo "# not 30 candidates"

# search: in ./state; $rc
search() {
	rc=0
	"$BOOTCHECK" trial --search --state state --kernel "$EDITED/bzImage" --machine pc+usb --clock wall \
		--runs 1 --timeout 60 --trigger-timeout 10 --settle 5 --defer "$(paste -s -d , candidates)" \
		--proved proved.json --json -o search.json 2>search.err || rc=$?
}

boots() {
	if [ -e state ]; then
		grep -c "^boot " state || :
	else
		echo 0
	fi
}

# --- Killed on its way ---

began=$(date +%s)
search &
pid=$!
n=0
while [ "$(boots)" -lt 4 ] && [ "$n" -lt 1200 ]; do
	sleep 0.1
	n=$((n + 1))
done
# (the subshell's child is the program)
child=$(sed 's/ .*//' "/proc/$pid/task/$pid/children" 2>/dev/null) || :
kill -9 "${child:-$pid}" 2>/dev/null || :
wait "$pid" 2>/dev/null || :
known=$(boots)
{
	[ "${known:-0}" -ge 4 ] || echo "$known boots in the state"
	[ ! -e search.json ] || echo "a report"
	[ ! -e proved.json ] || echo "a file of what is proved"
} >bad
check "$VERSION: killed after some boots, it leaves its state and nothing else" bad

search
took=$(($(date +%s) - began))
{
	# by the wall clock one boot a side is no proof of a saving, which is all that is open
	[ "$rc" = 4 ] || { echo "exit status $rc"; cat search.err; }
	[ "$(pick search.json search.boots_known)" = "$known" ] || echo "boots were made twice"
} >bad
check "$VERSION: started again, it goes on" bad
pick search.json 'search.calls.[verdict=disproved].name' 2>bad | sort >found
echo "$bad" | tr ' ' '\n' | diff - found >>bad || :
check "$VERSION: of 30 candidates exactly the three bad ones are left out" bad
made=$(pick search.json search.boots)
echo "# boots: $made (at most $(pick search.json search.boots_most)), $took s with the kill"
{
	[ "$made" -le "$(pick search.json search.boots_most)" ] || echo "$made boots"
	# each set was booted once
	grep '^boot ' state | cut -d ' ' -f 2 | sort | uniq -d
} >bad
check "$VERSION: no more boots than 2 x bad x log2(n) + 2, none twice" bad
{
	pick search.json gate | grep -v '"failed"' >/dev/null || pick search.json gate
	[ "$(pick search.json inventory.same)" = true ] || pick search.json inventory
} >bad
check "$VERSION: the final set passed as a whole" bad

# --- What was proved, as a patch ---

source=$("$LAB/build" --print-source --version "$VERSION")
: >bad
"$BOOTCHECK" patch --source "$source" --from proved.json -o proved.patch 2>bad || echo "exit status $?" >>bad
[ "$(grep -c '^+deferred_' proved.patch 2>/dev/null)" = 27 ] ||
	grep '^[-+]' proved.patch >>bad 2>/dev/null || echo "no patch" >>bad
check "$VERSION: bootcheck patch --from takes it: 27 edits" bad
if [ -s proved.patch ]; then
	# (without the test calls, of which some fail at boot on purpose)
	build_edited plain proved.patch
	rc=0
	"$BOOTCHECK" trial --as-built --kernel "$EDITED/bzImage" --machine pc+usb --json -o built.json 2>bad || rc=$?
	[ "$rc" = 0 ] && : >bad
	[ "$rc" = 0 ] || echo "exit status $rc" >>bad
	check "$VERSION: the kernel that has these edits passes the trial, in virtual time" bad
	pick built.json saving_measured_us | sed 's/^/# it saves, in us: /'
else
	tap_skip "no patch" "$VERSION: the kernel that has these edits passes the trial"
fi
tap_done
