# SPDX-License-Identifier: GPL-2.0-or-later
# One line that names the file and says what to do; status 3; nothing on stdout.
try() {
	status=0
	"$BOOTCHECK" analyze "$@" 2>&1 || status=$?
	echo "status $status"
}
: >empty.log
echo 'just some text' >text.log
mkdir folder
printf '\177ELF\002\001\001' >vmlinux
try empty.log
try text.log
try folder
try vmlinux
try missing.log
try - </dev/null
