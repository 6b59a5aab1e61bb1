// SPDX-License-Identifier: GPL-2.0-or-later
/* A file to boots: lines, the kernel's clock, and where one boot ends. */
#include <stdio.h>
#include <stdlib.h>

#include "base/vec.h"
#include "model/build.h"
#include "model/late.h"
#include "model/sym.h"

/* Boots that one file may hold: a banner makes a boot, and costs memory. */
#define BOOTS_MAX 100000

struct reader {
	struct bootset *set;
	const char *name;
	const char *packed;
	struct builder w; /* of the boot that is being read */
	struct line_parser lp;
	size_t first; /* boots of this file begin here in the set */
	size_t calls; /* in all boots of this file */
	bool debug_on_cmdline;
	unsigned long lines;
};

void bootset_init(struct bootset *s)
{
	*s = (struct bootset){ 0 };
	strtab_init(&s->names, &s->arena);
	strtab_init(&s->strings, &s->arena);
}

void bootset_release(struct bootset *s)
{
	free(s->v);
	free(s->syms);
	strtab_release(&s->names);
	strtab_release(&s->strings);
	arena_release(&s->arena);
	*s = (struct bootset){ 0 };
}

#define REUSE(vec)                         \
	do {                               \
		w->vec.v = old.vec.v;      \
		w->vec.cap = old.vec.cap;  \
	} while (0)

static void boot_begin(struct reader *r, unsigned long line)
{
	struct builder *w = &r->w;
	struct builder old = *w;
	struct boot *b = arena_alloc(&r->set->arena, sizeof(*b));

	*b = (struct boot){ .file = r->name };
	b->packed = r->packed;
	b->first_line = line;
	b->last_line = line;
	b->first_us = b->last_us = TIME_NONE;
	b->clocksource_us = b->free_initmem_us = b->init_us = TIME_NONE;
	*w = (struct builder){
		.set = r->set,
		.b = b,
		.last_us = TIME_NONE,
		.base_us = TIME_NONE,
		.min_step = INT64_MAX,
	};
	/* Room that an earlier boot has used serves again. */
	REUSE(calls);
	REUSE(asyncs);
	REUSE(probes);
	REUSE(waits);
	REUSE(notes);
	REUSE(findings);
	REUSE(levels);
	REUSE(open);
	REUSE(drivers);
}

static void builder_release(struct builder *w)
{
	free(w->calls.v);
	free(w->asyncs.v);
	free(w->probes.v);
	free(w->waits.v);
	free(w->notes.v);
	free(w->findings.v);
	free(w->levels.v);
	free(w->open.v);
	free(w->drivers.v);
}

/* A boot without a call and without a banner is only text around the log. */
static bool worth_keeping(const struct builder *w)
{
	return w->calls.n || w->b->kernel;
}

static void boot_end(struct reader *r)
{
	struct builder *w = &r->w;
	struct bootset *s = r->set;

	if (!worth_keeping(w))
		return;
	if (w->back.pending)
		builder_step_back(w);
	w->b->lines = w->b->last_line - w->b->first_line + 1;
	builder_finish(w);
	builder_account(w);
	builder_check(w);
	if (w->b->cmdline && strstr(w->b->cmdline, "initcall_debug"))
		r->debug_on_cmdline = true;
	r->calls += w->b->ncalls;
	*VEC_PUSH(s) = w->b;
}

/* Does this line begin another boot? */
static bool another_boot(struct builder *w, const struct event *ev)
{
	struct sym *sym;

	if (ev->kind == EV_BANNER)
		return w->b->kernel || w->calls.n;
	if (!w->back.far || (ev->kind != EV_CALLING && ev->kind != EV_RETURNED))
		return false;
	/* The stamps are back by seconds: do the calls begin anew as well? */
	w->back.far--;
	sym = bootset_sym(w->set, ev->sym);
	for (size_t i = 0; i < w->calls.n; i++) {
		if (w->calls.v[i].sym == sym && (w->calls.v[i].at[1] || ev->kind == EV_CALLING) &&
		    w->calls.v[i].at[0] < w->back.at && w->calls.v[i].at[1] < w->back.at)
			return true;
	}
	return false;
}

/*
 * Ends the boot and begins another: where the stamps stepped back, if no call has
 * come since then, else here. What was found since then belongs to the new one.
 * last_us: the stamp before this line.
 */
static void next_boot(struct reader *r, const struct line *l, int64_t last_us)
{
	struct builder *w = &r->w;
	bool stepped = w->back.pending && w->back.calls == builder_calls(w);
	unsigned long from = stepped ? w->back.line : l->no;
	size_t kept = 0, moved = 0;
	struct finding *late = xmalloc(w->findings.n * sizeof(*late));
	bool printk = w->printk_stamps && from != l->no;
	int64_t to_us = w->back.to_us;
	unsigned long seen = w->b->last_line; /* lines of the new boot that came by already */
	struct late told;
	struct arch_hints arch;

	w->b->last_us = stepped ? w->back.from_us : last_us;
	if (stepped)
		w->b->last_line = w->back.last_line;
	w->back.pending = 0;

	for (size_t i = 0; i < w->findings.n; i++) {
		const struct finding *f = &w->findings.v[i];

		if (f->line < from) {
			w->findings.v[kept++] = *f;
			continue;
		}
		w->count[f->code]--;
		late[moved++] = *f;
	}
	w->findings.n = kept;
	arch = w->late_arch;
	late_take(&told, w, from);
	boot_end(r);
	boot_begin(r, from);
	if (seen > from)
		w->b->last_line = seen;
	late_give(&told, w);
	if (stepped)
		w->arch = arch;
	if (printk) {
		w->printk_stamps = true;
		w->b->first_us = w->b->last_us = w->last_us = to_us;
	}
	for (size_t i = 0; i < moved; i++) {
		w->count[late[i].code]++;
		*VEC_PUSH(&w->findings) = late[i];
	}
	free(late);
}

