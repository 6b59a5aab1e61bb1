# SPDX-License-Identifier: GPL-2.0-or-later
# --lines wants debug information; this file has none.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" image --lines vmlinux
