// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads files of rules. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "advice/rule.h"
#include "advice/rule_pattern.h"
#include "base/buf.h"

/* Far more than a book has; so that a hostile file ends soon. */
#define MAX_FILE ((size_t)4 << 20)
#define MAX_RULES 20000
#define MAX_PATTERNS 1000
#define MAX_TEXT 1000

enum key { KEY_RULE = RULE_FIELDS, KEY_VERDICT, KEY_WHY, KEY_CHECK, KEY_INSTEAD, KEYS };

struct draft {
	struct rule rule;
	bool seen[KEYS];
	VEC(struct rule_pattern) patterns[RULE_FIELDS];
};

struct reader {
	struct rulebook *book;
	const char *file;
	struct err *e;
	unsigned long line;
	struct draft draft;  /* the rule that is being read */
	bool open;           /* there is one */
	enum key key;        /* of the lines that are being gathered */
	struct buf value;
	unsigned long value_line;
	bool gathering;
	bool builtin;
};

static const char *key_name(enum key k)
{
	static const char *const names[KEYS] = {
		[KEY_RULE] = "rule",   [KEY_VERDICT] = "verdict", [KEY_WHY] = "why",
		[KEY_CHECK] = "check", [KEY_INSTEAD] = "instead",
	};

	return k < KEY_RULE ? rule_field_name((enum rule_field)k) : names[k];
}

static struct str take_word(struct str *rest)
{
	size_t n = 0;
	struct str w;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	w = str_head(*rest, n);
	*rest = str_trim(str_from(*rest, n));
	return w;
}

/* The rule that was read goes into the book. */
static int close_rule(struct reader *r)
{
	struct draft *d = &r->draft;
	struct rule *rule = &d->rule;
	const char *missing = NULL;
	size_t patterns = 0;

	if (!r->open)
		return 0;
	for (int f = 0; f < RULE_CMDLINE; f++)
		patterns += d->patterns[f].n;
	if (!patterns)
		missing = "a line that says which initcalls, as 'initcall NAME' or 'source DIR/'";
	else if (!d->seen[KEY_VERDICT])
		missing = "a line 'verdict defer', ask, fix or keep";
	else if (!rule->why)
		missing = "a line 'why REASON'";
	else if (rule->verdict == RULE_FIX && !rule->instead)
		missing = "a line 'instead WHAT-TO-DO', which goes with 'verdict fix'";
	if (missing)
		return err_set(r->e, r->file, rule->line, "rule '%s' lacks %s", rule->id, missing);
	if (d->patterns[RULE_AND].n && !d->patterns[RULE_CMDLINE].n)
		return err_set(r->e, r->file, rule->line,
			       "rule '%s' has 'and' without 'cmdline'; write "
			       "that first",
			       rule->id);
	if (rule->instead && rule->verdict != RULE_FIX)
		return err_set(r->e, r->file, rule->line, "rule '%s' has 'instead'; that goes with "
			       "'verdict fix' only", rule->id);
	if (r->book->rules.n >= MAX_RULES)
		return err_set(r->e, r->file, rule->line, "more than %d rules; give fewer",
			       MAX_RULES);
	for (int f = 0; f < RULE_FIELDS; f++) {
		size_t n = d->patterns[f].n;

		rule->field[f].n = n;
		if (n)
			rule->field[f].v = arena_copy(&r->book->arena, d->patterns[f].v,
						      n * sizeof(*d->patterns[f].v));
		d->patterns[f].n = 0;
	}
	*VEC_PUSH(&r->book->rules) = *rule;
	r->open = false;
	return 0;
}

static bool good_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];

		if (!(c >= 'a' && c <= 'z') && !is_digit(c) && (c != '-' || i == 0))
			return false;
	}
	return id.n > 0 && id.n <= 60;
}

