# SPDX-License-Identifier: GPL-2.0-or-later
# Limits for init and calls: kept, exceeded, not to be judged, not to be read.
cd "$SAMPLES" || exit
log=good-6.12-amd64-patched-after.txt.xz
"$BOOTCHECK" analyze -q --top 1 --budget budget.conf $log
cd "$OLDPWD" || exit
cp "$SAMPLES/$log" .
try() {
	status=0
	"$BOOTCHECK" analyze -q --top 1 --budget b "$log" >out 2>err || status=$?
	cat err
	sed -n '/^Budget/,$p' out
	echo "status $status"
}
printf 'init 600ms\ncall loop_init 10ms\n' >b
try
printf 'init 700ms\ncall no_such_init 10ms\n' >b
try
echo 'init' >b
try
status=0
printf 'init 600ms\n# what else\ncall loop_init 10ms\ncall mod:no_init 1s\nlevel device 1s\n' >b
"$BOOTCHECK" analyze --json --budget b "$log" >out || status=$?
"$BUILD/tests/tools/jsonpick" out budget.rule budget.limit_us budget.measured_us budget.passed budget.line
echo
echo "status $status"
# Of several boots the median counts.
cp "$SAMPLES/good-6.12-amd64-cloud-1.txt.xz" "$SAMPLES/good-6.12-amd64-cloud-2.txt.xz" .
printf 'init 600ms\ncall loop_init 10ms\n' >b
"$BOOTCHECK" analyze -q --budget b good-*.xz "$log" 2>/dev/null | sed -n '/^Budget/,$p'
