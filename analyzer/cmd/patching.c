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

static void say_done(const struct patching *p)
{
	size_t n = p->choice.v.n;

	if (p->common->quiet)
		return;
	if (!n)
		fputs("bootcheck: nothing is to be deferred; the patch is empty\n", stderr);
	else
		fprintf(stderr, "bootcheck: nothing to change: %s %s deferred; the patch is empty\n",
			n == 1 ? "the initcall is" : "the initcalls are",
			p->opts.revert ? "not" : "already");
}

/* --- The same choice without an edit --- */

static int write_setting(const struct patching *p, struct err *e)
{
	struct buf b = { 0 };
	int r;

	if (p->as == AS_CONFIG)
		buf_puts(&b, "CONFIG_DEFERRED_INITCALLS=y\nCONFIG_DEFERRED_INITCALLS_LIST=\"");
	else
		buf_puts(&b, "deferred_initcalls=");
	choice_list(&b, &p->choice);
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

/* Adds the rows; returns how many are refused. */
static size_t add_rows(struct patch_list *l, const struct plan_part *part)
{
	size_t refused = 0;

	for (size_t i = 0; i < part->calls.n; i++) {
		const struct chosen *c = part->calls.v[i];
		const struct defer_result *r = &part->results[i];

		refused += r->status == DEFER_REFUSED;
		*VEC_PUSH(&l->rows) = (struct patch_row){
			.name = c->name, .module = c->module, .status = status_of(r->status),
			.file = r->file, .line = r->line, .macro = r->macro, .edit = r->how,
			.reason = r->reason,
		};
	}
	return refused;
}

static int write_list(const struct patching *p, struct plan *plan, struct err *e)
{
	struct buf cmdline = { 0 };
	struct patch_list l = { .revert = p->opts.revert };
	struct defer_opts o = p->opts;
	size_t refused;
	int r;

	o.keep_going = true;
	if (plan_whole(plan, &p->choice, &o, e) != 0)
		return -1;
	refused = add_rows(&l, &plan->parts.v[0]);
	buf_puts(&cmdline, "deferred_initcalls=");
	choice_list(&cmdline, &p->choice);
	l.cmdline = p->choice.v.n ? cmdline.p : "";
	r = put_list(p, &l, e);
	if (r == 0 && refused)
		r = err_set(e, NULL, 0, "%zu of %zu initcalls cannot be edited; the list says why",
			    refused, l.rows.n);
	free(l.rows.v);
	buf_release(&cmdline);
	return r;
}

/* --- The patch --- */

/* The calls that the part edits; the others are as they should be. */
static size_t edited(const struct chosen **v, const struct plan_part *part)
{
	size_t n = 0;

	for (size_t i = 0; i < part->calls.n; i++) {
		if (part->results[i].status == DEFER_EDITED)
			v[n++] = part->calls.v[i];
	}
	return n;
}

/* Adds the patch of a part; the name of its file, too, when name is given. */
static int add_patch(struct buf *b, const struct patching *p, const struct plan_part *part,
		     size_t nth, size_t of, struct buf *name, struct err *e)
{
	const struct chosen **v = xcalloc(part->calls.n + 1, sizeof(struct chosen *));
	struct mail m = {
		.author = p->author, .v = v, .n = edited(v, part), .revert = p->opts.revert,
		.files = part->files.v, .nfiles = part->files.n, .nth = nth, .of = of,
	};
	struct buf diff = { 0 };
	int r = diff_tree(&diff, p->source, part->edits.v.v, part->edits.v.n, &m.stat, e);

	if (r == 0 && p->author && diff.n)
		mail_write(b, &m, (struct str){ diff.p, diff.n });
	else if (r == 0)
		buf_add(b, buf_str(&diff), diff.n);
	if (r == 0 && name)
		mail_file(name, &m);
	buf_release(&diff);
	free(v);
	return r;
}

static int write_patch(const struct patching *p, struct plan *plan, struct err *e)
{
	struct buf b = { 0 };
	int r = plan_whole(plan, &p->choice, &p->opts, e);

	if (r == 0)
		r = add_patch(&b, p, &plan->parts.v[0], 1, 0, NULL, e);
	if (r == 0)
		r = put_out(p->common->output, &b, e);
	if (r == 0 && !b.n)
		say_done(p);
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
	size_t n;
	int r = plan_drivers(plan, &p->choice, &p->opts, e);

	n = r == 0 ? plan->parts.n : 0;
	m.name = xcalloc(n + 1, sizeof(*m.name));
	m.text = xcalloc(n + 1, sizeof(*m.text));
	for (size_t i = 0; r == 0 && i < n; i++, m.n++)
		r = add_patch(&m.text[i], p, &plan->parts.v[i], i + 1, n, &m.name[i], e);
	if (r == 0)
		r = put_mails(p, &m, e);
	if (r == 0 && !n)
		say_done(p);
	for (size_t i = 0; i < n; i++) {
		buf_release(&m.name[i]);
		buf_release(&m.text[i]);
	}
	free(m.name);
	free(m.text);
	return r;
}

int patching_write(const struct patching *p, struct err *e)
{
	struct plan plan;
	int r;

	if (p->as != AS_EDITS)
		return write_setting(p, e);
	r = plan_begin(&plan, p->source, e);
	if (r != 0)
		return r;
	if (p->list)
		r = write_list(p, &plan, e);
	else
		r = p->series ? write_series(p, &plan, e) : write_patch(p, &plan, e);
	plan_release(&plan);
	return r;
}
