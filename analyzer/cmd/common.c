// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/common.h"

#include <stdio.h>

#include "base/str.h"

int cmd_unusable(const struct err *e)
{
	fprintf(stderr, "bootcheck: %s\n", e->msg);
	return EXIT_UNUSABLE;
}

enum cmd_format cmd_format(bool csv, const struct common *c)
{
	struct str name = str_of(c->output ? c->output : "");

	if (csv)
		return FORMAT_CSV;
	if (c->json != JSON_OFF || str_ends(name, STR(".json")))
		return FORMAT_JSON;
	return str_ends(name, STR(".csv")) ? FORMAT_CSV : FORMAT_TEXT;
}
