// SPDX-License-Identifier: GPL-2.0-or-later
/* What stays keeps what it needs; what a call would save. */
#include "advice/advice.h"
#include "input/deps_priv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALLS 16

struct kernel {
	struct deps_work w;
	struct deps d;
	struct image img;
	struct initcall calls[CALLS];
	struct row rows[CALLS];
	struct call logged[CALLS];
	struct boot boot;
	struct advice a;
};

static void begin(struct kernel *k)
{
	memset(k, 0, sizeof(*k));
	k->w.d = &k->d;
	k->w.img = &k->img;
	k->img.v = k->calls;
	strtab_init(&k->w.paths, &k->d.arena);
}

static uint32_t node(struct kernel *k, const char *path)
{
	return deps_node(&k->w, str_of(path));
}

/* An initcall of a module, in the order they run. */
static void call(struct kernel *k, const char *path, const char *name, const char *level)
{
	uint32_t i = (uint32_t)k->img.n++;

	k->calls[i] = (struct initcall){ .name = name, .level = level, .index = i, .rank = i < 3 ? 1 : 20 };
	deps_call(&k->w, node(k, path), i, NULL);
}

static void need(struct kernel *k, const char *from, const char *to, enum dep_sure sure)
{
	deps_fact(&k->w, node(k, from), node(k, to), DEP_EXPORT, sure, DEPS_OBJECTS, "a_symbol");
}

/* The advice with every call at "defer". */
static void end(struct kernel *k)
{
	struct advice *a = &k->a;

	deps_finish(&k->w);
	deps_work_release(&k->w);
	a->img = &k->img;
	a->deps = &k->d;
	a->boot = &k->boot;
	depgraph_init(&a->graph, &k->d, &k->img);
	a->v = arena_alloc(&a->arena, CALLS * sizeof(a->v[0]));
	a->of_call = arena_alloc(&a->arena, CALLS * sizeof(a->of_call[0]));
	for (uint32_t i = 0; i < k->img.n; i++) {
		k->rows[i] = (struct row){ .call = &k->logged[i], .boot = &k->boot, .n = 1,
					   .median_us = 1000 };
		a->of_call[i] = i;
		a->v[a->n++] = (struct advised){ .call = &k->calls[i], .row = &k->rows[i],
						 .node = k->d.of_call[i] };
	}
}

static void release(struct kernel *k)
{
	for (size_t i = 0; i < k->a.n; i++)
		free(k->a.v[i].reasons.v);
	depgraph_release(&k->a.graph);
	arena_release(&k->a.arena);
	deps_release(&k->d);
}

static struct advised *of(struct kernel *k, const char *name)
{
	struct advised *x = advice_find(&k->a, name);

	if (!x)
		fail_msg("no %s", name);
	return x;
}

static void keep(struct kernel *k, const char *name)
{
	advice_add(&k->a, of(k, name), ADVICE_KEEP, "root", NULL, "needed");
}

static bool has(const struct advised *x, const char *code)
{
	for (size_t i = 0; i < x->reasons.n; i++) {
		if (strcmp(x->reasons.v[i].code, code) == 0)
			return true;
	}
	return false;
}

/* bus <- host <- disk: who keeps the disk keeps them all; who lets it go, none. */
static void usb(struct kernel *k)
{
	begin(k);
	call(k, "usb/host", "host_init", "device");
	call(k, "usb/hub", "hub_init", "device");
	call(k, "usb/storage", "storage_init", "device");
	call(k, "sound/card", "card_init", "device");
	need(k, "usb/hub", "usb/host", DEP_EXACT);
	need(k, "usb/storage", "usb/hub", DEP_EXACT);
	end(k);
}

