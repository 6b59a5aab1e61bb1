# SPDX-License-Identifier: GPL-2.0-or-later
# Unusable input: one line each, nothing written.
. "$(dirname "$CASE")/machine.inc"
play
status() {
	"$BOOTCHECK" trial "$@" -o report </dev/null || echo "exit status $?"
	[ ! -e report ]
}
status --kernel no-such-file --defer a_init
status --kernel before.channel --defer a_init
status --kernel kernel --machine vax --defer a_init
status --kernel kernel --machine usb --defer a_init
status --kernel kernel --machine virt-arm64 --defer a_init
status --kernel kernel --defer 'a b'
status --kernel kernel --defer a_init --initrd no-such-file
status --kernel kernel --defer a_init --qemu ./no-such-qemu
status --kernel kernel --defer a_init --qemu ./qemu --disk no-such-file
status --kernel kernel --defer a_init --qemu ./qemu --guest no-such-file
status --kernel kernel --defer a_init --qemu ./qemu --guest kernel
status --kernel kernel --from no-such-file
echo '{"schema": "bootcheck/suggest/1", "candidates": []}' >none.json
status --kernel kernel --from none.json
printf 'arch x86_64\ncolour red\n' >my.machine
status --kernel kernel --defer a_init --machine ./my.machine
status --kernel kernel --defer no_such_init --qemu ./qemu --machine pc
# The boot without deferral goes wrong.
echo 'kill -9 $$' >before.sh
status --kernel kernel --defer loop_init --qemu ./qemu --machine pc
echo 'how=guest-reset side=none; : >none.channel' >before.sh
status --kernel kernel --defer loop_init --qemu ./qemu --machine pc
echo 'head -c 20000 before.channel >cut.channel; side=cut' >before.sh
status --kernel kernel --defer loop_init --qemu ./qemu --machine pc
