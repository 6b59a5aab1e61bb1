// SPDX-License-Identifier: GPL-2.0-or-later
/* CSV by RFC 4180: a header, CR LF after each row; what is not known is empty. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/errname.h"
#include "report/analyze.h"

struct csv {
	FILE *f;
	struct buf row;
	bool open; /* the row has a field already */
};

static void field(struct csv *c, const char *s)
{
	if (c->open)
		buf_addc(&c->row, ',');
	c->open = true;
	if (!s)
		return;
	if (!strpbrk(s, ",\"\r\n")) {
		buf_puts(&c->row, s);
		return;
	}
	buf_addc(&c->row, '"');
	for (; *s; s++) {
		if (*s == '"')
			buf_addc(&c->row, '"');
		buf_addc(&c->row, *s);
	}
	buf_addc(&c->row, '"');
}

static void number(struct csv *c, int64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRId64, v);
	field(c, v == TIME_NONE ? NULL : s);
}

static void end_row(struct csv *c)
{
	buf_puts(&c->row, "\r\n");
	fwrite(c->row.p, 1, c->row.n, c->f);
	buf_clear(&c->row);
	c->open = false;
}

static void header(struct csv *c, const char *names)
{
	buf_puts(&c->row, names);
	end_row(c);
}

static void flags(struct csv *c, const struct call *call)
{
	struct buf b = { 0 };

	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (call->flags & *f)
			buf_printf(&b, "%s%s", b.n ? " " : "", call_flag_name(*f));
	}
	field(c, buf_str(&b));
	buf_release(&b);
}

static void one_boot(struct csv *c, const struct rows *rows, size_t n)
{
	header(c, "name,module,level,ordinal,pid,start_us,end_us,duration_us,clock,reported_us,ret,"
		  "errno,phase,probes_us,line,flags");
	for (size_t i = 0; i < n; i++) {
		const struct call *call = rows->v[i].call;
		uint32_t line = call->line[0] ? call->line[0] : call->line[1];

		field(c, call->sym->name);
		field(c, call->sym->module);
		field(c, call_level(rows->v[i].boot, call));
		number(c, call->ordinal);
		number(c, call->pid < 0 ? TIME_NONE : call->pid);
		number(c, call->start_us);
		number(c, call->end_us);
		number(c, call->duration_us);
		field(c, clock_name(call->clock));
		number(c, call->reported_us);
		number(c, call->has_ret ? call->ret : TIME_NONE);
		field(c, call_failed(call) ? errname(call->ret) : NULL);
		field(c, phase_name(call->phase));
		number(c, call->probes_us);
		number(c, line ? line : TIME_NONE);
		flags(c, call);
		end_row(c);
	}
}

static void many_boots(struct csv *c, const struct rows *rows, size_t n)
{
	header(c, "name,module,level,ordinal,median_us,min_us,max_us,runs,start_us,failed,phase");
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows->v[i];

		field(c, r->sym->name);
		field(c, r->sym->module);
		field(c, call_level(r->boot, r->call));
		number(c, r->ordinal);
		number(c, r->median_us);
		number(c, r->min_us);
		number(c, r->max_us);
		number(c, (int64_t)r->runs);
		number(c, r->start_us);
		number(c, (int64_t)r->failed);
		field(c, phase_name(r->call->phase));
		end_row(c);
	}
}

static void groups(struct csv *c, const struct bootset *s, const struct analyze_opts *o)
{
	struct sums sums;
	size_t n;

	sums_of(&sums, s, o->by, o->before_init);
	n = o->top_given && !o->all && o->top < sums.n ? o->top : sums.n;
	header(c, o->by == BY_LEVEL ? "level,median_us,min_us,max_us,runs,calls,failed" :
				      "module,median_us,min_us,max_us,runs,calls,failed");
	for (size_t i = 0; i < n; i++) {
		const struct sum *r = &sums.v[i];

		field(c, r->name);
		number(c, r->us);
		number(c, r->min_us);
		number(c, r->max_us);
		number(c, (int64_t)r->runs);
		number(c, (int64_t)r->calls);
		number(c, (int64_t)r->failed);
		end_row(c);
	}
	sums_release(&sums);
}

void analyze_csv(const struct bootset *s, const struct analyze_opts *o, FILE *f)
{
	struct csv c = { .f = f };
	struct rows rows;
	size_t n;

	if (o->by == BY_MODULE || o->by == BY_LEVEL) {
		groups(&c, s, o);
		buf_release(&c.row);
		return;
	}
	rows_of(&rows, s, o->before_init);
	/* A table of everything is in the order they ran; the top ones are the longest. */
	if (o->sort_given || o->top_given)
		rows_sort(&rows, o->sort);
	n = o->top_given && !o->all && o->top < rows.n ? o->top : rows.n;
	if (s->n > 1)
		many_boots(&c, &rows, n);
	else
		one_boot(&c, &rows, n);
	rows_release(&rows);
	buf_release(&c.row);
}
