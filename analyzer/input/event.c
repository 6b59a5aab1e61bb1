// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/event.h"

#include "input/stamp.h"

/* A cursor over the rest of a message. */
struct scan {
	struct str s;
	size_t i;
};

/* Inlined, so that the comparison with a literal becomes a few instructions. */
static inline __attribute__((always_inline)) bool skip(struct scan *c, struct str word)
{
	if (!str_starts(str_from(c->s, c->i), word))
		return false;
	c->i += word.n;
	return true;
}

static inline __attribute__((always_inline)) void skip_blanks(struct scan *c)
{
	while (c->i < c->s.n && c->s.p[c->i] == ' ')
		c->i++;
}

static inline __attribute__((always_inline)) bool at_end(const struct scan *c)
{
	return c->i >= c->s.n;
}

static inline __attribute__((always_inline)) bool take_number(struct scan *c, int64_t *v)
{
	size_t n = scan_number(str_from(c->s, c->i), v);

	c->i += n;
	return n != 0;
}

static inline __attribute__((always_inline)) bool take_ret(struct scan *c, int32_t *ret)
{
	bool neg = !at_end(c) && c->s.p[c->i] == '-';
	int64_t v;

	c->i += neg;
	if (!take_number(c, &v) || v > INT32_MAX)
		return false;
	*ret = neg ? (int32_t)-v : (int32_t)v;
	return true;
}

static inline __attribute__((always_inline)) bool word_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || is_digit(ch) || ch == '_' ||
	       ch == '.' || ch == '$';
}

/*
 * A symbol as %pS prints it: "name+0x0/0x1c", then perhaps " [module]". Whether
 * it is a good one is for the symbol table to say, once for each distinct text.
 */
static inline __attribute__((always_inline)) bool take_symbol(struct scan *c, struct str *sym)
{
	size_t start = c->i, end = str_chr(c->s, ' ', start);

	if (end == start || !word_char(c->s.p[start]))
		return false;
	if (end + 2 < c->s.n && c->s.p[end + 1] == '[') {
		size_t close = str_chr(c->s, ']', end);

		if (close < c->s.n)
			end = close + 1;
	}
	*sym = (struct str){ c->s.p + start, end - start };
	c->i = end;
	return true;
}

/*
 * No call takes 31 years. A figure beyond is a negative one: the clock stepped back within the
 * call, and the kernel prints it without a sign.
 */
#define AFTER_MAX_US 1000000000000000

/* " after 12 usecs" and " after 12 msecs"; kernel/async.c says "usec". *us: N_WILD beyond that. */
static inline __attribute__((always_inline)) bool take_after(struct scan *c, int64_t *us)
{
	int64_t v, unit;

	if (!skip(c, STR(" after ")))
		return false;
	if (!take_number(c, &v)) {
		/* (or more digits than a number can have) */
		if (at_end(c) || !is_digit(c->s.p[c->i]))
			return false;
		while (!at_end(c) && is_digit(c->s.p[c->i]))
			c->i++;
		v = INT64_MAX;
	}
	if (skip(c, STR(" usecs")) || skip(c, STR(" usec")))
		unit = 1;
	else if (skip(c, STR(" msecs")))
		unit = 1000;
	else
		return false;
	*us = v > AFTER_MAX_US / unit ? N_WILD : v * unit;
	return true;
}

static enum event_kind broken(struct event *ev, struct str msg)
{
	ev->text = msg;
	ev->end = msg.n;
	return ev->kind = EV_BROKEN;
}

static inline enum event_kind done(struct event *ev, enum event_kind kind, const struct scan *c)
{
	ev->end = c->i;
	return ev->kind = kind;
}

