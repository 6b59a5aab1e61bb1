/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: the whole chain, bytes to lines to boots to reports. Any bytes give boots or an
 * error message; the boots keep what model/boot.h promises (indexes lead somewhere, figures have a
 * clock, the sum of the time to init closes, every finding has a text and a line of the file); the
 * reports are JSON, CSV and text without control characters.
 */
#include "base/err.h"
#include "input/text.h"
#include "model/series.h"
#include "replay.h"
#include "report/analyze.h"
#include "valid.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of 1e18 years do not make a boot; no stamp that is kept may overflow a sum of a few. */
#define FAR_US (INT64_MAX / 8)

static bool sane_time(int64_t us)
{
	return us == TIME_NONE || (us > -FAR_US && us < FAR_US);
}

/* Whatever a boot has is of its lines. */
static bool in_boot(const struct boot *b, unsigned long line)
{
	return line >= b->first_line && line <= b->last_line;
}

static void check_call(const struct boot *b, const struct call *list, size_t n, size_t i)
{
	const struct call *c = &list[i];

	MUST(c->sym && c->sym->name && strlen(c->sym->name) < TEXT_LINE_MAX);
	MUST(c->ordinal >= 1);
	MUST(c->parent == CALL_NONE || c->parent < b->ncalls);
	MUST(list != b->calls || c->parent != i);
	MUST(c->pid >= -1);
	MUST(sane_time(c->start_us) && sane_time(c->end_us) && sane_time(c->duration_us));
	MUST((c->duration_us == TIME_NONE) == (c->clock == CLOCK_NONE));
	MUST(c->duration_us == TIME_NONE || c->duration_us >= 0);
	MUST(!(c->flags & CALL_HUNG) || !c->has_ret);
	MUST(c->line[0] || c->line[1]);
	for (int k = 0; k < 2; k++)
		MUST(!c->line[k] || in_boot(b, c->line[k]));
	MUST(c->level == 0 || c->level <= b->nlevels);
	MUST(phase_name(c->phase));
	MUST(n > i);
}

static void check_accounting(const struct boot *b)
{
	const struct accounting *a = &b->acc;

	if (a->total_us == TIME_NONE) {
		MUST(a->initcalls_us == TIME_NONE && a->gaps_us == TIME_NONE);
		return;
	}
	MUST(a->total_us == a->initcalls_us + a->async_wait_us + a->gaps_us + a->residual_us);
	MUST(a->initcalls_us >= 0 && a->async_wait_us >= 0 && a->gaps_us >= 0);
}

static void check_boot(const struct boot *b)
{
	size_t i;

	MUST(b->first_line <= b->last_line && b->lines > 0);
	for (i = 0; i < b->ncalls; i++)
		check_call(b, b->calls, b->ncalls, i);
	for (i = 0; i < b->nasyncs; i++)
		check_call(b, b->asyncs, b->nasyncs, i);
	for (i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];

		MUST(p->device && (p->call == CALL_NONE || p->call < b->ncalls));
		MUST(in_boot(b, p->line));
		MUST(sane_time(p->start_us) && sane_time(p->end_us));
	}
	for (i = 0; i < b->nwaits; i++)
		MUST(in_boot(b, b->waits[i].line));
	for (i = 0; i < b->nnotes; i++)
		MUST(in_boot(b, b->notes[i].line));
	for (i = 0; i < b->nfindings; i++) {
		MUST(b->findings[i].message && strlen(b->findings[i].message) > 0);
		MUST(finding_name(b->findings[i].code));
		MUST(b->findings[i].line <= b->last_line);
	}
	MUST(sane_time(b->first_us) && sane_time(b->last_us) && sane_time(b->init_us));
	check_accounting(b);
}

enum report { AS_JSON, AS_PRETTY_JSON, AS_CSV, AS_TEXT, REPORTS };

static void write_json(const struct series *s, const struct analyze_opts *o, bool pretty, FILE *f)
{
	struct analyze_json *w = analyze_json_begin(o, pretty, f);

	for (size_t i = 0; i < s->set.n; i++)
		analyze_json_boot(w, s->set.v[i]);
	analyze_json_end(w, s, NULL);
}

static void check_report(const struct series *s, enum report as)
{
	struct analyze_opts o = { .top = 10, .all = as == AS_CSV, .verbose = true,
		.colour = COLOUR_NEVER };
	char *bytes = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&bytes, &n);

	MUST(f);
	if (as == AS_JSON || as == AS_PRETTY_JSON)
		write_json(s, &o, as == AS_PRETTY_JSON, f);
	else if (as == AS_CSV)
		analyze_csv(s, &o, f);
	else
		analyze_text(s, &o, f);
	MUST(fclose(f) == 0 && n > 0);
	if (as == AS_JSON || as == AS_PRETTY_JSON)
		MUST(valid_json(bytes, n));
	else
		MUST(valid_text(bytes, n, as == AS_CSV));
	free(bytes);
}

/* The log once more, as another of several: its boots are added and go. */
static void add_again(struct series *s, const uint8_t *data, size_t size)
{
	struct bootset other;
	struct text *t;
	struct err e;

	bootset_init(&other);
	MUST(text_open_memory(&t, "again", data, size, &e) == 0);
	MUST(bootset_read_text(&other, t, "again", &e) == 0);
	series_add(s, &other);
	MUST(s->set.n == 2 * other.n && s->added == s->set.n);
	bootset_release(&other);
	text_close(t);
	for (int i = 0; i < REPORTS; i++)
		check_report(s, (enum report)i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct series series;
	struct bootset *s = &series.set;
	struct text *t;
	struct err e = { "" };
	size_t i, calls = 0;
	int rc;

	if (text_open_memory(&t, "fuzz", data, size, &e)) {
		MUST(strlen(e.msg) > 0);
		return 0;
	}
	series_init(&series, false, BY_INITCALL);
	rc = bootset_read_text(s, t, "fuzz", &e);
	MUST(rc == 0 ? s->n > 0 : s->n == 0 && strlen(e.msg) > 0);
	for (i = 0; i < s->n; i++) {
		check_boot(s->v[i]);
		calls += s->v[i]->ncalls;
	}
	MUST(rc || calls);
	if (rc == 0)
		series_add_own(&series);
	for (i = 0; rc == 0 && i < REPORTS; i++)
		check_report(&series, (enum report)i);
	if (rc == 0 && size < 8192)
		add_again(&series, data, size);
	series_release(&series);
	text_close(t);
	return 0;
}
