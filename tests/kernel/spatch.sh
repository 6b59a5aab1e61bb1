#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# `bootcheck patch` against Coccinelle: at 200 places all over the kernel both make the same text out
# of a declaration. What they have to make of it is in defer.cocci. Builds and boots nothing.
set -eu
LC_ALL=C
export LC_ALL
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
VERSION=${1:-6.12}
command -v spatch >/dev/null 2>&1 || lab_skip "spatch is not installed; apt-get install coccinelle"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
source=$("$LAB/build" --print-source --version "$VERSION")

# How many places of each form; what is in defer.cocci, and nothing else.
cat >"$tmp/forms" <<'END'
35 module_init
12 device_initcall
12 late_initcall
4 __initcall
8 subsys_initcall
5 fs_initcall
5 arch_initcall
4 postcore_initcall
4 core_initcall
3 rootfs_initcall
20 module_platform_driver
12 module_i2c_driver
10 module_pci_driver
6 module_spi_driver
6 module_usb_driver
4 module_hid_driver
3 module_driver
3 module_mipi_dsi_driver
3 module_comedi_pci_driver
3 module_comedi_driver
3 module_auxiliary_driver
2 module_serio_driver
2 module_pcmcia_driver
2 module_sdw_driver
2 module_acpi_driver
2 module_amba_driver
2 drm_module_platform_driver
2 module_serdev_device_driver
2 module_sdio_driver
2 module_virtio_driver
2 module_wmi_driver
2 module_scmi_driver
2 module_w1_family
2 module_hda_codec_driver
2 module_misc_device
1 module_usb_composite_driver
1 module_parport_driver
1 module_gameport_driver
1 module_mei_cl_driver
1 module_rpmsg_driver
1 module_pnp_driver
1 module_greybus_driver
END

# Files with one declaration that one of the two could change; of these, as many as wanted, at equal
# distances in the order of their names: lines "FILE FUNCTION".
macros=$(cut -d ' ' -f 2 "$tmp/forms" | paste -s -d '|')
(cd "$source" && grep -rE --include='*.c' "^($macros)[[:space:]]*\(" arch block crypto drivers fs \
	init ipc kernel lib mm net security sound virt) | sort >"$tmp/found"
awk -v forms="$tmp/forms" '
BEGIN {
	while ((getline line <forms) > 0) {
		split(line, f, " ")
		want[f[2]] = f[1]
	}
}
{
	file = substr($0, 1, index($0, ":") - 1)
	line = substr($0, length(file) + 2)
	seen[file]++
	macro[file] = line
	sub(/[ \t]*\(.*/, "", macro[file])
	fn[file] = line
	sub(/^[^(]*\([ \t]*/, "", fn[file])
	if (!match(fn[file], /^[A-Za-z_0-9]+[ \t]*[,)]/))
		seen[file]++	# (goes on in the next line)
	sub(/[^A-Za-z_0-9].*/, "", fn[file])
	# a driver: its function is not in the source
	if (macro[file] !~ /(module_init|initcall)$/)
		fn[file] = fn[file] "_init"
	order[++n] = file
}
END {
	for (i = 1; i <= n; i++)
		if (seen[order[i]] == 1)
			all[macro[order[i]]]++
	for (i = 1; i <= n; i++) {
		file = order[i]
		m = macro[file]
		if (seen[file] == 1 &&
		    int(++k[m] * want[m] / all[m]) > int((k[m] - 1) * want[m] / all[m]))
			print file, fn[file]
	}
}' "$tmp/found" >"$tmp/places"
cut -d ' ' -f 1 "$tmp/places" >"$tmp/files"
places=$(wc -l <"$tmp/places")

for who in before patch spatch; do
	mkdir "$tmp/$who"
	(cd "$source" && cpio --quiet -pdm "$tmp/$who" <"$tmp/files")
done
"$BOOTCHECK" patch --source "$source" --force-level --force-twice \
	--defer "$(sed 's/ /:/' "$tmp/places" | paste -s -d ,)" -o "$tmp/edits.patch" 2>"$tmp/bad" || :
[ -s "$tmp/bad" ] || patch -d "$tmp/patch" -p1 -s -F0 <"$tmp/edits.patch" >"$tmp/bad" 2>&1 || :
# (of files that it is given by name, spatch makes one program)
spatch --very-quiet --no-includes --in-place --timeout 60 \
	--sp-file "$repo/tests/kernel/defer.cocci" --dir "$tmp/spatch" >"$tmp/spatch.log" 2>&1 || :

# White space may differ: spatch has its own idea of it.
bare() {
	tr -d ' \t\n' <"$1"
}

: >"$tmp/cannot"
: >"$tmp/differ"
exact=0
while read -r file fn; do
	! cmp -s "$tmp/before/$file" "$tmp/patch/$file" || echo "$file $fn: not edited" >>"$tmp/bad"
	if cmp -s "$tmp/before/$file" "$tmp/spatch/$file"; then
		why="spatch does not parse it"
		! grep -qE "^($macros)[[:space:]]*\([^;]*$" "$tmp/before/$file" ||
			why="for spatch it needs a semicolon"
		echo "$file $fn: $why" >>"$tmp/cannot"
		continue
	fi
	# module_driver(drv, pci_register_driver, ...): the way back would lead to module_pci_driver()
	if grep -q '^#pragma push_macro' "$tmp/patch/$file"; then
		echo "$file $fn: patch has to take the form with a #pragma" >>"$tmp/cannot"
		continue
	fi
	! cmp -s "$tmp/patch/$file" "$tmp/spatch/$file" || exact=$((exact + 1))
	[ "$(bare "$tmp/patch/$file" | md5sum)" = "$(bare "$tmp/spatch/$file" | md5sum)" ] ||
		diff -u "$tmp/patch/$file" "$tmp/spatch/$file" >>"$tmp/differ" || :
done <"$tmp/places"
compared=$((places - $(wc -l <"$tmp/cannot")))

check "$VERSION patch: edits all of $places places" "$tmp/bad"
sed 's/^/# not compared: /' "$tmp/cannot"
if [ "$places" -ge 200 ] && [ "$compared" -ge 150 ]; then
	ok "$VERSION spatch: edits $compared of them as well"
else
	{ echo "only $compared of $places"; cat "$tmp/spatch.log"; } >"$tmp/show"
	not_ok "$VERSION spatch: edits at least 150 of 200" "$tmp/show"
fi
check "$VERSION both make the same of these $compared, $exact to the byte" "$tmp/differ"
tap_done
