# SPDX-License-Identifier: GPL-2.0-or-later
# Bytes out of a log neither reach the terminal nor break a format.
{
	printf '[    0.000000] Linux version 6.12.0\033[31m\n'
	printf '[    0.000001] Machine model: A\033]0;title\007B \303\256 \377\n'
	printf '[    0.000002] Kernel command line: x="a,b" \233 initcall_debug\n'
	printf '[    0.100000] calling  a_init+0x0/0x10 [mod] @ 1\n'
	printf '[    0.100100] probe of \033]2;x\007dev\001,\"x\" returned 0 after 50 usecs\n'
	printf '[    0.100200] initcall a_init+0x0/0x10 [mod] returned 0 after 100 usecs\n'
	printf '[    0.200000] Run /init as init process\n'
} >boot.log
"$BOOTCHECK" analyze boot.log >text
"$BOOTCHECK" analyze --json=pretty boot.log >json
"$BOOTCHECK" analyze --csv boot.log >csv
cat text json csv | LC_ALL=C grep -c "$(printf '[\001-\010\013-\014\016-\037\177\377]')" || true
grep -E 'kernel|machine|cmdline' text json | sed 's/  */ /g'
grep -a 'device' json | sed 's/  */ /g'
