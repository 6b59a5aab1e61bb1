// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/patching.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"
#include "base/term.h"
#include "cmd/common.h"
#include "report/patch.h"
#include "source/diff.h"
#include "source/mail.h"

/* What x86 takes (COMMAND_LINE_SIZE), for the whole of the command line. */
#define CMDLINE_MOST 2047

static int put_out(const char *name, const struct buf *b, struct err *e)
{
	struct out out;

	if (out_open(&out, name, e) != 0)
		return -1;
	fwrite(buf_str(b), 1, b->n, out.f);
	return out_close(&out, e);
}

/* --- The same choice without an edit --- */

static int write_setting(const struct patching *p, const struct choice *c, struct err *e)
{
	struct buf b = { 0 };
	int r = choice_named(c, p->source ?
			     "no initcall is declared at that line, or more than one; give the "
			     "tree that the kernel was built from" :
			     "is a place; name the tree that it is of with --source DIR", e);

	if (r != 0)
		return r;
	if (p->as == AS_CONFIG)
		buf_puts(&b, "CONFIG_DEFERRED_INITCALLS=y\nCONFIG_DEFERRED_INITCALLS_LIST=\"");
	else
		buf_puts(&b, "deferred_initcalls=");
	choice_list(&b, c, p->opts.group);
	if (p->as == AS_CMDLINE && b.n > CMDLINE_MOST && !p->common->quiet)
		fprintf(stderr, "bootcheck: %zu bytes are more than a kernel's command line may have "
				"(2047 on x86); use --as config, or a bootconfig\n", b.n);
	buf_puts(&b, p->as == AS_CONFIG ? "\"\n" : "\n");
	r = put_out(p->common->output, &b, e);
	buf_release(&b);
	return r;
}

/* --- --list --- */

static int put_list(const struct patching *p, const struct patch_list *l, struct err *e)
{
	const struct common *c = p->common;
	struct out out;

	if (out_open(&out, c->output, e) != 0)
		return -1;
	if (cmd_format(false, c) == FORMAT_JSON)
		patch_list_json(l, c->json == JSON_PRETTY ||
				(c->json == JSON_AUTO && isatty(fileno(out.f))), out.f);
	else
		patch_list_text(l, term_width(out.f), term_colour(c->colour, out.f), out.f);
	return out_close(&out, e);
}

static enum patch_row_status status_of(enum defer_status s)
{
	return s == DEFER_EDITED  ? PATCH_ROW_EDITED :
	       s == DEFER_ALREADY ? PATCH_ROW_ALREADY :
				    PATCH_ROW_REFUSED;
}

static void add_rows(struct patch_list *l, const struct plan *plan)
{
	for (size_t i = 0; i < plan->choice->v.n; i++) {
		const struct chosen *c = &plan->choice->v.v[i];
		const struct defer_result *r = &plan->results[i];

		*VEC_PUSH(&l->rows) = (struct patch_row){
			.name = c->name, .module = c->module, .status = status_of(r->status),
			.file = r->file, .line = r->line, .macro = r->macro, .edit = r->how,
			.reason = r->reason,
		};
	}
}

static int write_list(const struct patching *p, struct plan *plan, struct err *e)
{
	struct buf cmdline = { 0 };
	struct patch_list l = { .revert = p->opts.revert };
	int r;

	add_rows(&l, plan);
	buf_puts(&cmdline, "deferred_initcalls=");
	choice_list(&cmdline, plan->choice, p->opts.group);
	l.cmdline = l.rows.n ? cmdline.p : "";
	r = put_list(p, &l, e);
	if (r == 0 && plan->refused) {
		err_set(e, NULL, 0, "%zu of %zu initcalls cannot be edited; the list says why",
			plan->refused, l.rows.n);
		if (p->opts.keep_going)
			fprintf(stderr, "bootcheck: %s\n", e->msg);
		else
			r = -1;
	}
	free(l.rows.v);
	buf_release(&cmdline);
	return r;
}

/* --- The patch --- */

/* Adds the patch of a part; the name of its file, too, when name is given. */
static int add_patch(struct buf *b, const struct patching *p, const struct plan_part *part,
		     size_t nth, size_t of, struct buf *name, struct err *e)
{
	struct mail m = {
		.author = p->author, .v = part->calls.v, .n = part->calls.n, .revert = p->opts.revert,
		.files = part->files.v, .nfiles = part->files.n, .nth = nth, .of = of,
	};
	struct buf diff = { 0 };
	int r = diff_tree(&diff, p->source, part->edits, part->nedits, &m.stat, e);

	if (r == 0 && p->author && diff.n)
		mail_write(b, &m, (struct str){ diff.p, diff.n });
	else if (r == 0)
		buf_add(b, buf_str(&diff), diff.n);
	if (r == 0 && name)
		mail_file(name, &m);
	buf_release(&diff);
	return r;
}

