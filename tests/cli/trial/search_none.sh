# SPDX-License-Identifier: GPL-2.0-or-later
# Nothing is left, or the machine is not the same twice.
. "$(dirname "$CASE")/board.inc"
board
printf 'late c01_init\nneeded c02_init\n' >bad
"$BOOTCHECK" trial --executor command:./board --kernel kernel --runs 1 --search --defer c02_init,c01_init \
	--proved proved.json | sed 's/took [0-9.]* s/took N s/'
"$BUILD/tests/tools/jsonpick" proved.json candidates kept.name cmdline
"$BOOTCHECK" trial --executor command:./board --kernel kernel --runs 1 --search --defer c02_init,c01_init --json \
	-o none.json 2>err || echo "exit status $?"
cat err
"$BUILD/tests/tools/jsonpick" none.json passed verdict gate search
# another device comes and goes with each boot
rm bootcheck-search.state
cat >hook <<'END'
gone=$(printf 'c%02d_init' "$(wc -l <boots)")
echo "lost $gone" >bad
set=,$gone,$set
END
search -q
