# SPDX-License-Identifier: GPL-2.0-or-later
# The keys that --vmlinux adds to the JSON.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
log_mkelf 6.6.6-mkelf >boot.log
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" analyze --json=pretty --vmlinux vmlinux boot.log |
	sed -n '/"vmlinux"/,/}/p; /"name": "init_1s"/,/}/p; /"name": "stranger_init"/,/}/p'
