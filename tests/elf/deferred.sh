#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls that are deferred in the source of a patched kernel: by the symbols beside the table.
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"

# The marks: one of b_init, one of another line, one of another module of the same function name.
cat >"$tmp/System.map" <<'END'
ffffffff82000010 t a_init
ffffffff82000020 t b_init
ffffffff82000030 t b_init
ffffffff82000040 t d_init
ffffffff82001000 D __initcall_start
ffffffff82001000 D __initcall0_start
ffffffff82001000 D __initcall6_start
ffffffff82001000 d __initcall__kmod_a__7_10_a_init6
ffffffff82001004 d __initcall__kmod_b__7_20_b_init6
ffffffff82001008 d __initcall__kmod_c__7_20_b_init6
ffffffff8200100c D __initcall7_start
ffffffff8200100c d __initcall__kmod_d__7_40_d_init7
ffffffff82001010 D __initcall_end
ffffffff82001010 D __initinfo_start
ffffffff82001010 d __initinfo__kmod_a__7_10_a_init6
ffffffff82001050 D __initinfo_end
ffffffff82001050 D __deferred_names_start
ffffffff82001050 d __deferred__kmod_b__6_20_b_init6
ffffffff82001058 d __deferred__kmod_d__6_41_d_init7
ffffffff82001060 D __deferred_names_end
ffffffff82002000 D _end
END
"$BOOTCHECK" image --csv "$tmp/System.map" | tr -d '\r' | cut -d , -f 1-4 >"$tmp/have"
cat >"$tmp/want" <<'END'
index,level,module,name
0,device,a,a_init
1,device,c,b_init
2,late,d,d_init
3,deferred,b,b_init
END
diff "$tmp/want" "$tmp/have" >"$tmp/why" 2>&1 || true
check "a mark of the same module, function and line, and no other, defers" "$tmp/why"

"$BOOTCHECK" image --json "$tmp/System.map" | grep -o '"level":"deferred","boot_level":"[a-z]*"' \
	>"$tmp/have" || true
echo '"level":"deferred","boot_level":"device"' >"$tmp/want"
diff "$tmp/want" "$tmp/have" >"$tmp/why" 2>&1 || true
check "where boot has a deferred call" "$tmp/why"
# Before 5.12: no module, no line. One of two that have the same name cannot be told from the other;
# both can, and a level is part of the name.
cat >"$tmp/System.map" <<'END'
ffffffff82000010 t a_init
ffffffff82000020 t b_init
ffffffff82000030 t b_init
ffffffff82000040 t c_init
ffffffff82000050 t c_init
ffffffff82000060 t d_init
ffffffff82001000 D __initcall_start
ffffffff82001000 D __initcall0_start
ffffffff82001000 D __initcall6_start
ffffffff82001000 d __initcall_a_init6
ffffffff82001004 d __initcall_b_init6
ffffffff82001008 d __initcall_b_init6
ffffffff8200100c d __initcall_c_init6
ffffffff82001010 d __initcall_c_init6
ffffffff82001014 D __initcall7_start
ffffffff82001014 d __initcall_d_init7
ffffffff82001018 D __initcall_end
ffffffff82001050 D __deferred_names_start
ffffffff82001050 d __deferred_a_init6
ffffffff82001058 d __deferred_b_init6
ffffffff82001060 d __deferred_c_init6
ffffffff82001068 d __deferred_c_init6
ffffffff82001070 d __deferred_d_init6
ffffffff82001078 D __deferred_names_end
ffffffff82002000 D _end
END
"$BOOTCHECK" image --csv "$tmp/System.map" | tr -d '\r' | cut -d , -f 1-4 >"$tmp/have"
cat >"$tmp/want" <<'END'
index,level,module,name
0,device,,b_init
1,device,,b_init
2,late,,d_init
3,deferred,,a_init
4,deferred,,c_init
5,deferred,,c_init
END
diff "$tmp/want" "$tmp/have" >"$tmp/why" 2>&1 || true
check "before 5.12 a mark of the same symbol defers, if it is clear which" "$tmp/why"
tap_done
