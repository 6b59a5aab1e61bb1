// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/mail.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "source/subsystem.h"

#define WIDTH ((size_t)72)
#define SLUG_MOST ((size_t)52)
#define CALLS_MOST ((size_t)50) /* told one by one, in one mail */

bool mail_is_author(const char *s)
{
	struct str a = str_of(s);
	size_t at = str_chr(a, '<', 0);

	for (size_t i = 0; i < a.n; i++) {
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return false;
	}
	if (at == a.n || !str_ends(a, STR(">")) || str_chr(a, '>', 0) != a.n - 1 ||
	    str_chr(a, '<', at + 1) != a.n)
		return false;
	return str_trim(str_head(a, at)).n > 0 && str_trim(str_from(a, at + 1)).n > 1 &&
	       str_chr(str_from(a, at), ' ', 0) == a.n - at;
}

/* The name in RFC 2047's quoted form when it is not plain ASCII. */
static void put_author(struct buf *b, const char *author)
{
	struct str s = str_of(author), name = str_trim(str_head(s, str_chr(s, '<', 0)));
	bool ascii = true, words = true;

	for (size_t i = 0; i < name.n; i++) {
		ascii &= (unsigned char)name.p[i] < 0x80;
		words &= isalnum((unsigned char)name.p[i]) || strchr(" -'_", name.p[i]) != NULL;
	}
	buf_puts(b, "From: ");
	if (words) {
		buf_add(b, name.p, name.n);
	} else if (ascii) {
		buf_addc(b, '"');
		for (size_t i = 0; i < name.n; i++) {
			if (name.p[i] == '"' || name.p[i] == '\\')
				buf_addc(b, '\\');
			buf_addc(b, name.p[i]);
		}
		buf_addc(b, '"');
	} else {
		buf_puts(b, "=?UTF-8?q?");
		for (size_t i = 0; i < name.n; i++) {
			if (isalnum((unsigned char)name.p[i]))
				buf_addc(b, name.p[i]);
			else
				buf_printf(b, "=%02X", (unsigned char)name.p[i]);
		}
		buf_puts(b, "?=");
	}
	buf_printf(b, " %s\n", strchr(author, '<'));
}

/* Words of s in lines, the first after `lead`, the others after as many blanks. */
static void put_wrapped(struct buf *b, const char *lead, struct str s)
{
	size_t indent = strlen(lead), column = indent;
	bool any = false;

	buf_puts(b, lead);
	for (size_t at = 0, end; at < s.n; at = end + 1) {
		for (end = at; end < s.n && (unsigned char)s.p[end] > ' ';)
			end++;
		if (end == at)
			continue;
		if (any && column + 1 + (end - at) > WIDTH) {
			buf_printf(b, "\n%*s", (int)indent, "");
			column = indent;
		} else if (any) {
			buf_addc(b, ' ');
			column++;
		}
		buf_add(b, s.p + at, end - at);
		column += end - at;
		any = true;
	}
	buf_addc(b, '\n');
}

static void put_time(struct buf *b, int64_t us)
{
	if (us >= 10000)
		buf_printf(b, "%lld ms", (long long)(us + 500) / 1000);
	else if (us >= 1000)
		buf_printf(b, "%lld.%lld ms", (long long)us / 1000, (long long)us % 1000 / 100);
	else
		buf_printf(b, "%lld us", (long long)us);
}

static void put_cost(struct buf *b, const struct chosen *x)
{
	struct buf s = { 0 };

	if (x->duration_us == TIME_NONE && x->saving_us == TIME_NONE)
		return;
	buf_addc(b, '\n');
	if (x->duration_us != TIME_NONE) {
		buf_printf(&s, "%s() takes ", x->name);
		put_time(&s, x->duration_us);
		if (x->runs > 1)
			buf_printf(&s, " of the boot (median of %lld)", (long long)x->runs);
		else
			buf_puts(&s, " of the boot");
		if (x->saving_us != TIME_NONE)
			buf_puts(&s, "; deferred, it saves ");
	} else {
		buf_printf(&s, "%s(), deferred, saves ", x->name);
	}
	if (x->saving_us != TIME_NONE) {
		put_time(&s, x->saving_us);
		buf_puts(&s, " of the time to init (predicted)");
	}
	buf_addc(&s, '.');
	put_wrapped(b, "", (struct str){ s.p, s.n });
	buf_release(&s);
}

static void put_reasons(struct buf *b, const struct chosen *x)
{
	struct buf s = { 0 };

	if (x->nreasons) {
		buf_addc(b, '\n');
		buf_printf(&s, "Why %s() may wait:", x->name);
		put_wrapped(b, "", (struct str){ s.p, s.n });
		buf_addc(b, '\n');
	}
	for (size_t i = 0; i < x->nreasons; i++) {
		buf_clear(&s);
		buf_puts(&s, x->reasons[i].text);
		if (x->reasons[i].evidence)
			buf_printf(&s, " [%s]", x->reasons[i].evidence);
		put_wrapped(b, "- ", (struct str){ s.p, s.n });
	}
	if (x->check) {
		buf_puts(b, "\nBefore it is merged:\n\n");
		put_wrapped(b, "- ", str_of(x->check));
	}
	buf_release(&s);
}