static int open_rule(struct reader *r, struct str value)
{
	struct str id = take_word(&value);

	if (close_rule(r) != 0)
		return -1;
	if (!good_id(id) || value.n)
		return err_set(r->e, r->file, r->value_line, "'%.*s%s%.*s' is no name of a rule; "
			       "write one word of a-z, 0-9 and '-'",
			       STR_ARG(str_head(id, 80)), value.n ? " " : "",
			       STR_ARG(str_head(value, 80)));
	for (int k = 0; k < KEYS; k++)
		r->draft.seen[k] = false;
	r->draft.rule = (struct rule){
		.id = arena_strdup(&r->book->arena, id), .file = r->file,
		.line = r->value_line, .weight = RULE_NORMAL, .builtin = r->builtin,
	};
	r->open = true;
	return 0;
}

static int take_patterns(struct reader *r, enum rule_field f, struct str value)
{
	bool wanted = false;
	struct str w;

	while ((w = take_word(&value)).n) {
		char *text = arena_strdup(&r->book->arena, w);
		struct rule_pattern p;
		const char *bad = rule_pattern_parse(&p, f, text);

		if (bad)
			return err_set(r->e, r->file, r->value_line, "%s '%.200s' %s",
				       rule_field_name(f), text, bad);
		if (r->draft.patterns[f].n >= MAX_PATTERNS)
			return err_set(r->e, r->file, r->value_line,
				       "more than %d patterns; split the rule", MAX_PATTERNS);
		*VEC_PUSH(&r->draft.patterns[f]) = p;
		wanted |= !p.not;
	}
	if (f >= RULE_CMDLINE && !wanted && r->draft.patterns[f].n)
		return err_set(r->e, r->file, r->value_line,
			       "%s has only '!' patterns; write the word "
			       "that has to be there, too",
			       rule_field_name(f));
	if (!r->draft.patterns[f].n)
		return err_set(r->e, r->file, r->value_line, "nothing after '%s'; write what is "
			       "asked for", rule_field_name(f));
	return 0;
}

static int take_verdict(struct reader *r, struct str value)
{
	struct str verdict = take_word(&value), weight = take_word(&value);
	struct rule *rule = &r->draft.rule;
	int v = 0, w = RULE_NORMAL;

	while (v < RULE_VERDICTS &&
	       !str_eq(verdict, str_of(rule_verdict_name((enum rule_verdict)v))))
		v++;
	if (str_eq(weight, STR("default")))
		w = RULE_DEFAULT;
	else if (str_eq(weight, STR("final")))
		w = RULE_FINAL;
	else if (weight.n)
		v = RULE_VERDICTS;
	if (v == RULE_VERDICTS || value.n)
		return err_set(r->e, r->file, r->value_line,
			       "no such verdict; write defer, ask, fix "
			       "or keep, and behind it nothing, 'default' or 'final'");
	rule->verdict = (enum rule_verdict)v;
	rule->weight = (enum rule_weight)w;
	return 0;
}

static int take_text(struct reader *r, struct str value)
{
	struct rule *rule = &r->draft.rule;
	const char **to = r->key == KEY_WHY ? &rule->why :
			  r->key == KEY_CHECK ? &rule->check : &rule->instead;

	if (!value.n || value.n > MAX_TEXT)
		return err_set(r->e, r->file, r->value_line, "%s after '%s'; write one sentence",
			       value.n ? "too much" : "nothing", key_name(r->key));
	*to = arena_strdup(&r->book->arena, value);
	return 0;
}

/* A key and its value are whole. */
static int take_value(struct reader *r)
{
	struct str value = { buf_str(&r->value), r->value.n };

	if (!r->gathering)
		return 0;
	r->gathering = false;
	value = str_trim(value);
	if (r->key == KEY_RULE)
		return open_rule(r, value);
	if (!r->open)
		return err_set(r->e, r->file, r->value_line, "'%s' before a rule; begin one with "
			       "'rule NAME'", key_name(r->key));
	if (r->draft.seen[r->key])
		return err_set(r->e, r->file, r->value_line,
			       "'%s' a second time in rule '%s'; go on "
			       "in an indented line, or begin another rule",
			       key_name(r->key), r->draft.rule.id);
	r->draft.seen[r->key] = true;
	if (r->key < KEY_RULE)
		return take_patterns(r, (enum rule_field)r->key, value);
	return r->key == KEY_VERDICT ? take_verdict(r, value) : take_text(r, value);
}

