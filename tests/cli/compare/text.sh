# SPDX-License-Identifier: GPL-2.0-or-later
# One boot a side, eight calls deferred: the sum closes, nothing is concluded.
cd "$SAMPLES" || exit
"$BOOTCHECK" compare --before good-6.12-amd64-patched-before.txt.xz \
	--after good-6.12-amd64-patched-after.txt.xz
