// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html.h"

#include "report/analyze_text.h"
#include "report/compare_text.h"
#include "report/fmt.h"
#include "report/html_parts.h"

/* What the pictures are drawn for; the page shrinks them where it is narrower. */
#define PICTURE_WIDTH 1180

static const struct chart_opts picture = { .width = PICTURE_WIDTH, .top = CHART_TOP,
					   .embedded = true };

struct link {
	const char *id, *text;
};

static void navigation(struct html *p, const struct link *v, size_t n)
{
	html_put(p, "<nav aria-label=\"Sections\">");
	for (size_t i = 0; i < n; i++)
		fprintf(p->f, "<a href=\"#%s\">%s</a> ", v[i].id, v[i].text);
	html_put(p, "<button type=\"button\" id=\"theme\" class=\"js\" aria-pressed=\"false\">"
		    "Dark</button></nav>\n");
}

/* "Linux 6.12.0, arm64, Some Board"; what is not known is left out */
static void put_system(struct buf *b, const struct boot *boot)
{
	const char *const facts[] = { boot->arch, boot->machine };

	buf_puts(b, boot->kernel ? "Linux " : "unknown kernel");
	if (boot->kernel)
		fmt_text(b, boot->kernel);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (!facts[i])
			continue;
		buf_puts(b, ", ");
		fmt_text(b, facts[i]);
	}
}

static void timeline_section(struct html *p, const char *heading, bool compared)
{
	html_section(p, "timeline", heading);
	html_controls(p);
	html_put(p, "<div id=\"view\" class=\"js\"></div>\n");
	html_legend(p, compared);
	html_put(p, "<div id=\"detail\" class=\"js\" tabindex=\"-1\" role=\"region\" "
		    "aria-label=\"Details of the selected call\" aria-live=\"polite\" hidden>"
		    "</div>\n<div class=\"scroll static\">\n");
}

static void timeline_section_end(struct html *p)
{
	html_put(p, "</div>\n");
	html_section_end(p);
}

static void no_timeline(struct html *p)
{
	html_section(p, "timeline", "Timeline");
	html_put(p, "<p>The lines of a log carry no time of the kernel's clock, so there is no "
		    "timeline; boot with printk.time=1.</p>\n");
	html_section_end(p);
}

static void print_note(struct html *p)
{
	html_put(p, "<p class=\"print\">Printed: the summary, the timeline and the first rows of "
		    "each table. The page on a screen has all of them.</p>\n");
}

void html_boot(const struct chart_of *what, FILE *f)
{
	static const struct link links[] = {
		{ "summary", "Summary" },     { "timeline", "Timeline" },
		{ "initcalls", "Initcalls" }, { "probes", "Probes" },
		{ "failed", "Failed" },	      { "findings", "Findings" },
		{ "method", "How it was measured" },
	};
	const struct boot *b = what->t->boot;
	struct buf title = { 0 };
	struct html p;

	put_system(&title, b);
	buf_puts(&title, ": boot");
	html_begin(&p, f, buf_str(&title));
	buf_release(&title);
	html_put(&p, "<header>\n<h1>Boot of ");
	buf_puts(&p.b, b->kernel ? "Linux " : "an unknown kernel");
	if (b->kernel)
		fmt_text(&p.b, b->kernel);
	html_flush(&p);
	html_put(&p, "</h1>\n");
	put_system(&p.b, b);
	buf_puts(&p.b, "; log: ");
	text_file(&p.b, b);
	html_paragraph(&p, "sub");
	navigation(&p, links, sizeof(links) / sizeof(links[0]));
	html_put(&p, "</header>\n<main>\n");
	html_figures(&p, what);
	timeline_section(&p, "Timeline", false);
	chart_boot(what, &picture, f);
	timeline_section_end(&p);
	print_note(&p);
	html_boot_tables(&p, b);
	html_findings(&p, &b, 1);
	html_section(&p, "method", "How it was measured");
	html_method(&p, b, NULL);
	html_section_end(&p);
	html_main_end(&p);
	html_data_boot(what->t, f);
	html_end(&p);
}

static void gate(struct html *p, const struct checks *checks)
{
	static const struct html_column columns[] = { { .head = "check" }, { .head = "result" },
						      { .head = "why" } };
	enum exit_status status = checks_exit(checks);

	fprintf(p->f, "<h3 class=\"gate %s\">Gate: %s</h3>\n",
		status == EXIT_DONE ? "pass" : status == EXIT_REGRESSION ? "fail" : "unsure",
		status == EXIT_DONE ? "passed" :
		status == EXIT_REGRESSION ? "failed" : "cannot tell");
	html_table(p, NULL, "What was demanded, and how it came out", columns, 3);
	for (size_t i = 0; i < checks->n; i++) {
		const struct check *k = &checks->v[i];

		html_row(p, k->status == CHECK_FAIL ? "bad" : NULL);
		html_cell_text(p, k->name);
		html_cell_text(p, check_status_name(k->status));
		html_cell_text(p, k->text);
		html_row_end(p);
	}
	html_table_end(p);
}

