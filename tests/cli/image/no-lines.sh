# SPDX-License-Identifier: GPL-2.0-or-later
# --no-lines does not even miss it.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" image --no-lines --level late vmlinux
