# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel and the system that the tests of samples/trigger run its script on. Sourced by them,
# with $repo set and tests/lib.sh read.
#
# The kernel is a folder with the two files, and a shell function named cat: a write to the trigger
# ends in it, it changes the table as the kernel would, and refuses with the kernel's words.
# mdev, logger and sleep are functions, too: they write down how they were called.
# shellcheck disable=SC2016,SC2034,SC2154	# much is for another shell to expand
tap_tmp
export LC_ALL=C
sample=$repo/samples/trigger
script=$sample/deferred-initcalls
tab=$(printf '\t')

# --- The kernel ---

cat >"$tmp/kernel.sh" <<'KERNEL'
# Functions for the script under test.  codes holds "name code" lines for the calls that fail;
# who is the writer's name in the table.
cat() {
	if [ $# -gt 0 ]; then
		command cat "$@"
		return
	fi
	read -r kernel_list
	echo "$kernel_list" >>"$FAKE/writes"
	if [ -e "$FAKE/before-write" ]; then
		. "$FAKE/before-write"
	fi
	if [ -e "$FAKE/refuse" ]; then
		command cat "$FAKE/refuse" >&2
		return 1
	fi
	kernel_run "$kernel_list" write
}
# kernel_run LIST WHO
kernel_run() {
	[ -e "$FAKE/proc/deferred_initcalls_status" ] || return 0
	kernel_rc=0
	awk -F '\t' -v OFS='\t' -v list="$1" -v who="$2" -v codes="$FAKE/codes" '
	BEGIN {
		while ((getline line <codes) > 0) {
			split(line, f, " ")
			code[f[1]] = f[2]
		}
		n = split(list, want, ",")
	}
	NR == 1 { row[NR] = $0; next }
	{
		pending += $5 == "pending"
		hit = 0
		for (i = 1; i <= n; i++) {
			mod = want[i]
			gsub(/-/, "_", mod)
			if (want[i] == "all" || want[i] == $1 || mod == $2 ||
			    mod == $2 ":" $1 || want[i] == $4) {
				hit = 1
				found[i] = 1
			}
		}
		if (hit && $5 == "pending") {
			$5 = "done"; $6 = code[$1] + 0; $7 = 100; $8 = who
		}
		row[NR] = $0
	}
	END {
		if (!pending)
			exit 2
		for (i = 1; i <= n; i++)
			if (!found[i])
				exit 3
		for (i = 1; i <= NR; i++)
			print row[i] >(FILENAME ".new")
	}' "$FAKE/proc/deferred_initcalls_status" || kernel_rc=$?
	case $kernel_rc in
	2) echo "cat: write error: Operation already in progress" >&2 ;;
	3) echo "cat: write error: No such file or directory" >&2 ;;
	*) mv "$FAKE/proc/deferred_initcalls_status.new" "$FAKE/proc/deferred_initcalls_status" ;;
	esac
	return "$kernel_rc"
}
mdev() { echo "mdev $*" >>"$FAKE/steps"; }
logger() { echo "$*" >>"$FAKE/logged"; }
sleep() {
	echo "sleep $*" >>"$FAKE/slept"
	if [ -e "$FAKE/during-sleep" ]; then
		. "$FAKE/during-sleep"
	fi
}
KERNEL

# row NAME MODULE LEVEL GROUP STATE CODE USECS TRIGGER: a line of the table
row() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$FAKE/proc/deferred_initcalls_status"
}

# fresh: a kernel with four calls waiting, devtmpfs, no daemon and no settings
fresh() {
	FAKE=$tmp/fake
	export FAKE
	rm -rf "$FAKE"
	mkdir -p "$FAKE/proc/1" "$FAKE/proc/sys/kernel" "$FAKE/etc/default" \
		"$FAKE/etc/deferred-initcalls.d"
	: >"$FAKE/proc/deferred_initcalls"
	: >"$FAKE/codes"
	echo init >"$FAKE/proc/1/comm"
	echo "udev /dev devtmpfs rw 0 0" >"$FAKE/proc/mounts"
	row name module level group state ret usecs trigger
	row ehci_hcd_init ehci_hcd device usb pending - - -
	row uhci_hcd_init uhci_hcd device usb pending '' '' ''
	row snd_init snd device '' pending '' '' ''
	row rtc_init rtc_cmos late default pending - - -
}

# di ARG...: runs the script; status in $rc, outputs in $tmp/out and $tmp/err
di() {
	rc=0
	# shellcheck disable=SC2086	# a command line
	DEFERRED_PROC_DIR=$FAKE/proc DEFERRED_ETC_DIR=$FAKE/etc SCRIPT=$script $shell -c '
		. "$0"
		. "$SCRIPT"' "$tmp/kernel.sh" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || rc=$?
}

# What went wrong is collected until verdict.
bad=$tmp/bad
complain() { echo "$*" >>"$bad"; }
want_rc() { [ "$rc" -eq "$1" ] || complain "exit status $rc, not $1"; }
# want_file FILE TEXT: FILE is TEXT; no file is no text
want_file() {
	printf '%s' "${2:+$2
}" >"$tmp/want"
	[ -e "$1" ] || : >"$1"
	diff "$tmp/want" "$1" >"$tmp/diff" || {
		complain "${1##*/} is not as expected (<) but (>):"
		cat "$tmp/diff" >>"$bad"
	}
}
want_silence() {
	want_file "$tmp/out" ""
	want_file "$tmp/err" ""
}
want_err() { grep -qF -e "$1" "$tmp/err" || complain "standard error has no '$1': $(cat "$tmp/err")"; }
want_out() { grep -qF -e "$1" "$tmp/out" || complain "standard output has no '$1': $(cat "$tmp/out")"; }
not_err() { ! grep -qF -e "$1" "$tmp/err" || complain "standard error has '$1'"; }
states() { cut -f 5 "$FAKE/proc/deferred_initcalls_status" | tail -n +2 | tr '\n' ' '; }
want_states() { [ "$(states)" = "$1 " ] || complain "states are $(states), not $1"; }
verdict() {
	check "$label: $1" "$bad"
	: >"$bad"
}
: >"$bad"

hook() {
	printf '#!/bin/sh\n%s\n' "$2" >"$FAKE/etc/deferred-initcalls.d/$1"
	chmod +x "$FAKE/etc/deferred-initcalls.d/$1"
}
setting() { echo "$1" >>"$FAKE/etc/default/deferred-initcalls"; }

# --- What the script does -----------------------------------------------------------------------

