// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/search.h"

#include "report/fmt.h"

static void call(struct buf *b, const struct search_call *x)
{
	buf_puts(b, x->proved ? "  proved     " : "  disproved  ");
	fmt_text(b, x->name);
	buf_puts(b, ": ");
	fmt_text(b, x->text);
	buf_puts(b, "\n             ");
	fmt_text(b, x->evidence);
	buf_addc(b, '\n');
}

void search_text(const struct search_report *s, bool all, FILE *f)
{
	struct buf b = { 0 };

	buf_printf(&b, "\nSearch: %zu of %zu can be deferred together; ", s->n - s->bad, s->n);
	fmt_count(&b, s->boots, "boot");
	if (s->known)
		buf_printf(&b, " (%zu of an earlier run)", s->known);
	buf_printf(&b, ", planned at most %zu\n", s->bound);
	for (size_t i = 0; i < s->n; i++) {
		if (all || !s->v[i].proved)
			call(&b, &s->v[i]);
	}
	fputs(buf_str(&b), f);
	buf_release(&b);
}

void search_json(const struct search_report *s, struct json *j)
{
	jw_object(j, "search");
	jw_int(j, "candidates", (int64_t)s->n);
	jw_int(j, "disproved", (int64_t)s->bad);
	jw_int(j, "boots", (int64_t)s->boots);
	jw_int(j, "boots_known", (int64_t)s->known);
	jw_int(j, "boots_now", (int64_t)s->booted);
	jw_int(j, "boots_most", (int64_t)s->bound);
	jw_array(j, "calls");
	for (size_t i = 0; i < s->n; i++) {
		const struct search_call *x = &s->v[i];

		jw_object(j, NULL);
		jw_string(j, "name", x->name);
		jw_string(j, "verdict", x->proved ? "proved" : "disproved");
		jw_string(j, "text", x->text);
		jw_string(j, "evidence", x->evidence);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}
