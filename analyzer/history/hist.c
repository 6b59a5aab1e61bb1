// SPDX-License-Identifier: GPL-2.0-or-later
/* The file, its statements and its texts. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "history/hist_priv.h"
#include "history/pack.h"
#include "history/schema.h"

/* What a boot may take in memory before it is a boot. */
#define DATA_MOST (256u << 20)
/* Texts that a file may have. */
#define TEXTS_MOST ((size_t)1 << 26)

int hist_open(struct hist **out, const char *name, enum db_mode mode, unsigned int wait_ms,
	      struct err *e)
{
	struct hist *h = xcalloc(1, sizeof(*h));
	int r = db_open(&h->db, name, mode, wait_ms, e);

	*out = NULL;
	if (r == 0)
		r = schema_check(h->db, &hist_schema, e);
	if (r > 0 && mode == DB_READ)
		r = err_set(e, name, 0, "holds no boot yet; add one with 'bootcheck history --db FILE "
					"add'");
	if (r > 0)
		r = schema_update(h->db, &hist_schema, e);
	if (r == 0 && mode != DB_READ)
		r = db_use_wal(h->db, e);
	if (r != 0) {
		hist_close(h);
		return -1;
	}
	*out = h;
	return 0;
}

void hist_close(struct hist *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < SQL_MAX; i++)
		query_free(h->q[i]);
	db_close(h->db);
	free(h->text);
	arena_release(&h->arena);
	free(h);
}

const char *hist_name(const struct hist *h)
{
	return db_name(h->db);
}

const char *hist_name_fault(const char *text)
{
	size_t n = strlen(text), len;

	if (!n)
		return "it is empty";
	if (n > HIST_NAME_MOST)
		return "it is longer than 200 bytes";
	if (text[0] == ' ' || text[n - 1] == ' ')
		return "it begins or ends with a blank";
	for (size_t i = 0; i < n; i += len) {
		unsigned char c = (unsigned char)text[i];

		len = utf8_length(text + i, n - i);
		if (!len)
			return "it is not UTF-8";
		if (c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0))
			return "it has a control character";
	}
	return NULL;
}

struct query *hist_query(struct hist *h, enum hist_sql n, struct err *e)
{
	if (!h->q[n])
		h->q[n] = query_new(h->db, hist_sql(n), e);
	else
		query_reset(h->q[n]);
	return h->q[n];
}

int hist_lookup(struct query *q, int64_t *id, struct err *e)
{
	int r = query_step(q, e);

	*id = r > 0 ? query_get_int(q, 0) : 0;
	query_reset(q);
	return r < 0 ? -1 : 0;
}

int hist_freeze(struct hist *h, struct err *e)
{
	return db_run(h->db, "BEGIN", e);
}


static struct str read_text(struct hist *h, uint64_t number, struct err *e)
{
	struct query *q = hist_query(h, SQL_TEXT_VALUE, e);
	struct str s;
	int r;

	if (!q)
		return STR_NONE;
	query_int(q, 1, (int64_t)number);
	r = query_step(q, e);
	s = r > 0 ? query_get(q, 0) : STR_NONE;
	if (r == 0 || (r > 0 && !s.p))
		db_damaged(h->db, "a boot names a text that is not there", e);
	if (s.p)
		s.p = arena_strdup(&h->arena, s);
	query_reset(q);
	return s;
}

static struct str text_value(void *ctx, uint64_t number)
{
	struct hist *h = ctx;

	if (h->failed)
		return STR_NONE;
	if (number >= TEXTS_MOST) {
		h->failed = true;
		db_damaged(h->db, "a boot names a text that cannot be", &h->e);
		return STR_NONE;
	}
	if (number >= h->ntext) {
		size_t n = h->ntext ? h->ntext * 2 : 4096;

		n = n > number ? n : (size_t)number + 1;
		h->text = xreallocarray(h->text, n, sizeof(*h->text));
		memset(h->text + h->ntext, 0, (n - h->ntext) * sizeof(*h->text));
		h->ntext = n;
	}
	if (!h->text[number].p) {
		h->text[number] = read_text(h, number, &h->e);
		h->failed = !h->text[number].p;
	}
	return h->text[number];
}

struct text_values hist_texts(struct hist *h)
{
	return (struct text_values){ text_value, h };
}

struct boot *hist_unpack(struct hist *h, struct str data, const char *file, struct bootset *s,
			 struct err *e)
{
	const struct text_values texts = hist_texts(h);
	struct buf bytes = { 0 };
	struct boot *b = NULL;

	h->failed = false;
	if (data.p && unsqueeze(&bytes, data, DATA_MOST) == 0)
		b = boot_unpack(s, (struct str){ buf_str(&bytes), bytes.n }, file, &texts);
	buf_release(&bytes);
	if (!b && h->failed)
		*e = h->e;
	else if (!b)
		db_damaged(h->db, "the figures of a boot cannot be read", e);
	return b;
}
