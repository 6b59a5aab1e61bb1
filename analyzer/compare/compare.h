/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two sides of boots, before and after a change: can they be compared, how much
 * the time to init changed and how sure that is, what became of each call, and
 * where the difference of the time to init is from.
 *
 * A struct comparison points into the struct bootset, which must outlive it.
 */
#pragma once

#include "compare/kconfig.h"
#include "compare/noise.h"
#include "model/boot.h"

enum side { BEFORE, AFTER, SIDES };

/* What became of a call on one side: in most of its boots. */
enum state {
	STATE_ABSENT,
	STATE_RAN,         /* before init */
	STATE_LATER,       /* built-in, after the start of init: deferred */
	STATE_USER,        /* of a module, after the start of init */
	STATE_PENDING,     /* named by deferred_initcalls=, and did not run in this log */
	STATE_BLACKLISTED, /* initcall_blacklist= kept it from running */
	STATE_HUNG,        /* did not return */
};

enum change {
	CHANGE_UNKNOWN, /* one boot a side tells nothing about its duration */
	CHANGE_SAME,
	CHANGE_FASTER,
	CHANGE_SLOWER,
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_DEFERRED,
	CHANGE_UNDEFERRED,
	CHANGE_MOVED, /* to another level, or between kernel and module */
	CHANGE_BLACKLISTED,
	CHANGE_HUNG, /* on one side at least */
	CHANGE_MAX
};

enum verdict { VERDICT_INCONCLUSIVE, VERDICT_SAME, VERDICT_FASTER, VERDICT_SLOWER };

struct call_side {
	const struct sym *sym; /* NULL: absent */
	const char *level;     /* NULL: not known */
	uint32_t ordinal;
	enum state state;
	size_t runs;      /* boots that have it */
	int64_t us;       /* median, or TIME_NONE */
	const struct call *returned; /* the first of them that did; NULL */
};

struct delta {
	struct call_side side[SIDES];
	const struct call **call; /* by boot, NULL where it is not there */
	enum change change;
	enum change timing;   /* FASTER, SLOWER, SAME or UNKNOWN, whatever else changed */
	int64_t delta_us;     /* after less before, as measured; TIME_NONE */
	int64_t low_us, high_us; /* 95 %, at the same speed of boots; TIME_NONE */
	int64_t level_us;     /* the change at the same speed of boots; TIME_NONE */
	double q;             /* share of false alarms when it is called changed; NAN */
};

/* A part of the sum: before + change = after. */
enum part {
	PART_CHANGES, /* calls of the kind `change` */
	PART_OVERLAP, /* calls that ran at the same time count once */
	PART_GAP,     /* one gap, between the calls of rows `from` and `to`; from may be ROW_ANY */
	PART_GAPS,    /* all other gaps */
	PART_WAIT,    /* for async functions */
	PART_RESIDUAL,
};

#define ROW_NONE SIZE_MAX
#define ROW_ANY (SIZE_MAX - 1) /* not the same one on both sides */

struct ledger_line {
	enum part part;
	enum change change;
	size_t calls;
	size_t from, to; /* rows of a gap, ROW_NONE: start of the log, init */
	size_t probes[SIDES]; /* that ended in the gap, of the one boot that has more */
	int64_t us[SIDES];
};

struct ledger {
	struct ledger_line *v;
	size_t n;
	int64_t total_us[SIDES]; /* TIME_NONE: there is no sum */
	size_t boots[SIDES][2];  /* the boot(s) in the middle that it is made of; may be the same */
};

struct total {
	size_t runs, known; /* boots; of them, those with a time to init */
	int64_t median_us, min_us, max_us;
};

/* Something that is not the same on both sides, or in all boots of one. */
struct difference {
	const char *what;          /* "kernel", "machine", ... */
	const char *value[SIDES];  /* NULL: not known; of cmdline: the words the other has not */
	bool within;               /* boots of one side differ among themselves: ... */
	enum side side;            /* ... of this one */
	const struct boot *boot;   /* ... the first that is not as the ones before it */
	bool machine;              /* it is one of the machine */
	bool barrier;              /* no gate across it */
};

struct unfit {
	const struct boot *boot;
	enum side side;
	const char *code; /* the name of the finding */
	unsigned long line;
	const char *message;
};

struct compare_opts {
	int64_t least_us;     /* changes of less are none */
	double least_share;   /* of a call, the same */
	int64_t margin_us;    /* the time to init is the same within that, or ... */
	double margin_share;  /* ... within that share of it, whatever is more */
	bool exact;           /* virtual time: the same boot gives the same figures, one a side will do */
	bool quick;           /* fewer resamples, and no more_runs: for a thousand verdicts */
};

#define LEAST_US 500
#define LEAST_SHARE 0.02
#define MARGIN_SHARE 0.01
/* Chance of a wrong call, and of wrong ones among those that are called. */
#define ALPHA 0.05
#define RUNS_HOPELESS 100
/* With so many boots a side a permutation test can be sure. */
#define RUNS_SURE 4

struct comparison {
	const struct bootset *s;
	struct compare_opts o;
	size_t nbefore, nboots;
	struct arena arena;
	struct total side[SIDES];
	enum verdict verdict;
	int64_t delta_us, low_us, high_us; /* TIME_NONE: not known */
	int64_t margin_us;
	double chance;      /* of such a difference by relabelling the boots; NAN */
	int more_runs;      /* a side; -1: none needed, or none would help */
	bool hopeless;
	struct delta *v;    /* in the order they ran, before first */
	size_t n;
	struct noise noise;
	bool tested;        /* noise is known */
	struct ledger sum;
	struct difference *diffs;
	size_t ndiffs;
	struct unfit *unfit;
	size_t nunfit;
	struct kconfig_changes config; /* of kernel configurations that were given ... */
	bool has_config;               /* ... if they were */
};

/* Boots 0..nbefore-1 of s are before, the rest after; there is at least one of each. */
void compare_boots(struct comparison *c, const struct bootset *s, size_t nbefore,
		   const struct compare_opts *o);
/* What is known of the two kernels besides; both must outlive c. */
void compare_configs(struct comparison *c, const struct kconfig *before,
		     const struct kconfig *after);
void comparison_release(struct comparison *c);

const char *change_name(enum change x);  /* NULL for CHANGE_UNKNOWN */
const char *verdict_name(enum verdict v);
const char *state_name(enum state s);
const char *part_name(enum part p);
/* Calls of a kind. */
size_t comparison_count(const struct comparison *c, enum change x);
bool comparison_barred(const struct comparison *c);
bool comparison_same_machine(const struct comparison *c);
/* It ran on both sides, and returned something else. */
bool delta_returns_differ(const struct delta *d);
/* The symbol to call it by: that of the after side where there is one. */
const struct sym *delta_sym(const struct delta *d);

static inline enum side comparison_side(const struct comparison *c, size_t boot)
{
	return boot < c->nbefore ? BEFORE : AFTER;
}

/* The steps, each in a file of its name. */
void compare_match(struct comparison *c);
void compare_calls(struct comparison *c);
void compare_total(struct comparison *c);
void compare_sum(struct comparison *c);
void compare_systems(struct comparison *c);
/*
 * The verdict on the times to init a[0..na) and b[0..nb), in us; fills
 * verdict, low_us, high_us, chance, more_runs of c, whose side[], delta_us and
 * margin_us are set.
 */
void compare_verdict(struct comparison *c, const double *a, size_t na, const double *b, size_t nb);
