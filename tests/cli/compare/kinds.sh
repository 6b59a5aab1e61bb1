# SPDX-License-Identifier: GPL-2.0-or-later
# No call vanishes: added, removed, deferred (run and not yet run), moved, blacklisted, hung, with
# another return value.
log() {
	cat <<END
[    0.000000] Linux version $1
[    0.000000] Kernel command line: quiet $2
[    0.001000] entering initcall level: core
[    0.010000] calling  same_init+0x0/0x10 @ 1
[    0.011000] initcall same_init+0x0/0x10 returned $3 after 990 usecs
END
}
{
	log 6.16.0 'console=ttyS0' 0
	cat <<'END'
[    0.020000] calling  gone_init+0x0/0x20 @ 1
[    0.022000] initcall gone_init+0x0/0x20 returned 0 after 1990 usecs
[    0.030000] calling  late_init+0x0/0x20 @ 1
[    0.033000] initcall late_init+0x0/0x20 returned 0 after 2990 usecs
[    0.040000] calling  wait_init+0x0/0x20 @ 1
[    0.044000] initcall wait_init+0x0/0x20 returned 0 after 3990 usecs
[    0.050000] calling  bus_init+0x0/0x20 @ 1
[    0.051000] initcall bus_init+0x0/0x20 returned 0 after 990 usecs
[    0.060000] calling  level_init+0x0/0x20 @ 1
[    0.061000] initcall level_init+0x0/0x20 returned 0 after 990 usecs
[    0.070000] calling  black_init+0x0/0x20 @ 1
[    0.071000] initcall black_init+0x0/0x20 returned 0 after 990 usecs
[    0.080000] calling  hangs_init+0x0/0x20 [mod] @ 50
[    0.081000] initcall hangs_init+0x0/0x20 [mod] returned 0 after 990 usecs
[    0.090000] Run /init as init process
END
} >before
{
	log 6.16.1 'deferred_initcalls=late_init,wait_init initcall_blacklist=black_init' -19
	cat <<'END'
[    0.020000] calling  new_init+0x0/0x20 @ 1
[    0.022000] initcall new_init+0x0/0x20 returned 0 after 1990 usecs
[    0.030000] initcall black_init blacklisted
[    0.040000] entering initcall level: device
[    0.060000] calling  level_init+0x0/0x28 @ 1
[    0.061000] initcall level_init+0x0/0x28 returned 0 after 990 usecs
[    0.070000] Run /init as init process
[    0.080000] calling  late_init+0x0/0x20 @ 60
[    0.082000] initcall late_init+0x0/0x20 returned 0 after 1990 usecs
[    0.090000] calling  bus_init+0x0/0x20 [bus] @ 61
[    0.091000] initcall bus_init+0x0/0x20 [bus] returned 0 after 990 usecs
[    0.100000] calling  hangs_init+0x0/0x20 [mod] @ 62
END
} >after
"$BOOTCHECK" compare --before before --after after
"$BOOTCHECK" compare --json --before after --after before >j
"$BUILD/tests/tools/jsonpick" j initcalls.name initcalls.change initcalls.before_state \
	initcalls.after_state initcalls.before_ret | paste -s -d ' ' - | fold -s -w 90 | sed 's, *$,,'
