# SPDX-License-Identifier: GPL-2.0-or-later
# The same choice without an edit.
. "$(dirname "$CASE")/tree.inc"
make_advice
for as in config cmdline; do
	"$BOOTCHECK" patch --as "$as" --from advice.json
	"$BOOTCHECK" patch --as "$as" --defer a_init,b:b_init --defer c_init,a_init
done
# A function that two modules have is named with its module.
sed 's/"pci_init", "module": null/"ehci_pci_init", "module": "other"/' advice.json >two.json
"$BOOTCHECK" patch --as cmdline --from two.json
# More than a command line may have.
i=0 names=first_init
while [ "$i" -lt 100 ]; do
	i=$((i + 1)) names=$names,a_function_of_some_length_$i
done
"$BOOTCHECK" patch --as cmdline --defer "$names" 2>&1 | cut -c 1-60
"$BOOTCHECK" patch --as config --defer "$names" | cut -c 1-60
