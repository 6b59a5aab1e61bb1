# SPDX-License-Identifier: GPL-2.0-or-later
# One line that names the mistake; status 2.
log=$SAMPLES/good-6.12-amd64-dmesg.txt
try() {
	status=0
	"$BOOTCHECK" analyze "$@" 2>&1 || status=$?
	[ "$status" -eq 2 ] || echo "status $status"
}
try --nonsense "$log"
try --tpo=3 "$log"
try -x "$log"
try --top
try --top=0 "$log"
try --top=ten "$log"
try --sort=size "$log"
try --by=driver "$log"
try --color=blue "$log"
try --json=xml "$log"
try --csv --json "$log"
try --quiet=yes "$log"
try --outpu
try -o '' "$log"
try - -
try --jobs=0 "$log"
try --jobs=many "$log"
try --summary "$log"
try --summary --csv "$log"
