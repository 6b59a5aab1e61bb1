#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the page tables say of init text and of __ro_after_init data: before a run, while a call runs,
# after it, and when the last call has run.
set -eu
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
lab_begin "${1:-6.12}" "${2:-on}"
grep -q "^CONFIG_DEFERRED_INITCALLS_RO_AFTER_INIT=y" "$KERNEL_DIR/.config" ||
	lab_skip "the series has nothing for the protection of $ARCH in $VERSION"
grep -qsE '^CONFIG_(ARM_)?PTDUMP_DEBUGFS=y' "$KERNEL_DIR/.config" ||
	lab_skip "this kernel does not show its page tables (CONFIG_PTDUMP_DEBUGFS)"

# how far a symbol is from the beginning of init text, which alone is in /proc/kallsyms (of the last 32
# bits: a shell may not have numbers for more)
far() {
	from=$(sed -n 's/.*\(........\) . _sinittext$/\1/p' "$KERNEL_DIR/System.map")
	to=$(sed -n "s/.*\(........\) . $1\$/\1/p" "$KERNEL_DIR/System.map")
	echo $((0x$to - 0x$from))
}
cat >"$tmp/pages" <<'EOT'
# pages DUMP DISTANCE: what the page there is: "ro" or "rw", "x" or "nx"; "none" if it is not mapped
pages()
{
	begin=$(awk '$3 == "_sinittext" { print $1 }' /proc/kallsyms)
	address=$(printf "%0${#begin}x" $((0x$begin + $2)))
	awk -v address="0x$address" '
	{ split($1, range, "-") }
	address >= range[1] && address < range[2] && length(range[1]) == length(address) {
		# (holes are shown, too, without permissions)
		found = NF < 4 ? "none" : (/ (RW|W) / ? "rw" : "ro") (/ (x|X) / ? " x" : " nx")
	}
	END { print found ? found : "none" }' "$1"
}
EOT

boot pages --file "$tmp/pages:pages" <<END
. /lab/pages
dump=/sys/kernel/debug/kernel_page_tables
both()
{
	cat \$dump >now
	says text_\$1 pages now 0
	says data_\$1 pages now $(far __start_ro_after_init)
}

both before
guest-tool write \$trigger dtest_slow >answer &
until [ "\$(field dtest_slow 5)" != pending ]; do usleep 10000; done
both open
wait
both closed
says read guest-tool read \$trigger
both after
END
booted pages
says_is pages text_before 'ro nx' "init text cannot be executed before the first run"
says_is pages data_before 'ro nx' "__ro_after_init data is read-only"
says_is pages text_open 'ro x' "init text can while a call runs, and cannot be written"
says_is pages data_open 'rw nx' "__ro_after_init data is writable meanwhile"
says_is pages text_closed 'ro nx' "init text cannot be executed any more"
says_is pages data_closed 'ro nx' "__ro_after_init data is read-only again"
says_is pages read 0 "the other calls run"
says_is pages text_after 'rw nx|ro nx|none' "where init text was there is none"
says_is pages data_after 'ro nx' "__ro_after_init data is read-only for good"
tap_done
