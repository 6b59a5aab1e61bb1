# SPDX-License-Identifier: GPL-2.0-or-later
# A real log, whole, but for what it looks like (which kinds.sh has).
cd "$SAMPLES" || exit
"$BOOTCHECK" chart good-6.12-amd64-dmesg.txt | sed '/^<style>/,/^<\/style>/d'
