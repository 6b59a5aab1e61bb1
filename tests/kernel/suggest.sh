#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `bootcheck suggest` says may wait does wait, on a real kernel: with all of it deferred the machine
# comes up, the calls return what they returned before, and in the end the same devices are there.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_x86 "this is of the program, which does the same there"
lab_begin "${1:-6.12}" "${2:-on}"
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
inventory=$LAB/inventory.sh
objects=${XDG_CACHE_HOME:-$HOME/.cache}/bootcheck/kernel/obj/$VERSION-${2:-on}
cmp -s "$objects/vmlinux" "$KERNEL/vmlinux" ||
	lab_skip "the object tree of this kernel is not in the cache any more"

# What the firmware leaves of such a ROM in memory is of no account: there is one this time only
{ printf "\125\252\001\313"; head -c 507 /dev/zero; printf "\065"; } >"$tmp/rom"
rom=
[ "$ARCH" != x86_64 ] || rom="-option-rom $tmp/rom"
boot normal --file "$inventory" ${rom:+--qemu "$rom"} \
	--append 'initcall_debug deferred_initcalls=off' <<'END'
says rom grep -c " ROM$" /proc/iomem
inventory.sh | sed 's/^/inv: /'
END
booted normal
[ -z "$rom" ] || says_is normal rom "[1-9]" "a ROM is there"
sed -n 's/^inv: //p' "$tmp/normal.out" >"$tmp/normal.inventory"

# The kernel's own test calls are there to be deferred; some of them fail by design.
cat >"$tmp/test.rules" <<'END'
rule test-calls
source kernel/test_deferred_initcalls.c
verdict keep final
why They are looked at by other tests.
END

# advice NAME OPTION...: suggest, boot with what it prints, compare
advice() {
	name=$1
	shift
	"$BOOTCHECK" suggest "$tmp/normal.log" --vmlinux "$KERNEL/vmlinux" --build "$objects" \
		--rules "$tmp/test.rules" "$@" --json >"$tmp/$name.json" 2>"$tmp/bad" || :
	check "$VERSION $name: advice" "$tmp/bad"
	line=$("$BUILD/tests/tools/jsonpick" "$tmp/$name.json" cmdline)
	calls=$(echo "${line#*=}" | tr , ' ')
	n=$(echo "$calls" | wc -w)
	if [ "$n" -lt "$least" ]; then
		echo "only $n calls may wait: $calls" >"$tmp/show"
		not_ok "$VERSION $name: something may wait" "$tmp/show"
		return
	fi
	boot "$name" --file "$inventory" --append "initcall_debug $line" <<-'END'
	says read guest-tool read $trigger
	says states states
	inventory.sh | sed 's/^/inv: /'
	END
	booted "$name"
	says_is "$name" read 0 "the trigger"
	says_is "$name" states 'pending 0 running 0 done [1-9][0-9]*' "all $n ran"
	sed -n 's/^inv: //p' "$tmp/$name.out" >"$tmp/$name.inventory"
	diff "$tmp/normal.inventory" "$tmp/$name.inventory" >"$tmp/bad" || :
	check "$VERSION $name: the same devices, drivers and files as without deferral" "$tmp/bad"
	for call in $calls; do
		for boot in normal "$name"; do
			sed -n "s/.*initcall ${call#*:}+.* returned \(-*[0-9]*\) after.*/${call#*:} \1/p" \
				"$tmp/$boot.log" | sort >"$tmp/$boot.ret"
		done
		cmp -s "$tmp/normal.ret" "$tmp/$name.ret" || cat "$tmp/normal.ret" "$tmp/$name.ret"
	done >"$tmp/bad"
	check "$VERSION $name: they return what they returned at boot" "$tmp/bad"
}

least=10
advice cautious
least=20
advice answered --may-wait all
tap_done
