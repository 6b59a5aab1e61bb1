# SPDX-License-Identifier: GPL-2.0-or-later
# The real /dev/kmsg never ends; a pipe that stays open stands for it.
. "${CASE%/*}/setup.inc"
mv root/dev/kmsg kmsg
mkfifo root/dev/kmsg
SHELLS='sh'
(
	cat kmsg
	exec sleep 20
) >root/dev/kmsg &
writer=$!
capture | tail -n 4
kill $writer
