// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/message_kind.h"

#include <stddef.h>
#include <string.h>

struct row {
	const char *text;
	enum report_end end;
};

/*
 * Linux 6.1 to 6.12; where the texts come from stands behind them. The first row
 * that is found counts. Some have a prefix ("rcu: ", "watchdog: ", "[ "), so they
 * may begin at any word.
 */
static const struct row reports[] = {
	{ "Kernel panic - not syncing", REPORT_LAST }, /* kernel/panic.c */
	{ "WARNING: CPU: ", REPORT_MARK },
	{ "kernel BUG at ", REPORT_MARK }, /* lib/bug.c */
	{ "BUG: kernel NULL pointer dereference", REPORT_MARK }, /* arch/x86/mm/fault.c */
	{ "BUG: unable to handle ", REPORT_MARK },
	{ "Unable to handle kernel ", REPORT_MARK }, /* other architectures */
	{ "Internal error: ", REPORT_MARK },
	{ "stack guard page was hit", REPORT_MARK },
	{ "Oops: ", REPORT_MARK },
	{ "Oops [#", REPORT_MARK },
	{ "Oops - ", REPORT_MARK },
	{ "general protection fault,", REPORT_MARK }, /* not "... ip:", of a process */
	{ "general protection fault:", REPORT_MARK },
	{ "double fault", REPORT_MARK },
	{ "UBSAN: ", REPORT_MARK }, /* lib/ubsan.c */
	{ "refcount_t: ", REPORT_MARK }, /* lib/refcount.c */
	{ "list_add corruption", REPORT_MARK }, /* lib/list_debug.c */
	{ "list_del corruption", REPORT_MARK },
	{ "list_add double add", REPORT_MARK },
	{ "ODEBUG: ", REPORT_MARK },
	{ "BUG: KASAN: ", REPORT_RULE },
	{ "BUG: KCSAN: ", REPORT_RULE },
	{ "BUG: KMSAN: ", REPORT_RULE },
	{ "BUG: KFENCE: ", REPORT_RULE },
	{ "KASAN: ", REPORT_SOON },
	{ "WARNING: ", REPORT_SOON }, /* lockdep, RCU, ORC */
	{ "[ BUG: ", REPORT_SOON },
	{ "BUG: ", REPORT_SOON }, /* atomic, lockup, page state */
	{ "INFO: task ", REPORT_SOON }, /* kernel/hung_task.c */
	{ "INFO: trying to register non-static key", REPORT_SOON },
	{ "self-detected stall on CPU", REPORT_SOON }, /* kernel/rcu/tree_stall.h */
	{ "detected stalls on ", REPORT_SOON },
	{ "detected expedited stalls on ", REPORT_SOON },
	{ "kthread starved for ", REPORT_SOON },
	{ "hard LOCKUP on cpu", REPORT_SOON }, /* kernel/watchdog.c */
	{ "possible circular locking dependency", REPORT_SOON }, /* without "WARNING: " */
	{ "possible recursive locking detected", REPORT_SOON },
	{ "inconsistent lock state", REPORT_SOON },
	{ "suspicious RCU usage", REPORT_SOON },
	{ "sleeping function called from invalid context", REPORT_SOON },
	{ "scheduling while atomic", REPORT_SOON },
	{ ": nobody cared (try booting with", REPORT_SOON }, /* kernel/irq/spurious.c */
	{ "memory corruption", REPORT_SOON },
	{ "unregister_netdevice: waiting for ", REPORT_LINE }, /* net/core/dev.c */
	{ "Checked W+X mappings: FAILED", REPORT_LINE }, /* arch/x86/mm/dump_pagetables.c */
	{ "Checked W+X mappings: failed", REPORT_LINE }, /* riscv */
	{ "Kernel memory protection disabled", REPORT_LINE }, /* init/main.c */
	{ "Kernel memory protection not selected", REPORT_LINE },
	{ " is not initialized, yet kobject_", REPORT_LINE }, /* lib/kobject.c */
};

/* Messages that have such a text and are none. */
static const char *const no_reports[] = {
	"INFO: lockdep is turned off", "Scanning for low memory corruption",
	"low memory corruption every", "areas for low memory corruption",
	"memory_corruption_check",
};

static const char *const dumps[] = {
	"Call Trace:", "Call trace:", "<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "<NMI>", "</NMI>",
	"Code: ", "CPU: ", "Hardware name: ", "Modules linked in:", "Workqueue: ",
	"Kernel Offset: ",
	"Tainted: ", "Stack:", "Mem abort info:", "Data abort info:", "#PF: ", "PGD ", "note: ",
	"---[ end ", "RIP: ", "pc : ", "lr : ", "sp : ", "pstate: ", "Process ", "stack backtrace:",
	"irq event stamp: ", "hardirqs last ", "softirqs last ", "Last potentially related work",
};

