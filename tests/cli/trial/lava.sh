# SPDX-License-Identifier: GPL-2.0-or-later
# A LAVA lab: the jobs, and the logs of two that ran with Debian's lava-dispatcher (Linux 6.12 in QEMU),
# which a program in the place of lavacli plays.
. "$(dirname "$CASE")/board.inc"
board
need xz
for side in before after; do
	xz -dc "$(dirname "$CASE")/$side.lava.xz" >"$side.log"
done
cat >client <<'END'
#!/bin/sh
echo "$@" | sed 's/-[0-9]*-/-N-/' >>calls
[ "$1" != -i ] || shift 2
case $2 in
submit)
	[ ! -e refuse ] || { echo "Unable to submit: no device of that type" >&2; exit 1; }
	cp "$3" "job.yaml"
	ls public | sed 's/-[0-9]*-/-N-/' | paste -sd ' ' >>calls
	case $3 in *before*) echo 11 ;; *) echo 12.0 ;; esac ;;
logs)
	[ "$4" = 11 ] && file=before.log || file=after.log
	[ ! -e "play$4" ] || file=play$4
	cat "$file" ;;
esac
END
chmod +x client
mkdir public
cat >my.lab <<'END'
device-type qemu
method qemu
context arch amd64
identity me
client ./client
publish public
url http://files/
END
t() {
	"$BOOTCHECK" trial --executor lava:my.lab --kernel kernel --machine pc --runs 1 --defer loop_init,evdev_init \
		"$@" || echo "exit status $?"
}
t | sed 's/took [0-9.]* s/took N s/'
cat calls
ls public
grep url job.yaml | sed 's/-[0-9]*-/-N-/'
echo "--- how jobs end"
for line in \
	'"msg": {"case": "job", "definition": "lava", "error_msg": "Test timed out", "error_type": "Job", "result": "fail"}' \
	'"msg": {"case": "job", "definition": "lava", "error_msg": "no power", "error_type": "Infrastructure", "result": "fail"}' \
	'"msg": "no result"'; do
	{
		echo '- {"dt": "2026-01-01T00:00:00", "lvl": "target", "msg": "U-Boot 2024"}'
		echo "- {\"dt\": \"2026-01-01T00:00:00\", \"lvl\": \"results\", $line}"
	} >play12.0
	t -q 2>&1 | grep -e '^bootcheck' -e exit
done
touch refuse
t
rm -rf public
t
