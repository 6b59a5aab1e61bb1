// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: what kernel it is, sums by level, the initcalls; or what differs. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/fmt.h"
#include "report/image.h"
#include "report/image_graph.h"
#include "report/table.h"

struct image_page {
	const struct image_report *r;
	FILE *f;
	struct buf b;
	int width;
	bool colour, headed;
};

static void flush(struct image_page *p)
{
	fwrite(buf_str(&p->b), 1, p->b.n, p->f);
	buf_clear(&p->b);
}

static void heading(struct image_page *p)
{
	if (p->headed)
		putc('\n', p->f);
	p->headed = true;
	fprintf(p->f, p->colour ? "\033[1m%s\033[0m\n" : "%s\n", buf_str(&p->b));
	buf_clear(&p->b);
}

/* "Linux 6.12.0, x86_64, 64 bit, little endian" */
static void identify(struct buf *b, const struct image *img)
{
	fmt_text(b, img->file);
	buf_puts(b, ": ");
	if (img->kernel) {
		buf_puts(b, "Linux ");
		fmt_text(b, img->kernel);
	} else {
		buf_puts(b, "Linux of an unknown release");
	}
	if (img->machine)
		buf_printf(b, ", %s", img->machine);
	if (!img->is_map)
		buf_printf(b, ", %u bit, %s endian", img->bits, img->big_endian ? "big" : "little");
	if (strcmp(img->format, "ELF") != 0)
		buf_printf(b, " (%s)", img->format);
	buf_addc(b, '\n');
}

static void preamble(struct image_page *p)
{
	const struct image *img = p->r->img;

	if (p->r->quiet)
		return;
	identify(&p->b, img);
	if (p->r->other)
		identify(&p->b, p->r->other);
	if (p->r->verbose) {
		buf_printf(&p->b, "  build id %s\n", img->build_id ? img->build_id : "not known");
		buf_printf(&p->b, "  entries by %s\n", img->entries ? img->entries : "?");
	}
	if (img->no_lines)
		buf_printf(&p->b, "  no source files: %s\n", img->no_lines);
	flush(p);
	p->headed = true;
}

enum sum_column { SUM_LEVEL, SUM_CALLS, SUM_BYTES, SUM_COUNT };

static void levels(struct image_page *p)
{
	static const struct table_column columns[SUM_COUNT] = {
		[SUM_LEVEL] = { "level", 0 },
		[SUM_CALLS] = { "calls", COL_RIGHT },
		[SUM_BYTES] = { "bytes of code", COL_RIGHT },
	};
	struct level_sum *v, all = { .level = "total" };
	size_t n = level_sums(&v, p->r);
	struct table t;

	fmt_count(&p->b, p->r->img->n, "initcall");
	buf_puts(&p->b, ", by level in the order they run");
	heading(p);
	table_init(&t, columns, SUM_COUNT);
	for (size_t i = 0; i <= n; i++) {
		const struct level_sum *s = i < n ? &v[i] : &all;

		table_row(&t);
		table_set(&t, SUM_LEVEL, s->level ? s->level : "(not known)");
		buf_printf(&p->b, "%zu", s->calls);
		table_take(&t, SUM_CALLS, &p->b);
		if (s->bytes) {
			buf_printf(&p->b, "%" PRIu64, s->bytes);
			table_take(&t, SUM_BYTES, &p->b);
		}
		all.calls += s->calls;
		all.bytes += s->bytes;
	}
	table_print(&t, p->f, 2, p->width, p->colour);
	table_release(&t);
	free(v);
}

enum column {
	COL_INDEX,
	COL_LEVEL,
	COL_SIZE,
	COL_MODULE,
	COL_NAME,
	COL_ADDRESS,
	COL_FILE,
	COL_COUNT
};

