// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines to calls: what can be said of a boot while its lines come by. */
#include "model/build.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/vec.h"
#include "input/stamp.h"
#include "model/sym.h"

void builder_find(struct builder *w, enum finding_code code, enum severity sev, unsigned long line,
		  const char *fmt, ...)
{
	struct buf msg = { 0 };
	struct finding *f;
	va_list ap;

	if (w->count[code]++ >= FINDINGS_PER_CODE)
		return;
	va_start(ap, fmt);
	buf_vprintf(&msg, fmt, ap);
	va_end(ap);
	f = VEC_PUSH(&w->findings);
	*f = (struct finding){ code, sev, line,
			       arena_strdup(&w->set->arena, (struct str){ msg.p, msg.n }) };
	buf_release(&msg);
}

static const char *intern(struct builder *w, struct str s)
{
	struct strtab *t = &w->set->strings;

	return strtab_get(t, strtab_intern(t, s));
}

static struct call *call_at(struct builder *w, const struct open_call *o)
{
	return o->async ? &w->asyncs.v[o->at] : &w->calls.v[o->at];
}

static void close_at(struct builder *w, size_t i)
{
	memmove(&w->open.v[i], &w->open.v[i + 1], (w->open.n - i - 1) * sizeof(*w->open.v));
	w->open.n--;
}

/*
 * Calls that are open when another begins: the kernel keeps one start time for
 * all of them (init/main.c), so what it will print for those is not their own.
 * A call of the same task, or any call before init (modprobe on behalf of an
 * initcall), may turn out to be the one that the new call runs in.
 */
static uint32_t note_overlap(struct builder *w, struct call *c)
{
	uint32_t parent = CALL_NONE;

	for (size_t i = 0; i < w->open.n; i++) {
		struct call *o;

		if (w->open.v[i].async)
			continue;
		o = &w->calls.v[w->open.v[i].at];
		o->flags |= CALL_OVERWRITTEN;
		if (o->pid == c->pid) {
			parent = w->open.v[i].at;
			w->open.v[i].doubtful = true;
			continue;
		}
		if (w->open.v[i].doubtful)
			continue;
		o->flags |= CALL_CONCURRENT;
		c->flags |= CALL_CONCURRENT;
		if (parent == CALL_NONE && o->pid == 1 && w->b->init_us == TIME_NONE)
			parent = w->open.v[i].at;
	}
	return parent;
}

static struct call *call_new(struct builder *w, struct sym *sym, const struct line *l, bool *async)
{
	struct call *c;

	*async = sym->async;
	c = *async ? VEC_PUSH(&w->asyncs) : VEC_PUSH(&w->calls);
	*c = (struct call){
		.sym = sym,
		.start_us = TIME_NONE,
		.end_us = TIME_NONE,
		.duration_us = TIME_NONE,
		.reported_us = TIME_NONE,
		.pid = l->pid,
		.parent = CALL_NONE,
		.level = sym->module ? 0 : w->level,
	};
	return c;
}

static void open_call(struct builder *w, struct sym *sym, const struct event *ev,
		      const struct line *l)
{
	struct open_call *o;
	struct call *c;
	bool async;

	c = call_new(w, sym, l, &async);
	c->start_us = l->us;
	c->line[0] = line32(l->no);
	c->at[0] = l->at;
	if (ev->pid >= 0)
		c->pid = ev->pid;
	if (w->open.n && !async)
		c->parent = note_overlap(w, c);
	if (w->open.n == OPEN_MAX) {
		call_at(w, &w->open.v[0])->flags |= CALL_NO_RETURN;
		close_at(w, 0);
	}
	o = VEC_PUSH(&w->open);
	*o = (struct open_call){ .at = (uint32_t)(async ? w->asyncs.n : w->calls.n) - 1, .async = async };
}

/*
 * The open call that a return belongs to: same symbol; the same task when the
 * log names it. Of several, the one whose stamps fit the printed time best.
 */
static size_t find_open(struct builder *w, const struct sym *sym, const struct event *ev,
			const struct line *l)
{
	size_t best = SIZE_MAX;
	int64_t best_off = INT64_MAX;

	for (size_t i = w->open.n; i-- > 0;) {
		const struct call *c = call_at(w, &w->open.v[i]);
		int64_t off = 0;

		if (c->sym != sym)
			continue;
		if (l->pid >= 0 && c->pid >= 0 && l->pid != c->pid)
			continue;
		if (ev->n_us >= 0 && l->us != TIME_NONE && c->start_us != TIME_NONE)
			off = llabs(l->us - c->start_us - ev->n_us);
		if (best == SIZE_MAX || off < best_off) {
			best = i;
			best_off = off;
		}
	}
	return best;
}

