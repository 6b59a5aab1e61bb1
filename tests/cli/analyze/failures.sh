# SPDX-License-Identifier: GPL-2.0-or-later
# By error, ENODEV last; the same name once; a number without a name as it is.
{
	echo '[    0.000000] Linux version 6.12.0'
	t=100000
	for ret in 19:a 19:b 5:c 5:c 5:d 4000:e 19:f; do
		t=$((t + 100))
		echo "[    0.$t] calling  ${ret#*:}_init+0x0/0x10 @ 1"
		echo "[    0.$((t + 50))] initcall ${ret#*:}_init+0x0/0x10 returned -${ret%:*} after 40 usecs"
	done
	echo '[    0.300000] Run /init as init process'
} >boot.log
"$BOOTCHECK" analyze boot.log | sed -n '/failed/,/^$/p'