/* "calling  F+0x0/0x1c [mod] @ 1"; the oldest kernels print no "@ 1". */
static inline enum event_kind calling(struct scan *c, bool cut, struct event *ev)
{
	int64_t pid;

	skip_blanks(c);
	if (!take_symbol(c, &ev->sym))
		return ev->kind = EV_NONE;
	if (at_end(c)) {
		/* Without a pid only a whole symbol tells a call from prose. */
		if (str_find(ev->sym, STR("+0x")) == ev->sym.n)
			return ev->kind = EV_NONE;
		return cut ? broken(ev, c->s) : done(ev, EV_CALLING, c);
	}
	if (!skip(c, STR(" @ ")))
		return str_find(ev->sym, STR("+0x")) < ev->sym.n ? broken(ev, c->s) : EV_NONE;
	if (!take_number(c, &pid) || pid > INT32_MAX)
		return broken(ev, c->s);
	if (skip(c, STR(", parent: ")))
		return ev->kind = EV_NONE; /* power management, not an initcall */
	ev->pid = cut && at_end(c) ? -1 : (int32_t)pid;
	return done(ev, EV_CALLING, c);
}

/* 2.6.25: "initcall 0xADDR: SYM() returned 0." and "initcall 0xADDR ran for 3 msecs: SYM()" */
static bool take_2_6_25(struct scan *c, bool cut, struct event *ev)
{
	struct scan t = *c;
	int64_t n = 0;
	bool ran;

	if (!skip(&t, STR("0x")))
		return false;
	while (!at_end(&t) && hex_value(t.s.p[t.i]) >= 0)
		t.i++;
	ran = skip(&t, STR(" ran for "));
	if (ran && (!take_number(&t, &n) || n > AFTER_MAX_US / 1000 || !skip(&t, STR(" msecs"))))
		return false;
	if (!skip(&t, STR(": ")) || !take_symbol(&t, &ev->sym))
		return false;
	if (str_ends(ev->sym, STR("()")))
		ev->sym.n -= 2;
	else if (cut)
		return false;
	if (ran) {
		ev->n_us = n * 1000;
		done(ev, EV_RAN_FOR, &t);
		return true;
	}
	if (!skip(&t, STR(" returned ")) || !take_ret(&t, &ev->ret))
		return false;
	if (!skip(&t, STR(".")) && cut)
		return false;
	done(ev, EV_RETURNED, &t);
	return true;
}

/* Prose that happens to begin with "initcall " is not a broken line. */
static bool symbol_like(struct str sym)
{
	return str_find(sym, STR("+0x")) < sym.n || str_starts(sym, STR("0x"));
}

static inline enum event_kind initcall(struct scan *c, bool cut, struct event *ev)
{
	skip_blanks(c);
	if (take_2_6_25(c, cut, ev))
		return ev->kind;
	if (!take_symbol(c, &ev->sym))
		return ev->kind = EV_NONE;
	if (!skip(c, STR(" returned "))) {
		if (skip(c, STR(" blacklisted")))
			return done(ev, EV_BLACKLISTED, c);
		return symbol_like(ev->sym) ? broken(ev, c->s) : EV_NONE;
	}
	if (skip(c, STR("with "))) {
		ev->text = str_trim(str_from(c->s, c->i));
		c->i = c->s.n;
		return cut ? broken(ev, c->s) : done(ev, EV_TROUBLE, c);
	}
	/* kernel/async.c, since 5.14: "returned after N usecs" */
	if (str_starts(str_from(c->s, c->i), STR("after ")))
		c->i--;
	else if (!take_ret(c, &ev->ret))
		return broken(ev, c->s);
	if (!take_after(c, &ev->n_us))
		return broken(ev, c->s);
	return done(ev, EV_RETURNED, c);
}

/* "probe of 1c00000.pcie returned -517 after 4 usecs"; a device's name may hold blanks. */
static inline enum event_kind probe(struct scan *c, struct event *ev)
{
	static const struct str mark = { " returned ", 10 };
	size_t start = c->i, at = str_chr(c->s, ' ', start);

	while (at < c->s.n && !str_starts(str_from(c->s, at), mark))
		at = str_chr(c->s, ' ', at + 1);
	if (at == start || at >= c->s.n)
		return ev->kind = EV_NONE;
	ev->sym = (struct str){ c->s.p + start, at - start };
	c->i = at + mark.n;
	if (!take_ret(c, &ev->ret) || !take_after(c, &ev->n_us) || ev->n_us == N_WILD)
		return ev->kind = EV_NONE;
	return done(ev, EV_PROBE, c);
}