static void test_chain(void **state)
{
	struct kernel k;

	(void)state;
	usb(&k);
	advice_closure(&k.a);
	for (size_t i = 0; i < k.a.n; i++)
		assert_int_equal(k.a.v[i].verdict, ADVICE_DEFER);
	assert_true(has(of(&k, "host_init"), "dependents-wait"));
	assert_true(has(of(&k, "card_init"), "no-dependents"));
	assert_int_equal(of(&k, "hub_init")->ndependents, 1);
	assert_int_equal(of(&k, "hub_init")->nneeds, 1);
	release(&k);

	usb(&k);
	keep(&k, "storage_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "host_init")->verdict, ADVICE_KEEP);
	assert_int_equal(of(&k, "hub_init")->verdict, ADVICE_KEEP);
	assert_int_equal(of(&k, "card_init")->verdict, ADVICE_DEFER);
	assert_true(has(of(&k, "host_init"), "needed-by"));
	release(&k);

	/* What only the user can tell is not deferred, so what it needs cannot be either. */
	usb(&k);
	advice_add(&k.a, of(&k, "storage_init"), ADVICE_ASK, "rule", NULL, "who knows");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "host_init")->verdict, ADVICE_ASK);
	assert_int_equal(of(&k, "card_init")->verdict, ADVICE_DEFER);
	release(&k);
}

/* A library has no initcall, and is looked through. */
static void test_library(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "provider", "provider_init", "device");
	call(&k, "user", "user_init", "device");
	need(&k, "library", "provider", DEP_EXACT);
	need(&k, "user", "library", DEP_EXACT);
	end(&k);
	keep(&k, "user_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "provider_init")->verdict, ADVICE_KEEP);
	release(&k);
}

/* A guess is a reason to ask, none to keep. */
static void test_unsure(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "provider", "provider_init", "device");
	call(&k, "user", "user_init", "device");
	need(&k, "user", "provider", DEP_MAYBE);
	end(&k);
	keep(&k, "user_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "provider_init")->verdict, ADVICE_ASK);
	release(&k);
}

/* One who runs earlier got along without it so far, but may use it later on. */
static void test_earlier(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "user", "user_init", "subsys");
	call(&k, "provider", "provider_init", "device");
	need(&k, "user", "provider", DEP_EXACT);
	end(&k);
	keep(&k, "user_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "provider_init")->verdict, ADVICE_ASK);
	assert_true(has(of(&k, "provider_init"), "used-by-earlier"));
	release(&k);
}

static void test_core(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "provider", "provider_init", "device");
	/* a cycle: the core */
	need(&k, "init/main", "mm/slab", DEP_EXACT);
	need(&k, "mm/slab", "kernel/fork", DEP_EXACT);
	need(&k, "kernel/fork", "init/main", DEP_EXACT);
	need(&k, "kernel/fork", "provider", DEP_EXACT);
	end(&k);
	advice_closure(&k.a);
	assert_int_equal(of(&k, "provider_init")->verdict, ADVICE_KEEP);
	assert_true(has(of(&k, "provider_init"), "core-user"));
	release(&k);
}

/* Calls of one module in their order. */
static void test_same_module(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "both", "first_init", "device");
	call(&k, "both", "second_init", "late");
	end(&k);
	keep(&k, "second_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "first_init")->verdict, ADVICE_ASK);
	release(&k);

	begin(&k);
	call(&k, "both", "first_init", "device");
	call(&k, "both", "second_init", "late");
	end(&k);
	keep(&k, "first_init");
	advice_closure(&k.a);
	assert_int_equal(of(&k, "second_init")->verdict, ADVICE_DEFER);
	release(&k);
}

/* Without a graph nothing is surely free of dependents. */
static void test_no_graph(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k);
	call(&k, "provider", "provider_init", "device");
	end(&k);
	k.a.v[0].node = DEP_NONE;
	advice_closure(&k.a);
	assert_int_equal(of(&k, "provider_init")->verdict, ADVICE_ASK);
	release(&k);
}

static void logged(struct kernel *k, uint32_t i, int64_t start, int64_t end, int pid)
{
	k->logged[i] = (struct call){ .start_us = start, .end_us = end, .pid = pid,
				      .duration_us = end - start, .parent = CALL_NONE,
				      .phase = PHASE_KERNEL, .image = &k->calls[i] };
	k->rows[i].median_us = end - start;
}

