# SPDX-License-Identifier: GPL-2.0-or-later
# A busy host: two boots against one of the same kernel decide nothing, and the gate says so.
cd "$SAMPLES" || exit
"$BOOTCHECK" compare --before good-6.12-amd64-cloud-[12].txt.xz \
	--after good-6.12-amd64-cloud-3.txt.xz --fail-above 3%
