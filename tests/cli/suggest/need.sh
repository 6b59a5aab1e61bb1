# SPDX-License-Identifier: GPL-2.0-or-later
# What the first job needs stays, and so does what that needs; what it does not need waits.
. "$(dirname "$CASE")/../graph/tree.inc"
make_tree
make_log >boot.log
cmdline() {
	echo "$*"
	"$BOOTCHECK" suggest boot.log --vmlinux linux/vmlinux --build linux "$@" --json=short |
		sed 's/.*"cmdline":"\([^"]*\)".*/  \1/'
}
cmdline
cmdline --need xhci_pci_init
cmdline --min-us 10000
cat >my.rules <<'END'
rule slow-storage
initcall storage_init
verdict ask
why Nobody knows.
END
cmdline --rules my.rules
cmdline --rules my.rules --may-wait usb-storage
cmdline --rules my.rules --may-wait all
cmdline --rules my.rules --may-wait all --need usb-storage
cat >final.rules <<'END'
rule storage-stays
initcall storage_init
verdict keep final
why It is the first job.
END
cmdline --rules final.rules --may-wait all
# a list, and a name that is misspelt
cmdline --rules my.rules --may-wait usb-storage,xhci_pci
cmdline --rules my.rules --may-wait usb-storage,usb-storag,,nosuch:storage_init 2>&1
