/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The advice: which built-in initcalls may wait until the first job is done,
 * which may not, which only the user can tell, and why. Every verdict has
 * reasons, every reason has something that a person can check.
 *
 * The parts say what they know of a call (level, roots, rule book, facts of
 * its code, dependencies); the most cautious of them counts. Then what stays
 * keeps what it needs: a call may only wait if nothing that needs it stays.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advice/deps.h"
#include "advice/facts.h"
#include "advice/roots.h"
#include "advice/rule.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "model/group.h"
#include "model/series.h"

enum advice_verdict {
	ADVICE_DEFER, /* by caution: the later one counts */
	ADVICE_ASK,
	ADVICE_KEEP,
};

struct reason {
	enum advice_verdict says;
	const char *code;     /* "rule", "root", "needed-by", ... */
	const char *text;     /* a sentence */
	const char *evidence; /* where to check it: a line of the log, a symbol, a file; or NULL */
};

/* One built-in initcall that ran before init. */
struct advised {
	const struct initcall *call;
	const struct row *row; /* its durations */
	uint32_t node;         /* in the graph, or DEP_NONE */
	const char *file;      /* its source: of the image, else of its node; or NULL */
	enum advice_verdict verdict;
	bool root;             /* the first job needs this very call */
	bool known;            /* a rule is about it */
	bool settled;          /* by a final rule of the user: only dependents may move it */
	bool answered;         /* --may-wait: what would be a question is answered */
	const char *instead;   /* not to be deferred but taken care of otherwise: how; or NULL */
	const char *check;     /* what to make sure of first; or NULL */
	int64_t saving_us;     /* of the time to init when it is deferred */
	int64_t waits_us;      /* of its duration, what it only waited: that stays */
	int64_t overlap_us;    /* of it, what ran beside other calls: that was no time of boot */
	VEC(struct reason) reasons; /* what decided comes first */
	const uint32_t *dependents; /* advised calls that need it, directly; indexes */
	size_t ndependents;
	const uint32_t *needs; /* advised calls that it needs */
	size_t nneeds;
};

struct advice_opts {
	const char *cmdline;        /* instead of the log's, or NULL */
	const char *const *need;    /* --need */
	size_t nneed;
	const char *const *may_wait; /* --may-wait: names, or "all" */
	size_t nmay_wait;
	int64_t least_us;           /* savings of less are not worth deferring: they stay */
	const char *const *exactly; /* these calls wait, all others stay, whatever is known of them */
	size_t nexactly;
};

struct advice {
	struct arena arena;
	const struct series *series;
	const struct image *img;
	const struct deps *deps;
	struct depgraph graph;
	const struct rulebook *book;
	struct roots roots;
	const struct boot *boot;    /* that roots and savings are from: the first */
	const struct code *code;    /* NULL: not read */
	struct advised *v;          /* in the order they run */
	size_t n;
	uint32_t *of_call;          /* index in v by initcall of the image, UINT32_MAX: not there */
	int64_t total_us;           /* saved by all that may wait, each moment once */
	int64_t sum_us;             /* the same if nothing went on in the background */
	const char *held_by;        /* what in the background holds init up then; NULL: nothing */
	int64_t held_until_us;      /* in the log */
	const struct advised *holder; /* the call that started it; NULL: not known */
	const struct advised *unseen; /* stays, and its hosts look for disks so long as nobody knows; NULL */
	int64_t init_us;            /* time to init (median); or TIME_NONE */
	const char *cmdline;        /* "deferred_initcalls=a,b,c"; "" when none */
	VEC(const char *) unmeant;  /* names of --may-wait that no call or module has */
	size_t not_run;             /* initcalls of the image that the log does not have */
};

/*
 * s: boots joined with img, at least one; rows: of s. d may have no edges
 * (deps.source DEPS_NOTHING): then nothing is surely free of dependents, and
 * every verdict is "ask" at best. All must outlive the advice.
 */
void advise(struct advice *a, const struct series *s, const struct rows *rows,
	    const struct image *img, const struct deps *d, struct code *code,
	    struct rulebook *book, const struct advice_opts *o);
void advice_release(struct advice *a);

const char *advice_verdict_name(enum advice_verdict v); /* "defer", "ask", "keep" */
/* Whether a call is meant by a name: a function, module:function, a module. */
bool advice_is(const struct advised *x, const char *what);
/* The advised call of such a name, functions first; NULL when there is none. */
struct advised *advice_find(const struct advice *a, const char *what);

/* The parts, each in a file of its own: they add reasons. */
/* advice_parts.c */
void advice_levels(struct advice *a);
void advice_answers(struct advice *a, const struct advice_opts *o);
void advice_roots(struct advice *a, const struct advice_opts *o);
void advice_rules(struct advice *a, struct rulebook *book, const char *cmdline);
void advice_facts(struct advice *a, struct code *code);
void advice_closure(struct advice *a);   /* advice_closure.c: from the verdicts so far */
void advice_savings(struct advice *a);   /* advice_saving.c */
void advice_total(struct advice *a);      /* advice_saving.c: the sum, the command line */
void advice_background(struct advice *a); /* advice_background.c: the sum, again */

/* A reason; text and evidence are copied, evidence may be NULL. Moves the verdict. */
void advice_add(struct advice *a, struct advised *x, enum advice_verdict says, const char *code,
		const char *evidence, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
