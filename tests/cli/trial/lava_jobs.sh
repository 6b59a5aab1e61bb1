# SPDX-License-Identifier: GPL-2.0-or-later
# The jobs that a lab would get, for a board by U-Boot and for QEMU; and labs that are none.
. "$(dirname "$CASE")/board.inc"
board
t() {
	"$BOOTCHECK" trial --kernel kernel --machine pc --defer c01_init,m:c02_init --executor "$@" ||
		echo "exit status $?"
}
for lab in lava lava-qemu; do
	t "lava:$SAMPLES/executors/$lab.lab" --dry-run --timeout 60
done
# quotes, blanks and backslashes stay what they are
printf 'device-type a"b\\c\nmethod qemu\npublish p\nurl u\ntag x: #y\ncontext arch amd64\n' >odd.lab
t lava:odd.lab --dry-run --append 'a="b c" d='"'e'"' \ü' -o odd.yaml
grep -e device_type -e '^- "x' -e append odd.yaml
echo "--- no labs"
t lava:no-such-file
t lava:
echo 'device-type x' >bad.lab
t lava:bad.lab
echo 'colour red' >bad.lab
t lava:bad.lab
echo 'method' >bad.lab
t lava:bad.lab
printf 'context arch\n' >bad.lab
t lava:bad.lab
printf 'method a\nmethod b\n' >bad.lab
t lava:bad.lab
