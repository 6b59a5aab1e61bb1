# SPDX-License-Identifier: GPL-2.0-or-later
# Wrong usage: one line, exit status 2, no file is made.
. "$(dirname "$CASE")/logs.inc"
many 1 0 log
usage() {
	status=0
	"$BOOTCHECK" history "$@" </dev/null || status=$?
	echo "status $status"
	[ ! -e db ]
}
usage
usage --db db
usage list
usage --db db lst
usage --db db frobnicate
usage --db db add log-1
usage --db db add log-1 --release ''
usage --db db add log-1 --release ' x'
usage --db db add log-1 --release "$(printf 'a\nb')"
usage --db db add log-1 --release "$(printf 'a\377')"
usage --db db add log-1 --release "$(head -c 10240 /dev/zero | tr '\0' x)"
usage --db db add log-1 --release v1 --board ''
usage --db db add log-1 --release v1 --boot-id ''
usage --db db add log-1 --release v1 --last 3
usage --db db add log-1 --release v1 --json
usage --db db list --fail-above 2%
usage --db db list v1
usage --db db show v1 v2
usage --db db compare v1 v2 v3
usage --db db remove
usage --db db export --csv --jsonl
usage --db db list --last 0
usage --db db list --wait x
usage --db db chart --format html
usage --db db chart -o x.html
usage --db db show --call
