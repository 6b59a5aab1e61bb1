# SPDX-License-Identifier: GPL-2.0-or-later
# Before and after, of a kernel with deferred initcalls.
cd "$SAMPLES" || exit
"$BOOTCHECK" chart --before good-6.12-amd64-patched-before.txt.xz \
	--after good-6.12-amd64-patched-after.txt.xz | sed '/^<style>/,/^<\/style>/d'
