// SPDX-License-Identifier: GPL-2.0-or-later
/* CSV by RFC 4180: a header, CR LF after each row; what is not known is empty. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/errname.h"
#include "model/join.h"
#include "report/analyze.h"
#include "report/csv.h"

#define PLACE_NAMES ",file,line,address,size"

static void number(struct csv *c, int64_t v)
{
	if (v == TIME_NONE)
		csv_field(c, NULL);
	else
		csv_number(c, v);
}

/* What the vmlinux says of a call, after all other columns. */
static void place(struct csv *c, const struct call *call)
{
	const struct initcall *i = call->image;
	char s[24] = "";

	if (i && i->address)
		snprintf(s, sizeof(s), "0x%" PRIx64, i->address);
	csv_field(c, i ? i->file : NULL);
	number(c, i && i->line ? (int64_t)i->line : TIME_NONE);
	csv_field(c, s);
	number(c, i && i->size && i->size <= INT64_MAX ? (int64_t)i->size : TIME_NONE);
}

static void flags(struct csv *c, const struct call *call)
{
	struct buf b = { 0 };

	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (call->flags & *f)
			buf_printf(&b, "%s%s", b.n ? " " : "", call_flag_name(*f));
	}
	csv_field(c, buf_str(&b));
	buf_release(&b);
}

static void one_boot(struct csv *c, const struct rows *rows, size_t n, const struct analyze_opts *o)
{
	const char *names = "name,module,level,ordinal,pid,start_us,end_us,duration_us,clock,"
			    "reported_us,ret,errno,phase,probes_us,log_line,flags";
	struct buf b = { 0 };

	buf_printf(&b, "%s%s", names, o->image ? PLACE_NAMES : "");
	csv_header(c, buf_str(&b));
	buf_release(&b);
	for (size_t i = 0; i < n; i++) {
		const struct call *call = rows->v[i].call;
		uint32_t line = call->line[0] ? call->line[0] : call->line[1];

		csv_field(c, call->sym->name);
		csv_field(c, call_module(call));
		csv_field(c, call_level(rows->v[i].boot, call));
		number(c, call->ordinal);
		number(c, call->pid < 0 ? TIME_NONE : call->pid);
		number(c, call->start_us);
		number(c, call->end_us);
		number(c, call->duration_us);
		csv_field(c, clock_name(call->clock));
		number(c, call->reported_us);
		number(c, call->has_ret ? call->ret : TIME_NONE);
		csv_field(c, call_failed(call) ? errname(call->ret) : NULL);
		csv_field(c, phase_name(call->phase));
		number(c, call->probes_us);
		number(c, line ? line : TIME_NONE);
		flags(c, call);
		if (o->image)
			place(c, call);
		csv_end_row(c);
	}
}

static void many_boots(struct csv *c, const struct rows *rows, size_t n,
		       const struct analyze_opts *o)
{
	const char *names = "name,module,level,ordinal,median_us,min_us,max_us,runs,start_us,failed,"
			    "phase";
	struct buf b = { 0 };

	buf_printf(&b, "%s%s", names, o->image ? PLACE_NAMES : "");
	csv_header(c, buf_str(&b));
	buf_release(&b);
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows->v[i];

		csv_field(c, r->sym->name);
		csv_field(c, call_module(r->call));
		csv_field(c, call_level(r->boot, r->call));
		number(c, r->ordinal);
		number(c, r->median_us);
		number(c, r->min_us);
		number(c, r->max_us);
		number(c, (int64_t)r->runs);
		number(c, r->start_us);
		number(c, (int64_t)r->failed);
		csv_field(c, phase_name(r->call->phase));
		if (o->image)
			place(c, r->call);
		csv_end_row(c);
	}
}

static void groups(struct csv *c, const struct series *s, const struct analyze_opts *o)
{
	struct sums sums;
	size_t n;

	sums_of(&sums, s);
	n = o->top_given && !o->all && o->top < sums.n ? o->top : sums.n;
	csv_field(c, row_by_name(o->by));
	csv_header(c, ",median_us,min_us,max_us,runs,calls,failed");
	for (size_t i = 0; i < n; i++) {
		const struct sum *r = &sums.v[i];

		csv_field(c, r->name);
		number(c, r->us);
		number(c, r->min_us);
		number(c, r->max_us);
		number(c, (int64_t)r->runs);
		number(c, (int64_t)r->calls);
		number(c, (int64_t)r->failed);
		csv_end_row(c);
	}
	sums_release(&sums);
}

void analyze_csv(const struct series *s, const struct analyze_opts *o, FILE *f)
{
	struct csv c;
	struct rows rows;
	size_t n;

	csv_init(&c, f);
	if (o->by != BY_INITCALL) {
		groups(&c, s, o);
		csv_release(&c);
		return;
	}
	rows_of(&rows, s);
	/* A table of everything is in the order they ran; the top ones are the longest. */
	if (o->sort_given || o->top_given)
		rows_sort(&rows, o->sort);
	n = o->top_given && !o->all && o->top < rows.n ? o->top : rows.n;
	if (s->set.n > 1)
		many_boots(&c, &rows, n, o);
	else
		one_boot(&c, &rows, n, o);
	rows_release(&rows);
	csv_release(&c);
}