/* "async_waiting @ 1", "async_continuing @ 1 after 124 usec" */
static enum event_kind async(struct scan *c, bool cut, struct event *ev)
{
	bool go = skip(c, STR("async_continuing @ "));
	int64_t pid;

	if (!go && !skip(c, STR("async_waiting @ ")))
		return ev->kind = EV_NONE;
	if (!take_number(c, &pid) || pid > INT32_MAX || (cut && at_end(c)))
		return ev->kind = EV_NONE;
	ev->pid = (int32_t)pid;
	if (go && (!take_after(c, &ev->n_us) || ev->n_us == N_WILD))
		return ev->kind = EV_NONE;
	return done(ev, go ? EV_ASYNC_GO : EV_ASYNC_WAIT, c);
}

/* Tracepoints, from ftrace text or tp_printk. */
static enum event_kind trace(struct scan *c, bool cut, struct event *ev)
{
	if (skip(c, STR("initcall_start: func="))) {
		if (take_symbol(c, &ev->sym) && !(cut && at_end(c)))
			return done(ev, EV_TRACE_START, c);
	} else if (skip(c, STR("initcall_finish: func="))) {
		if (take_symbol(c, &ev->sym) && skip(c, STR(" ret=")) && take_ret(c, &ev->ret) &&
		    !(cut && at_end(c)))
			return done(ev, EV_TRACE_FINISH, c);
	} else if (skip(c, STR("initcall_level: level="))) {
		if (cut)
			return broken(ev, c->s);
		ev->text = str_trim(str_from(c->s, c->i));
		c->i = c->s.n;
		return done(ev, EV_LEVEL, c);
	}
	return broken(ev, c->s);
}

/* More is no number of processors but a broken line. */
#define CPUS_MOST 1000000

struct mark {
	struct str begins;
	enum event_kind kind;
};

#define MARK(s, k) { { s, sizeof(s) - 1 }, k }

/* Messages whose beginning says it all; the text is what follows. */
static const struct mark marks[] = {
	MARK("Linux version ", EV_BANNER),
	MARK("Kernel command line: ", EV_CMDLINE),
	MARK("Command line: ", EV_CMDLINE),
	MARK("Machine model: ", EV_MACHINE),
	MARK("OF: fdt: Machine model: ", EV_MACHINE),
	MARK("OF: fdt:Machine model: ", EV_MACHINE),
	MARK("DMI: ", EV_MACHINE),
	MARK("Machine: ", EV_MACHINE),
	MARK("Hardware name: ", EV_MACHINE),
	MARK("Freeing unused kernel image (initmem) memory", EV_FREE_INITMEM),
	MARK("Freeing unused kernel memory", EV_FREE_INITMEM),
	MARK("Freeing init memory", EV_FREE_INITMEM),
	MARK("Failed to execute ", EV_INIT_FAILED),
	MARK("Starting init: ", EV_INIT_FAILED),
	MARK("Requested init ", EV_INIT_FAILED),
	MARK("clocksource: Switched to clocksource ", EV_CLOCKSOURCE),
	MARK("Switched to clocksource ", EV_CLOCKSOURCE),
	MARK("Switching to clocksource ", EV_CLOCKSOURCE),
	MARK("entering initcall level: ", EV_LEVEL),
	MARK("smp: Brought up ", EV_CPUS),
	MARK("Brought up ", EV_CPUS),
	MARK("SMP: Total of ", EV_CPUS),
	MARK("smpboot: Total of ", EV_CPUS),
	MARK("smpboot: Allowing ", EV_CPUS_POSSIBLE),
	MARK("CPU topo: Allowing ", EV_CPUS_POSSIBLE),
	MARK("setup_percpu: ", EV_CPUS_POSSIBLE),
	MARK("rcu: ", EV_CPUS_POSSIBLE),
};