static void put_body(struct buf *b, const struct mail *m)
{
	if (m->revert)
		put_wrapped(b, "", STR("What was deferred until user space asks for it runs during "
				       "boot again, at its own level."));
	else if (m->n == 1)
		put_wrapped(b, "", STR("It is not needed before the first job of the product is "
				       "done. When it is built in, let it run when user space "
				       "asks for it, by /proc/deferred_initcalls; as a module, "
				       "nothing changes."));
	else
		put_wrapped(b, "", STR("They are not needed before the first job of the product is "
				       "done. When they are built in, let them run when user "
				       "space asks for it, by /proc/deferred_initcalls; as "
				       "modules, nothing changes."));
	if (m->revert)
		return;
	for (size_t i = 0; i < m->n && i < CALLS_MOST; i++) {
		put_cost(b, m->v[i]);
		put_reasons(b, m->v[i]);
	}
	if (m->n > CALLS_MOST)
		buf_printf(b, "\nAnd so for %zu others.\n", m->n - CALLS_MOST);
}

/* What begins the subject: of the driver, else of what the files have in common. */
static void put_prefix(struct buf *b, const struct mail *m)
{
	struct buf one = { 0 };
	size_t at = b->n;

	if (m->nfiles == 1) {
		subsystem_prefix(b, m->files[0], m->n == 1 ? m->v[0]->module : NULL);
		return;
	}
	for (size_t i = 0; i < m->nfiles; i++) {
		buf_clear(&one);
		subsystem_name(&one, m->files[i]);
		if (i == 0)
			buf_puts(b, buf_str(&one));
		/* "drm/" alone, or nothing, is no beginning. */
		if (!str_ends((struct str){ one.p, one.n }, STR(": ")) ||
		    strcmp(b->p + at, one.p) != 0) {
			b->n = at;
			buf_puts(b, "treewide: ");
			break;
		}
	}
	buf_release(&one);
}

static void put_what(struct buf *b, const struct mail *m)
{
	if (m->n == 1)
		buf_puts(b, m->revert ? "initialise during boot again" : "defer the initcall");
	else
		buf_printf(b, m->revert ? "run %zu initcalls during boot again" :
					  "defer %zu initcalls", m->n);
}

void mail_subject(struct buf *b, const struct mail *m)
{
	put_prefix(b, m);
	put_what(b, m);
}

static void put_stat(struct buf *b, const struct diff_stat *s)
{
	buf_printf(b, " %zu file%s changed", s->files, s->files == 1 ? "" : "s");
	if (s->added)
		buf_printf(b, ", %zu insertion%s(+)", s->added, s->added == 1 ? "" : "s");
	if (s->removed)
		buf_printf(b, ", %zu deletion%s(-)", s->removed, s->removed == 1 ? "" : "s");
	buf_addc(b, '\n');
}

static int digits(size_t n)
{
	return n < 10 ? 1 : 1 + digits(n / 10);
}

static bool is_ascii(const struct buf *b)
{
	for (size_t i = 0; i < b->n; i++) {
		if ((unsigned char)b->p[i] >= 0x80)
			return false;
	}
	return true;
}

void mail_write(struct buf *b, const struct mail *m, struct str diff)
{
	struct buf body = { 0 };

	buf_puts(b, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
	put_author(b, m->author);
	buf_puts(b, "Subject: [PATCH");
	if (m->of)
		buf_printf(b, " %0*zu/%zu", digits(m->of), m->nth, m->of);
	buf_puts(b, "] ");
	mail_subject(b, m);
	put_body(&body, m);
	buf_puts(b, "\n");
	if (!is_ascii(&body))
		buf_puts(b, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
			    "Content-Transfer-Encoding: 8bit\n");
	buf_puts(b, "\n");
	buf_add(b, buf_str(&body), body.n);
	buf_release(&body);
	buf_puts(b, "---\n");
	put_stat(b, &m->stat);
	buf_addc(b, '\n');
	buf_add(b, diff.p, diff.n);
}

void mail_file(struct buf *b, const struct mail *m)
{
	struct buf s = { 0 };
	size_t at;

	buf_printf(b, "%04zu-", m->nth);
	at = b->n;
	mail_subject(&s, m);
	for (size_t i = 0; i < s.n && b->n - at < SLUG_MOST; i++) {
		if (isalnum((unsigned char)s.p[i]) || s.p[i] == '_')
			buf_addc(b, s.p[i]);
		else if (b->p[b->n - 1] != '-')
			buf_addc(b, '-');
	}
	while (b->p[b->n - 1] == '-')
		b->p[--b->n] = '\0';
	buf_puts(b, ".patch");
	buf_release(&s);
}
