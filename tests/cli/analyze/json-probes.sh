# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_probes >boot.log
"$BOOTCHECK" analyze --json=pretty boot.log | sed -n '/"probes": \[/,/\]/p' |
	grep -E 'device|"ret"|errno|"initcall|duration'
