# SPDX-License-Identifier: GPL-2.0-or-later
# The same bytes each time, the bootstrap included.
. "$(dirname "$CASE")/logs.inc"
many 9 0 old
many 9 6000 new
"$BOOTCHECK" compare --json --before old-? --after new-? >a
"$BOOTCHECK" compare --json --before old-? --after new-? >b
cmp a b
"$BOOTCHECK" compare --before old-? --after new-? --color=always --min-change 1ms --min-change 1% \
	--margin 2ms --top 1 --all -v
