// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads what the guest handed over; scripts/guest/channel.c describes the lines.
 * The channel is not trusted: whatever came on it, only parts whose sum is right
 * count, and nothing grows beyond a limit.
 */
#include "trial/guest.h"

#include <stdlib.h>

#include "trial/unlz.h"

#define MARK "@bc "
#define MAX_PART ((size_t)64 << 20)
#define MAX_WORD 200

enum part_name {
	PART_BEGIN, PART_FACTS, PART_STATUS, PART_LOG, PART_INVENTORY, PART_FIRST, PART_END, PARTS
};

static const char *const names[PARTS] = {
	"begin", "facts", "status", "log", "inventory", "first", "end",
};

struct part {
	struct buf raw;  /* of its lines so far */
	size_t lines;
	bool open, bad;
	bool whole;      /* the last one that ended was */
	struct str data; /* of the last whole one, in the arena */
};

struct reader {
	struct handover *h;
	struct part part[PARTS];
	const char *damaged;
};

/* --- Words --------------------------------------------------------------------------------- */

static struct str word(struct str *s)
{
	size_t n = str_chr(*s, ' ', 0);
	struct str w = str_head(*s, n);

	*s = str_from(*s, n < s->n ? n + 1 : n);
	return w;
}

/* A number of digits alone, in a base of 10 or 16; false: it is none, or above most. */
static bool number(struct str s, unsigned base, uint64_t most, uint64_t *v)
{
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		int d = hex_value(s.p[i]);

		if (d < 0 || (unsigned)d >= base || *v > (most - (unsigned)d) / base)
			return false;
		*v = *v * base + (unsigned)d;
	}
	return s.n > 0;
}

static bool signed_number(struct str s, int64_t *v)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t u;

	if (!number(minus ? str_from(s, 1) : s, 10, INT64_MAX, &u))
		return false;
	*v = minus ? -(int64_t)u : (int64_t)u;
	return true;
}

/* A copy that can be shown */
static const char *shown(struct handover *h, struct str s)
{
	char *copy = arena_strdup(&h->arena, str_head(s, MAX_WORD));

	for (char *p = copy; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = '?';
	}
	return copy;
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Adds the bytes; false: something else is in there. */
static bool base64(struct buf *out, struct str s)
{
	uint32_t v = 0;
	unsigned bits = 0;

	if (s.n % 4)
		return false;
	for (int i = 0; i < 2 && s.n && s.p[s.n - 1] == '='; i++)
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		int d = base64_value(s.p[i]);

		if (d < 0)
			return false;
		v = v << 6 | (uint32_t)d;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			buf_addc(out, (char)(v >> bits & 255));
		}
	}
	return true;
}

static uint32_t crc32_of(struct str s)
{
	uint32_t table[256], c = ~0u;

	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i;
		for (int k = 0; k < 8; k++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320u : 0);
	}
	for (size_t i = 0; i < s.n; i++)
		c = c >> 8 ^ table[(c ^ (unsigned char)s.p[i]) & 255];
	return ~c;
}

/* --- Facts --------------------------------------------------------------------------------- */

static void fact(struct handover *h, struct str key, struct str value)
{
	int64_t v = 0;
	bool is_number = signed_number(value, &v);

	if (str_eq(key, STR("job_status")) && is_number && v >= -1 && v <= 255)
		h->job_status = (int)v;
	else if (str_eq(key, STR("job_us")) && is_number && v >= -1)
		h->job_us = v;
	else if (str_eq(key, STR("settled")))
		h->settled = is_number && v == 1;
	else if (str_eq(key, STR("trigger")))
		h->trigger = shown(h, value);
	else if (str_eq(key, STR("trigger_us")) && is_number && v >= -1)
		h->trigger_us = v;
	else if (str_eq(key, STR("trouble")))
		h->trouble = shown(h, value);
}

static void facts(struct handover *h, struct str text)
{
	while (text.n) {
		size_t n = str_chr(text, '\n', 0);
		struct str line = str_head(text, n);
		struct str key = word(&line);

		fact(h, key, line);
		text = str_from(text, n + 1);
	}
}

/* --- Parts --------------------------------------------------------------------------------- */

static int part_by_name(struct str name)
{
	for (int i = 0; i < PARTS; i++) {
		if (str_eq(name, str_of(names[i])))
			return i;
	}
	return -1;
}

