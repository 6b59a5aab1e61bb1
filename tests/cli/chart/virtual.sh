# SPDX-License-Identifier: GPL-2.0-or-later
# One boot a side concludes nothing, unless the figures are those of virtual time.
for how in '' --virtual; do
	# shellcheck disable=SC2086 # an option or nothing
	"$BOOTCHECK" chart $how --before "$SAMPLES/good-6.12-amd64-patched-before.txt.xz" \
		--after "$SAMPLES/good-6.12-amd64-patched-after.txt.xz" -o out.svg
	grep -o -E '>(time to init:|Nothing can be)[^<]*' out.svg
done
"$BOOTCHECK" chart --virtual --before "$SAMPLES/good-6.12-amd64-patched-before.txt.xz" \
	--after "$SAMPLES/good-6.12-amd64-patched-before.txt.xz" -o out.svg
grep -o -E '>(time to init:|Nothing can be)[^<]*' out.svg
