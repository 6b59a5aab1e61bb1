// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The search: from the initcall's function by calls, then by addresses that are
 * handed out, then what else there is in its module. What it meets becomes facts.
 */
#include <stdlib.h>

#include "advice/facts_priv.h"
#include "base/buf.h"

#define MAX_VISITED 30000 /* functions and data of one initcall; the largest modules have 20,000 */
#define MAX_PATH 16       /* steps that are shown */
#define BY_ADDRESS 0x80   /* in how[]: by an address, not a call */

struct slot {
	const struct fact_kind *kind;
	enum fact_weight weight;
	enum fact_reach reach;
	uint32_t from;    /* symbol that refers to it, CODE_NONE: not known */
	uint32_t sym;     /* or CODE_NONE: */
	const char *name;
	bool by_address;
	uint32_t times;
};

struct hunt {
	struct fact_finder *f;
	struct arena *arena;
	uint32_t call;
	uint32_t start; /* symbol of the initcall's function */
	VEC(struct slot) slots;
};

/* --- What is found -------------------------------------------------------------------------- */

/* What is known less surely weighs less. */
static enum fact_weight weigh(const struct fact_kind *kind, enum fact_reach reach)
{
	if (reach == FACT_CALLS)
		return kind->weight;
	if (reach == FACT_UNIT)
		return FACT_NOTE;
	if (kind->flags & FACT_AT_ONCE)
		return FACT_NOTE;
	return kind->weight == FACT_BLOCKS ? FACT_ASK : kind->weight;
}

static void add(struct hunt *h, const struct slot *s)
{
	for (size_t i = 0; i < h->slots.n; i++) {
		struct slot *old = &h->slots.v[i];

		if (old->kind != s->kind)
			continue;
		/* The same symbol again is the same thing. */
		if (old->sym == s->sym && old->sym != CODE_NONE && old->reach >= s->reach)
			return;
		old->times++;
		if (s->weight > old->weight ||
		    (s->weight == old->weight && s->reach > old->reach)) {
			uint32_t times = old->times;

			*old = *s;
			old->times = times;
		}
		return;
	}
	*VEC_PUSH(&h->slots) = *s;
}

static void meet(struct hunt *h, const struct fact_kind *kind, enum fact_reach reach,
		 uint32_t from, const struct code_ref *ref)
{
	bool by_address = ref->access == CODE_ADDRESS || ref->access == CODE_POINTER;

	if (by_address && h->f->c->sym.v[ref->to].func && reach == FACT_CALLS)
		reach = FACT_HANDS;
	if (reach == FACT_UNIT && kind->weight == FACT_NOTE)
		return;
	add(h, &(struct slot){
		.kind = kind, .weight = weigh(kind, reach), .reach = reach,
		.from = from, .sym = ref->to, .name = h->f->c->sym.v[ref->to].name,
		.by_address = by_address,
	});
}

static void meet_code(struct hunt *h, const char *code, enum fact_reach reach, uint32_t from,
		      const struct code_ref *ref)
{
	bool by_address = ref->access == CODE_ADDRESS || ref->access == CODE_POINTER;
	const struct fact_kind *kind = fact_kind_of(code);

	add(h, &(struct slot){
		.kind = kind, .weight = kind->weight, .reach = reach, .from = from,
		.sym = ref->to, .name = h->f->c->sym.v[ref->to].name, .by_address = by_address,
	});
}

static void say(struct hunt *h, const char *code)
{
	const struct fact_kind *kind = fact_kind_of(code);

	add(h, &(struct slot){
		.kind = kind, .weight = kind->weight, .reach = FACT_CALLS,
		.from = CODE_NONE, .sym = CODE_NONE,
	});
}

/* --- What a function or a variable refers to ------------------------------------------------ */

/* Of all that a function refers to. */
struct around {
	bool keeper; /* something that calls back later */
	bool keys;   /* static keys are switched */
};

static bool is_init(const struct code_sym *s)
{
	return s->place == CODE_INIT_TEXT || s->place == CODE_INIT_DATA ||
	       s->place == CODE_INIT_RODATA;
}

static bool is_writing(unsigned int access)
{
	return access == CODE_STORE || access == CODE_ADDRESS || access == CODE_UNKNOWN;
}

static bool is_near(const struct code *c, uint32_t start, uint32_t sym)
{
	uint32_t owner = c->sym.v[sym].owner, own = c->sym.v[start].owner;

	return own != CODE_NONE && owner != CODE_NONE && owner >= c->owner.v[own].from &&
	       owner <= c->owner.v[own].to;
}

static void meet_read_only(struct hunt *h, const struct around *w, enum fact_reach reach,
			   uint32_t from, const struct code_ref *ref)
{
	if (w->keys && ref->access == CODE_ADDRESS)
		meet_code(h, "ro-static-key", reach, from, ref);
	/* (all that allocates memory has this one inline, to read it) */
	else if (reach == FACT_CALLS && is_writing(ref->access) &&
		 strcmp(h->f->c->sym.v[ref->to].name, "kmalloc_caches") != 0)
		meet_code(h, "ro-after-init", reach, from, ref);
	/* In callbacks addresses are mostly those of tables that are read. */
	else if (reach == FACT_HANDS && ref->access == CODE_STORE)
		meet_code(h, "ro-late", reach, from, ref);
}

