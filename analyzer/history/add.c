// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots into the history, all of them or none. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "history/hist_priv.h"
#include "history/pack.h"

/* Of a machine that no log names. */
#define BOARD_UNKNOWN "unknown"

struct adding {
	struct hist *h;
	const struct bootset *s;
	const struct hist_add *a;
	struct arena arena;
	int64_t release;
	VEC(int64_t) boards; /* that got a boot, each once */
	bool failed;         /* in number_of(): e has why */
	struct err e;
};

const char *hist_board_of(struct arena *a, const struct boot *b)
{
	struct str machine = str_of(b->machine ? b->machine : "");
	size_t n = str_find(machine, STR(", BIOS ")), len, to = 0;
	char name[HIST_NAME_MOST];

	/* A new version of the firmware makes no other board. */
	machine = str_trim(str_head(machine, n));
	for (size_t i = 0; i < machine.n; i += len) {
		unsigned char c = (unsigned char)machine.p[i];

		len = utf8_length(machine.p + i, machine.n - i);
		if (!len || c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char)machine.p[i + 1] < 0xa0)) {
			len = len ? len : 1;
			if (to < sizeof(name))
				name[to++] = '?';
		} else if (to + len <= sizeof(name)) {
			memcpy(name + to, machine.p + i, len);
			to += len;
		} else {
			break;
		}
	}
	machine = str_trim((struct str){ name, to });
	return machine.n ? arena_strdup(a, machine) : BOARD_UNKNOWN;
}

/* The number of a name in a table of names, where it is added when it is not there. */
static int name_id(struct hist *h, enum hist_sql find, enum hist_sql insert, struct str name,
		   int64_t *id, struct err *e)
{
	struct query *q = hist_query(h, find, e);

	if (!q)
		return -1;
	query_text(q, 1, name);
	if (hist_lookup(q, id, e) != 0)
		return -1;
	if (*id)
		return 0;
	q = hist_query(h, insert, e);
	if (!q)
		return -1;
	query_text(q, 1, name);
	if (query_done(q, e) != 0)
		return -1;
	*id = db_last_row(h->db);
	return 0;
}

static uint64_t number_of(void *ctx, struct str text)
{
	struct adding *a = ctx;
	int64_t id = 0;

	if (!a->failed && name_id(a->h, SQL_TEXT_ID, SQL_TEXT_ADD, text, &id, &a->e) != 0)
		a->failed = true;
	return (uint64_t)id;
}

static int there_already(const struct boot *b, struct query *q, struct err *e)
{
	int r = query_step(q, e);

	if (r > 0)
		r = err_set(e, b->file, b->of > 1 ? b->first_line : 0,
			    "this boot is in the history already, as one of release '%.80s', board "
			    "'%.80s'; nothing was added (boots that are alike in virtual time need "
			    "a --boot-id each)",
			    query_get(q, 0).p, query_get(q, 1).p);
	query_reset(q);
	return r;
}

static int check_new(struct adding *a, const struct boot *b, const char *boot_id,
		     struct str mark, struct err *e)
{
	struct query *q;

	if (boot_id) {
		q = hist_query(a->h, SQL_BOOT_BY_ID, e);
		if (!q)
			return -1;
		query_text(q, 1, str_of(boot_id));
		if (there_already(b, q, e) != 0)
			return -1;
	}
	/* Two boots in virtual time may be alike to the microsecond. */
	if (boot_id && a->a->id_given)
		return 0;
	q = hist_query(a->h, SQL_BOOT_BY_MARK, e);
	if (!q)
		return -1;
	query_blob(q, 1, mark);
	return there_already(b, q, e);
}

static struct str text_or_null(const char *s)
{
	return s ? str_of(s) : STR_NONE;
}

static int insert_boot(struct adding *a, const struct boot *b, const char *boot_id, int64_t board,
		       struct str mark, struct str data, struct err *e)
{
	const struct accounting *acc = &b->acc;
	struct query *q = hist_query(a->h, SQL_BOOT_ADD, e);

