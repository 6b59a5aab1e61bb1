// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/advising.h"

#include <stdio.h>
#include <string.h>

#include "cmd/loglinks.h"
#include "cmd/logs.h"
#include "source/locate.h"

static int read_image(struct advising *a, const struct advising_opts *o, struct err *e)
{
	/* An object tree knows more of who needs whom than the debug information. */
	struct image_opts io = { .lines = true, .deps = !o->deps.build, .units = !o->deps.build,
				 .system_map = o->system_map };

	if (image_read(&a->image, o->vmlinux, &io, e) != 0)
		return -1;
	a->has_image = true;
	return o->source ? source_locate(&a->image, o->source, e) : 0;
}

static int read_deps(struct advising *a, const struct advising_opts *o, struct err *e)
{
	struct deps_opts d = o->deps;
	struct devlinks links;
	struct err ignored;
	int r;

	/* A log that cannot be read is named when the logs are. */
	devlinks_init(&links);
	for (size_t i = 0; i < o->nlogs; i++)
		(void)loglinks_read(&links, o->logs[i], &ignored);
	d.nhints = devlinks_hints(&links, &d.hints);
	r = deps_read(&a->deps, &a->image, &d, e);
	devlinks_release(&links);
	/* A kernel that does not tell is no mistake of the user: all is a question then. */
	if (r != 0 && !d.build && !d.modinfo && !d.dtb) {
		if (o->verbose)
			fprintf(stderr, "bootcheck: %s\n", e->msg);
		memset(&a->deps, 0, sizeof(a->deps));
		return 0;
	}
	if (r != 0)
		return -1;
	a->has_deps = true;
	for (size_t i = 0; i < a->deps.nnotes && o->verbose; i++)
		fprintf(stderr, "bootcheck: %s\n", a->deps.notes[i]);
	return 0;
}

/* Without the code, a System.map say, every call has a fact the less: that is a question. */
static void read_code(struct advising *a, const struct advising_opts *o)
{
	struct err e;

	a->has_code = code_open(&a->code, &a->image, &a->deps, o->deps.build, &e) == 0;
	if (!a->has_code && o->deps.build)
		a->has_code = code_open(&a->code, &a->image, &a->deps, NULL, &e) == 0;
	if (!a->has_code && o->verbose)
		fprintf(stderr, "bootcheck: %s\n", e.msg);
}

static int read_rules(struct advising *a, const struct advising_opts *o, struct err *e)
{
	if (rulebook_builtin(&a->book, e) != 0)
		return -1;
	for (size_t i = 0; i < o->nrules; i++) {
		if (rulebook_read(&a->book, o->rules[i], e) != 0)
			return -1;
	}
	rulebook_ready(&a->book);
	return 0;
}

static int no_boot(void *ctx, const struct boot *b, struct err *e)
{
	(void)ctx;
	(void)b;
	(void)e;
	return 0;
}

static int read_logs(struct advising *a, const struct advising_opts *o, struct err *e)
{
	struct logs logs = { .file = o->logs, .n = o->nlogs, .jobs = logs_jobs(),
			     .boot = no_boot };

	a->joiner = joiner_new(&a->image);
	logs.joiner = a->joiner;
	series_init(&a->series, true, BY_INITCALL);
	a->has_series = true;
	a->series.set.want_notes = true;
	if (logs_read(&logs, &a->series, e) < 0)
		return -1;
	if (!a->series.set.n)
		return err_set(e, NULL, 0, "no log can be used");
	series_add_own(&a->series);
	rows_of(&a->rows, &a->series);
	return 0;
}

int advising_read(struct advising *a, const struct advising_opts *o, struct err *e)
{
	memset(a, 0, sizeof(*a));
	if (read_image(a, o, e) != 0 || read_deps(a, o, e) != 0)
		return -1;
	read_code(a, o);
	if (read_rules(a, o, e) != 0 || read_logs(a, o, e) != 0)
		return -1;
	advise(&a->advice, &a->series, &a->rows, &a->image, &a->deps, a->has_code ? &a->code : NULL,
	       &a->book, &o->advice);
	a->has_advice = true;
	for (size_t i = 0; i < a->advice.unmeant.n; i++)
		fprintf(stderr, "bootcheck: --may-wait %s: no initcall or module has that name; it "
			"answers nothing\n", a->advice.unmeant.v[i]);
	if (!a->advice.n)
		return err_set(e, o->logs[0], 0, "no initcall of it is in %s; give the kernel that "
			       "booted", o->vmlinux);
	return 0;
}

void advising_release(struct advising *a)
{
	if (a->has_advice)
		advice_release(&a->advice);
	rows_release(&a->rows);
	if (a->has_series)
		series_release(&a->series);
	rulebook_release(&a->book);
	joiner_free(a->joiner);
	if (a->has_code)
		code_close(&a->code);
	if (a->has_deps)
		deps_release(&a->deps);
	if (a->has_image)
		image_release(&a->image);
}
