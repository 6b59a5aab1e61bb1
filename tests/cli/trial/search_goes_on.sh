# SPDX-License-Identifier: GPL-2.0-or-later
# A search that is killed goes on where it stopped, whenever that was, and makes no boot twice.
. "$(dirname "$CASE")/board.inc"
board
printf '%s\n' 'late c05_init' 'lost c20_init' >bad
search -q >whole || :
cp bootcheck-search.state whole.state
whole=$(wc -l <boots)
echo "boots: $whole"
# the lab fails in the middle: status 3, and a state
rm bootcheck-search.state
: >boots
# shellcheck disable=SC2016 # of the other shell
echo '[ "$(wc -l <boots)" -lt 6 ] || { echo "no power" >&2; exit 7; }' >hook
search -q
wc -l <boots
grep -c '^boot ' bootcheck-search.state
# the whole program is killed, by its child, which is enough of a surprise
# shellcheck disable=SC2016
echo '[ "$(wc -l <boots)" -lt 10 ] || kill -9 "$PPID"' >hook
search -q 2>&1 | grep -v Killed
wc -l <boots
# a line that was being written is cut off
printf 'boot 0123' >>bootcheck-search.state
rm hook
search -q >again || :
cmp whole.state bootcheck-search.state
sed -n 's/.*; \([0-9]* boots (.*)\),.*/\1/p' again
grep disproved again
# a boot without deferral for each start, and the final set's: its boot was of an earlier run
echo "boots in all: $(wc -l <boots)"
# now nothing is left to find out
: >boots
search -q --json -o report.json 2>/dev/null || :
wc -l <boots
"$BUILD/tests/tools/jsonpick" report.json search.boots_known search.boots_now
# another choice is another search
"$BOOTCHECK" trial --executor command:./board --kernel kernel --search --defer c01_init,c02_init || echo "exit status $?"
search --append quiet
echo "call c99_init" >>bootcheck-search.state
search
