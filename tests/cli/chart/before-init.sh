# SPDX-License-Identifier: GPL-2.0-or-later
# Only up to the start of init: no lane of what came after it.
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
"$BOOTCHECK" chart boot.log >all.svg
"$BOOTCHECK" chart --before-init boot.log >some.svg
grep -c -e mod_init -e 3000.eth all.svg || true
grep -c -e mod_init -e 3000.eth some.svg || true
"$BOOTCHECK" chart --before-init --trace boot.log >some.json
"$BUILD/tests/tools/tracecheck" some.json
"$BUILD/tests/tools/jsonpick" some.json 'traceEvents[ph=X].name'
