// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows for other databases: the same columns, in the same order, as CSV and as JSON lines. */
#include <stdlib.h>

#include "base/errname.h"
#include "base/xalloc.h"
#include "report/fmt.h"
#include "report/history.h"

#define BOOT_NAMES "release,release_no,board,boot,mark,kernel,arch,machine,cpus,init_us"
#define BOOTS_NAMES BOOT_NAMES ",initcalls_us,async_wait_us,gaps_us,residual_us,calls,file,boot_id"
#define CALLS_NAMES                                                                     \
	BOOT_NAMES ",seq,name,module,ordinal,level,phase,start_us,duration_us,clock,reported_us," \
		   "ret,errno,flags"

static void text(struct history_export *x, const char *key, const char *v)
{
	struct buf clean = { 0 };

	if (!x->csv) {
		jw_string(x->j, key, v);
		return;
	}
	/* Others refuse a whole file for one byte that is no UTF-8. */
	if (v)
		fmt_text(&clean, v);
	csv_field(&x->w, v ? buf_str(&clean) : NULL);
	buf_release(&clean);
}

static void number(struct history_export *x, const char *key, int64_t v)
{
	if (!x->csv)
		jw_us(x->j, key, v);
	else if (v == TIME_NONE)
		csv_field(&x->w, NULL);
	else
		csv_number(&x->w, v);
}

static void begin_row(struct history_export *x)
{
	if (x->csv)
		return;
	jw_init(x->j, x->f, false);
	jw_object(x->j, NULL);
}

static void end_row(struct history_export *x)
{
	if (x->csv) {
		csv_end_row(&x->w);
		return;
	}
	jw_end(x->j);
	jw_finish(x->j);
}

void history_export_begin(struct history_export *x, enum history_rows rows, bool csv, FILE *f)
{
	*x = (struct history_export){ .rows = rows, .f = f, .csv = csv };
	if (csv) {
		csv_init(&x->w, f);
		csv_header(&x->w, rows == ROWS_BOOTS ? BOOTS_NAMES : CALLS_NAMES);
	} else {
		x->j = xmalloc(sizeof(*x->j));
	}
}

void history_export_end(struct history_export *x)
{
	if (x->csv)
		csv_release(&x->w);
	free(x->j);
}

static void put_flags(struct history_export *x, const struct call *c)
{
	struct buf b = { 0 };

	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (c->flags & *f)
			buf_printf(&b, "%s%s", b.n ? " " : "", call_flag_name(*f));
	}
	text(x, "flags", b.n ? buf_str(&b) : NULL);
	buf_release(&b);
}

static void put_call(struct history_export *x, const struct boot *b, size_t i)
{
	const struct call *c = &b->calls[i];

	number(x, "seq", (int64_t)i + 1);
	text(x, "name", c->sym->name);
	text(x, "module", c->sym->module);
	number(x, "ordinal", c->ordinal);
	text(x, "level", call_level(b, c));
	text(x, "phase", phase_name(c->phase));
	number(x, "start_us", c->start_us);
	number(x, "duration_us", c->duration_us);
	text(x, "clock", clock_name(c->clock));
	number(x, "reported_us", c->reported_us);
	number(x, "ret", c->has_ret ? c->ret : TIME_NONE);
	text(x, "errno", call_failed(c) ? errname(c->ret) : NULL);
	put_flags(x, c);
}

static void put_boot(struct history_export *x, const char *release, int64_t release_no,
		     const char *board, const struct hist_boot *row, const struct boot *boot)
{
	text(x, "release", release);
	number(x, "release_no", release_no);
	text(x, "board", board);
	number(x, "boot", row->id);
	text(x, "mark", row->mark);
	text(x, "kernel", row->kernel);
	text(x, "arch", row->arch);
	text(x, "machine", row->machine);
	number(x, "cpus", boot->cpus ? boot->cpus : TIME_NONE);
	number(x, "init_us", row->init_us);
}

void history_export_boot(struct history_export *x, const char *release, int64_t release_no,
			 const char *board, const struct hist_boot *row, const struct boot *boot)
{
	if (x->rows == ROWS_BOOTS) {
		begin_row(x);
		put_boot(x, release, release_no, board, row, boot);
		number(x, "initcalls_us", row->initcalls_us);
		number(x, "async_wait_us", row->async_wait_us);
		number(x, "gaps_us", row->gaps_us);
		number(x, "residual_us", row->residual_us);
		number(x, "calls", row->calls);
		text(x, "file", row->file);
		text(x, "boot_id", row->boot_id);
		end_row(x);
		return;
	}
	for (size_t i = 0; i < boot->ncalls; i++) {
		begin_row(x);
		put_boot(x, release, release_no, board, row, boot);
		put_call(x, boot, i);
		end_row(x);
	}
}
