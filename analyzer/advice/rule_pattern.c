// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/rule_pattern.h"

#include <string.h>

#include "input/image.h"

/* After the set that begins at p, a '['; NULL when it does not end. A ']' may come first in it. */
static const char *after_set(const char *p)
{
	p++;
	if (*p == '!')
		p++;
	if (*p == ']')
		p++;
	p = strchr(p, ']');
	return p ? p + 1 : NULL;
}

static bool in_set(const char *p, char c)
{
	const char *end = after_set(p) - 1;
	bool not = p[1] == '!', in = false;

	for (p += not ? 2 : 1; p < end; p++) {
		if (p + 2 < end && p[1] == '-') {
			in |= (unsigned char)p[0] <= (unsigned char)c &&
			      (unsigned char)c <= (unsigned char)p[2];
			p += 2;
		} else {
			in |= *p == c;
		}
	}
	return in != not;
}

static bool known_level(const char *s)
{
	for (size_t i = 0; image_levels[i]; i++) {
		if (strcmp(image_levels[i], s) == 0)
			return true;
	}
	return false;
}

const char *rule_pattern_parse(struct rule_pattern *p, enum rule_field f, const char *text)
{
	const char *set;
	size_t n;

	*p = (struct rule_pattern){ .not = *text == '!' };
	p->text = text + p->not;
	n = strlen(p->text);
	if (!n)
		return "is no pattern; write a name, with * for any bytes";
	for (set = strchr(p->text, '['); set; set = strchr(set, '[')) {
		set = after_set(set);
		if (!set)
			return "has a '[' without ']'; close it";
	}
	p->literal = (uint32_t)strcspn(p->text, "*?[");
	p->exact = p->literal == n;
	if (f == RULE_LEVEL && p->exact && !known_level(p->text))
		return "is no level; write one like subsys, device or late_sync";
	if (f != RULE_SOURCE)
		return NULL;
	if (p->text[0] == '/')
		return "begins with '/'; write it relative to the kernel's tree";
	p->below = p->exact && p->text[n - 1] == '/';
	if (!p->exact && p->text[n - 1] == '/')
		return "ends with '/' and has a wildcard; write '*' behind it";
	p->exact &= !p->below;
	return NULL;
}

static bool same(char a, char b, bool fold)
{
	return a == b || (fold && (a == '-' || a == '_') && (b == '-' || b == '_'));
}

/* Before `stop` in s, '-' is '_'. Goes back to the last star only: that is enough. */
static bool glob(const char *p, const char *s, const char *stop)
{
	const char *star = NULL, *at = s;

	while (*s) {
		if (*p == '*') {
			star = ++p;
			at = s;
		} else if (*p == '[' && in_set(p, *s)) {
			p = after_set(p);
			s++;
		} else if (*p && *p != '[' && (*p == '?' || same(*p, *s, s < stop))) {
			p++;
			s++;
		} else if (star) {
			p = star;
			s = ++at;
		} else {
			return false;
		}
	}
	return p[strspn(p, "*")] == '\0';
}

bool rule_pattern_fits(const struct rule_pattern *p, const char *s)
{
	if (strncmp(p->text, s, p->literal) != 0)
		return false;
	if (p->below || p->exact)
		return p->below || s[p->literal] == '\0';
	return glob(p->text + p->literal, s + p->literal, s);
}

bool rule_pattern_fits_word(const struct rule_pattern *p, const char *word)
{
	return glob(p->text, word, word + strcspn(word, "="));
}

bool rule_patterns_fit(const struct rule_patterns *ps, const char *s)
{
	bool wanted = false, fits = false;

	if (!ps->n)
		return true;
	if (!s)
		return false;
	for (size_t i = 0; i < ps->n; i++) {
		const struct rule_pattern *p = &ps->v[i];

		if (p->not && rule_pattern_fits(p, s))
			return false;
		wanted |= !p->not;
		fits |= !p->not && !fits && rule_pattern_fits(p, s);
	}
	/* With nothing but '!' patterns, all else fits. */
	return fits || !wanted;
}
