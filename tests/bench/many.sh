#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Measure `bootcheck analyze` on ten thousand logs of 1500 calls: logs a second and peak memory, by
# the number of threads and the form of the report. The exit status is 0 all the same.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}" "${BUILD:=$repo/build/release}"
n=${1-10000}
mkdir "$tmp/logs"
"$BUILD/tests/tools/manylogs" "$tmp/logs" "$n" 1500
cd "$tmp/logs"
mib=$(du -sm . | cut -f 1)
cat ./*.log >/dev/null	# into the page cache, as far as there is room
echo "$n logs of 1500 calls, $mib MiB"
printf '%-16s %8s %12s %12s %12s\n' "" threads "logs/s" "CPU s" "peak MiB"
jobs=1
while [ "$jobs" -le "$(getconf _NPROCESSORS_ONLN)" ]; do
	for how in '' '--json --summary' --json --csv; do
		# shellcheck disable=SC2086	# a few words or none
		"$BUILD/tests/tools/maxrss" "$tmp/rss" "$BOOTCHECK" analyze --jobs="$jobs" $how ./*.log \
			>/dev/null
		awk -v how="${how:-text}" -v jobs="$jobs" -v n="$n" '{
			printf "%-16s %8d %12.0f %12.1f %12.1f\n", how, jobs, n / ($2 / 1e6),
				$3 / 1e6, $1 / 1024
		}' "$tmp/rss"
		[ "$how" != '--json --summary' ] || awk -v jobs="$jobs" '{
			printf "%s: %.0f MiB with %d threads (target: at most 512)\n",
				($1 <= 524288) ? "PASS" : "FAIL", $1 / 1024, jobs }' "$tmp/rss"
	done
	jobs=$((jobs * 2))
done
