# SPDX-License-Identifier: GPL-2.0-or-later
# --diff: what was added, removed, moved; made from one System.map by small changes.
map() {
	cat <<'END'
c0000100 T one_init
c0000140 T two_init
c0000180 T three_init
c00001c0 T four_init
c0000200 T last
c0001000 d __initcall_start
c0001000 d __initcall0_start
c0001000 d __initcall1_start
c0001000 d __initcall__kmod_m__1_10_one_init1
c0001004 d __initcall__kmod_m__2_20_two_init1
c0001008 d __initcall6_start
c0001008 d __initcall__kmod_m__3_30_three_init6
c000100c d __initcall__kmod_m__4_40_four_init6
c0001010 d __initcall_end
END
}
map >old.map
map | sed 's/three_init6/five_init6/; s/__1_10_one_init1/__9_20_x_init1/
	s/__2_20_two_init1/__1_10_one_init1/; s/__9_20_x_init1/__2_20_two_init1/' >new.map
"$BOOTCHECK" image old.map --diff new.map
map | sed 's/c0001008 d __initcall6_start/c0001004 d __initcall6_start/; s/two_init1/two_init6/' \
	>level.map
"$BOOTCHECK" image old.map --diff level.map
"$BOOTCHECK" image --csv old.map --diff level.map
"$BOOTCHECK" image --json=pretty old.map --diff level.map | sed -n '/"diff"/,$p'
"$BOOTCHECK" image old.map --diff old.map
