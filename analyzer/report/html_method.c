// SPDX-License-Identifier: GPL-2.0-or-later
/* HTML: what the log itself is like, and how its figures came about. */
#include "report/analyze_text.h"
#include "report/fmt.h"
#include "report/html_parts.h"

static const struct {
	enum call_flag flag;
	const char *means;
} legend[] = {
	{ CALL_QUANTISED, "the kernel's figure is a multiple of its tick" },
	{ CALL_CONCURRENT, "ran beside another call, so the kernel's figure may be too small" },
	{ CALL_PRE_CLOCK, "before the clock of the stamps ran" },
	{ CALL_NS_UNITS, "this kernel counts 1.024 us as one; put right here" },
	{ CALL_HUNG, "did not return in this log" },
	{ CALL_NO_START, "only its return is in the log" },
	{ CALL_BLACKLISTED, "kept from running by initcall_blacklist=" },
	{ CALL_NESTED, "ran within another call, whose time holds its own" },
	{ CALL_NO_RETURN, "its return is lost from the log" },
};

static void row(struct html *p, const char *what)
{
	html_put(p, "<dt>");
	html_put(p, what);
	html_put(p, "</dt><dd>");
	html_flush(p);
	html_put(p, "</dd>\n");
}

static void log_rows(struct html *p, const struct boot *b)
{
	text_file(&p->b, b);
	buf_puts(&p->b, ", ");
	fmt_count(&p->b, b->lines, "line");
	if (b->first_line > 1)
		buf_printf(&p->b, " from line %lu on", b->first_line);
	buf_printf(&p->b, ", %s", form_name(b->form));
	if (b->packed)
		buf_printf(&p->b, ", %s", b->packed);
	row(p, "log");
	if (b->cpus) {
		buf_printf(&p->b, "%u", (unsigned int)b->cpus);
		row(p, "processors");
	}
	if (b->cmdline) {
		fmt_text(&p->b, b->cmdline);
		row(p, "command line");
	}
}

static void clock_rows(struct html *p, const struct boot *b)
{
	size_t by[CLOCK_KTIME + 1] = { 0 };

	for (size_t i = 0; i < b->ncalls; i++)
		by[b->calls[i].clock]++;
	fmt_count(&p->b, by[CLOCK_PRINTK], "call");
	buf_puts(&p->b, " by the distance of the stamps of its two lines");
	row(p, "printk");
	fmt_count(&p->b, by[CLOCK_KTIME], "call");
	buf_puts(&p->b, " by the figure that the kernel printed");
	row(p, "ktime");
	if (by[CLOCK_NONE]) {
		fmt_count(&p->b, by[CLOCK_NONE], "call");
		buf_puts(&p->b, " without a duration that could be believed");
		row(p, "neither");
	}
	if (!b->stamps) {
		buf_puts(&p->b, "the lines carry no time of the kernel's clock");
		row(p, "stamps");
	} else if (b->coarse) {
		buf_puts(&p->b, "tick in jiffies");
		row(p, "stamps");
	}
	if (b->tick_us > 0) {
		fmt_ms(&p->b, b->tick_us);
		row(p, "tick of the kernel's figures");
	}
	if (b->line_cost_us != TIME_NONE) {
		fmt_ms(&p->b, b->line_cost_us);
		buf_puts(&p->b, " in the median");
		row(p, "cost of printing a line");
	}
}

static void flag_rows(struct html *p, const struct boot *b)
{
	uint32_t flags = 0;

	for (size_t i = 0; i < b->ncalls; i++)
		flags |= b->calls[i].flags;
	for (size_t i = 0; i < sizeof(legend) / sizeof(legend[0]); i++) {
		if (!(flags & legend[i].flag))
			continue;
		buf_puts(&p->b, legend[i].means);
		row(p, call_flag_name(legend[i].flag));
	}
}

void html_method(struct html *p, const struct boot *b, const char *heading)
{
	if (heading) {
		buf_puts(&p->b, heading);
		html_element(p, "h3", NULL);
	} else {
		buf_puts(&p->b, "Times are on the log's own clock; 0 is the start of the kernel. "
				"A call has two durations, by the stamps and by the kernel's own "
				"figure; the one that is to be believed is chosen call by call, "
				"and the column \"clock\" says which it is.");
		html_paragraph(p, NULL);
	}
	html_put(p, "<dl>\n");
	log_rows(p, b);
	clock_rows(p, b);
	flag_rows(p, b);
	html_put(p, "</dl>\n");
}

static void finding_row(struct html *p, const struct boot *b, const struct finding *f,
			bool side, bool before)
{
	html_row(p, f->severity == SEV_ERROR ? "bad" : NULL);
	if (side) {
		buf_puts(&p->b, before ? "before: " : "after: ");
		text_file(&p->b, b);
		html_cell(p, false);
	}
	html_cell_text(p, severity_name(f->severity));
	html_cell_text(p, finding_name(f->code));
	if (f->line)
		buf_printf(&p->b, "%lu", f->line);
	html_cell(p, true);
	html_cell_text(p, f->message);
	html_row_end(p);
}

void html_findings(struct html *p, const struct boot *const *b, size_t n)
{
	static const struct html_column columns[] = {
		{ .head = "log" },  { .head = "severity" },	{ .head = "finding" },
		{ .head = "line", .number = true }, { .head = "what it says" },
	};
	size_t all = 0, shown = 0, from = n > 1 ? 0 : 1;

	for (size_t i = 0; i < n; i++)
		all += b[i]->nfindings;
	html_section(p, "findings", "Findings about the log");
	if (!all) {
		html_put(p, "<p>Nothing is wrong with it.</p>\n");
		html_section_end(p);
		return;
	}
	html_table(p, NULL, "Findings, worst first", columns + from, 5 - from);
	for (int s = SEV_ERROR; s >= SEV_NOTE; s--) {
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < b[i]->nfindings && shown < HTML_ROWS; k++) {
				if ((int)b[i]->findings[k].severity != s)
					continue;
				finding_row(p, b[i], &b[i]->findings[k], n > 1, i == 0);
				shown++;
			}
		}
	}
	html_table_end(p);
	html_section_end(p);
}
