# SPDX-License-Identifier: GPL-2.0-or-later
# PNG and PDF: the size of the SVG, text in the PDF, the same bytes each time.
need rsvg-convert pdftotext pdfinfo
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
# big_endian BYTE...: a number of four bytes
big_endian() {
	echo $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
}
for px in 600 1400; do
	for ending in svg png pdf; do
		"$BOOTCHECK" chart --width "$px" -o "boot.$ending" boot.log
	done
	size=$(sed -n 's/^<svg .* width="\([0-9]*\)" height="\([0-9]*\)".*/\1 \2/p' boot.svg)
	[ -n "$size" ] || echo "no size in the SVG"
	# shellcheck disable=SC2046	# a list of numbers
	set -- $(od -A n -t u1 -j 16 -N 8 boot.png)
	[ "$(big_endian "$1" "$2" "$3" "$4") $(big_endian "$5" "$6" "$7" "$8")" = "$size" ] ||
		echo "PNG: $*, SVG: $size"
	# 96 px are 72 pt
	pdfinfo boot.pdf | awk -v size="$size" '/^Page size:/ {
		split(size, s)
		if ($3 / 0.75 - s[1] > 1 || s[1] - $3 / 0.75 > 1 || $5 / 0.75 - s[2] > 1 ||
		    s[2] - $5 / 0.75 > 1)
			print "PDF: " $0 ", SVG: " size
	} /^Pages:/ && $2 != 1 { print }'
done
head -c 4 boot.png | tail -c 3
echo
head -c 4 boot.pdf
echo
pdftotext boot.pdf - | grep -e slow_init -e 'Board A' | sort -u
for ending in png pdf; do
	sleep 1
	"$BOOTCHECK" chart boot.log --format "$ending" >again
	cmp again "boot.$ending"
done
