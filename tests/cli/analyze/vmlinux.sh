# SPDX-License-Identifier: GPL-2.0-or-later
# --vmlinux: module, level and line of each call; of two with one name by their order; findings.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
log_mkelf 6.6.6-mkelf >boot.log
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" analyze --csv --vmlinux vmlinux boot.log | tr -d '\r' | cut -d , -f 1-3,17-20
"$BOOTCHECK" analyze -q --vmlinux vmlinux --by level boot.log | sed -n '/by level/,$p'
"$BOOTCHECK" analyze -q --vmlinux vmlinux --by module boot.log | sed -n '/by module/,/added up/p'
