# SPDX-License-Identifier: GPL-2.0-or-later
# The output that README.md shows is what the program prints, but for blanks.
readme=$SAMPLES/../README.md
sed -n '/^    \$ bootcheck analyze/,/^The log is one of/s/^    //p' "$readme" |
	sed -e 1d -e 's/ *$//' -e '/^$/d' >shown
cp "$SAMPLES/good-6.12-amd64-dmesg.txt" .
mkdir samples
mv good-6.12-amd64-dmesg.txt samples
"$BOOTCHECK" analyze --before-init --top 8 samples/good-6.12-amd64-dmesg.txt |
	sed -e 's/ *$//' -e '/^$/d' >real
head -n "$(wc -l <shown)" real | diff shown -
wc -l <shown
