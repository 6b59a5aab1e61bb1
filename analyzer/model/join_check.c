// SPDX-License-Identifier: GPL-2.0-or-later
/* What does not fit between a boot and the vmlinux it is said to have run. */
#include "model/join_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

#define NAMES_SHOWN 4

/* This many strange calls may be what another tool put into the log. */
#define FEW 2

/* Puts a finding where its line belongs. */
static void find(struct joined *j, enum finding_code code, enum severity severity,
		 unsigned long line, struct buf *message)
{
	struct boot *b = j->b;
	struct arena *a = &j->set->arena;
	struct finding *v = arena_alloc(a, (b->nfindings + 1) * sizeof(*v));
	size_t at = 0;

	while (at < b->nfindings && b->findings[at].line <= line)
		at++;
	memcpy(v, b->findings, at * sizeof(*v));
	v[at] = (struct finding){
		.code = code, .severity = severity, .line = line,
		.message = arena_strdup(a, (struct str){ buf_str(message), message->n }),
	};
	memcpy(v + at + 1, b->findings + at, (b->nfindings - at) * sizeof(*v));
	b->findings = v;
	b->nfindings++;
	buf_release(message);
}

static void list_name(struct buf *names, size_t nth, const char *name)
{
	if (nth < NAMES_SHOWN)
		buf_printf(names, "%s%s", nth ? ", " : "", name);
	else if (nth == NAMES_SHOWN)
		buf_puts(names, ", ...");
}

/*
 * Returns whether the vmlinux is of another release. Where logs and images say
 * it, both say the same text.
 */
static bool check_release(struct joined *j)
{
	const char *log = j->b->kernel, *img = j->img->kernel;
	struct buf b = { 0 };

	if (!log || !img || strcmp(log, img) == 0)
		return false;
	buf_printf(&b, "the log is of Linux %s, and %s is Linux %s; give the vmlinux of the kernel "
		   "that booted", log, j->img->file, img);
	find(j, FIND_VMLINUX_MISMATCH, SEV_ERROR, 0, &b);
	return true;
}

static void check_names(struct joined *j)
{
	size_t missing = j->ncalls - j->nfound, n = 0;
	struct buf b = { 0 }, names = { 0 };
	unsigned long line = 0;
	bool many = missing > FEW && missing * 50 > j->ncalls;

	if (!missing)
		return;
	for (size_t i = 0; i < j->b->ncalls; i++) {
		const struct call *c = &j->b->calls[i];

		if (c->image || c->sym->module || !c->sym->valid)
			continue;
		list_name(&names, n++, c->sym->name);
		line = line ? line : c->line[0] ? c->line[0] : c->line[1];
	}
	buf_printf(&b, "%zu of %zu built-in calls of the log are not in %s (%s); %s", missing, j->ncalls,
		   j->img->file, buf_str(&names),
		   many ? "give the vmlinux of the kernel that booted" :
			  "their module, level and file are not known");
	buf_release(&names);
	find(j, FIND_VMLINUX_MISMATCH, many ? SEV_ERROR : SEV_WARNING, line, &b);
}

static void check_sizes(struct joined *j)
{
	const struct call *c = j->size;
	struct buf b = { 0 };

	/* The last function of a section may be printed with all that follows it. */
	if (j->nsizes <= FEW)
		return;
	buf_printf(&b, "%zu functions have another size in %s (%s: %u bytes in the log, %llu "
		   "there), so it is of another build; lines may be "
		   "off", j->nsizes, j->img->file, c->sym->name,
		   c->sym->size,
		   (unsigned long long)(c->image->span ? c->image->span : c->image->size));
	find(j, FIND_VMLINUX_MISMATCH, SEV_WARNING, c->line[0] ? c->line[0] : c->line[1], &b);
}

/* Levels before initcall_debug takes effect, or whose callers know nothing of it. */
static bool is_silent_level(const struct joined *j, const char *level)
{
	if (!level || (strcmp(level, "console") != 0 && strcmp(level, "security") != 0))
		return false;
	for (size_t i = 0; i < j->img->n; i++) {
		if (j->used[i] && j->img->v[i].level && strcmp(j->img->v[i].level, level) == 0)
			return false;
	}
	return true;
}

static bool is_whole(const struct boot *b)
{
	for (size_t i = 0; i < b->nfindings; i++) {
		enum finding_code c = b->findings[i].code;

		if (c == FIND_HEAD_LOST || c == FIND_TAIL_LOST || c == FIND_DROPPED_MESSAGES)
			return false;
	}
	return b->init_line != 0;
}

static void check_not_run(struct joined *j)
{
	struct buf b = { 0 }, names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < j->img->n; i++) {
		const struct initcall *c = &j->img->v[i];

		if (j->used[i] || is_silent_level(j, c->level))
			continue;
		list_name(&names, n++, c->name);
	}
	if (n) {
		buf_printf(&b, "%zu of the %zu initcalls in %s are not in the log (%s)%s", n, j->img->n,
			   j->img->file, buf_str(&names),
			   is_whole(j->b) ? "; they did not run, or not with initcall_debug" :
					    ", which is not whole");
		find(j, FIND_NOT_RUN, SEV_NOTE, 0, &b);
	}
	buf_release(&names);
}

/* Calls that ran after one that the table has behind them. */
static void check_order(struct joined *j)
{
	const struct call *first = NULL, *last = NULL, *before = NULL;
	struct buf b = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < j->b->ncalls; i++) {
		const struct call *c = &j->b->calls[i];

		if (!c->image || c->phase != PHASE_KERNEL || !c->line[0])
			continue;
		if (last && c->image->index < last->image->index) {
			if (n++ == 0) {
				first = c;
				before = last;
			}
		} else {
			last = c;
		}
	}
	if (!n)
		return;
	buf_printf(&b, "%zu call%s ran later than the table of %s has them, the first %s, after %s", n,
		   n == 1 ? "" : "s", j->img->file, first->sym->name, before->sym->name);
	find(j, FIND_OTHER_ORDER, SEV_NOTE, first->line[0], &b);
}

void join_check(struct joined *j)
{
	bool other = check_release(j);

	check_names(j);
	if (other)
		return;
	check_sizes(j);
	/* Half of it missing: what did not run is no news. */
	if (j->nfound * 2 < j->ncalls)
		return;
	check_not_run(j);
	check_order(j);
}
