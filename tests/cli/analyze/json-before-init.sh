# SPDX-License-Identifier: GPL-2.0-or-later
# Indices are those of the shorter list.
cat >boot.log <<'END'
[    0.000000] Linux version 6.12.0
[    0.010000] calling  a_init+0x0/0x10 @ 1
[    0.010500] initcall a_init+0x0/0x10 returned 0 after 490 usecs
[    0.020000] Run /init as init process
[    0.030000] calling  b_init+0x0/0x10 [b] @ 9
[    0.030200] probe of dev returned 0 after 100 usecs
[    0.030500] initcall b_init+0x0/0x10 [b] returned 0 after 490 usecs
END
"$BOOTCHECK" analyze --json boot.log | grep -o '"initcall":[^,]*,"initcall_index":[^,]*'
"$BOOTCHECK" analyze --json --before-init boot.log | grep -o '"\(name\|device\)":[^,]*'
