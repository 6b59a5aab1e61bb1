# SPDX-License-Identifier: GPL-2.0-or-later
# JSON: the keys of the interface; intervals are null with one run a side.
cd "$SAMPLES" || exit
"$BOOTCHECK" compare --json --before good-6.12-amd64-patched-before.txt.xz \
	--after good-6.12-amd64-patched-after.txt.xz >"$OLDPWD/c.json"
cd "$OLDPWD" || exit
pick=$BUILD/tests/tools/jsonpick
for path in schema verdict before.runs before.init_us.median before.init_us.min after.init_us.max \
	delta_us.median delta_us.low delta_us.high more_runs sum.delta_us sum.parts.part \
	sum.parts.delta_us 'initcalls[change=deferred].name' 'initcalls[change=deferred].before_us' \
	'initcalls[change=deferred].after_state' initcalls.# gate comparable.same_machine \
	comparable.differences.what; do
	echo "$path: $("$pick" c.json "$path" 2>&1 | tr '\n' ' ')"
done | sed 's/ $//'
