# SPDX-License-Identifier: GPL-2.0-or-later
# What calls cost: the median of the boots; one that ran within another counts there; none after init.
. "$(dirname "$CASE")/tree.inc"
make_tree
for n in 1 5 3; do
	cat >"boot-$n.log" <<END
[    0.000000] Linux version 6.6.6-cc (nobody) #1
[    0.030000] calling  xhci_init+0x0/0x10 @ 1
[    0.03${n}000] initcall xhci_init+0x0/0x10 returned 0 after ${n}000 usecs
[    0.070000] calling  storage_init+0x0/0x10 @ 1
[    0.071000] calling  clock_init+0x0/0x10 @ 1
[    0.074000] initcall clock_init+0x0/0x10 returned 0 after 3000 usecs
[    0.079000] initcall storage_init+0x0/0x10 returned 0 after 9000 usecs
[    0.100000] Run /init as init process
[    0.200000] calling  xhci_pci_init+0x0/0x10 @ 1
[    0.209000] initcall xhci_pci_init+0x0/0x10 returned 0 after 9000 usecs
END
done
"$BOOTCHECK" graph --build linux boot-1.log boot-5.log boot-3.log --all -o x.dot
grep -e 'drivers/.* ms' -e 'costs:' x.dot
