// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the use of a macro declares: the macro is expanded as the preprocessor
 * would, but no further than to the form that ends it. Arguments are not
 * expanded first, which only matters for the names that are made of them.
 */
#include "source/macros.h"

#define MAX_DEPTH 12
#define MAX_STEPS 200 /* a macro that names itself twice would double them each time */
#define MAX_TEXT 65536

struct expansion {
	const struct macros *m;
	struct arena *a;
	const char *file;
	struct declares *d;
	const struct macro *in; /* whose body this is */
	unsigned found;
	unsigned depth, steps;
	bool only; /* nothing but the nested use stood in each body so far */
};

static int param_of(const struct macro *mc, struct str name)
{
	for (unsigned i = 0; i < mc->nparams; i++) {
		if (str_eq(mc->param[i], name))
			return (int)i;
	}
	return -1;
}

static void add_arg(struct buf *b, const struct macro *mc, const struct ctok_args *args, int i)
{
	unsigned p = (unsigned)i, last = p + 1;

	if (mc->variadic && p + 1 == mc->nparams)
		last = args->n;
	for (unsigned k = p; k < last && k < args->n; k++) {
		if (k > p)
			buf_puts(b, ", ");
		buf_add(b, args->v[k].p, args->v[k].n);
	}
}

static void trim_blank(struct buf *b)
{
	while (b->n && (b->p[b->n - 1] == ' ' || b->p[b->n - 1] == '\n'))
		b->n--;
}

/* The body with the arguments in it, on one line, with blanks where it has some. */
static void substitute(struct buf *b, const struct macro *mc, const struct ctok_args *args)
{
	struct ctok_reader r;
	bool paste = false, quote = false;
	size_t end = 0;
	struct ctok t;

	ctok_start(&r, mc->body);
	/* A '#' that opens the body is an operator, not a directive. */
	r.mid_line = true;
	while (b->n < MAX_TEXT && ctok_next(&r, &t)) {
		int i = t.kind == CTOK_WORD ? param_of(mc, t.s) : -1;
		bool gap = t.off > end;

		end = t.off + t.s.n;
		if (t.kind == CTOK_PUNCT && str_eq(t.s, STR("##"))) {
			trim_blank(b);
			paste = true;
			continue;
		}
		if (t.kind == CTOK_PUNCT && str_eq(t.s, STR("#"))) {
			quote = true;
			continue;
		}
		if (gap && !paste && b->n)
			buf_addc(b, ' ');
		if (i >= 0 && quote)
			buf_puts(b, "\"\"");
		else if (i >= 0 && paste && (unsigned)i >= args->n && b->n && b->p[b->n - 1] == ',')
			b->n--;
		else if (i >= 0)
			add_arg(b, mc, args, i);
		else
			buf_add(b, t.s.p, t.s.n);
		paste = quote = false;
	}
}

static void resolve(struct expansion *x, struct str name, const struct ctok_args *args);

/* A word that may be the use of a macro to look into. */
static bool is_use(const struct expansion *x, const struct ctok *t)
{
	bool twice;

	return t->kind == CTOK_WORD &&
	       (form_of(t->s) || str_eq(t->s, STR("module_driver")) ||
		macros_find(x->m, x->file, t->s, &twice));
}

static bool is_semicolon(const struct ctok *t)
{
	return t->kind == CTOK_PUNCT && t->s.p[0] == ';';
}

/* Each use of a macro in an expansion that may lead to a form. */
static void see_uses(struct expansion *x, struct str text)
{
	bool only = x->only, first = true;
	struct ctok_reader r;
	struct ctok t;

	ctok_start(&r, text);
	while (ctok_next(&r, &t)) {
		struct ctok_reader ahead = r;
		struct ctok_args args;
		struct str name = t.s;

		if (!is_use(x, &t) || !ctok_args(&ahead, &args)) {
			first &= is_semicolon(&t);
			continue;
		}
		x->only = only && first;
		r = ahead;
		while (x->only && ctok_next(&ahead, &t))
			x->only = is_semicolon(&t);
		first = false;
		resolve(x, name, &args);
	}
	x->only = only;
}

/* The form at whose level the use of __define_initcall() in a macro is; NULL: it is another form. */
static const struct initcall_form *own_level(const struct expansion *x,
					     const struct initcall_form *f,
					     const struct ctok_args *args)
{
	/* It is to be written again on one line: nothing there may need another. */
	if (*f->id || f->kind != FORM_NEVER || !x->in || args->n != 2 || x->in->variadic ||
	    str_chr(x->in->body, '"', 0) < x->in->body.n)
		return NULL;
	return form_of_id(args->v[1]);
}

