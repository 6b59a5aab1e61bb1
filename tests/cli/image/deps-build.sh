# SPDX-License-Identifier: GPL-2.0-or-later
# --build, --modinfo and --dtb say where --deps looks; what is not there is named.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
mkdir empty
printf 'x.file=a/x\0' >modinfo
printf 'no tree' >dtb
for args in '--build empty vmlinux' '--deps --build empty vmlinux' '--deps --build none vmlinux' \
	'--deps --modinfo modinfo vmlinux' '--deps --modinfo none vmlinux' '--deps --dtb dtb vmlinux' \
	'--deps --build empty --dtb dtb vmlinux' '--deps --build empty --diff vmlinux vmlinux'; do
	rc=0
	# shellcheck disable=SC2086	# words
	"$BOOTCHECK" image $args || rc=$?
	echo "$args: $rc"
done