static int write_patch(const struct patching *p, struct plan *plan, struct err *e)
{
	struct buf b = { 0 };
	int r = add_patch(&b, p, &plan->parts.v[0], 1, 0, NULL, e);

	if (r == 0)
		r = put_out(p->common->output, &b, e);
	if (r == 0 && !b.n)
		patching_say_done(p, plan);
	buf_release(&b);
	return r;
}

/* --- --series --- */

/* A folder without patches, made when it is not there: others' would get into `git am *.patch`. */
static int ready_folder(const char *dir, struct err *e)
{
	struct dirent *x;
	bool busy = false;
	DIR *d;

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return err_set(e, dir, 0, "cannot be made: %s; choose another folder",
			       strerror(errno));
	d = opendir(dir);
	if (!d)
		return err_set(e, dir, 0, "cannot be used: %s; choose another folder",
			       strerror(errno));
	while ((x = readdir(d)))
		busy |= str_ends(str_of(x->d_name), STR(".patch"));
	closedir(d);
	if (busy)
		return err_set(e, dir, 0, "has patches in it; remove them, or choose another "
			       "folder");
	return 0;
}

struct mails {
	struct buf *name, *text;
	size_t n;
};

static int put_mails(const struct patching *p, const struct mails *m, struct err *e)
{
	struct buf path = { 0 }, all = { 0 };
	int r = m->n ? ready_folder(p->series, e) : 0;

	for (size_t i = 0; r == 0 && i < m->n; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", p->series, m->name[i].p);
		buf_printf(&all, "%s\n", path.p);
		r = put_out(path.p, &m->text[i], e);
	}
	if (r == 0)
		r = put_out(p->common->output, &all, e);
	buf_release(&path);
	buf_release(&all);
	return r;
}

static int write_series(const struct patching *p, struct plan *plan, struct err *e)
{
	struct mails m = { 0 };
	size_t n = plan->parts.n;
	int r = 0;

	m.name = xcalloc(n + 1, sizeof(*m.name));
	m.text = xcalloc(n + 1, sizeof(*m.text));
	for (size_t i = 0; r == 0 && i < n; i++, m.n++)
		r = add_patch(&m.text[i], p, &plan->parts.v[i], i + 1, n, &m.name[i], e);
	if (r == 0)
		r = put_mails(p, &m, e);
	if (r == 0 && !n)
		patching_say_done(p, plan);
	for (size_t i = 0; i < n; i++) {
		buf_release(&m.name[i]);
		buf_release(&m.text[i]);
	}
	free(m.name);
	free(m.text);
	return r;
}

/* --- From the choice to the edits --- */

static int write_edits(const struct patching *p, struct plan *plan, const struct choice *c,
		       size_t modules, struct err *e)
{
	struct defer_opts o = p->opts;
	int r;

	/* The list has all, also those that no patch can have. */
	o.keep_going |= p->list;
	if (plan_edits(plan, c, &o, e) != 0)
		return -1;
	if (p->series)
		plan_drivers(plan);
	else
		plan_whole(plan);
	patching_say_chosen(p, plan, modules);
	if (p->list)
		return write_list(p, plan, e);
	r = p->series ? write_series(p, plan, e) : write_patch(p, plan, e);
	if (r == 0)
		patching_say_refused(plan);
	return r;
}

static bool has_place(const struct choice *c)
{
	for (size_t i = 0; i < c->v.n; i++) {
		if (c->v.v[i].place)
			return true;
	}
	return false;
}

int patching_write(const struct patching *p, size_t *refused, struct err *e)
{
	int64_t start_us = patching_now_us();
	struct choice c = { 0 };
	size_t modules = 0;
	struct plan plan;
	int r;

	*refused = 0;
	if (p->as != AS_EDITS && !(p->source && has_place(&p->choice)))
		return write_setting(p, &p->choice, e);
	r = plan_begin(&plan, p->source, e);
	if (r != 0)
		return r;
	patching_say_read(p, &plan.tree, start_us);
	plan_places(&plan, &p->choice, &c);
	if (p->all)
		modules = plan_all(&plan, &c, &p->opts);
	if (p->as != AS_EDITS)
		r = write_setting(p, &c, e);
	else
		r = write_edits(p, &plan, &c, modules, e);
	*refused = plan.refused;
	plan_release(&plan);
	choice_release(&c);
	return r;
}