/* The number right before the word, or after it; 0 when there is none. */
static int64_t number_at(struct str text, struct str word, bool before)
{
	size_t at = str_find(text, word), from = at + word.n;
	int64_t n;

	if (at == text.n)
		return 0;
	if (before) {
		for (from = at; from && is_digit(text.p[from - 1]); from--)
			;
	}
	/* What is followed by nothing may be cut. */
	if (from + scan_number(str_from(text, from), &n) >= text.n || !is_digit(text.p[from]))
		return 0;
	return n > CPUS_MOST ? 0 : n;
}

/* How many processors: "1 node, 8 CPUs", "8 processors activated", "... nr_cpu_ids=8." */
static enum event_kind cpus(struct str text, enum event_kind kind, struct event *ev)
{
	int64_t n;

	if (kind == EV_CPUS) {
		n = number_at(text, STR(" CPU"), true);
		n = n ? n : number_at(text, STR(" processors activated"), true);
	} else {
		n = number_at(text, STR(" CPUs, "), true);
		n = n ? n : number_at(text, STR("nr_cpu_ids="), false);
		n = n ? n : number_at(text, STR("nr_cpu_ids:"), false);
		n = n ? n : number_at(text, STR(" present CPUs"), true) +
				    number_at(text, STR(" hotplug CPUs"), true);
	}
	if (n < 1)
		return EV_NONE;
	ev->n_us = n;
	return ev->kind = kind;
}

static enum event_kind mark(struct str msg, bool cut, struct event *ev)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const struct mark *m = &marks[i];

		if (msg.p[0] == m->begins.p[0] && str_starts(msg, m->begins)) {
			ev->text = str_trim(str_from(msg, m->begins.n));
			/* A name that ends where the line was cut may be half of one. */
			if (cut && str_chr(ev->text, ' ', 0) == ev->text.n)
				return EV_NONE;
			ev->end = msg.n;
			if (m->kind == EV_CPUS || m->kind == EV_CPUS_POSSIBLE)
				return cpus(ev->text, m->kind, ev);
			return ev->kind = m->kind;
		}
	}
	return EV_NONE;
}

/* "Run /sbin/init as init process" */
static enum event_kind run_init(struct str msg, struct event *ev)
{
	struct str tail = STR(" as init process");
	size_t at = str_find(msg, tail);

	if (at == msg.n || at < 5)
		return ev->kind = EV_NONE;
	ev->text = (struct str){ msg.p + 4, at - 4 };
	ev->end = msg.n;
	return ev->kind = EV_RUN_INIT;
}

/* "** 12 printk messages dropped **", "printk: 12 messages dropped" */
static enum event_kind dropped(struct str msg, struct event *ev)
{
	struct scan c = { msg, 0 };
	int64_t n = 0;

	size_t stars = str_find(msg, STR(" dropped **"));

	if (str_find(msg, STR("messages dropped")) == msg.n)
		return ev->kind = EV_NONE;
	while (!at_end(&c) && !is_digit(c.s.p[c.i]))
		c.i++;
	take_number(&c, &n);
	ev->n_us = n;
	/* Older kernels print the next message behind it, in the same line. */
	ev->end = stars < msg.n ? stars + 11 : msg.n;
	return ev->kind = EV_DROPPED;
}

/* driver core with DEBUG: "bus: 'platform': really_probe: probing driver D with device X" */
static enum event_kind probing(struct str msg, struct event *ev)
{
	size_t at = str_find(msg, STR("really_probe: probing driver ")), with;

	if (at == msg.n)
		return ev->kind = EV_NONE;
	ev->text = str_from(msg, at + 29);
	with = str_find(ev->text, STR(" with device "));
	if (with == ev->text.n)
		return ev->kind = EV_NONE;
	ev->sym = str_from(ev->text, with + 13);
	ev->text.n = with;
	ev->end = msg.n;
	return ev->kind = EV_PROBING;
}

