# SPDX-License-Identifier: GPL-2.0-or-later
# Any number of threads gives the same bytes, on standard error as well: logs of very different
# length, with bad ones between them, are reported in the order they were named.
. "$(dirname "$CASE")/logs.inc"
logs=
i=0
while [ "$i" -lt 24 ]; do
	i=$((i + 1))
	log_small "$i" >"$i.log"
	[ $((i % 5)) -ne 0 ] || log_probes >"$i.log"
	[ $((i % 7)) -ne 0 ] || echo 'no log' >"$i.log"
	logs="$logs $i.log"
	case $i in 1 | 6 | 20) cp "$SAMPLES/good-6.12-amd64-dmesg.txt" "$i.log" ;; esac
done
# run NAME OPTION...: its two outputs and the exit status
run() {
	name=$1
	shift
	status=0
	# shellcheck disable=SC2086	# a list of files
	"$BOOTCHECK" analyze "$@" $logs >"$name.out" 2>"$name.err" || status=$?
	echo "$status" >>"$name.err"
}
for how in --all --csv --json=short --json=pretty; do
	run want --jobs=1 "$how"
	for jobs in 2 3 8 100; do
		run got --jobs="$jobs" "$how"
		cmp want.out got.out
		cmp want.err got.err
	done
done
cut -d : -f 2 <want.err
sed -n 1,2p want.out
# Two at a time, indeed: the second pipe is written first, so one thread would wait for ever.
log_small 0 >first
mkfifo a b
{
	log_small 1 >b
	log_small 2 >a
} &
timeout 60 "$BOOTCHECK" analyze -q --jobs=2 --top=1 first a b | grep "^Top"
wait
