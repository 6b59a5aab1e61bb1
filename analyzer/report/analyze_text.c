// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/analyze_text.h"

#include <string.h>

#include "report/fmt.h"

/* Names of logs that are listed in one line. */
#define FILES_SHOWN 4

void text_flush(struct text_report *r)
{
	fwrite(buf_str(&r->b), 1, r->b.n, r->f);
	buf_clear(&r->b);
}

void text_heading(struct text_report *r)
{
	/* The first section of a quiet report has nothing to be apart from. */
	if (!r->o->quiet || r->headed)
		putc('\n', r->f);
	r->headed = true;
	fprintf(r->f, r->colour ? "\033[1m%s\033[0m\n" : "%s\n", buf_str(&r->b));
	buf_clear(&r->b);
}

void text_wrap(struct text_report *r, size_t indent)
{
	size_t limit = r->width ? (size_t)r->width : TEXT_WIDTH, at = indent;
	const char *text = buf_str(&r->b);

	fprintf(r->f, "%*s", (int)indent, "");
	while (*text) {
		size_t n = strcspn(text, " ");

		if (at > indent && at + 1 + n > limit) {
			fprintf(r->f, "\n%*s", (int)indent + 2, "");
			at = indent + 2;
		} else if (at > indent) {
			putc(' ', r->f);
			at++;
		}
		fwrite(text, 1, n, r->f);
		at += n;
		text += n + (text[n] == ' ');
	}
	putc('\n', r->f);
	buf_clear(&r->b);
}

void text_table(struct text_report *r, struct table *t)
{
	table_print(t, r->f, 2, r->width, r->colour);
}

size_t text_rows(const struct text_report *r, size_t n)
{
	return r->o->all || n < r->o->top ? n : r->o->top;
}

void text_name(struct buf *b, const struct sym *sym)
{
	fmt_text(b, sym->name);
	if (sym->module) {
		buf_puts(b, " [");
		fmt_text(b, sym->module);
		buf_addc(b, ']');
	}
}

void text_file(struct buf *b, const struct boot *boot)
{
	fmt_text(b, boot->file);
	if (boot->of > 1)
		buf_printf(b, " (boot %u of %u)", boot->nth, boot->of);
}

enum fact { FACT_KERNEL, FACT_ARCH, FACT_MACHINE, FACT_CMDLINE, FACT_MAX };

static const char *fact_of(const struct boot *b, enum fact f)
{
	const char *const facts[] = { b->kernel, b->arch, b->machine, b->cmdline };

	return facts[f];
}

/* "  kernel   6.1.0": what is not known is left out. */
static void fact_line(struct text_report *r, enum fact f)
{
	static const char *const names[] = { "kernel", "arch", "machine", "cmdline" };
	const struct bootset *s = r->s;
	size_t limit = (size_t)r->width, others = 0;

	if (!fact_of(s->v[0], f))
		return;
	for (size_t i = 1; i < s->n; i++)
		others += fact_of(s->v[i], f) && strcmp(fact_of(s->v[0], f), fact_of(s->v[i], f)) != 0;
	buf_printf(&r->b, "  %-9s", names[f]);
	fmt_text(&r->b, fact_of(s->v[0], f));
	if (others)
		buf_printf(&r->b, " (the first boot's; %zu differ%s)", others,
			   others == 1 ? "s" : "");
	/* On a terminal one line is enough; in a pipe nothing is cut. */
	if (limit && r->b.n > limit) {
		while (((unsigned char)r->b.p[limit - 3] & 0xc0) == 0x80)
			limit--;
		r->b.n = limit - 3;
		buf_puts(&r->b, "...");
	}
	buf_addc(&r->b, '\n');
	text_flush(r);
}

static void different_kernels(struct text_report *r)
{
	const struct bootset *s = r->s;
	const struct boot *first = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct boot *b = s->v[i];

		if (!b->kernel)
			continue;
		if (!first)
			first = b;
		if (strcmp(first->kernel, b->kernel) == 0)
			continue;
		buf_puts(&r->b, "warning: these boots are not of one kernel (");
		fmt_text(&r->b, first->kernel);
		buf_puts(&r->b, " in ");
		text_file(&r->b, first);
		buf_puts(&r->b, ", ");
		fmt_text(&r->b, b->kernel);
		buf_puts(&r->b, " in ");
		text_file(&r->b, b);
		buf_puts(&r->b, "), so a row may mix what does not belong together; to see what "
				"changed use `bootcheck compare`");
		text_wrap(r, 0);
		return;
	}
}

static void one_file(struct text_report *r)
{
	const struct boot *b = r->s->v[0];

	text_file(&r->b, b);
	buf_puts(&r->b, ": ");
	fmt_count(&r->b, b->lines, "line");
	buf_printf(&r->b, ", %s", form_name(b->form));
	if (b->packed)
		buf_printf(&r->b, ", %s", b->packed);
	buf_addc(&r->b, '\n');
	text_flush(r);
}

static void many_files(struct text_report *r)
{
	size_t n = r->s->n, shown = r->o->verbose || n <= FILES_SHOWN + 1 ? n : FILES_SHOWN;

	fmt_count(&r->b, n, "boot");
	buf_puts(&r->b, ": ");
	for (size_t i = 0; i < shown; i++) {
		if (i)
			buf_puts(&r->b, ", ");
		text_file(&r->b, r->s->v[i]);
	}
	if (shown < n)
		buf_printf(&r->b, " and %zu more", n - shown);
	text_wrap(r, 0);
}

/* A report that is read later must say itself that it is not of all logs. */
static void left_out(struct text_report *r)
{
	size_t n = r->series->bad.n, shown = r->o->verbose || n <= FILES_SHOWN + 1 ? n : FILES_SHOWN;

	if (!n)
		return;
	fmt_count(&r->b, n, "log");
	buf_puts(&r->b, n == 1 ? " cannot be used and is left out: " :
				 " cannot be used and are left out: ");
	for (size_t i = 0; i < shown; i++) {
		buf_puts(&r->b, i ? ", " : "");
		fmt_text(&r->b, r->series->bad.v[i].file);
	}
	if (shown < n)
		buf_printf(&r->b, " and %zu more", n - shown);
	text_wrap(r, 0);
}

static void identification(struct text_report *r)
{
	different_kernels(r);
	if (r->several)
		many_files(r);
	else
		one_file(r);
	left_out(r);
	for (enum fact f = 0; f < FACT_MAX; f++)
		fact_line(r, f);
}

void analyze_text(const struct series *s, const struct analyze_opts *o, FILE *f)
{
	struct text_report r = {
		.series = s,
		.s = &s->set,
		.o = o,
		.f = f,
		.width = term_width(f),
		.colour = term_colour(o->colour, f),
		.several = s->set.n > 1,
		.total_us = TIME_NONE,
	};

	rows_of(&r.rows, s);
	if (!o->quiet)
		identification(&r);
	text_sum(&r);
	if (!o->quiet) {
		text_gaps(&r);
		text_marks(&r);
	}
	text_hung(&r);
	text_calls(&r);
	if (!o->quiet) {
		text_probes(&r);
		text_failed(&r);
	}
	text_groups(&r);
	if (!o->quiet) {
		text_async(&r);
		text_findings(&r);
	}
	rows_release(&r.rows);
	buf_release(&r.b);
}