static enum event_kind parse_at(struct str msg, size_t at, bool cut, struct event *ev)
{
	struct scan c = { msg, at };

	ev->at = at;
	if (skip(&c, STR("calling ")))
		return calling(&c, cut, ev);
	if (skip(&c, STR("initcall ")))
		return initcall(&c, cut, ev);
	if (skip(&c, STR("Calling initcall 0x"))) {
		while (!at_end(&c) && c.s.p[c.i] != ':')
			c.i++;
		if (!skip(&c, STR(": ")) || !take_symbol(&c, &ev->sym) ||
		    !str_ends(ev->sym, STR("()")))
			return broken(ev, msg);
		ev->sym.n -= 2;
		return done(ev, EV_CALLING, &c);
	}
	return ev->kind = EV_NONE;
}

/*
 * An initcall line behind other text: printed while that text still lacked its
 * newline. A device's name before "calling" is another matter (PCI fixups,
 * power management): those end with ": ".
 */
static enum event_kind merged(struct str msg, bool cut, struct event *ev)
{
	size_t at;

	/* Most messages end here: no symbol in them. */
	at = str_chr(msg, '+', 0);
	while (at < msg.n && !str_starts(str_from(msg, at), STR("+0x")))
		at = str_chr(msg, '+', at + 1);
	if (at == msg.n)
		return EV_NONE;
	at = str_find(msg, STR("initcall "));
	if (at > 0 && at < msg.n && !(word_char(msg.p[at - 1]) && msg.p[at - 1] != '.') &&
	    parse_at(msg, at, cut, ev) != EV_NONE && ev->kind != EV_BROKEN)
		return ev->kind;
	at = str_find(msg, STR("calling "));
	if (at > 0 && at + 10 < msg.n && !(word_char(msg.p[at - 1]) && msg.p[at - 1] != '.') &&
	    !(at > 1 && msg.p[at - 1] == ' ' && msg.p[at - 2] == ':') &&
	    str_find(str_from(msg, at), STR("+0x")) < msg.n - at &&
	    parse_at(msg, at, cut, ev) != EV_NONE && ev->kind != EV_BROKEN)
		return ev->kind;
	return ev->kind = EV_NONE;
}

enum event_kind event_parse(struct str msg, bool cut, struct event *ev)
{
	struct scan c = { msg, 0 };

	*ev = (struct event){ .n_us = N_NONE, .pid = -1 };
	if (msg.n < 8)
		return EV_NONE;
	switch (msg.p[0]) {
	case 'c':
		if (skip(&c, STR("calling ")))
			return calling(&c, cut, ev);
		break;
	case 'i':
		if (skip(&c, STR("initcall ")))
			return initcall(&c, cut, ev);
		if (str_starts(msg, STR("initcall_start: ")) ||
		    str_starts(msg, STR("initcall_finish: ")) ||
		    str_starts(msg, STR("initcall_level: ")))
			return trace(&c, cut, ev);
		break;
	case 'p':
		if (skip(&c, STR("probe of ")))
			return probe(&c, ev);
		if (str_starts(msg, STR("printk: ")) && dropped(msg, ev))
			return ev->kind;
		break;
	case 'a':
		if (str_starts(msg, STR("async_")))
			return async(&c, cut, ev);
		break;
	case 'C':
		if (str_starts(msg, STR("Calling initcall ")))
			return parse_at(msg, 0, cut, ev);
		break;
	case 'R':
		if (str_starts(msg, STR("Run ")) && run_init(msg, ev))
			return ev->kind;
		break;
	case '*':
		if (str_starts(msg, STR("** ")) && dropped(msg, ev))
			return ev->kind;
		break;
	case 'b':
		if (str_starts(msg, STR("blacklisting initcall ")))
			return EV_NONE;
		if (str_starts(msg, STR("bus: '")) && probing(msg, ev))
			return ev->kind;
		break;
	default:
		break;
	}
	if (mark(msg, cut, ev) != EV_NONE)
		return ev->kind;
	return merged(msg, cut, ev);
}
