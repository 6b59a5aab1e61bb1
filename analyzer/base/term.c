// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool term_colour(enum colour want, FILE *f)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (want != COLOUR_AUTO)
		return want == COLOUR_ALWAYS;
	if (no && *no)
		return false;
	return isatty(fileno(f)) && term && strcmp(term, "dumb") != 0;
}

int term_width(FILE *f)
{
	const char *cols = getenv("COLUMNS");
	struct winsize ws;
	long n;

	if (!isatty(fileno(f)))
		return 0;
	if (cols) {
		n = strtol(cols, NULL, 10);
		if (n > 20 && n < 10000)
			return (int)n;
	}
	if (ioctl(fileno(f), TIOCGWINSZ, &ws) == 0 && ws.ws_col > 20)
		return ws.ws_col;
	return 0;
}
