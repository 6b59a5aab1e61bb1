// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/checks.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/vec.h"

void checks_release(struct checks *c)
{
	free(c->v);
	arena_release(&c->arena);
	*c = (struct checks){ 0 };
}

void checks_add(struct checks *c, enum check_status status, const char *name, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	*VEC_PUSH(c) = (struct check){
		.status = status,
		.name = arena_strdup(&c->arena, str_of(name)),
		.text = arena_strdup(&c->arena, str_of(buf_str(&b))),
	};
	buf_release(&b);
}

size_t checks_count(const struct checks *c, enum check_status status)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->v[i].status == status;
	return n;
}

enum exit_status checks_exit(const struct checks *c)
{
	if (checks_count(c, CHECK_FAIL))
		return EXIT_REGRESSION;
	return checks_count(c, CHECK_UNSURE) ? EXIT_INCONCLUSIVE : EXIT_DONE;
}

const struct check *checks_reason(const struct checks *c)
{
	enum exit_status status = checks_exit(c);

	for (size_t i = 0; i < c->n; i++) {
		if ((status == EXIT_REGRESSION && c->v[i].status == CHECK_FAIL) ||
		    (status == EXIT_INCONCLUSIVE && c->v[i].status == CHECK_UNSURE))
			return &c->v[i];
	}
	return NULL;
}

const char *check_status_name(enum check_status s)
{
	static const char *const names[] = { "passed", "failed", "unsure" };

	return names[s];
}
