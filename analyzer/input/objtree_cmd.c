// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * .X.o.cmd: the command that kbuild made X.o by. Of the forms of all years:
 *   -DKBUILD_MODFILE='"drivers/ata/libata"'  -DKBUILD_MODNAME='"libata"'
 *   -D"KBUILD_MODNAME=KBUILD_STR(libata)"    RUST_MODFILE=drivers/net/phy/x
 */
#include "input/objtree.h"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
	       c == '-' || c == '+' || c == '.' || c == ',' || c == '/' || c == '@' || c == '~';
}

/* What key is set to on this line, without its quotes; the first time counts. */
static struct str value_of(struct str line, struct str key)
{
	struct str s, kstr = STR("KBUILD_STR(");
	size_t at = str_find(line, key), n = 0;

	/* (not the end of a longer name, as that of __KBUILD_MODNAME) */
	while (at < line.n && at && line.p[at - 1] == '_') {
		struct str rest = str_from(line, at + key.n);
		size_t next = str_find(rest, key);

		at = next == rest.n ? line.n : at + key.n + next;
	}
	s = str_from(line, at + key.n);
	while (s.n && (s.p[0] == '\'' || s.p[0] == '"' || s.p[0] == '\\'))
		s = str_from(s, 1);
	if (str_starts(s, kstr))
		s = str_from(s, kstr.n);
	while (n < s.n && is_word(s.p[n]))
		n++;
	return str_head(s, n);
}

void objcmd_parse(struct objcmd *c, struct str text)
{
	struct str line = str_head(text, str_chr(text, '\n', 0)), s;
	struct str key = STR("\nsource_"), is = STR(" := ");
	size_t at;

	*c = (struct objcmd){ .modfile = STR_NONE };
	c->modfile = value_of(line, STR("KBUILD_MODFILE="));
	if (!c->modfile.n)
		c->modfile = value_of(line, STR("RUST_MODFILE="));
	c->modname = value_of(line, STR("KBUILD_MODNAME="));
	at = str_find(text, key);
	s = str_from(text, at == text.n ? at : at + 1);
	s = str_head(s, str_chr(s, '\n', 0));
	at = str_find(s, is);
	c->source = str_trim(str_from(s, at == s.n ? at : at + is.n));
}
