// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/pattern.h"

#include <regex.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"

struct pattern {
	regex_t re;
};

struct pattern *pattern_new(const char *text, struct err *e)
{
	struct pattern *p = xmalloc(sizeof(*p));
	struct buf whole = { 0 };
	char why[128];
	int r;

	buf_printf(&whole, "^(%s)$", text);
	r = regcomp(&p->re, whole.p, REG_EXTENDED | REG_NOSUB);
	buf_release(&whole);
	if (!r)
		return p;
	regerror(r, &p->re, why, sizeof(why));
	err_set(e, NULL, 0, "'%s' is no regular expression: %s", text, why);
	free(p);
	return NULL;
}

void pattern_free(struct pattern *p)
{
	if (p)
		regfree(&p->re);
	free(p);
}

bool pattern_fits(const struct pattern *p, const char *s)
{
	return regexec(&p->re, s, 0, NULL, 0) == 0;
}
