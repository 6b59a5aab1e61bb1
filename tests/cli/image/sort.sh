# SPDX-License-Identifier: GPL-2.0-or-later
# The orders.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
for order in order name size file level; do
	"$BOOTCHECK" image -q --sort "$order" vmlinux | head -n 5
done
