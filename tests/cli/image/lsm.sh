# SPDX-License-Identifier: GPL-2.0-or-later
# What security_initcall_LEVEL() calls.
"$BUILD/tests/tools/mkelf" lsm vmlinux
"$BOOTCHECK" image vmlinux | sed -n '/^Called/,$p'
"$BOOTCHECK" image --json=pretty vmlinux | sed -n '/security_calls/,$p'
