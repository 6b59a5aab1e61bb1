# SPDX-License-Identifier: GPL-2.0-or-later
# A budget for the boots after.
. "$(dirname "$CASE")/logs.inc"
logs
try() {
	status=0
	"$BOOTCHECK" compare -q --before old-[1-4] --after new-[1-4] --budget b >out 2>err || status=$?
	cat err
	sed -n '/^Gate/,$p' out
	echo "status $status"
}
printf '# a comment\ninit 200ms\n\ncall second_init 20ms # one more\n' >b
try
printf 'init 100ms\n' >b
try
printf 'init 200ms\ncall no_such_init 1ms\nlevel device 2ms\ncall mod:mod_init 2ms\n' >b
try
# JSON has each line; what no log says, and all of it when the gate judges nothing, is null.
json() {
	"$BOOTCHECK" compare --json --before "$1" --after "$2" --budget b >out 2>err || true
	"$BUILD/tests/tools/jsonpick" out budget.rule budget.limit_us budget.measured_us budget.passed |
		tr '\n' ' ' | sed 's/ $//'
	echo
}
json old-1 new-1
head -n 6 new-1 >part
json old-1 part
for bad in '' 'init' 'init 3%' 'call x' 'speed 3ms' 'call a b c d'; do
	printf '%s\n' "$bad" >b
	try
done
rm b
try
cd "$SAMPLES" || exit
"$BOOTCHECK" compare -q --before good-6.12-amd64-patched-before.txt.xz \
	--after good-6.12-amd64-patched-after.txt.xz --budget budget.conf | sed -n '/^Gate/,$p'