static int take_line(struct reader *r, struct str line)
{
	bool comment;
	struct str rest, word;
	int k = 0;

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	comment = str_starts(str_trim(line), STR("#"));
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f || (c > 0x7f && !comment))
			return err_set(r->e, r->file, r->line, "a byte 0x%02x; write plain ASCII",
				       c);
	}
	if (comment || !str_trim(line).n)
		return 0;
	if (line.p[0] == ' ' || line.p[0] == '\t') {
		if (!r->gathering)
			return err_set(r->e, r->file, r->line,
				       "an indented line goes on with the one "
				       "before, and there is none; begin with 'rule NAME'");
		buf_addc(&r->value, ' ');
		line = str_trim(line);
		buf_add(&r->value, line.p, line.n);
		return 0;
	}
	if (take_value(r) != 0)
		return -1;
	rest = line;
	word = take_word(&rest);
	while (k < KEYS && !str_eq(word, str_of(key_name((enum key)k))))
		k++;
	if (k == KEYS)
		return err_set(
			r->e, r->file, r->line,
			"'%.*s' is no word of a rule; write rule, "
			"initcall, module, source, symbol, level, cmdline, and, verdict, why, "
			"check or instead",
			STR_ARG(str_head(word, 60)));
	r->key = (enum key)k;
	r->value_line = r->line;
	r->gathering = true;
	buf_clear(&r->value);
	buf_add(&r->value, rest.p, rest.n);
	return 0;
}

static int parse(struct rulebook *b, const char *file, struct str text, bool builtin, struct err *e)
{
	struct reader r = {
		.book = b,
		.file = arena_strdup(&b->arena, str_of(file)),
		.e = e,
		.builtin = builtin,
	};
	size_t before = b->rules.n;
	int ret = 0;

	for (size_t at = 0; at < text.n && ret == 0;) {
		size_t end = str_chr(text, '\n', at);

		r.line++;
		ret = take_line(&r, (struct str){ text.p + at, end - at });
		at = end + 1;
	}
	if (ret == 0)
		ret = take_value(&r);
	if (ret == 0)
		ret = close_rule(&r);
	if (ret == 0 && b->rules.n == before)
		ret = err_set(e, file, 0, "no rule in it; begin one with 'rule NAME'");
	for (int f = 0; f < RULE_FIELDS; f++)
		free(r.draft.patterns[f].v);
	buf_release(&r.value);
	return ret;
}

int rulebook_parse(struct rulebook *b, const char *file, struct str text, struct err *e)
{
	return parse(b, file, text, false, e);
}

int rulebook_read(struct rulebook *b, const char *file, struct err *e)
{
	FILE *f = fopen(file, "r");
	struct buf text = { .p = NULL };
	int r = 0;

	if (!f)
		return err_set(e, file, 0, "cannot open: %s; give a readable file of rules",
			       strerror(errno));
	do {
		buf_reserve(&text, 65536);
		text.n += fread(text.p + text.n, 1, 65536, f);
		text.p[text.n] = '\0';
	} while (!feof(f) && !ferror(f) && text.n <= MAX_FILE);
	if (ferror(f))
		r = err_set(e, file, 0, "cannot read: %s; give a file of rules", strerror(errno));
	else if (text.n > MAX_FILE)
		r = err_set(e, file, 0, "more than %zu MiB; give a file of rules", MAX_FILE >> 20);
	else
		r = rulebook_parse(b, file, (struct str){ text.p, text.n }, e);
	fclose(f);
	buf_release(&text);
	return r;
}

/* One for each file of analyzer/rules; made by the Makefile. */
static const struct {
	const char *name, *text;
} builtin[] = {
#include "advice/rules.inc"
};

int rulebook_builtin(struct rulebook *b, struct err *e)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++) {
		if (parse(b, builtin[i].name, str_of(builtin[i].text), true, e) != 0)
			return -1;
	}
	return 0;
}
