# SPDX-License-Identifier: GPL-2.0-or-later
# The same input gives the same bytes, whatever the locale and the time zone.
cd "$SAMPLES" || exit
for o in --all --json --csv '-v --by module'; do
	# shellcheck disable=SC2086	# options
	"$BOOTCHECK" analyze $o good-6.12-amd64-dmesg.txt good-6.12-amd64-capture.txt | cksum >"$OLDPWD/a"
	# shellcheck disable=SC2086
	LC_ALL=C.UTF-8 TZ=Asia/Tokyo COLUMNS=20 TERM=xterm \
		"$BOOTCHECK" analyze $o good-6.12-amd64-dmesg.txt good-6.12-amd64-capture.txt |
		cksum | cmp - "$OLDPWD/a"
done
