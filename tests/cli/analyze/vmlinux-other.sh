# SPDX-License-Identifier: GPL-2.0-or-later
# The vmlinux of another kernel is a finding: another release, other sizes, other names.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
findings() {
	"$BOOTCHECK" analyze --vmlinux vmlinux "$1" | sed -n '/^About the log/,$p'
}
log_mkelf 6.6.7 >release.log
findings release.log
log_mkelf 6.6.6-mkelf | sed 's,/0x40,/0x80,' >sizes.log
findings sizes.log
log_mkelf 6.6.6-mkelf | sed 's/early_/other_/; s/core_sync_/other_/; s/twin_/other_/' >names.log
findings names.log