static void take_line(struct reader *r, struct line *l)
{
	struct builder *w = &r->w;
	int64_t last_us;
	struct event ev;

	event_parse(l->msg, l->cut, &ev);
	last_us = w->last_us;
	builder_time(w, l);
	if (l->us != TIME_NONE)
		builder_step(w, l);
	if (another_boot(w, &ev)) {
		if (l->relative && l->us != TIME_NONE)
			l->us += w->base_us;
		next_boot(r, l, last_us);
		builder_time(w, l);
		if (l->us != TIME_NONE)
			builder_step(w, l);
	}
	if (l->lost) {
		if (!w->lost_steps++)
			w->lost_step_line = l->no;
	}
	if (l->seq)
		builder_seq(w, l);
	*(l->buried ? &w->buried : &w->bare) += l->us != TIME_NONE;
	w->b->last_line = l->no;
	if (ev.kind == EV_NONE || ev.kind == EV_BANNER) {
		arch_see(&w->arch, l->msg);
		if (w->back.pending)
			arch_see(&w->late_arch, l->msg);
	}
	if (ev.kind == EV_NONE && r->set->want_notes)
		builder_note(w, l);
	if (l->buried && ev.kind <= EV_RETURNED && ev.kind != EV_NONE && w->bare > w->buried)
		builder_find(w, FIND_MERGED_LINE, SEV_NOTE, l->no,
			     "other text before the message, in the same line; the message was read");
	while (ev.kind != EV_NONE) {
		if (ev.at) {
			int64_t us = line_stamp_before(l->msg, ev.at);

			builder_find(w, FIND_MERGED_LINE, SEV_NOTE, l->no,
				     "two messages in one line; the second was read as well");
			if (us != TIME_NONE && w->printk_stamps)
				l->us = us;
		}
		builder_event(w, &ev, l);
		if (ev.end + 8 > l->msg.n)
			break;
		l->msg = str_from(l->msg, ev.end);
		event_parse(l->msg, l->cut, &ev);
		if (!ev.at && ev.kind != EV_NONE)
			ev.at = 1;
	}
}

/* Why there is nothing to analyse, and what to do. */
static int no_initcalls(const struct reader *r, const struct text *t, struct err *e)
{
	if (text_binary(t))
		return err_set(e, r->name, 0,
			       "is not a boot log but binary data; give the output of dmesg");
	if (r->debug_on_cmdline)
		return err_set(e, r->name, 0,
			       "initcall_debug was on, yet no initcall line is in this log; they are "
			       "debug messages: capture with dmesg, boot with `initcall_debug "
			       "log_buf_len=16M quiet printk.time=1`");
	return err_set(e, r->name, 0,
		       "no initcall line in this log; boot with `initcall_debug log_buf_len=16M quiet "
		       "printk.time=1` on the kernel's command line and run dmesg again");
}

static void number_boots(struct reader *r)
{
	size_t n = r->set->n - r->first;
	char msg[128];

	for (size_t i = 0; i < n; i++) {
		struct boot *b = r->set->v[r->first + i];

		b->nth = (unsigned int)i + 1;
		b->of = (unsigned int)n;
		if (n == 1)
			continue;
		snprintf(msg, sizeof(msg), "boot %zu of %zu in this file; each is taken on its own",
			 i + 1, n);
		boot_add_finding(r->set, b, FIND_SEVERAL_BOOTS, SEV_NOTE, b->first_line, msg);
	}
}

int bootset_read_text(struct bootset *s, struct text *t, const char *name, struct err *e)
{
	struct reader r = { .set = s, .first = s->n, .packed = text_packed(t) };
	struct text_line tl;
	struct line l;
	int got;

	r.name = arena_strdup(&s->arena, str_of(name));
	line_parser_init(&r.lp);
	boot_begin(&r, 1);
	while ((got = text_next(t, &tl, e)) > 0) {
		if (s->n - r.first >= BOOTS_MAX) {
			got = err_set(e, r.name, tl.no, "more than %d boots in one file; split it", BOOTS_MAX);
			break;
		}
		if (!line_first(&r.lp, &tl, &l))
			continue;
		do
			take_line(&r, &l);
		while (line_again(&r.lp, &l));
	}
	line_parser_release(&r.lp);
	boot_end(&r);
	builder_release(&r.w);
	if (got == 0 && r.calls == 0)
		got = no_initcalls(&r, t, e);
	if (got < 0) {
		s->n = r.first; /* the boots that were read before the fault */
		return -1;
	}
	number_boots(&r);
	return 0;
}

int bootset_read(struct bootset *s, const char *name, struct err *e)
{
	struct text *t;
	int r;

	if (text_open(&t, name, e) < 0)
		return -1;
	r = bootset_read_text(s, t, strcmp(name, "-") == 0 ? "<stdin>" : name, e);
	text_close(t);
	return r;
}
