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
