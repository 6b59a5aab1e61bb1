# SPDX-License-Identifier: GPL-2.0-or-later
# The largest set that passes, on a board that a script plays: three bad ones of 30.
. "$(dirname "$CASE")/board.inc"
board
printf '%s\n' 'pair c04_init c09_init' 'late c17_init' 'lost c23_init' 'job c09_init' >bad
search --proved proved.json | sed 's/took [0-9.]* s/took N s/'
wc -l <boots
"$BUILD/tests/tools/jsonpick" proved.json schema cmdline kept
"$BUILD/tests/tools/jsonpick" proved.json 'candidates.[name=c30_init]'
