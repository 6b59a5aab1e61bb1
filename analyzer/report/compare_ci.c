// SPDX-License-Identifier: GPL-2.0-or-later
/* What CI systems read: JUnit XML and KTAP, one test for each check of the gate. */
#include "base/buf.h"
#include "base/utf8.h"
#include "report/compare.h"
#include "report/compare_text.h"
#include "report/fmt.h"

/* Text for XML: markup is escaped, and what XML cannot hold at all becomes '?'. */
static void put_xml(FILE *f, const char *s)
{
	struct buf clean = { 0 };

	fmt_text(&clean, s);
	for (const char *p = buf_str(&clean); *p; p++) {
		switch (*p) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		default:
			putc(*p, f);
		}
	}
	buf_release(&clean);
}

/* Without a gate, the verdict is the only test, and it is never failed. */
static void verdict_alone(struct checks *one, const struct comparison *c)
{
	struct buf b = { 0 };

	say_verdict(&b, c);
	checks_add(one, c->verdict == VERDICT_INCONCLUSIVE ? CHECK_UNSURE : CHECK_PASS,
		   "time to init", "%s", b.p);
	buf_release(&b);
}

void compare_junit(const struct comparison *c, const struct checks *checks, FILE *f)
{
	struct checks one = { 0 };

	if (!checks) {
		verdict_alone(&one, c);
		checks = &one;
	}
	fprintf(f, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<testsuites>\n"
		   "  <testsuite name=\"bootcheck compare\" tests=\"%zu\" failures=\"%zu\" "
		   "errors=\"%zu\">\n",
		checks->n, checks_count(checks, CHECK_FAIL), checks_count(checks, CHECK_UNSURE));
	for (size_t i = 0; i < checks->n; i++) {
		const struct check *x = &checks->v[i];

		fputs("    <testcase classname=\"bootcheck.compare\" name=\"", f);
		put_xml(f, x->name);
		fputs("\">\n", f);
		fputs(x->status == CHECK_FAIL ? "      <failure message=\"" :
		      x->status == CHECK_UNSURE ? "      <error message=\"" :
						  "      <system-out>", f);
		put_xml(f, x->text);
		fputs(x->status == CHECK_PASS ? "</system-out>\n" : "\"/>\n", f);
		fputs("    </testcase>\n", f);
	}
	fputs("  </testsuite>\n</testsuites>\n", f);
	checks_release(&one);
}

void compare_ktap(const struct comparison *c, const struct checks *checks, FILE *f)
{
	struct checks one = { 0 };
	struct buf b = { 0 };

	if (!checks) {
		verdict_alone(&one, c);
		checks = &one;
	}
	fprintf(f, "KTAP version 1\n1..%zu\n", checks->n);
	for (size_t i = 0; i < checks->n; i++) {
		const struct check *x = &checks->v[i];

		buf_clear(&b);
		fmt_text(&b, x->name);
		/* A '#' begins a directive; there is none in the name of a function. */
		for (char *p = b.p; p && *p; p++)
			*p = *p == '#' ? '?' : *p;
		fprintf(f, "%s %zu %s%s\n", x->status == CHECK_FAIL ? "not ok" : "ok", i + 1,
			buf_str(&b), x->status == CHECK_UNSURE ? " # SKIP cannot tell" : "");
		buf_clear(&b);
		fmt_text(&b, x->text);
		fprintf(f, "# %s\n", buf_str(&b));
	}
	buf_release(&b);
	checks_release(&one);
}
