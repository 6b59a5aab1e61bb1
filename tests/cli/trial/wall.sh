# SPDX-License-Identifier: GPL-2.0-or-later
# By the wall clock one boot a side is no proof of a saving.
. "$(dirname "$CASE")/machine.inc"
play
trial --defer $calls --clock wall --runs 1 -q
trial --defer $calls --clock wall -q -v 2>&1 | sed -n '1,12p'
