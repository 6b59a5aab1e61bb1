# SPDX-License-Identifier: GPL-2.0-or-later
# dot takes the text of every view, and the files are what their names say; twice the same bytes.
. "$(dirname "$CASE")/tree.inc"
need dot xmllint rsvg-convert
make_tree
make_log >boot.log
for view in '' --critical '--around usbcore' --all '--min-us 0' '--around sched'; do
	for format in svg png pdf; do
		# shellcheck disable=SC2086	# words
		"$BOOTCHECK" graph --build linux $view boot.log -o "x.$format"
		# shellcheck disable=SC2086	# words
		"$BOOTCHECK" graph --build linux $view --format "$format" -o again boot.log
		cmp "x.$format" again
	done
	xmllint --noout x.svg
	grep -c '<title>[a-z]*/' x.svg
	head -c 4 x.pdf
	echo
	head -c 4 x.png | tail -c 3
	echo
done