static void meet_init(struct hunt *h, const struct around *w, enum fact_reach reach,
		      uint32_t from, const struct code_ref *ref)
{
	const struct code_sym *v = h->f->c->sym.v, *s = &v[from], *t = &v[ref->to];

	if (!s->func) {
		if (!is_init(s) && reach == FACT_HANDS)
			meet_code(h, "init-pointer", reach, from, ref);
		return;
	}
	if (ref->access == CODE_ADDRESS && w->keeper &&
	    (t->func || (h->f->c->exact && t->place == CODE_INIT_DATA)))
		meet_code(h, "init-callback", reach, from, ref);
	/* (numbers that are no addresses do not look like a call) */
	if (s->place == CODE_TEXT && reach == FACT_HANDS &&
	    (h->f->c->exact || ref->access == CODE_CALL))
		meet_code(h, "init-late", reach, from, ref);
	if (t->global && t->owner != v[h->start].owner)
		meet_code(h, "init-other", reach, from, ref);
}

static struct around look_around(struct hunt *h, const struct code_ref *ref, size_t n)
{
	struct around w = { false, false };

	for (size_t i = 0; i < n; i++) {
		const struct fact_kind *kind = fact_of_sym(h->f, ref[i].to);

		w.keeper |= kind && (kind->flags & FACT_KEEPS);
		w.keys |= strncmp(h->f->c->sym.v[ref[i].to].name, "static_key_", 11) == 0;
	}
	return w;
}

static void look(struct hunt *h, uint32_t from, enum fact_reach reach)
{
	const struct code_sym *v = h->f->c->sym.v;
	size_t n;
	const struct code_ref *ref = code_refs(h->f->c, from, &n);
	struct around w = look_around(h, ref, n);

	for (size_t i = 0; i < n; i++) {
		const struct code_sym *t = &v[ref[i].to];
		const struct fact_kind *kind = fact_of_sym(h->f, ref[i].to);

		if (kind)
			meet(h, kind, reach, from, &ref[i]);
		if (reach == FACT_UNIT)
			continue;
		if (t->place == CODE_RO_AFTER_INIT && t->size)
			meet_read_only(h, &w, reach, from, &ref[i]);
		else if (is_init(t))
			meet_init(h, &w, reach, from, &ref[i]);
		if (reach == FACT_CALLS && strncmp(t->name, "__x86_indirect_", 15) == 0)
			meet_code(h, "indirect", reach, from, &ref[i]);
	}
}

/* --- The search ----------------------------------------------------------------------------- */

static void push(struct hunt *h, uint32_t sym, uint32_t via, unsigned int how)
{
	struct fact_finder *f = h->f;

	if (f->mark[sym] == f->search)
		return;
	f->mark[sym] = f->search;
	f->via[sym] = via;
	f->how[sym] = (uint8_t)how;
	*VEC_PUSH(&f->queue) = sym;
}

/* Goes on to what belongs to the same module: by calls, or by all that has an address. */
static void follow(struct hunt *h, uint32_t from, enum fact_reach reach)
{
	struct fact_finder *f = h->f;
	const struct code_sym *v = f->c->sym.v;
	size_t n;
	const struct code_ref *ref = code_refs(f->c, from, &n);

	for (size_t i = 0; i < n && f->queue.n < MAX_VISITED; i++) {
		const struct code_sym *t = &v[ref[i].to];
		bool call = t->func && (ref[i].access == CODE_CALL || ref[i].access == CODE_UNKNOWN);

		if (!is_near(f->c, h->start, ref[i].to) || t->place == CODE_EXIT ||
		    (!call && reach == FACT_CALLS))
			continue;
		push(h, ref[i].to, from, (unsigned int)reach | (call ? 0 : BY_ADDRESS));
	}
}

static void search(struct hunt *h)
{
	struct fact_finder *f = h->f;
	size_t at, ncalls;

	f->search++;
	f->queue.n = 0;
	push(h, h->start, CODE_NONE, FACT_CALLS);
	for (at = 0; at < f->queue.n; at++) {
		look(h, f->queue.v[at], FACT_CALLS);
		follow(h, f->queue.v[at], FACT_CALLS);
	}
	ncalls = at;
	for (at = 0; at < f->queue.n; at++) {
		if (at >= ncalls)
			look(h, f->queue.v[at], FACT_HANDS);
		follow(h, f->queue.v[at], FACT_HANDS);
	}
	if (f->queue.n >= MAX_VISITED)
		say(h, "cut");
}

static void search_unit(struct hunt *h)
{
	struct fact_finder *f = h->f;
	uint32_t owner = f->c->sym.v[h->start].owner;
	const struct code_owner *o;

	if (owner == CODE_NONE)
		return;
	o = &f->c->owner.v[owner];
	for (uint32_t i = 0; i < o->nsyms && i < MAX_VISITED; i++) {
		uint32_t sym = f->c->by_owner[o->syms + i];

		if (f->mark[sym] != f->search && f->c->sym.v[sym].place != CODE_EXIT &&
		    !f->c->sym.v[sym].guessed)
			look(h, sym, FACT_UNIT);
	}
}