static void end_in(struct expansion *x, const struct initcall_form *f,
		   const struct ctok_args *args)
{
	struct declares *d = x->d;
	const struct initcall_form *own = own_level(x, f, args);

	if (own) {
		d->via = x->in;
		f = own;
	}
	if (x->found++ && !(d->form == f && args->n && str_eq(d->fn, args->v[0]))) {
		d->why = "its macro declares more than one initcall; defer it by hand";
		return;
	}
	d->form = f;
	d->fn = args->n ? args->v[0] : STR_NONE;
	if (f->kind == FORM_DEFERRED && !*f->id && args->n > 1)
		d->id = args->v[1];
	if (f->kind == FORM_NEVER)
		d->why = f->why;
}

static void resolve(struct expansion *x, struct str name, const struct ctok_args *args)
{
	const struct initcall_form *f = form_of(name);
	const struct macro *mc, *in = x->in;
	struct buf b = { .p = NULL };
	char *text;
	bool twice;

	if (f) {
		end_in(x, f, args);
		return;
	}
	if (str_eq(name, STR("module_driver")) && x->only && !x->d->driver && args->n >= 3) {
		x->d->driver = true;
		x->d->nargs = args->n;
		for (unsigned i = 0; i < args->n; i++)
			x->d->arg[i] = args->v[i];
	}
	mc = macros_find(x->m, x->file, name, &twice);
	if (!mc || x->depth >= MAX_DEPTH || ++x->steps > MAX_STEPS)
		return;
	if (mc->wrapper && twice)
		x->d->why = "its macro has several definitions; defer it by hand";
	x->depth++;
	x->in = mc;
	substitute(&b, mc, args);
	text = arena_strdup(x->a, (struct str){ buf_str(&b), b.n });
	buf_release(&b);
	see_uses(x, str_of(text));
	x->in = in;
	x->depth--;
}

/* deferred_module_driver() is not expanded: the tree may lack it. */
static void driver_init(struct expansion *x, struct declares *d)
{
	struct buf b = { .p = NULL };

	buf_printf(&b, "%.*s_init", STR_ARG(d->fn));
	d->fn = str_of(arena_strdup(x->a, (struct str){ b.p, b.n }));
	buf_release(&b);
}

void macros_resolve(const struct macros *m, struct arena *a, const char *file, struct str name,
		    const struct ctok_args *args, struct declares *d)
{
	struct expansion x = { .m = m, .a = a, .file = file, .d = d, .only = true };

	*d = (struct declares){ .direct = form_of(name) != NULL };
	resolve(&x, name, args);
	if (d->form && str_eq(str_of(d->form->name), STR("deferred_module_driver"))) {
		d->nargs = args->n;
		for (unsigned i = 0; i < args->n; i++)
			d->arg[i] = args->v[i];
		driver_init(&x, d);
	}
}

/* Whether the macro, used with these arguments, is the module_driver() that is wanted. */
static bool gives(const struct macros *m, struct arena *a, const char *file,
		  const struct macro *mc, const struct ctok_args *args,
		  const struct declares *want)
{
	struct declares d;
	bool same;

	macros_resolve(m, a, file, mc->name, args, &d);
	same = d.driver && !d.why && d.nargs == want->nargs;
	for (unsigned k = 0; same && k < d.nargs; k++)
		same = str_eq(d.arg[k], want->arg[k]);
	return same;
}

/* What a wrapper passes on may be the argument or its address, as "&(x)". */
static bool fits(const struct macros *m, struct arena *a, const char *file,
		 const struct macro *mc, struct ctok_args *args, const struct declares *want)
{
	struct str rest;

	*args = (struct ctok_args){ .v = { want->arg[0] }, .n = mc->nparams };
	if (mc->nparams == 1)
		return gives(m, a, file, mc, args, want);
	if (want->nargs != 4)
		return false;
	rest = args->v[1] = want->arg[3];
	if (gives(m, a, file, mc, args, want))
		return true;
	if (rest.n < 4 || rest.p[0] != '&')
		return false;
	rest = str_trim(str_from(rest, 1));
	if (rest.n < 3 || rest.p[0] != '(')
		return false;
	args->v[1] = str_trim((struct str){ rest.p + 1, rest.n - 2 });
	return gives(m, a, file, mc, args, want);
}

const struct macro *macros_wrapper_of(const struct macros *m, struct arena *a, const char *file,
				      const struct declares *want, struct ctok_args *args)
{
	const struct macro *found = NULL;

	for (size_t i = 0; i < m->all.n; i++) {
		const struct macro *mc = m->all.v[i];
		struct ctok_args try;
		bool twice;

		if (!mc->wrapper || !mc->nparams || mc->nparams > 2 || mc->variadic ||
		    str_find(mc->body, want->arg[1]) == mc->body.n ||
		    macros_find(m, file, mc->name, &twice) != mc || twice ||
		    !fits(m, a, file, mc, &try, want))
			continue;
		/* Two wrappers of the same functions: nobody knows which it was. */
		if (found)
			return NULL;
		found = mc;
		*args = try;
	}
	return found;
}
