# SPDX-License-Identifier: GPL-2.0-or-later
# What cannot be used: one line, exit status 3, nothing written.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
status() {
	"$BOOTCHECK" patch --source linux "$@" -o out || echo "exit status $?"
	[ ! -e out ] || echo "there is a file"
	rm -f out
}
for names in '' a,,b ' ' 1a a:b:c 'a b' ../a mod:; do
	status --defer "$names"
done
status --from none.json
echo '{' >bad.json
status --from bad.json
printf '{"schema": "bootcheck/suggest/1",\n"schema": 1}' >bad.json
status --from bad.json
for text in '' '[]' '{"schema": "bootcheck/analyze/1"}' '{"schema": "bootcheck/suggest/1"}'; do
	echo "$text" >bad.json
	status --from bad.json
done
# change SED-SCRIPT: something in the advice that is not right
change() {
	sed "$1" advice.json >bad.json
	status --from bad.json
}
change 's/"uhci_hcd_init", "module"/"uhci hcd", "module"/'
change 's/"uhci_hcd_init"/null/'
change 's/"uhci_hcd"/7/'
change 's/"uhci_hcd"/"a\/b"/'
change 's,"drivers/usb/host/uhci,"../uhci,'
change 's,"drivers/usb/host/uhci,"/uhci,'
change 's,"drivers/usb/host/uhci,"a//uhci,'
change 's/"duration_us": 640/"duration_us": -1/'
change 's/"duration_us": 640/"duration_us": 6.5/'
change 's/"line": 9/"line": 99999999999/'
change 's/"verdict": "ask"/"verdict": "maybe"/'
change 's/"text": "Nothing/"txt": "Nothing/'
# One of several cannot be edited: none is, and no folder is made.
status --defer ehci_pci_init,nobody_init
"$BOOTCHECK" patch --source linux --defer ehci_pci_init,nobody_init --series new \
	--author 'A <a@example.org>' || echo "exit status $?"
[ ! -e new ] || echo "there is a folder"
"$BOOTCHECK" patch --source none --defer ehci_pci_init 2>/dev/null || echo "exit status $?"
"$BOOTCHECK" patch --source linux --defer ehci_pci_init --series linux/Makefile --author 'A <a@example.org>' ||
	echo "exit status $?"
