# SPDX-License-Identifier: GPL-2.0-or-later
# Wrong usage is status 2 and one line.
. "${CASE%/*}/setup.inc"
capture --help
capture --frob
capture file
capture -o
capture --source
capture --source=x
