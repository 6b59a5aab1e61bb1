# SPDX-License-Identifier: GPL-2.0-or-later
# The report as people see it.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" image vmlinux