static void one_row(struct image_page *p, struct table *t, const struct initcall *c)
{
	table_row(t);
	buf_printf(&p->b, "%u", c->index);
	table_take(t, COL_INDEX, &p->b);
	table_set(t, COL_LEVEL, c->level ? c->level : "?");
	if (c->size) {
		buf_printf(&p->b, "%" PRIu64, c->size);
		table_take(t, COL_SIZE, &p->b);
	}
	if (c->module)
		table_set(t, COL_MODULE, c->module);
	table_set(t, COL_NAME, c->name);
	if (p->r->verbose && c->address) {
		buf_printf(&p->b, "0x%" PRIx64, c->address);
		table_take(t, COL_ADDRESS, &p->b);
	}
	if (c->file)
		buf_printf(&p->b, "%s:", c->file);
	if (c->line)
		buf_printf(&p->b, "%s%u", c->file ? "" : "line ", c->line);
	else if (c->file)
		p->b.p[--p->b.n] = '\0';
	table_take(t, COL_FILE, &p->b);
}

static void initcalls(struct image_page *p)
{
	static const char *const order[] = {
		[IMAGE_ORDER] = "in the order they run",
		[IMAGE_NAME] = "by name",
		[IMAGE_SIZE] = "largest first",
		[IMAGE_FILE] = "by source file",
		[IMAGE_LEVEL] = "by level, then by name",
	};
	static const struct table_column columns[COL_COUNT] = {
		[COL_INDEX] = { "#", COL_RIGHT },	 [COL_LEVEL] = { "level", 0 },
		[COL_SIZE] = { "size", COL_RIGHT },	 [COL_MODULE] = { "module", 0 },
		[COL_NAME] = { "initcall", 0 },		 [COL_ADDRESS] = { "address", 0 },
		[COL_FILE] = { "declared in", COL_CUT },
	};
	struct image_rows rows;
	struct table t;

	image_rows_of(&rows, p->r);
	if (p->r->level)
		buf_printf(&p->b, "%zu of level %s, %s", rows.n, p->r->level, order[p->r->sort]);
	else
		buf_printf(&p->b, "Initcalls, %s", order[p->r->sort]);
	heading(p);
	table_init(&t, columns, COL_COUNT);
	for (size_t i = 0; i < rows.n; i++)
		one_row(p, &t, rows.v[i]);
	table_print(&t, p->f, 2, p->width, p->colour);
	table_release(&t);
	image_rows_release(&rows);
}

/* Calls behind security_initcall_LEVEL(), which are no entries of the table. */
static void security_calls(struct image_page *p)
{
	static const struct table_column columns[] = {
		{ "level", 0 }, { "size", COL_RIGHT }, { "module", 0 }, { "function", 0 },
	};
	const struct image *img = p->r->img;
	struct table t;

	if (!img->nlsm || p->r->level)
		return;
	buf_puts(&p->b, "Called by security_initcall_LEVEL for the security modules");
	heading(p);
	table_init(&t, columns, 4);
	for (size_t i = 0; i < img->nlsm; i++) {
		const struct lsm_call *c = &img->lsm[i];

		table_row(&t);
		table_set(&t, 0, c->level);
		buf_printf(&p->b, "%" PRIu64, c->size);
		table_take(&t, 1, &p->b);
		table_set(&t, 2, c->lsm);
		table_set(&t, 3, c->name);
	}
	table_print(&t, p->f, 2, p->width, p->colour);
	table_release(&t);
}

/* Names of modules need not be unique: those are shown once, in full by --verbose. */
static void needs_of(struct image_page *p, const struct image_module *m)
{
	const char *last = NULL;

	for (size_t i = 0; i < m->nneeds; i++) {
		const struct module_need *n = &m->needs[i];
		const struct image_module *other = &p->r->img->modules[n->module];

		if (!p->r->verbose && last && strcmp(last, other->name) == 0)
			continue;
		buf_puts(&p->b, last ? ", " : "    needs ");
		last = other->name;
		fmt_text(&p->b, last);
		if (p->r->verbose) {
			buf_puts(&p->b, " (");
			fmt_text(&p->b, other->file);
			buf_puts(&p->b, ": ");
			fmt_text(&p->b, n->symbol);
			buf_addc(&p->b, ')');
		}
	}
	if (last)
		buf_addc(&p->b, '\n');
}