/* Unpacks into out, of which *from is the begin of the part. */
static bool unpack(struct reader *r, const struct part *p, struct str how, size_t size,
		   struct buf *out, size_t *from)
{
	struct str raw = { buf_str(&p->raw), p->raw.n };
	int before;

	*from = 0;
	if (str_eq(how, STR("plain"))) {
		buf_add(out, raw.p, raw.n);
		return true;
	}
	if (!str_starts(how, STR("lz")))
		return false;
	if (how.n > 2) {
		before = how.p[2] == '+' ? part_by_name(str_from(how, 3)) : -1;
		if (before < 0 || !r->part[before].whole)
			return false;
		buf_add(out, r->part[before].data.p, r->part[before].data.n);
		*from = out->n;
	}
	return unlz(out, raw, size) == 0;
}

/* "LINES SIZE CRC HOW" */
static bool check(struct reader *r, struct part *p, struct str rest)
{
	struct buf out = { 0 };
	uint64_t lines, size, crc;
	struct str data = STR_NONE;
	size_t from;
	bool good;

	good = number(word(&rest), 10, SIZE_MAX, &lines) &&
	       number(word(&rest), 10, MAX_PART, &size) &&
	       number(word(&rest), 16, UINT32_MAX, &crc) && !p->bad && lines == p->lines &&
	       unpack(r, p, rest, (size_t)size, &out, &from);
	if (good) {
		data = (struct str){ buf_str(&out) + from, out.n - from };
		good = data.n == size && crc32_of(data) == crc;
	}
	if (good)
		p->data = (struct str){ arena_strdup(&r->h->arena, data), data.n };
	buf_release(&out);
	return good;
}

static void restart(struct part *p)
{
	buf_clear(&p->raw);
	p->lines = 0;
	p->open = p->bad = false;
}

static void part_end(struct reader *r, int name, struct str rest)
{
	struct part *p = &r->part[name];

	p->whole = check(r, p, rest);
	if (p->whole && name == PART_FACTS)
		facts(r->h, p->data);
	restart(p);
	if (!p->whole) /* so that it is told if no whole one follows */
		p->open = p->bad = true;
}

static void part_line(struct part *p, struct str no, struct str payload)
{
	uint64_t n;

	if (!number(no, 10, SIZE_MAX, &n)) {
		p->bad = p->open = true;
		return;
	}
	if (n == 0)
		restart(p);
	p->open = true;
	if (n != p->lines || !base64(&p->raw, payload))
		p->bad = true;
	p->lines++;
}

static void line(struct reader *r, struct str s)
{
	struct str mark = STR(MARK), no;
	size_t at = s.n;
	int name;

	/* the last one: others' text may stand before it, but not in a line of ours */
	for (size_t i = str_find(s, mark); i < s.n; i += 1 + str_find(str_from(s, i + 1), mark))
		at = i;
	if (at == s.n)
		return;
	s = str_trim(str_from(s, at + mark.n));
	name = part_by_name(word(&s));
	if (name < 0)
		return;
	no = word(&s);
	if (str_eq(no, STR(".")))
		part_end(r, name, s);
	else
		part_line(&r->part[name], no, s);
}

void handover_read(struct handover *h, struct str channel)
{
	struct reader r = { .h = h };

	*h = (struct handover){ .job_status = -1, .job_us = -1, .trigger_us = -1 };
	while (channel.n) {
		size_t n = str_chr(channel, '\n', 0);

		line(&r, str_head(channel, n));
		channel = str_from(channel, n + 1);
	}
	for (int i = PARTS - 1; i >= 0; i--) {
		if (r.part[i].open)
			h->damaged = names[i];
		buf_release(&r.part[i].raw);
	}
	h->began = r.part[PART_BEGIN].whole || r.part[PART_FACTS].whole;
	h->ended = r.part[PART_END].whole;
	h->log = r.part[PART_LOG].data;
	h->status = r.part[PART_STATUS].data;
	h->inventory = r.part[PART_INVENTORY].data;
	h->first = r.part[PART_FIRST].data;
}

void handover_release(struct handover *h)
{
	arena_release(&h->arena);
	*h = (struct handover){ .job_status = -1, .job_us = -1, .trigger_us = -1 };
}