static void test_savings(void **state)
{
	struct wait wait = { .start_us = 1200, .end_us = 1500, .pid = 1 };
	struct kernel k;

	(void)state;
	usb(&k);
	logged(&k, 0, 1000, 2000, 1); /* 300 us of it only waited */
	logged(&k, 1, 3000, 4000, 1); /* beside hub_init for 400 us */
	logged(&k, 2, 3600, 4500, 2);
	logged(&k, 3, 5000, 5600, 1);
	k.logged[1].flags = k.logged[2].flags = CALL_CONCURRENT;
	k.boot.calls = k.logged;
	k.boot.ncalls = 4;
	k.boot.waits = &wait;
	k.boot.nwaits = 1;
	advice_savings(&k.a);
	assert_int_equal(k.a.v[0].saving_us, 700);
	assert_int_equal(k.a.v[0].waits_us, 300);
	assert_int_equal(k.a.v[1].saving_us, 600);
	assert_int_equal(k.a.v[1].overlap_us, 400);
	assert_int_equal(k.a.v[2].saving_us, 500);
	assert_int_equal(k.a.v[3].saving_us, 600);
	release(&k);
}

/* The host's disk is found in the background while slow_init runs, and init waits for it. */
static void background(struct kernel *k, enum advice_verdict host, size_t disks)
{
	static struct probe disk = { .device = "0:0:0:0", .start_us = 6000, .end_us = 9000,
				     .call = CALL_NONE };
	static struct note note = { .kind = NOTE_HOST, .name = "host0", .with = "ahci", .call = 0 };

	begin(k);
	call(k, "host", "host_init", "device");
	call(k, "slow", "slow_init", "device");
	call(k, "early", "early_init", "device");
	end(k);
	logged(k, 0, 1000, 2000, 1);
	logged(k, 1, 2000, 8000, 1);
	logged(k, 2, 500, 900, 1);
	k->boot.calls = k->logged;
	k->boot.ncalls = 3;
	k->boot.probes = &disk;
	k->boot.nprobes = disks;
	k->boot.notes = &note;
	k->boot.nnotes = 1;
	k->boot.init_us = 10000;
	k->boot.stamps = true;
	k->a.v[0].verdict = host;
	for (size_t i = 0; i < k->a.n; i++)
		k->a.v[i].saving_us = k->rows[i].median_us;
	for (size_t i = 0; i < k->a.n; i++) {
		if (k->a.v[i].verdict == ADVICE_DEFER)
			k->a.total_us += k->a.v[i].saving_us;
	}
	advice_background(&k->a);
}

static void test_background(void **state)
{
	struct kernel k;

	(void)state;
	/* It stays: it is over earlier only by what is deferred before its start, which is 400 us. */
	background(&k, ADVICE_KEEP, 1);
	assert_int_equal(k.a.sum_us, 6400);
	assert_int_equal(k.a.total_us, 400);
	assert_string_equal(k.a.held_by, "0:0:0:0");
	assert_string_equal(k.a.holder->call->name, "host_init");
	assert_int_equal(k.a.held_until_us, 9000);
	release(&k);

	/* It waits as well: nothing holds init up, and the wait after the last call is saved, too. */
	background(&k, ADVICE_DEFER, 1);
	assert_int_equal(k.a.total_us, 8400);
	assert_null(k.a.held_by);
	assert_null(k.a.unseen);
	release(&k);

	/* It stays and finds no disk: when it is done is not told, and init may wait for it. */
	background(&k, ADVICE_KEEP, 0);
	assert_int_equal(k.a.total_us, 6400);
	assert_null(k.a.held_by);
	assert_string_equal(k.a.unseen->call->name, "host_init");
	release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain),	    cmocka_unit_test(test_library),
		cmocka_unit_test(test_unsure),	    cmocka_unit_test(test_earlier),
		cmocka_unit_test(test_core),	    cmocka_unit_test(test_same_module),
		cmocka_unit_test(test_no_graph),    cmocka_unit_test(test_savings),
		cmocka_unit_test(test_background),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
