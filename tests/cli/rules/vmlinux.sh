# SPDX-License-Identifier: GPL-2.0-or-later
# What the rules fit in a kernel.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
cat >my.rules <<'END'
rule twins
initcall twin_*
verdict defer
why Twins may wait.

rule con
initcall con_init
cmdline console=tty0
verdict fix
why A condition.
instead Something else.

rule foo
initcall foo1 foo2 foo3
level core
verdict ask
why A level.
END
"$BOOTCHECK" rules --vmlinux vmlinux --rules my.rules | sed -n '/^twins:/,$p'
echo
"$BOOTCHECK" rules --vmlinux vmlinux --rules my.rules --cmdline 'quiet console=tty0' -v | sed -n '/^con:/,$p'
"$BOOTCHECK" rules --check --vmlinux vmlinux --rules my.rules --json=pretty | sed -n '/"kernel"/,/"rules"/p'
code=0
"$BOOTCHECK" rules --vmlinux my.rules || code=$?
echo "status $code"
