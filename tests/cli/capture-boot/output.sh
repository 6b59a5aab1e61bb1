# SPDX-License-Identifier: GPL-2.0-or-later
# -o writes what standard output would get, whole or not at all.
. "${CASE%/*}/setup.inc"
capture | sed '1d; $d' >want
capture -o file
cmp file want
capture --output=file
cmp file want
capture --output=no/such/file
