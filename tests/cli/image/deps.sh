# SPDX-License-Identifier: GPL-2.0-or-later
# --deps wants debug information; it has no CSV form, and is of one kernel.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
for args in 'vmlinux' '--json vmlinux' '--csv vmlinux' '-o x.csv vmlinux' '--diff vmlinux vmlinux'; do
	rc=0
	# shellcheck disable=SC2086	# words
	"$BOOTCHECK" image --deps $args || rc=$?
	echo "$args: $rc"
done
