# SPDX-License-Identifier: GPL-2.0-or-later
# On a terminal of 70 columns no line is longer: names are cut, notes are left out.
need script
. "$(dirname "$CASE")/logs.inc"
log_small 0 | sed 's/first_init/a_rather_long_name_of_an_initcall_to_be_cut/' >boot.log
COLUMNS=70 TERM=xterm script -qec "$BOOTCHECK analyze -q --color=never boot.log" /dev/null \
	</dev/null | tr -d '\r' | sed -n '/initcalls.*first/,$p' | sed -n 2,5p
