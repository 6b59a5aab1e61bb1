# SPDX-License-Identifier: GPL-2.0-or-later
# A log that cannot be used: status 3, and no report.
cp "$SAMPLES/good-6.12-amd64-dmesg.txt" good
echo text >bad
"$BOOTCHECK" compare --before good --after bad --markdown m && exit 1
[ $? -eq 3 ] && [ ! -e m ]
"$BOOTCHECK" compare --before missing --after good || exit $?