static void close_call(struct builder *w, struct sym *sym, const struct event *ev,
		       const struct line *l)
{
	size_t i = find_open(w, sym, ev, l);
	struct call *c;
	bool async;

	if (i == SIZE_MAX) {
		c = call_new(w, sym, l, &async);
		c->flags |= CALL_NO_START;
	} else {
		c = call_at(w, &w->open.v[i]);
		/* Contained in its parent only if that still runs. */
		if (c->parent != CALL_NONE && w->calls.v[c->parent].at[1])
			c->parent = CALL_NONE;
		close_at(w, i);
	}
	c->end_us = l->us;
	c->line[1] = line32(l->no);
	c->at[1] = l->at;
	c->ret = ev->ret;
	c->has_ret = true;
	if (ev->n_us >= 0)
		c->reported_us = ev->n_us;
	if (ev->n_us == N_WILD)
		builder_find(w, FIND_UNPARSED_LINE, SEV_WARNING, l->no,
			     "the time that the kernel printed for %s is negative or absurd: its clock "
			     "was set within the call; that figure is left out", sym->name);
}

/* The last call with this symbol, when it ended a moment ago; else NULL. */
static struct call *last_closed(struct builder *w, const struct sym *sym)
{
	for (size_t k = 0; k < 8 && k < w->calls.n; k++) {
		struct call *c = &w->calls.v[w->calls.n - 1 - k];

		if (c->sym == sym)
			return c->has_ret ? c : NULL;
	}
	return NULL;
}

/*
 * With tp_printk and initcall_debug both, each call is told twice. The second
 * telling adds what the first did not say, and makes no second call.
 */
static bool told_already(struct builder *w, const struct sym *sym, const struct event *ev,
			 const struct line *l)
{
	bool starts = ev->kind == EV_CALLING || ev->kind == EV_TRACE_START;
	struct call *c;

	if (starts) {
		const struct open_call *o = w->open.n ? &w->open.v[w->open.n - 1] : NULL;

		c = o ? call_at(w, o) : NULL;
		if (!c || c->sym != sym || l->at - c->at[0] > 3)
			return false;
		if (ev->pid >= 0)
			c->pid = ev->pid;
		return true;
	}
	if (find_open(w, sym, ev, l) != SIZE_MAX)
		return false;
	c = last_closed(w, sym);
	if (!c || l->at - c->at[1] > 3)
		return false;
	if (ev->n_us >= 0 && c->reported_us == TIME_NONE)
		c->reported_us = ev->n_us;
	return true;
}

/* A return is most often that of the call which began last: that saves a look-up. */
static struct sym *event_sym(struct builder *w, const struct event *ev)
{
	if (ev->kind == EV_RETURNED && w->open.n) {
		const struct sym *last = call_at(w, &w->open.v[w->open.n - 1])->sym;

		if (str_eq(last->raw, ev->sym))
			return w->set->syms[last->id];
	}
	return bootset_sym(w->set, ev->sym);
}

static void on_call(struct builder *w, const struct event *ev, const struct line *l)
{
	struct sym *sym = event_sym(w, ev);

	if (!sym->valid) {
		builder_find(w, FIND_UNPARSED_LINE, SEV_WARNING, l->no,
			     "not a symbol: \"%.*s\"; this line is left out",
			     (int)(ev->sym.n < 60 ? ev->sym.n : 60), ev->sym.p);
		return;
	}
	if (ev->kind == EV_TRACE_START || ev->kind == EV_TRACE_FINISH)
		w->trace = true;
	if (w->trace && told_already(w, sym, ev, l))
		return;
	w->forms[l->form]++;
	if (ev->kind == EV_CALLING || ev->kind == EV_TRACE_START) {
		w->ncalling++;
		open_call(w, sym, ev, l);
	} else {
		w->nreturned++;
		close_call(w, sym, ev, l);
	}
}

/* Lines about a call that has ended: "ran for", "returned with ...". */
static void on_remark(struct builder *w, const struct event *ev, const struct line *l)
{
	struct sym *sym = bootset_sym(w->set, ev->sym);
	struct call *c = last_closed(w, sym);

	if (!c)
		return;
	if (ev->kind == EV_RAN_FOR) {
		c->reported_us = ev->n_us;
		return;
	}
	c->trouble = intern(w, ev->text);
	builder_find(w, FIND_INITCALL_TROUBLE, SEV_WARNING, l->no,
		     "%s returned with %s; the driver is broken, report it to its author", sym->name,
		     c->trouble);
}

