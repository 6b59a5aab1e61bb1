# SPDX-License-Identifier: GPL-2.0-or-later
# Three boots against two in virtual time: what deferring eight calls brought, and from where.
need_logs pair-6.12-x86_64-virtual-before-1.txt
cd "$LOGS" || exit
"$BOOTCHECK" compare --before pair-6.12-x86_64-virtual-before-[123].txt \
	--after pair-6.12-x86_64-virtual-after-[12].txt
