// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/loglinks.h"

#include <string.h>

#include "input/line.h"

int loglinks_read(struct devlinks *l, const char *name, struct err *e)
{
	struct line_parser lp;
	struct text_line tl;
	struct text *t;
	struct line line;
	int r;

	if (strcmp(name, "-") == 0)
		return 0;
	if (text_open(&t, name, e) != 0)
		return -1;
	line_parser_init(&lp);
	while ((r = text_next(t, &tl, e)) > 0) {
		if (!line_first(&lp, &tl, &line))
			continue;
		do
			devlinks_message(l, line.msg);
		while (line_again(&lp, &line));
	}
	line_parser_release(&lp);
	text_close(t);
	return r;
}
