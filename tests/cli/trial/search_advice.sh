# SPDX-License-Identifier: GPL-2.0-or-later
# Candidates of bootcheck suggest: what it tells of them stays, with the verdict of the boots before it,
# and what it did not advise stays as it was. The result is advice again.
. "$(dirname "$CASE")/board.inc"
board
echo 'late c02_init' >bad
cat >advice.json <<'END'
{"schema": "bootcheck/suggest/1", "candidates": [
 {"name": "c02_init", "module": "two", "verdict": "defer", "file": "drivers/two.c", "line": 7, "saving_us": 900,
  "reasons": [{"code": "no-user", "text": "nobody needs it", "evidence": "the graph"}]},
 {"name": "c03_init", "module": "three", "verdict": "defer", "file": "drivers/three.c", "line": 8,
  "saving_us": 800, "reasons": [{"code": "no-user", "text": "nobody needs it", "evidence": "the graph"}]},
 {"name": "c04_init", "module": "four", "verdict": "ask", "reasons": []}],
 "kept": [{"name": "c05_init", "module": "five", "verdict": "keep", "reasons": []}]}
END
"$BOOTCHECK" trial --executor command:./board --kernel kernel --runs 1 --search --from advice.json -q \
	--proved proved.json >report 2>err || echo "exit status $?"
"$BUILD/tests/tools/jsonpick" proved.json cmdline candidates kept
# trial and patch take it
"$BOOTCHECK" trial --executor command:./board --kernel kernel --runs 1 --from proved.json -q --json -o again.json 2>err ||
	echo "exit status $?"
"$BUILD/tests/tools/jsonpick" again.json deferred.name
mkdir -p tree/drivers
printf 'VERSION = 6\nPATCHLEVEL = 12\n' >tree/Makefile
: >tree/Kconfig
mkdir -p tree/include/linux
: >tree/include/linux/init.h
for n in two three; do
	printf '#include <linux/init.h>\n#include <linux/module.h>\n\n\n\n\n' >tree/drivers/$n.c
	[ $n = two ] || echo >>tree/drivers/$n.c
done
echo 'module_init(c02_init);' >>tree/drivers/two.c
echo 'module_init(c03_init);' >>tree/drivers/three.c
"$BOOTCHECK" patch --source tree --from proved.json >edits 2>edits.err || cat edits.err
grep "^[-+]" edits || :
