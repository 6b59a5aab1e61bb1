// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/budget.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "compare/limit.h"
#include "model/group.h"

#define WORDS 3

static const char *const kinds[] = { "init", "level", "call" };

static size_t split(char *line, char **word)
{
	size_t n = 0;

	line[strcspn(line, "#\r\n")] = '\0';
	for (char *p = line + strspn(line, " \t"); *p; p += strspn(p, " \t")) {
		if (n == WORDS)
			return WORDS + 1;
		word[n++] = p;
		p += strcspn(p, " \t");
		if (*p)
			*p++ = '\0';
	}
	return n;
}

static int read_line(struct budget *b, char *line, unsigned long no, struct err *e)
{
	char *word[WORDS], *colon, *time;
	struct budget_line l = { .line = no, .measured_us = TIME_NONE };
	struct limit limit;
	size_t n = split(line, word);

	if (!n)
		return 0;
	while (l.kind <= BUDGET_CALL && strcmp(word[0], kinds[l.kind]) != 0)
		l.kind++;
	if (l.kind > BUDGET_CALL)
		return err_set(e, b->file, no,
			       "'%s' is no kind of budget; write init, level or call", word[0]);
	if (n != (l.kind == BUDGET_INIT ? 2 : 3))
		return err_set(e, b->file, no, "write '%s%s TIME'", kinds[l.kind],
			       l.kind == BUDGET_INIT ? "" : " NAME");
	time = word[n - 1];
	if (limit_parse(&limit, time) != 0 || limit.is_share)
		return err_set(e, b->file, no, "'%s' is no time; write 500us, 20ms or 1.5s", time);
	l.us = limit.us;
	if (l.kind == BUDGET_CALL && (colon = strchr(word[1], ':'))) {
		*colon = '\0';
		l.module = arena_strdup(&b->arena, str_of(word[1]));
		word[1] = colon + 1;
	}
	if (l.kind != BUDGET_INIT)
		l.name = arena_strdup(&b->arena, str_of(word[1]));
	*VEC_PUSH(b) = l;
	return 0;
}

int budget_read(struct budget *b, const char *file, struct err *e)
{
	FILE *f = fopen(file, "r");
	unsigned long no = 0;
	char *line = NULL;
	size_t cap = 0;
	int r = 0;

	*b = (struct budget){ .file = file };
	if (!f)
		return err_set(e, file, 0, "cannot open: %s; give a readable budget file",
			       strerror(errno));
	while (r == 0 && getline(&line, &cap, f) >= 0)
		r = read_line(b, line, ++no, e);
	if (r == 0 && ferror(f))
		r = err_set(e, file, 0, "cannot read; give a budget file");
	else if (r == 0 && !b->n)
		r = err_set(e, file, 0, "no budget in it; write lines like 'init 800ms'");
	fclose(f);
	free(line);
	if (r)
		budget_release(b);
	return r;
}

void budget_release(struct budget *b)
{
	free(b->v);
	arena_release(&b->arena);
	*b = (struct budget){ 0 };
}

static bool is_call(const struct budget_line *l, const struct sym *sym)
{
	return strcmp(sym->name, l->name) == 0 &&
	       (!l->module || (sym->module && strcmp(sym->module, l->module) == 0));
}

/* What one boot spent on it: calls of a level before init, or the longest call of that name. */
static int64_t spent(const struct budget_line *l, const struct boot *b)
{
	int64_t us = TIME_NONE;

	if (l->kind == BUDGET_INIT)
		return b->init_us;
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];
		const char *level = call_level(b, c);

		if (c->duration_us == TIME_NONE)
			continue;
		if (l->kind == BUDGET_CALL && is_call(l, c->sym) && c->duration_us > us)
			us = c->duration_us;
		if (l->kind == BUDGET_LEVEL && level && strcmp(level, l->name) == 0 &&
		    c->phase == PHASE_KERNEL && c->parent == CALL_NONE)
			us = us == TIME_NONE ? c->duration_us : add_us(us, c->duration_us);
	}
	return us;
}

static void say_name(struct buf *name, const struct budget_line *l)
{
	if (l->kind == BUDGET_INIT) {
		buf_puts(name, "budget: time to init");
		return;
	}
	buf_printf(name, "budget: %s %s", kinds[l->kind], l->name);
	if (l->module)
		buf_printf(name, " [%s]", l->module);
}

void budget_see(struct budget *b, const struct boot *boot)
{
	b->boots++;
	for (size_t i = 0; i < b->n; i++) {
		int64_t us = spent(&b->v[i], boot);

		if (us != TIME_NONE)
			pile_add(&b->v[i].seen, &b->arena, us);
	}
}

void budget_judge(struct budget *b, struct checks *out)
{
	static const char *const missing[] = {
		"no boot reaches init",
		"no call of that level is in the logs (kernels print levels since Linux 6.16)",
		"no such call is in the logs",
	};
	struct buf name = { 0 };

	for (size_t i = 0; i < b->n; i++) {
		struct budget_line *l = &b->v[i];

		buf_clear(&name);
		say_name(&name, l);
		l->measured_us = pile_spread(&l->seen).median_us;
		if (l->measured_us == TIME_NONE) {
			checks_add(out, CHECK_UNSURE, name.p, "%s; correct line %lu of %s",
				   missing[l->kind], l->line, b->file);
			continue;
		}
		checks_add(out, budget_exceeded(l) ? CHECK_FAIL : CHECK_PASS, name.p,
			   "%.3f ms%s, the budget is %.3f ms", (double)l->measured_us / 1000,
			   b->boots > 1 ? " in the median" : "", (double)l->us / 1000);
	}
	buf_release(&name);
}

const char *budget_kind_name(enum budget_kind k)
{
	return kinds[k];
}
