# SPDX-License-Identifier: GPL-2.0-or-later
# JSON, of a big-endian kernel.
"$BUILD/tests/tools/mkelf" s390x vmlinux
"$BOOTCHECK" image --json=pretty --level early vmlinux
