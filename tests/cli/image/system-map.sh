# SPDX-License-Identifier: GPL-2.0-or-later
# Symbols from a System.map; by itself, and for a kernel without any.
"$BUILD/tests/tools/mkelf" bad-no-symbols stripped
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
need nm
nm vmlinux | sort | sed 's/ n / d /' >System.map
"$BOOTCHECK" image --level device System.map
"$BOOTCHECK" image --level device --system-map System.map stripped
