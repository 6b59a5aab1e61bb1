// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/series.h"

#include <stdlib.h>

#include "base/vec.h"
#include "model/join.h"
#include "model/sym.h"

void series_init(struct series *s, bool before_init, enum row_by by)
{
	*s = (struct series){ .before_init = before_init, .by = by };
	bootset_init(&s->set);
}

void series_release(struct series *s)
{
	row_fold_release(&s->calls);
	row_fold_release(&s->asyncs);
	tally_release(&s->groups);
	tally_release(&s->devices);
	tally_release(&s->deferred);
	free(s->failed.v);
	free(s->hung.v);
	free(s->bad.v);
	bootset_release(&s->set);
	*s = (struct series){ 0 };
}

static const char *keep_text(struct series *s, const char *text)
{
	struct strtab *t = &s->set.strings;

	return text ? strtab_get(t, strtab_intern(t, str_of(text))) : NULL;
}

static const char *group_name(const struct boot *b, const struct call *c, enum row_by by)
{
	const char *level = call_level(b, c);
	const char *module = call_module(c);

	switch (by) {
	case BY_MODULE:
		return module ? module : "(built-in)";
	case BY_SUBSYSTEM:
		if (c->image && c->image->subsystem)
			return c->image->subsystem;
		return c->sym->module ? "(modules)" : "(not known)";
	case BY_LEVEL:
		return level ? level : "(not known)";
	default:
		return c->sym->name;
	}
}

static void add_groups(struct series *s, const struct boot *b)
{
	if (s->by == BY_INITCALL)
		return;
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (call_wanted(c, s->before_init))
			tally_add(&s->groups, &s->set.strings, group_name(b, c, s->by),
				  c->duration_us, call_failed(c));
	}
	tally_end_boot(&s->groups, &s->set.arena);
}

static void add_failed_probe(struct series *s, struct tally_key *device,
			     const struct probe *p)
{
	int32_t error = p->ret < 0 ? -p->ret : p->ret;

	if (!p->ret || probe_deferred(p) || device->listed)
		return;
	device->listed = true;
	*VEC_PUSH(&s->failed) = (struct failed_probe){ device->name, error };
}

static void add_probes(struct series *s, const struct boot *b)
{
	struct strtab *strings = &s->set.strings;
	int64_t tries = 0, us = 0;

	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];
		struct tally_key *k;

		if (!probe_wanted(b, p, s->before_init))
			continue;
		k = tally_add(&s->devices, strings, p->device, p->duration_us,
			      p->ret != 0);
		if (!k->driver)
			k->driver = keep_text(s, p->driver);
		add_failed_probe(s, k, p);
		if (!probe_deferred(p))
			continue;
		k = tally_add(&s->deferred, strings, p->device, p->duration_us, true);
		if (!k->driver)
			k->driver = keep_text(s, p->driver);
		tries++;
		us = p->duration_us == TIME_NONE ? us : add_us(us, p->duration_us);
	}
	tally_end_boot(&s->devices, &s->set.arena);
	tally_end_boot(&s->deferred, &s->set.arena);
	pile_add(&s->deferred_tries, &s->set.arena, tries);
	pile_add(&s->deferred_us, &s->set.arena, us);
}

static void add_hung(struct series *s, const struct fold_boot *from, const struct boot *b)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (!(c->flags & CALL_HUNG) || !call_wanted(c, s->before_init))
			continue;
		*VEC_PUSH(&s->hung) =
			(struct hung_call){ from->boot, fold_keep_call(from, c) };
	}
}

/* b: with its lists; from->boot: what stays of it. */
static void add_boot(struct series *s, const struct fold_boot *from, const struct boot *b)
{
	row_fold_add(&s->calls, from, b->calls, b->ncalls, s->set.nsyms);
	row_fold_add(&s->asyncs, from, b->asyncs, b->nasyncs, s->set.nsyms);
	add_groups(s, b);
	add_probes(s, b);
	add_hung(s, from, b);
	s->added++;
}

void series_add_own(struct series *s)
{
	while (s->added < s->set.n) {
		struct fold_boot from = {
			.nth = (uint32_t)s->added,
			.boot = s->set.v[s->added],
			.syms = s->set.syms,
			.arena = &s->set.arena,
			.stays = true,
			.before_init = s->before_init,
		};

		add_boot(s, &from, s->set.v[s->added]);
	}
}

static void keep_findings(struct series *s, struct boot *to, const struct boot *b)
{
	to->findings = arena_copy(&s->set.arena, b->findings,
				  b->nfindings * sizeof(*b->findings));
	for (size_t i = 0; i < b->nfindings; i++)
		to->findings[i].message = keep_text(s, b->findings[i].message);
	to->levels =
		arena_copy(&s->set.arena, b->levels, b->nlevels * sizeof(*b->levels));
	for (size_t i = 0; i < b->nlevels; i++)
		to->levels[i] = keep_text(s, b->levels[i]);
}

/* What stays of a boot whose set goes. */
static struct boot *keep_boot(struct series *s, const struct boot *b)
{
	struct boot *to = arena_copy(&s->set.arena, b, sizeof(*b));

	to->calls = to->asyncs = NULL;
	to->probes = NULL;
	to->waits = NULL;
	to->ncalls = to->nasyncs = to->nprobes = to->nwaits = to->ngaps = 0;
	to->file = keep_text(s, b->file);
	to->packed = keep_text(s, b->packed);
	to->kernel = keep_text(s, b->kernel);
	to->arch = keep_text(s, b->arch);
	to->machine = keep_text(s, b->machine);
	to->cmdline = keep_text(s, b->cmdline);
	keep_findings(s, to, b);
	*VEC_PUSH(&s->set) = to;
	return to;
}

void series_add(struct series *s, const struct bootset *from)
{
	struct sym **syms = xmalloc(from->nsyms * sizeof(struct sym *));

	series_add_own(s);
	for (size_t i = 0; i < from->nsyms; i++)
		syms[i] = bootset_sym(&s->set, from->syms[i]->raw);
	for (size_t i = 0; i < from->n; i++) {
		struct fold_boot f = {
			.nth = (uint32_t)s->added,
			.syms = syms,
			.arena = &s->set.arena,
			.before_init = s->before_init,
		};

		f.boot = keep_boot(s, from->v[i]);
		add_boot(s, &f, from->v[i]);
	}
	free(syms);
}

void series_add_bad(struct series *s, const char *file, const struct err *e)
{
	*VEC_PUSH(&s->bad) = (struct bad_log){ keep_text(s, file), keep_text(s, e->msg) };
}
