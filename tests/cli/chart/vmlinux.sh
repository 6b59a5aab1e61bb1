# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel says the levels: a lane for each.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
log_mkelf 6.6.6-mkelf >boot.log
"$BOOTCHECK" chart boot.log | grep 'lane-label'
echo
"$BOOTCHECK" chart --vmlinux vmlinux boot.log | grep 'lane-label'
