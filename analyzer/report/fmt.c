// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/fmt.h"

#include "base/errname.h"
#include "base/utf8.h"
#include "model/boot.h"

/* Digits backwards from end; returns the first. printf is the cost of a long table. */
static char *digits(char *end, uint64_t u, int least)
{
	do {
		*--end = (char)('0' + u % 10);
		u /= 10;
	} while (u || --least > 0);
	return end;
}

void fmt_ms(struct buf *b, int64_t us)
{
	uint64_t u = us < 0 ? 0 - (uint64_t)us : (uint64_t)us;
	char s[32], *p = s + sizeof(s);

	if (us == TIME_NONE) {
		buf_addc(b, '-');
		return;
	}
	p -= 3;
	memcpy(p, " ms", 3);
	for (int i = 0; i < 3; i++, u /= 10)
		*--p = (char)('0' + u % 10);
	*--p = '.';
	p = digits(p, u, 1);
	if (us < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(s + sizeof(s) - p));
}

void fmt_share(struct buf *b, int64_t part_us, int64_t whole_us)
{
	if (part_us == TIME_NONE || whole_us == TIME_NONE || whole_us <= 0)
		return;
	buf_printf(b, "%.1f %%", (double)part_us * 100.0 / (double)whole_us);
}

void fmt_count(struct buf *b, size_t n, const char *one)
{
	buf_printf(b, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

void fmt_text(struct buf *b, const char *s)
{
	size_t n = strlen(s);

	while (n) {
		size_t len = utf8_length(s, n);
		unsigned char c = (unsigned char)*s;

		/* C0, DEL and, as C2 80 to C2 9F, C1: terminals obey all three. */
		if (len == 0 || c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char)s[1] < 0xa0)) {
			buf_addc(b, '?');
			len = len ? len : 1;
		} else {
			buf_add(b, s, len);
		}
		s += len;
		n -= len;
	}
}

static void named_or_number(struct buf *b, int32_t ret, const char *name)
{
	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "%d", (int)ret);
}

void fmt_result(struct buf *b, const struct call *c)
{
	if (!c->has_ret)
		buf_addc(b, '-');
	else
		named_or_number(b, c->ret, c->ret < 0 ? errname(c->ret) : NULL);
}

void fmt_probe_result(struct buf *b, int32_t ret)
{
	named_or_number(b, ret, ret ? errname(ret) : NULL);
}
