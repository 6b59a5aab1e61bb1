# SPDX-License-Identifier: GPL-2.0-or-later
# What goes with --vmlinux, and a file that is none.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
log_mkelf 6.6.6-mkelf >boot.log
echo rubbish >vmlinux
code=0
"$BOOTCHECK" analyze --vmlinux vmlinux boot.log || code=$?
echo "$code"
code=0
"$BOOTCHECK" analyze --system-map vmlinux boot.log || code=$?
echo "$code"
code=0
"$BOOTCHECK" analyze --vmlinux - - <boot.log || code=$?
echo "$code"
