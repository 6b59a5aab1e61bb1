# SPDX-License-Identifier: GPL-2.0-or-later
# Several boots at the same time: the same set is found, by no more boots than are allowed.
. "$(dirname "$CASE")/board.inc"
board
printf '%s\n' 'late c17_init' 'lost c23_init' 'pair c04_init c17_init' >bad
cat >hook <<'END'
mkdir -p running most
: >"running/$$"
trap 'rm -f "running/$$"' EXIT
sleep 0.4
: >"most/$(find running -type f | wc -l)"
sleep 0.4
END
search -q --json -o one.json 2>/dev/null || :
find most -type f | sort | paste -sd ' '
rm -r bootcheck-search.state most
search -q --json -o four.json --jobs 4 2>/dev/null || :
[ ! -e most/5 ] && [ "$(find most -type f | wc -l)" -gt 1 ] && echo "several at a time, four at most"
for f in one four; do
	"$BUILD/tests/tools/jsonpick" $f.json search.boots_most 'search.calls.[verdict=disproved].name'
	[ "$("$BUILD/tests/tools/jsonpick" $f.json search.boots)" -le 32 ] || echo "too many boots"
done
# one of them fails: what was known before it is kept
rm bootcheck-search.state
# shellcheck disable=SC2016 # of the other shell
echo '[ "$BOOTCHECK_NAME" != search-4 ] || exit 9' >hook
search -q --jobs 4
grep -c '^boot ' bootcheck-search.state