	if (!q)
		return -1;
	query_int(q, 1, a->release);
	query_int(q, 2, board);
	query_blob(q, 3, mark);
	query_text(q, 4, text_or_null(boot_id));
	query_text(q, 5, str_of(b->file));
	query_text(q, 6, text_or_null(b->kernel));
	query_text(q, 7, text_or_null(b->arch));
	query_text(q, 8, text_or_null(b->machine));
	query_us(q, 9, b->init_us);
	query_us(q, 10, acc->initcalls_us);
	query_us(q, 11, acc->async_wait_us);
	query_us(q, 12, acc->gaps_us);
	query_us(q, 13, acc->residual_us);
	query_int(q, 14, (int64_t)b->ncalls);
	query_blob(q, 15, data);
	return query_done(q, e);
}

/* That it can be read again: a log may be of any kind, and what is stored must not be lost. */
static int check_readable(struct adding *a, const struct boot *b, struct str data, struct err *e)
{
	struct err why;
	struct bootset s;
	int r = 0;

	bootset_init(&s);
	if (!hist_unpack(a->h, data, b->file, &s, &why))
		r = err_set(e, b->file, 0, "has times or numbers that no boot has; a history does not "
					   "take it");
	bootset_release(&s);
	return r;
}

static void note_board(struct adding *a, int64_t board)
{
	for (size_t i = 0; i < a->boards.n; i++) {
		if (a->boards.v[i] == board)
			return;
	}
	*VEC_PUSH(&a->boards) = board;
}

static int add_boot(struct adding *a, size_t i, struct err *e)
{
	const struct text_numbers numbers = { number_of, a };
	const struct boot *b = a->s->v[i];
	const char *boot_id = a->a->boot_id ? a->a->boot_id[i] : NULL;
	const char *board = a->a->board ? a->a->board : hist_board_of(&a->arena, b);
	unsigned char mark[BOOT_MARK];
	struct str mark_bytes = { (const char *)mark, sizeof(mark) };
	struct buf raw = { 0 }, data = { 0 };
	int64_t board_id = 0;
	int r;

	boot_mark(mark, b);
	r = check_new(a, b, boot_id, mark_bytes, e);
	if (r == 0)
		r = name_id(a->h, SQL_BOARD_ID, SQL_BOARD_ADD, str_of(board), &board_id, e);
	if (r == 0) {
		boot_pack(&raw, b, &numbers);
		if (a->failed) {
			*e = a->e;
			r = -1;
		} else if (squeeze(&data, (struct str){ raw.p, raw.n }) != 0) {
			r = err_set(e, b->file, 0, "cannot be compressed; it is no boot log");
		}
	}
	if (r == 0)
		r = check_readable(a, b, (struct str){ data.p, data.n }, e);
	if (r == 0)
		r = insert_boot(a, b, boot_id, board_id, mark_bytes,
				(struct str){ data.p, data.n }, e);
	if (r == 0)
		note_board(a, board_id);
	buf_release(&raw);
	buf_release(&data);
	return r;
}

static int add_all(struct adding *a, struct err *e)
{
	int r = name_id(a->h, SQL_RELEASE_ID, SQL_RELEASE_ADD, str_of(a->a->release),
			&a->release, e);

	for (size_t i = 0; i < a->s->n && r == 0; i++)
		r = add_boot(a, i, e);
	for (size_t i = 0; i < a->boards.n && r == 0; i++)
		r = hist_refigure(a->h, a->boards.v[i], a->release, e);
	return r;
}

int hist_add(struct hist *h, const struct bootset *s, const struct hist_add *add, struct err *e)
{
	struct adding a = { .h = h, .s = s, .a = add };
	struct err ignored;
	int r = db_begin(h->db, e);

	if (r != 0)
		return -1;
	r = add_all(&a, e);
	if (r == 0)
		r = db_run(h->db, "COMMIT", e);
	if (r != 0)
		db_run(h->db, "ROLLBACK", &ignored);
	free(a.boards.v);
	arena_release(&a.arena);
	return r;
}
