# SPDX-License-Identifier: GPL-2.0-or-later
# The trace of every kind of event, an event a line.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
"$BOOTCHECK" chart --trace boot.log -o boot.json
"$BOOTCHECK" analyze --json boot.log >report.json
"$BUILD/tests/tools/tracecheck" boot.json report.json
sed 's/{"name":/\n&/g' boot.json