static bool starts_one(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_starts(s, str_of(list[i])))
			return true;
	}
	return false;
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Whether the text is there and does not begin within a word. */
static bool has(struct str msg, struct str text)
{
	size_t at = str_find(msg, text);

	return at < msg.n && (!at || !is_word(text.p[0]) || !is_word(msg.p[at - 1]));
}

/* "initcall foo+0x0/0x10 returned with preemption imbalance" (init/main.c) */
static bool is_initcall_trouble(struct str msg)
{
	return str_starts(msg, STR("initcall ")) && str_find(msg, STR(" returned with ")) < msg.n;
}

/* "invalid opcode: 0000 [#1] SMP": the first, second, ... death (die() of each architecture) */
static bool is_death(struct str msg)
{
	size_t at = str_find(msg, STR(" [#")) + 3, n = at;

	while (n < msg.n && is_digit(msg.p[n]))
		n++;
	return n > at && n < msg.n && msg.p[n] == ']';
}

enum report_end message_report(struct str msg)
{
	/* SLUB: "BUG kmalloc-64 (Not tainted): Redzone overwritten" */
	if (str_starts(msg, STR("BUG ")))
		return REPORT_SOON;
	if (is_initcall_trouble(msg) || is_death(msg))
		return REPORT_MARK;
	/* lines of initcall_debug have names that may look like anything */
	if (str_starts(msg, STR("initcall ")) || str_starts(msg, STR("calling ")))
		return REPORT_NONE;
	for (size_t i = 0; i < sizeof(no_reports) / sizeof(no_reports[0]); i++) {
		if (str_find(msg, str_of(no_reports[i])) < msg.n)
			return REPORT_NONE;
	}
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		if (has(msg, str_of(reports[i].text)))
			return reports[i].end;
	}
	return REPORT_NONE;
}

bool message_is_call_trace(struct str msg)
{
	return str_starts(msg, STR("Call Trace:")) || str_starts(msg, STR("Call trace:"));
}

bool message_is_cut_here(struct str msg)
{
	return str_starts(msg, STR("------------[ cut here ]")) ||
	       str_starts(msg, STR("8<--- cut here ---")); /* arm */
}

bool message_ends(struct str msg, enum report_end kind)
{
	switch (kind) {
	case REPORT_LINE:
		return true;
	case REPORT_SOON:
		return str_starts(str_trim(msg), STR("</TASK>"));
	case REPORT_RULE:
		return str_starts(msg, STR("====="));
	case REPORT_MARK:
		return str_starts(msg, STR("---[ end trace "));
	default:
		return false;
	}
}

/* "RAX: 0000000000000000 RBX: ...", "x29: ffff800080003e00" */
static bool is_register(struct str s)
{
	size_t colon = str_chr(str_head(s, 8), ':', 0), n = 0;

	if (colon < 2 || colon + 2 >= s.n || s.p[colon + 1] != ' ')
		return false;
	s = str_from(s, colon + 2);
	while (n < s.n && hex_value(s.p[n]) >= 0)
		n++;
	return n == 8 || n == 16;
}

/* " foo+0x12/0x40", " ? foo+0x12/0x40 [module]" */
static bool is_frame(struct str msg, struct str s)
{
	size_t space;

	if (!msg.n || (msg.p[0] != ' ' && msg.p[0] != '\t'))
		return false;
	if (str_starts(s, STR("? ")))
		s = str_from(s, 2);
	space = str_chr(s, ' ', 0);
	return str_find(str_head(s, space), STR("+0x")) < space;
}

/* "=====", "-----": between the parts of a report */
static bool is_rule(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!memchr("=-*^ ", s.p[i], 5))
			return false;
	}
	return true;
}

bool message_is_dump(struct str msg)
{
	struct str s = str_trim(msg);

	return starts_one(s, dumps, sizeof(dumps) / sizeof(dumps[0])) || is_register(s) ||
	       is_frame(msg, s) || is_rule(s);
}

enum protection message_protection(struct str msg, struct str *what)
{
	struct str passed = STR("Checked W+X mappings: passed");
	size_t at;

	*what = msg;
	if (str_starts(msg, STR("Freeing "))) {
		/* "Freeing unused kernel image (initmem) memory: 1772K" (mm/page_alloc.c) */
		at = str_find(msg, STR(" memory: "));
		*what = str_head(msg, at);
		return at < msg.n ? PROTECTION_ONCE : PROTECTION_NONE;
	}
	if (str_starts(msg, STR("Write protect"))) {
		*what = str_head(msg, str_chr(msg, ':', 0));
		return str_find(msg, STR("read-only data")) < msg.n ? PROTECTION_ONCE :
								       PROTECTION_NONE;
	}
	if (str_find(msg, passed) < msg.n) {
		*what = passed;
		return PROTECTION_ONCE;
	}
	if (str_starts(msg, STR("rodata_test: all tests were successful")))
		return PROTECTION_ONCE;
	/* With debug_pagealloc this stands for all of "Freeing ..." */
	*what = STR("debug: unmapping init");
	return str_starts(msg, *what) ? PROTECTION_COUNT : PROTECTION_NONE;
}