static void one_module(struct image_page *p, const struct image_module *m)
{
	buf_puts(&p->b, "  ");
	fmt_text(&p->b, m->name);
	buf_puts(&p->b, " (");
	fmt_text(&p->b, m->file);
	buf_printf(&p->b, "), %" PRIu64 " init bytes\n", m->init_bytes);
	for (size_t i = 0; i < m->ncalls; i++) {
		buf_puts(&p->b, i ? ", " : "    calls ");
		fmt_text(&p->b, p->r->img->v[m->calls[i]].name);
	}
	buf_addc(&p->b, '\n');
	needs_of(p, m);
	flush(p);
}

/* Of --deps. */
static void modules(struct image_page *p)
{
	const struct image *img = p->r->img;
	size_t shown = 0;

	for (size_t i = 0; i < img->nmodules; i++)
		shown += module_wanted(p->r, &img->modules[i]);
	fmt_count(&p->b, shown, "module");
	buf_puts(&p->b, ", in the order of their first initcalls, and which others they need");
	heading(p);
	for (size_t i = 0; i < img->nmodules; i++) {
		if (module_wanted(p->r, &img->modules[i]))
			one_module(p, &img->modules[i]);
	}
}

/* --- What differs --------------------------------------------------------------------------- */

static void pair_note(struct buf *b, const char *what, const char *from, const char *to)
{
	buf_printf(b, "%s%s %s -> %s", b->n ? ", " : "", what, from ? from : "?", to ? to : "?");
}

static void one_change(struct image_page *p, struct table *t, const struct change *c)
{
	const struct initcall *k = c->new ? c->new : c->old;

	table_row(t);
	table_set(t, 0, !c->old ? "added" : !c->new ? "removed" : c->level ? "level" :
			c->position ? "moved" : "size");
	table_set(t, 1, k->level ? k->level : "?");
	if (k->module)
		table_set(t, 2, k->module);
	table_set(t, 3, k->name);
	if (c->level)
		pair_note(&p->b, "level", c->old->level, c->new->level);
	if (c->position)
		buf_printf(&p->b, "%splace %u -> %u", p->b.n ? ", " : "", c->old->index,
			   c->new->index);
	if (c->size)
		buf_printf(&p->b, "%s%" PRIu64 " -> %" PRIu64 " bytes", p->b.n ? ", " : "",
			   c->old->size, c->new->size);
	if (!c->old || !c->new)
		buf_printf(&p->b, "place %u", k->index);
	if ((!c->old || !c->new) && k->size)
		buf_printf(&p->b, ", %" PRIu64 " bytes", k->size);
	table_take(t, 4, &p->b);
	if (k->file) {
		buf_printf(&p->b, "%s:%u", k->file, k->line);
		table_take(t, 5, &p->b);
	}
}

static void changes(struct image_page *p)
{
	static const struct table_column columns[] = {
		{ "change", 0 }, { "level", 0 }, { "module", 0 },
		{ "initcall", 0 }, { "what", 0 }, { "declared in", COL_CUT },
	};
	const struct image_diff *d = p->r->diff;
	struct table t;

	buf_printf(&p->b, "%zu -> %zu initcalls: %zu added, %zu removed, %zu to another level, "
		   "%zu moved, %zu of another size, %zu the same", p->r->img->n, p->r->other->n,
		   d->added, d->removed, d->levels, d->moved, d->resized, d->same);
	heading(p);
	table_init(&t, columns, 6);
	for (size_t i = 0; i < d->n; i++) {
		if (image_wanted(p->r, &d->v[i]))
			one_change(p, &t, &d->v[i]);
	}
	table_print(&t, p->f, 2, p->width, p->colour);
	table_release(&t);
}

void image_text(const struct image_report *r, FILE *f)
{
	struct image_page p = {
		.r = r, .f = f, .width = term_width(f), .colour = term_colour(r->colour, f),
	};

	preamble(&p);
	if (r->diff) {
		changes(&p);
	} else {
		if (!r->quiet)
			levels(&p);
		initcalls(&p);
		if (!r->quiet)
			security_calls(&p);
		if (r->graph) {
			putc('\n', f);
			image_graph_text(r, p.colour, f);
		} else if (r->deps) {
			modules(&p);
		}
	}
	buf_release(&p.b);
}