static void on_blacklisted(struct builder *w, const struct event *ev, const struct line *l)
{
	struct sym *sym = bootset_sym(w->set, ev->sym);
	struct call *c;
	bool async;

	if (!sym->valid)
		return;
	c = call_new(w, sym, l, &async);
	c->flags |= CALL_BLACKLISTED;
	c->line[0] = line32(l->no);
	c->at[0] = l->at;
}

/* Which call a probe ran in: the open ones are known only when its line comes by. */
static bool all_digits(struct str s)
{
	int64_t v;

	return s.n && scan_number(s, &v) == s.n;
}

/*
 * Devices that threads of the kernel find, whatever call happens to run then:
 * serio ports, USB devices behind a hub ("1-1.2", "1-1:1.0"), SCSI addresses
 * ("0:0:0:0").
 */
static bool found_by_thread(struct str name)
{
	size_t dash = str_chr(name, '-', 0), colons = 0;

	if (str_starts(name, STR("serio")) && all_digits(str_from(name, 5)))
		return true;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == ':')
			colons++;
		else if (!is_digit(name.p[i]) && !strchr("-.", name.p[i]))
			return false;
	}
	if (dash < name.n)
		return all_digits(str_head(name, dash)) && dash + 1 < name.n && name.p[dash + 1] != '0';
	return colons == 3;
}

static uint32_t call_of_probe(struct builder *w, const struct probe *p)
{
	uint32_t only = CALL_NONE;

	for (size_t i = w->open.n; i-- > 0;) {
		uint32_t at = w->open.v[i].at;

		if (w->open.v[i].async)
			continue;
		if (p->pid >= 0 && w->calls.v[at].pid >= 0) {
			if (p->pid == w->calls.v[at].pid)
				return at;
			continue;
		}
		/* Without the task, only a call that runs alone can be named. */
		if (only != CALL_NONE || found_by_thread(str_of(p->device)))
			return CALL_NONE;
		only = at;
	}
	return only;
}

static void on_probe(struct builder *w, const struct event *ev, const struct line *l)
{
	struct probe *p = VEC_PUSH(&w->probes);

	*p = (struct probe){
		.device = intern(w, ev->sym),
		.start_us = TIME_NONE,
		.end_us = l->us,
		.duration_us = ev->n_us,
		.call = CALL_NONE,
		.line = line32(l->no),
		.at = l->at,
		.ret = ev->ret,
		.pid = l->pid,
	};
	if (l->us != TIME_NONE && l->us >= ev->n_us)
		p->start_us = l->us - ev->n_us;
	for (size_t i = w->drivers.n, k = 0; i-- > 0 && !p->driver && k < LOOK_BACK; k++) {
		if (w->drivers.v[i].device == p->device)
			p->driver = w->drivers.v[i].driver;
	}
	p->call = call_of_probe(w, p);
}

static void on_wait(struct builder *w, const struct event *ev, const struct line *l)
{
	struct wait *v;

	if (ev->kind == EV_ASYNC_WAIT) {
		v = VEC_PUSH(&w->waits);
		*v = (struct wait){ l->us, TIME_NONE, TIME_NONE, ev->pid, line32(l->no),
				     l->at };
		return;
	}
	for (size_t i = w->waits.n, k = 0; i-- > 0 && k < LOOK_BACK; k++) {
		v = &w->waits.v[i];
		if (v->pid == ev->pid && v->reported_us == TIME_NONE) {
			v->end_us = l->us;
			v->reported_us = ev->n_us;
			return;
		}
	}
}

static bool level_like(struct str s)
{
	if (s.n == 0 || s.n > LEVEL_NAME_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_' || is_digit(s.p[i])))
			return false;
	}
	return true;
}

static void on_level(struct builder *w, const struct event *ev, const struct line *l)
{
	const char *name;

	if (!level_like(ev->text)) {
		builder_find(w, FIND_UNPARSED_LINE, SEV_WARNING, l->no,
			     "not the name of an initcall level: \"%.*s\"; this line is left out",
			     (int)(ev->text.n < 60 ? ev->text.n : 60), ev->text.p);
		return;
	}
	name = intern(w, ev->text);
	if (w->back.pending)
		w->back.level = name;
	for (size_t i = 0; i < w->levels.n; i++) {
		if (w->levels.v[i] == name) {
			w->level = (uint8_t)(i + 1);
			return;
		}
	}
	if (w->levels.n == UINT8_MAX)
		return;
	*VEC_PUSH(&w->levels) = name;
	w->level = (uint8_t)w->levels.n;
}

