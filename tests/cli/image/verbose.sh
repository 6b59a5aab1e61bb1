# SPDX-License-Identifier: GPL-2.0-or-later
# -v adds addresses, the build id, the form of the entries; --level picks a level.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" image -v --level core vmlinux