/* What the unit declares and does not define, where instructions were all there was to read. */
static void search_declared(struct hunt *h)
{
	const struct deps *d = h->f->d;
	const struct dep_node *n;

	if (!d || h->f->c->exact || h->call >= d->ncalls || d->of_call[h->call] == DEP_NONE)
		return;
	n = &d->node[d->of_call[h->call]];
	for (uint32_t i = 0; i < n->nneeds; i++) {
		const struct dep *e = &d->v[n->needs + i];

		for (uint32_t k = 0; k < e->nevidence; k++) {
			const struct fact_kind *kind = fact_of_symbol(h->f, e->evidence[k]);

			if (kind && kind->weight > FACT_NOTE)
				add(h, &(struct slot){
					.kind = kind, .reach = FACT_UNIT,
					.weight = weigh(kind, FACT_UNIT),
					.from = CODE_NONE, .sym = CODE_NONE,
					.name = e->evidence[k],
				});
		}
	}
}

/* --- The answer ----------------------------------------------------------------------------- */

static const char *path_to(struct hunt *h, const struct slot *s)
{
	const struct fact_finder *f = h->f;
	const struct code_sym *v = f->c->sym.v;
	uint32_t step[MAX_PATH], n = 0;
	struct buf b = { 0 };
	const char *text;

	if (s->reach == FACT_UNIT)
		buf_printf(&b, "somewhere in %s: ", s->from != CODE_NONE &&
			   v[s->from].owner != CODE_NONE ?
			   f->c->owner.v[v[s->from].owner].name : "its module");
	for (uint32_t at = s->from; at != CODE_NONE && n < MAX_PATH;) {
		step[n++] = at;
		at = s->reach == FACT_UNIT ? CODE_NONE : f->via[at];
	}
	if (n == MAX_PATH)
		buf_puts(&b, "... ");
	while (n--) {
		buf_puts(&b, v[step[n]].name);
		if (n)
			buf_puts(&b, f->how[step[n - 1]] & BY_ADDRESS ? " => " : " -> ");
	}
	if (s->name && s->from != CODE_NONE)
		buf_puts(&b, s->by_address ? " => " : " -> ");
	buf_puts(&b, s->name ? s->name : b.n ? "" : f->img->v[h->call].name);
	text = arena_strdup(h->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	return text;
}

static enum dep_sure how_sure(const struct hunt *h, const struct slot *s)
{
	if (s->reach == FACT_UNIT)
		return DEP_MAYBE;
	return s->reach == FACT_CALLS && h->f->c->exact ? DEP_EXACT : DEP_LIKELY;
}

static int by_weight(const void *pa, const void *pb)
{
	const struct slot *a = pa, *b = pb;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->reach != b->reach)
		return a->reach > b->reach ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

static void answer(struct hunt *h, struct facts *out)
{
	struct fact *v = arena_alloc(h->arena, (h->slots.n + 1) * sizeof(*v));

	if (h->slots.n)
		qsort(h->slots.v, h->slots.n, sizeof(*h->slots.v), by_weight);
	for (size_t i = 0; i < h->slots.n; i++) {
		const struct slot *s = &h->slots.v[i];

		v[i] = (struct fact){
			.code = s->kind->code, .text = s->kind->text, .evidence = path_to(h, s),
			.symbol = s->name ? arena_strdup(h->arena, str_of(s->name)) : NULL,
			.weight = s->weight, .reach = s->reach, .sure = how_sure(h, s),
			.provider = s->name ? fact_provider(h->f, h->call, s->name, s->sym) :
				    DEP_NONE,
			.more = s->times,
		};
	}
	out->v = v;
	out->n = h->slots.n;
	out->worst = h->slots.n ? v[0].weight : FACT_NOTE;
}

void facts_of(struct facts *out, struct arena *a, struct fact_finder *f, uint32_t initcall)
{
	struct hunt h = { .f = f, .arena = a, .call = initcall, .start = CODE_NONE };

	*out = (struct facts){ .v = NULL };
	if (initcall >= f->img->n)
		return;
	if (initcall < f->c->ncalls)
		h.start = f->c->call[initcall];
	if (h.start == CODE_NONE || (!f->c->exact && !f->c->partial)) {
		say(&h, "unread");
	} else {
		search(&h);
		out->visited = f->queue.n;
		/* With all references known, what is not reached others call. */
		if (!f->c->exact) {
			search_unit(&h);
			say(&h, "incomplete");
		} else if (!f->c->modules) {
			say(&h, "one-file");
		}
	}
	search_declared(&h);
	answer(&h, out);
	free(h.slots.v);
}

const char *fact_weight_name(enum fact_weight w)
{
	static const char *const names[] = { "note", "ask", "blocks" };

	return names[w];
}

const char *fact_reach_name(enum fact_reach r)
{
	static const char *const names[] = { "unit", "hands", "calls" };

	return names[r];
}