static const char *first_word(struct builder *w, struct str s)
{
	return intern(w, str_head(s, str_chr(s, ' ', 0)));
}

static void on_mark(struct builder *w, const struct event *ev, const struct line *l)
{
	struct boot *b = w->b;

	switch (ev->kind) {
	case EV_BANNER:
		b->kernel = first_word(w, ev->text);
		break;
	case EV_CMDLINE:
		/* x86 prints it early and late; the late one has what bootconfig added. */
		if (w->ncmdline++ < 2) {
			const char *text = intern(w, ev->text);

			if (!w->first_cmdline) {
				w->first_cmdline = text;
				w->first_cmdline_line = l->no;
			}
			b->cmdline = text;
			b->cmdline_line = l->no;
		}
		break;
	case EV_MACHINE:
		if (!b->machine)
			b->machine = intern(w, ev->text);
		break;
	case EV_RUN_INIT:
		/* A candidate that does not exist fails silently: the next one is a line or so on. */
		if (!b->init_at || (l->at - b->init_at <= INIT_LINES &&
				    (l->us == TIME_NONE || b->init_us == TIME_NONE ||
				     l->us - b->init_us <= INIT_TRY_US))) {
			b->init_us = l->us;
			b->init_line = l->no;
			b->init_at = l->at;
			b->init_path = intern(w, ev->text);
			w->level = 0;
		}
		break;
	case EV_INIT_FAILED:
		/* The kernel goes on to the next candidate. */
		b->init_us = TIME_NONE;
		b->init_line = 0;
		b->init_at = 0;
		b->init_path = NULL;
		break;
	case EV_FREE_INITMEM:
		if (b->free_initmem_us == TIME_NONE) {
			b->free_initmem_us = l->us;
			w->free_line = l->no;
			w->free_at = l->at;
		}
		break;
	case EV_CPUS:
		b->cpus = (uint32_t)ev->n_us;
		break;
	case EV_CPUS_POSSIBLE:
		b->cpus_possible = (uint32_t)ev->n_us;
		break;
	case EV_CLOCKSOURCE:
		if (!w->clocksource_at) {
			b->clocksource_us = l->us;
			w->clocksource_line = l->no;
			w->clocksource_at = l->at;
		}
		break;
	default:
		break;
	}
}

static void on_broken(struct builder *w, const struct event *ev, const struct line *l)
{
	if (l->cut) {
		w->last_cut = true;
		return;
	}
	builder_find(w, FIND_UNPARSED_LINE, SEV_WARNING, l->no,
		     "an initcall line that is not whole: \"%.*s\"; this line is left out",
		     (int)(ev->text.n < 60 ? ev->text.n : 60), ev->text.p);
}

void builder_event(struct builder *w, const struct event *ev, const struct line *l)
{
	switch (ev->kind) {
	case EV_NONE:
		break;
	case EV_CALLING:
	case EV_RETURNED:
	case EV_TRACE_START:
	case EV_TRACE_FINISH:
		on_call(w, ev, l);
		break;
	case EV_RAN_FOR:
	case EV_TROUBLE:
		on_remark(w, ev, l);
		break;
	case EV_BLACKLISTED:
		on_blacklisted(w, ev, l);
		break;
	case EV_LEVEL:
		on_level(w, ev, l);
		break;
	case EV_PROBE:
		on_probe(w, ev, l);
		break;
	case EV_PROBING:
		*VEC_PUSH(&w->drivers) = (struct bound){ intern(w, ev->sym), intern(w, ev->text) };
		break;
	case EV_ASYNC_WAIT:
	case EV_ASYNC_GO:
		on_wait(w, ev, l);
		break;
	case EV_DROPPED:
		builder_find(w, FIND_DROPPED_MESSAGES, SEV_WARNING, l->no,
			     "the kernel dropped %lld messages here; boot with `quiet "
			     "log_buf_len=16M` and capture again", (long long)ev->n_us);
		break;
	case EV_BROKEN:
		on_broken(w, ev, l);
		break;
	default:
		on_mark(w, ev, l);
		break;
	}
}
