// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/defer_form.h"

#define WIDTH 80
#define TAB 8

static struct str use_of(const struct call *call, struct str text)
{
	return (struct str){ text.p + call->off, call->close + 1 - call->off };
}

/* The text with another macro, and with more behind the last argument. */
static void rename_to(struct buf *b, const struct call *call, struct str text, const char *name,
		      const char *more)
{
	size_t n = strlen(call->macro);

	buf_puts(b, name);
	buf_add(b, text.p + call->off + n, call->close - call->off - n);
	buf_puts(b, more);
	buf_addc(b, ')');
}

static void direct(struct buf *b, const struct call *call, struct str text, const char *group,
		   const char **how)
{
	const char *g = group ? group : "default", *macro = call->macro;
	struct buf more = { .p = NULL };

	if (!group && strcmp(macro, "module_init") == 0) {
		*how = "deferred_module_init";
	} else if (!group && strcmp(macro, "device_initcall") == 0) {
		*how = "deferred_initcall";
	} else if (strcmp(macro, "module_init") == 0) {
		*how = "deferred_initcall_group";
		buf_printf(&more, ", \"%s\"", g);
	} else {
		*how = "deferred_initcall_level";
		buf_printf(&more, ", %s, \"%s\"", call->form->id, g);
	}
	rename_to(b, call, text, *how, buf_str(&more));
	buf_release(&more);
}

static void indent(struct buf *b, size_t column, const char *eol)
{
	buf_puts(b, eol);
	for (; column >= TAB; column -= TAB)
		buf_addc(b, '\t');
	for (; column; column--)
		buf_addc(b, ' ');
}

/* Arguments that do not fit into the line go below the first one. */
static void driver(struct buf *b, const struct declares *d, const char *name, const char *eol)
{
	size_t left = strlen(name) + 1, column = left;

	buf_printf(b, "%s(", name);
	for (unsigned i = 0; i < d->nargs; i++) {
		size_t n = d->arg[i].n + 1 + (i + 1 == d->nargs);

		if (i && column + 1 + n > WIDTH) {
			indent(b, left, eol);
			column = left;
		} else if (i) {
			buf_addc(b, ' ');
			column++;
		}
		buf_add(b, d->arg[i].p, d->arg[i].n);
		buf_puts(b, i + 1 < d->nargs ? "," : ")");
		column += n;
	}
}

static const char *eol_of(struct str text, size_t at)
{
	size_t end = str_chr(text, '\n', at);

	return end > 0 && end < text.n && text.p[end - 1] == '\r' ? "\r\n" : "\n";
}

/* What form_revert() makes of the new text is the old one. */
static bool leads_back(const struct calls *c, struct arena *a, const struct call *call,
		       struct str now, struct str before)
{
	struct call again = { .file = call->file };
	struct buf b = { .p = NULL };
	struct ctok_reader r;
	struct ctok_args args;
	const char *how;
	struct ctok t;
	bool same;

	ctok_start(&r, now);
	if (!ctok_next(&r, &t) || !ctok_args(&r, &args))
		return false;
	macros_resolve(&c->macros, a, call->file, t.s, &args, &again.d);
	again.form = again.d.form;
	again.macro = again.form ? again.form->name : NULL;
	again.open = args.open;
	again.close = args.close;
	same = again.form && form_revert(&b, c, a, &again, now, &how) &&
	       str_eq((struct str){ buf_str(&b), b.n }, before);
	buf_release(&b);
	return same;
}

bool form_defer(struct buf *b, const struct calls *c, struct arena *a, const struct call *call,
		struct str text, const char *group, const char **how)
{
	size_t start = b->n;

	if (call->d.direct) {
		direct(b, call, text, group, how);
	} else if (call->d.driver && !group) {
		*how = "deferred_module_driver";
		if (strcmp(call->macro, "module_driver") == 0)
			rename_to(b, call, text, *how, "");
		else
			driver(b, &call->d, *how, eol_of(text, call->off));
	} else {
		return false;
	}
	if (leads_back(c, a, call, (struct str){ b->p + start, b->n - start },
		       use_of(call, text)))
		return true;
	b->n = start;
	return false;
}

/* deferred_initcall_level(fn, 7, "default"), less all behind the function. */
static bool revert_level(struct buf *b, const struct call *call, struct str text, const char *name)
{
	struct str use = use_of(call, text);
	size_t open = call->open - call->off, comma = str_chr(use, ',', open);

	if (comma == use.n)
		return false;
	buf_puts(b, name);
	buf_add(b, use.p + strlen(call->macro), comma - strlen(call->macro));
	buf_addc(b, ')');
	return true;
}

static bool revert_driver(struct buf *b, const struct calls *c, struct arena *a,
			  const struct call *call, struct str text, const char **how)
{
	const struct macro *mc;
	struct ctok_args args;

	if (call->d.nargs < 3)
		return false;
	mc = macros_wrapper_of(&c->macros, a, call->file, &call->d, &args);
	if (!mc) {
		*how = "module_driver";
		rename_to(b, call, text, *how, "");
		return true;
	}
	*how = arena_strdup(a, mc->name);
	buf_printf(b, "%s(", *how);
	for (unsigned i = 0; i < args.n; i++) {
		buf_puts(b, i ? ", " : "");
		buf_add(b, args.v[i].p, args.v[i].n);
	}
	buf_addc(b, ')');
	return true;
}

bool form_revert(struct buf *b, const struct calls *c, struct arena *a, const struct call *call,
		 struct str text, const char **how)
{
	const struct initcall_form *f;

	*how = "module_init";
	if (strcmp(call->macro, "deferred_module_init") == 0) {
		rename_to(b, call, text, *how, "");
		return true;
	}
	if (strcmp(call->macro, "deferred_initcall_group") == 0)
		return revert_level(b, call, text, *how);
	if (strcmp(call->macro, "deferred_initcall") == 0) {
		*how = "device_initcall";
		rename_to(b, call, text, *how, "");
		return true;
	}
	if (strcmp(call->macro, "deferred_module_driver") == 0)
		return revert_driver(b, c, a, call, text, how);
	f = form_of_id(call->d.id);
	if (!f)
		return false;
	*how = strcmp(f->id, "6") == 0 ? "__initcall" : f->name;
	return revert_level(b, call, text, *how);
}
