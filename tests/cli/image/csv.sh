# SPDX-License-Identifier: GPL-2.0-or-later
# CSV, of a table whose addresses have the Thumb bit.
"$BUILD/tests/tools/mkelf" arm-thumb vmlinux
"$BOOTCHECK" image --csv vmlinux
