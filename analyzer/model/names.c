// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of the model's enumerations, as JSON and people see them. */
#include "model/boot.h"

const enum call_flag call_flags_shown[] = {
	CALL_QUANTISED, CALL_CONCURRENT, CALL_PRE_CLOCK,   CALL_NS_UNITS,  CALL_HUNG,
	CALL_NO_START,  CALL_BLACKLISTED, CALL_NESTED, CALL_NO_RETURN, 0,
};

const char *call_flag_name(enum call_flag f)
{
	switch (f) {
	case CALL_QUANTISED:
		return "quantised";
	case CALL_CONCURRENT:
		return "concurrent";
	case CALL_PRE_CLOCK:
		return "pre-clock";
	case CALL_NS_UNITS:
		return "ns-units";
	case CALL_HUNG:
		return "hung";
	case CALL_NO_START:
		return "no-start";
	case CALL_BLACKLISTED:
		return "blacklisted";
	case CALL_NESTED:
		return "nested";
	case CALL_NO_RETURN:
		return "no-return";
	case CALL_OVERWRITTEN:
		return "overwritten";
	}
	return "unknown";
}

const char *phase_name(enum call_phase p)
{
	static const char *const names[] = { "kernel", "user", "deferred" };

	return names[p];
}

const char *clock_name(enum call_clock c)
{
	static const char *const names[] = { NULL, "printk", "ktime" };

	return names[c];
}

const char *finding_name(enum finding_code c)
{
	static const char *const names[FIND_MAX] = {
		[FIND_HEAD_LOST] = "head-lost",
		[FIND_TAIL_LOST] = "tail-lost",
		[FIND_NO_INITCALL_DEBUG] = "no-initcall-debug",
		[FIND_NO_TIMESTAMPS] = "no-timestamps",
		[FIND_DROPPED_MESSAGES] = "dropped-messages",
		[FIND_MERGED_LINE] = "merged-line",
		[FIND_SEVERAL_BOOTS] = "several-boots",
		[FIND_CLOCK_BACKWARDS] = "clock-backwards",
		[FIND_CONSOLE_SLOW] = "console-slow",
		[FIND_HUNG_INITCALL] = "hung-initcall",
		[FIND_UNPARSED_LINE] = "unparsed-line",
		[FIND_DUPLICATE_NAME] = "duplicate-name",
		[FIND_CONCURRENT_CALLS] = "concurrent-calls",
		[FIND_QUANTISED_CLOCK] = "quantised-clock",
		[FIND_VMLINUX_MISMATCH] = "vmlinux-mismatch",
		[FIND_INITCALL_TROUBLE] = "initcall-trouble",
		[FIND_NOT_RUN] = "not-run",
		[FIND_OTHER_ORDER] = "other-order",
	};

	return names[c];
}

const char *severity_name(enum severity s)
{
	static const char *const names[] = { "note", "warning", "error" };

	return names[s];
}
