// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/checks.h"

#include "base/buf.h"
#include "report/fmt.h"

void checks_text(const struct checks *c, const char *title, FILE *f)
{
	enum exit_status status = checks_exit(c);
	struct buf b = { 0 };

	fprintf(f, "\n%s: %s\n", title, status == EXIT_DONE ? "passed" :
		status == EXIT_REGRESSION ? "failed" : "cannot tell");
	for (size_t i = 0; i < c->n; i++) {
		buf_printf(&b, "  %s: ", check_status_name(c->v[i].status));
		fmt_text(&b, c->v[i].name);
		buf_puts(&b, ": ");
		fmt_text(&b, c->v[i].text);
		fprintf(f, "%s\n", b.p);
		buf_clear(&b);
	}
	buf_release(&b);
}

/* The line as it is in the file, but for the limit. */
static void put_rule(struct buf *b, const struct budget_line *l)
{
	buf_puts(b, budget_kind_name(l->kind));
	if (l->name)
		buf_printf(b, " %s%s%s", l->module ? l->module : "", l->module ? ":" : "", l->name);
}

void budget_json(const struct budget *b, struct json *j)
{
	struct buf rule = { 0 };

	jw_array(j, "budget");
	for (size_t i = 0; i < b->n; i++) {
		const struct budget_line *l = &b->v[i];

		buf_clear(&rule);
		put_rule(&rule, l);
		jw_object(j, NULL);
		jw_string(j, "rule", buf_str(&rule));
		jw_int(j, "line", (int64_t)l->line);
		jw_int(j, "limit_us", l->us);
		if (l->measured_us == TIME_NONE) {
			jw_null(j, "measured_us");
			jw_null(j, "passed");
		} else {
			jw_int(j, "measured_us", l->measured_us);
			jw_bool(j, "passed", !budget_exceeded(l));
		}
		jw_end(j);
	}
	jw_end(j);
	buf_release(&rule);
}
