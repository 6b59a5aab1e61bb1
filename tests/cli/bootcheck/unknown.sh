# SPDX-License-Identifier: GPL-2.0-or-later
# The nearest name, or what a file name in the place of a command may have meant.
try() {
	status=0
	"$BOOTCHECK" "$@" 2>&1 || status=$?
	[ "$status" -eq 2 ] || echo "status $status"
}
: >boot.log
try
try analyse boot.log
try anlayze
try frobnicate
try boot.log
try --frobnicate
try help frobnicate
try ''
