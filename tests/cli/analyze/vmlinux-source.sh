# SPDX-License-Identifier: GPL-2.0-or-later
# --source: files by the macros in a source tree, for a vmlinux without debug information.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
log_mkelf 6.6.6-mkelf >boot.log
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
# source FILE LINE TEXT: a file whose line LINE is TEXT
source_file() {
	mkdir -p "$(dirname "tree/$1")"
	{
		yes '' | head -n $(($2 - 1))
		echo "$3"
	} >"tree/$1"
}
source_file init/main.c 3 'int x;'
source_file drivers/tty/vt/vt.c 3687 'console_initcall(con_init);'
source_file kernel/sched/core.c 10 'early_initcall(early_fn)'
# two of the same kind, of which one has the module's name
source_file drivers/net/one.c 91 'module_init(twin_init);'
source_file drivers/net/other.c 91 'module_init(twin_init);'
source_file fs/two/inode.c 92 'module_init(twin_init);'
# in doubt: two files that fit
source_file mm/foo.c 31 'core_initcall(foo1);'
source_file fs/foo.c 31 'core_initcall(foo1);'
# another line, another machine, no part of the kernel
source_file mm/a-b.c 29 'core_initcall(init_1s);'
source_file arch/arm/a-b.c 30 'core_initcall(init_1s);'
source_file samples/core.c 32 'core_initcall_sync(core_sync_fn);'
"$BOOTCHECK" analyze --csv --vmlinux vmlinux --source tree boot.log | tr -d '\r' |
	cut -d , -f 1-3,17-18
"$BOOTCHECK" analyze -q --by subsystem --vmlinux vmlinux --source tree boot.log |
	sed -n '/by subsystem/,/added up/p'
code=0
"$BOOTCHECK" analyze --vmlinux vmlinux --source . boot.log || code=$?
echo "$code"
code=0
"$BOOTCHECK" analyze --source tree boot.log || code=$?
echo "$code"
