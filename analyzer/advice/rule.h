/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rule book: what is known about deferring initcalls, as data. The
 * built-in rules are analyzer/rules/NAME.rules, which the build puts into the
 * program; files of the user's are added to them. bootcheck-rules(1) has the
 * format.
 *
 * Use: rulebook_builtin(), rulebook_read() for each file, rulebook_ready(),
 * rulebook_cmdline(), then rulebook_match() for each initcall. The book owns
 * all that hits point to; matching reads nothing but the book and the subject.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

/* By caution: of rules of one weight, the later one here counts. */
enum rule_verdict {
	RULE_DEFER, /* it may wait */
	RULE_ASK,   /* depends on what the product does first */
	RULE_FIX,   /* stays, as with keep; an option takes its time away: instead */
	RULE_KEEP,  /* stays */
	RULE_VERDICTS
};

/* A rule counts where none of a greater weight fits. */
enum rule_weight {
	RULE_DEFAULT, /* of a whole folder or level */
	RULE_NORMAL,
	RULE_FINAL,   /* the user's last word; no built-in rule is */
	RULE_WEIGHTS
};

enum rule_field {
	RULE_INITCALL, /* the function */
	RULE_MODULE,   /* KBUILD_MODNAME */
	RULE_SOURCE,   /* file, relative to the kernel's tree */
	RULE_SYMBOL,   /* that the unit refers to and does not define */
	RULE_LEVEL,    /* as in image_levels */
	RULE_CMDLINE,  /* a word of the kernel's command line: a condition */
	RULE_AND,      /* another word of it, which has to be there as well */
	RULE_FIELDS
};

/* "NAME", "NAME*" and so on; source "DIR/" is all below that folder. */
struct rule_pattern {
	const char *text;
	uint32_t literal; /* bytes before the first of * ? [ */
	bool exact;       /* nothing but these */
	bool below;       /* what begins with them */
	bool not;         /* written with '!': fits none of these */
};

struct rule_patterns {
	const struct rule_pattern *v;
	size_t n;
};

struct rule {
	const char *id;
	const char *file;    /* "usb.rules", or as the user named it */
	unsigned long line;  /* of its first line */
	const char *why;     /* the reason, one sentence */
	const char *check;   /* what to make sure of, or NULL */
	const char *instead; /* of RULE_FIX: what to do; else NULL */
	enum rule_verdict verdict;
	enum rule_weight weight;
	bool builtin;
	struct rule_patterns field[RULE_FIELDS];
};

enum rule_met { RULE_UNMET, RULE_MET, RULE_UNSURE };

/* What the command line says of a rule's condition. */
struct rule_condition {
	enum rule_met met;
	const char *word; /* that fits, or NULL */
};

struct rule_key {
	const char *text;
	uint32_t rule;
};

struct rulebook {
	struct arena arena;
	VEC(struct rule) rules; /* in the order they were read */
	struct rule_condition *conditions; /* by rule */
	/* Where to look: rules by one of the names they ask for; all others. */
	VEC(struct rule_key) by_initcall;
	VEC(struct rule_key) by_symbol;
	VEC(uint32_t) others;
};

/* Adds the rules that the program has. Returns 0, or -1 with e set (a mistake of ours). */
int rulebook_builtin(struct rulebook *b, struct err *e);
/* Adds a file. Returns 0, or -1 with e set; the book is to be released either way. */
int rulebook_read(struct rulebook *b, const char *file, struct err *e);
/* The same from memory, which need not outlive the call; file is for messages and is copied. */
int rulebook_parse(struct rulebook *b, const char *file, struct str text, struct err *e);
/* After the last file, before the first match. */
void rulebook_ready(struct rulebook *b);
/*
 * Whether the rules' conditions hold. NULL, or not called: the command line is
 * not known. Then a rule with a condition says "ask", or nothing when its
 * verdict is to defer.
 */
void rulebook_cmdline(struct rulebook *b, const char *cmdline);
void rulebook_release(struct rulebook *b);

/* An initcall to judge. What is NULL is not known, and no pattern fits it. */
struct rule_subject {
	const char *initcall, *module, *file, *level;
	const char *const *symbols; /* that its unit refers to and does not define */
	size_t nsymbols;
};

struct rule_hit {
	const struct rule *rule;
	enum rule_verdict verdict; /* the rule's; RULE_ASK when unsure */
	bool unsure;               /* its condition is not known */
	bool counts;               /* none of a greater weight fits */
	const char *symbol;        /* that fits, or NULL */
	const char *word;          /* of the command line that fits, or NULL */
};

struct rule_hits {
	VEC(struct rule_hit) hit;
	VEC(uint32_t) maybe; /* for rulebook_match() alone */
};

/*
 * The rules that fit, to h, which is emptied first: what counts most comes
 * first, so h->hit.v[0].verdict is the verdict of the book. Returns their number.
 */
size_t rulebook_match(const struct rulebook *b, const struct rule_subject *s, struct rule_hits *h);
void rule_hits_release(struct rule_hits *h);

/* "defer", ...; "default", ...; "initcall", ... */
const char *rule_verdict_name(enum rule_verdict v);
const char *rule_weight_name(enum rule_weight w);
const char *rule_field_name(enum rule_field f);
