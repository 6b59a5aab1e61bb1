# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$CASE")/logs.inc"
log_probes >boot.log
"$BOOTCHECK" analyze boot.log | sed -n '/initcalls.*first/,$p'