static void spread(struct html *p, const struct comparison *c, enum side s)
{
	const struct total *t = &c->side[s];

	html_row(p, NULL);
	html_cell_text(p, s == BEFORE ? "before" : "after");
	html_cell_ms(p, t->median_us);
	html_cell_ms(p, t->min_us);
	html_cell_ms(p, t->max_us);
	buf_printf(&p->b, t->known < t->runs ? "%zu of %zu" : "%zu", t->known, t->runs);
	html_cell(p, true);
	put_system(&p->b, c->s->v[s == BEFORE ? 0 : c->nbefore]);
	html_cell(p, false);
	text_file(&p->b, c->s->v[s == BEFORE ? 0 : c->nbefore]);
	if (t->runs > 1)
		buf_printf(&p->b, " and %zu more", t->runs - 1);
	html_cell(p, false);
	html_row_end(p);
}

static void verdict(struct html *p, const struct comparison *c, const struct checks *checks)
{
	static const struct html_column columns[] = {
		{ .head = "side" },
		{ .head = "time to init, median", .number = true },
		{ .head = "shortest", .number = true },
		{ .head = "longest", .number = true },
		{ .head = "boots", .number = true },
		{ .head = "system" },
		{ .head = "log" },
	};

	html_section(p, "summary", "Summary");
	say_barriers(&p->b, c);
	html_paragraph(p, "warning");
	if (c->delta_us != TIME_NONE) {
		buf_puts(&p->b, "Change of the time to init: ");
		say_change(&p->b, c->delta_us);
		if (c->low_us != TIME_NONE)
			buf_printf(&p->b, " (95 %% interval: %+.3f to %+.3f ms)",
				   (double)c->low_us / 1000, (double)c->high_us / 1000);
		buf_addc(&p->b, '.');
	}
	html_paragraph(p, "lead");
	say_advice(&p->b, c);
	html_paragraph(p, NULL);
	html_table(p, NULL, "Both sides", columns, sizeof(columns) / sizeof(columns[0]));
	spread(p, c, BEFORE);
	spread(p, c, AFTER);
	html_table_end(p);
	if (checks)
		gate(p, checks);
	html_section_end(p);
}

static void unfit(struct html *p, const struct comparison *c)
{
	static const struct html_column columns[] = { { .head = "log" }, { .head = "finding" },
						      { .head = "line", .number = true },
						      { .head = "what it says" } };

	if (!c->nunfit)
		return;
	html_section(p, "unfit", "Logs that no gate judges");
	html_table(p, NULL, "Logs that no gate judges, and why", columns, 4);
	for (size_t i = 0; i < c->nunfit && i < HTML_ROWS; i++) {
		const struct unfit *u = &c->unfit[i];

		html_row(p, NULL);
		text_file(&p->b, u->boot);
		html_cell(p, false);
		html_cell_text(p, u->code);
		if (u->line)
			buf_printf(&p->b, "%lu", u->line);
		html_cell(p, true);
		html_cell_text(p, u->message);
		html_row_end(p);
	}
	html_table_end(p);
	html_section_end(p);
}

static void compared_how(struct html *p, const struct comparison *c, const struct boot *const *b)
{
	html_section(p, "method", "How it was measured");
	say_method(&p->b, c);
	if (!p->b.n)
		buf_puts(&p->b, "One boot a side: no measure of chance.");
	html_paragraph(p, NULL);
	html_method(p, b[BEFORE], "The boot that is drawn as before");
	html_method(p, b[AFTER], "The boot that is drawn as after");
	html_section_end(p);
}

void html_compare(const struct comparison *c, const struct checks *checks,
		  const struct timeline side[SIDES], FILE *f)
{
	static const struct link links[] = {
		{ "summary", "Summary" },     { "changes", "What changed" },
		{ "timeline", "Timeline" },   { "initcalls", "Initcalls" },
		{ "findings", "Findings" },   { "method", "How it was measured" },
	};
	const struct boot *const drawn[SIDES] = {
		side ? side[BEFORE].boot : c->s->v[0],
		side ? side[AFTER].boot : c->s->v[c->nbefore],
	};
	struct buf title = { 0 };
	struct html p;

	buf_puts(&title, "Time to init: ");
	say_verdict(&title, c);
	html_begin(&p, f, buf_str(&title));
	fprintf(f, "<header>\n<h1 class=\"verdict %s\">", verdict_name(c->verdict));
	buf_puts(&p.b, buf_str(&title));
	buf_release(&title);
	html_flush(&p);
	html_put(&p, "</h1>\n");
	navigation(&p, links, sizeof(links) / sizeof(links[0]));
	html_put(&p, "</header>\n<main>\n");
	verdict(&p, c, checks);
	html_changes(&p, c);
	if (side) {
		timeline_section(&p, "Timeline, before and after", true);
		chart_compare(c, side, &picture, f);
		timeline_section_end(&p);
	} else {
		no_timeline(&p);
	}
	print_note(&p);
	html_calls(&p, c);
	unfit(&p, c);
	html_findings(&p, drawn, SIDES);
	compared_how(&p, c, drawn);
	html_main_end(&p);
	html_data_compare(c, side, f);
	html_end(&p);
}
