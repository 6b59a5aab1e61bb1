// SPDX-License-Identifier: GPL-2.0-or-later
/* The one file that knows SQLite. */
#include "history/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

/* The largest value that is read or written, in bytes. */
#define VALUE_MOST (64 << 20)
/* Between two tries where SQLite itself does not wait. */
#define RETRY_MS 20

struct db {
	sqlite3 *h;
	char *name;
	unsigned int wait_ms;
};

struct query {
	struct db *db;
	sqlite3_stmt *s;
	bool unbound; /* a value could not be bound: no memory, or it is too long */
};

static int fail_busy(const struct db *db, struct err *e)
{
	return err_set(e, db->name, 0, "another program has kept it locked for %u.%u s; try again, or "
				       "give a longer --wait",
		       db->wait_ms / 1000, db->wait_ms % 1000 / 100);
}

static int fail(const struct db *db, struct err *e)
{
	switch (sqlite3_errcode(db->h)) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail_busy(db, e);
	case SQLITE_NOTADB:
		return err_set(e, db->name, 0, "not a SQLite database; name a file that "
					       "'bootcheck history add' has made");
	case SQLITE_CORRUPT:
		return err_set(e, db->name, 0, "the database is damaged or cut short; go back to a copy, "
					       "or save what can be read with sqlite3's .recover");
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(e, db->name, 0, "cannot be written; look at the permissions of the file "
					       "and of its folder");
	case SQLITE_CANTOPEN:
		return err_set(e, db->name, 0, "cannot be opened; look at the permissions of the file "
					       "and of its folder");
	case SQLITE_FULL:
		return err_set(e, db->name, 0, "the disk is full; nothing was changed, make room and do "
					       "it again");
	case SQLITE_IOERR:
		return err_set(e, db->name, 0, "the disk cannot be read or written; nothing was changed, "
					       "look at the kernel log");
	case SQLITE_NOMEM:
		return err_set(e, db->name, 0, "no memory; the file may be damaged");
	default:
		return err_set(e, db->name, 0, "%.200s; if no other program changes the file, go back "
					       "to a copy of it", sqlite3_errmsg(db->h));
	}
}

int db_damaged(const struct db *db, const char *what, struct err *e)
{
	return err_set(e, db->name, 0, "the database is damaged: %s; go back to a copy", what);
}

/* A name that SQLite takes for nothing else: it knows ":memory:", and "file:" if told to. */
static char *plain_name(const char *name)
{
	struct buf b = { 0 };

	if (name[0] != '/')
		buf_puts(&b, "./");
	buf_puts(&b, name);
	return b.p;
}

/* The same as a URI that says that nobody writes: no files are made beside it. */
static char *immutable_name(const char *name)
{
	struct buf b = { 0 };
	char *plain = plain_name(name);

	buf_puts(&b, "file:");
	for (const char *s = plain; *s; s++) {
		if (*s == '%' || *s == '?' || *s == '#')
			buf_printf(&b, "%%%02X", (unsigned int)(unsigned char)*s);
		else
			buf_addc(&b, *s);
	}
	buf_puts(&b, "?immutable=1");
	free(plain);
	return b.p;
}

static bool may_write_folder(const char *name)
{
	const char *slash = strrchr(name, '/');
	char *folder = slash ? xstrndup(name, (size_t)(slash - name) + 1) : xstrdup(".");
	bool may = access(folder, W_OK) == 0;

	free(folder);
	return may;
}

static bool has_wal(const char *name)
{
	struct buf b = { 0 };
	struct stat st;
	bool has;

	buf_printf(&b, "%s-wal", name);
	has = stat(b.p, &st) == 0 && st.st_size > 0;
	buf_release(&b);
	return has;
}

static int check_file(const char *name, enum db_mode mode, struct err *e)
{
	struct stat st;

	if (!name[0])
		return err_set(e, NULL, 0, "the name of the history is empty; give --db FILE");
	if (stat(name, &st) != 0) {
		if (errno == ENOENT && mode == DB_MAKE)
			return 0;
		if (errno == ENOENT)
			return err_set(e, name, 0, "there is no such file; 'bootcheck history --db FILE "
						   "add' makes it");
		return err_set(e, name, 0, "cannot be opened: %s; choose another file",
			       strerror(errno));
	}
	if (S_ISDIR(st.st_mode))
		return err_set(e, name, 0, "is a directory; name a file");
	if (!S_ISREG(st.st_mode))
		return err_set(e, name, 0, "is not a regular file; name one");
	if (st.st_size == 0 && mode != DB_MAKE)
		return err_set(e, name, 0, "is empty; 'bootcheck history --db FILE add' makes a history "
					   "of it");
	return 0;
}

static int open_handle(struct db *db, enum db_mode mode)
{
	bool may_write = access(db->name, W_OK) == 0 && may_write_folder(db->name);
	/* One thread uses it. */
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, r;
	char *name;

	if (mode == DB_MAKE)
		flags |= SQLITE_OPEN_CREATE;
	if (mode != DB_READ || may_write || has_wal(db->name)) {
		/* A reader that may write puts the log back into the file when it is the last one. */
		if (mode == DB_READ && !may_write)
			flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
		name = plain_name(db->name);
	} else {
		flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
		name = immutable_name(db->name);
	}
	r = sqlite3_open_v2(name, &db->h, flags, NULL);
	free(name);
	return r;
}

static void be_careful(sqlite3 *h)
{
	int on;

	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &on);
	sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, &on);
	sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_VIEW, 0, &on);
	sqlite3_limit(h, SQLITE_LIMIT_LENGTH, VALUE_MOST);
	sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
}

int db_open(struct db **out, const char *name, enum db_mode mode, unsigned int wait_ms,
	    struct err *e)
{
	struct db *db;
	int r;

	*out = NULL;
	if (check_file(name, mode, e) != 0)
		return -1;
	db = xcalloc(1, sizeof(*db));
	db->name = xstrdup(name);
	db->wait_ms = wait_ms;
	if (open_handle(db, mode) != SQLITE_OK) {
		r = db->h ? fail(db, e) : err_set(e, name, 0, "no memory; close other programs");
		db_close(db);
		return r;
	}
	sqlite3_busy_timeout(db->h, (int)wait_ms);
	be_careful(db->h);
	/* What was told to be done is done, also when the power fails right after. */
	if (db_run(db, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; "
		       "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY", e) != 0 ||
	    (mode == DB_READ && db_run(db, "PRAGMA query_only = ON", e) != 0)) {
		db_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	sqlite3_close(db->h);
	free(db->name);
	free(db);
}

const char *db_name(const struct db *db)
{
	return db->name;
}

int db_run(struct db *db, const char *sql, struct err *e)
{
	return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : fail(db, e);
}

int db_number(struct db *db, const char *sql, int64_t *v, struct err *e)
{
	struct query *q = query_new(db, sql, e);
	int r = q ? query_step(q, e) : -1;

	*v = r > 0 ? query_get_int(q, 0) : 0;
	query_free(q);
	return r < 0 ? -1 : 0;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int db_use_wal(struct db *db, struct err *e)
{
	const struct timespec pause = { .tv_nsec = RETRY_MS * 1000000l };
	int64_t end = now_ms() + db->wait_ms;

	/* This lock is one that SQLite does not wait for. */
	while (sqlite3_exec(db->h, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK) {
		if (sqlite3_errcode(db->h) != SQLITE_BUSY || now_ms() >= end)
			return fail(db, e);
		nanosleep(&pause, NULL);
	}
	return 0;
}

int db_begin(struct db *db, struct err *e)
{
	return db_run(db, "BEGIN IMMEDIATE", e);
}

int64_t db_last_row(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

struct query *query_new(struct db *db, const char *sql, struct err *e)
{
	struct query *q = xcalloc(1, sizeof(*q));

	q->db = db;
	if (sqlite3_prepare_v2(db->h, sql, -1, &q->s, NULL) == SQLITE_OK)
		return q;
	fail(db, e);
	query_free(q);
	return NULL;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	sqlite3_finalize(q->s);
	free(q);
}

void query_int(struct query *q, int at, int64_t v)
{
	q->unbound |= sqlite3_bind_int64(q->s, at, v) != SQLITE_OK;
}

void query_us(struct query *q, int at, int64_t us)
{
	if (us == TIME_NONE)
		q->unbound |= sqlite3_bind_null(q->s, at) != SQLITE_OK;
	else
		query_int(q, at, us);
}

void query_text(struct query *q, int at, struct str s)
{
	q->unbound |= sqlite3_bind_text64(q->s, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8) !=
		      SQLITE_OK;
}

void query_blob(struct query *q, int at, struct str s)
{
	q->unbound |= sqlite3_bind_blob64(q->s, at, s.p, s.n, SQLITE_STATIC) != SQLITE_OK;
}

int query_step(struct query *q, struct err *e)
{
	int r;

	if (q->unbound)
		return fail(q->db, e);
	r = sqlite3_step(q->s);
	if (r == SQLITE_ROW)
		return 1;
	return r == SQLITE_DONE ? 0 : fail(q->db, e);
}

void query_reset(struct query *q)
{
	sqlite3_reset(q->s);
}

int query_done(struct query *q, struct err *e)
{
	int r = query_step(q, e);

	query_reset(q);
	return r < 0 ? -1 : 0;
}

int64_t query_get_int(struct query *q, int col)
{
	return sqlite3_column_int64(q->s, col);
}

int64_t query_get_us(struct query *q, int col)
{
	return sqlite3_column_type(q->s, col) == SQLITE_NULL ? TIME_NONE : query_get_int(q, col);
}

struct str query_get(struct query *q, int col)
{
	struct str s;

	if (sqlite3_column_type(q->s, col) == SQLITE_NULL)
		return STR_NONE;
	if (sqlite3_column_type(q->s, col) == SQLITE_BLOB)
		s.p = sqlite3_column_blob(q->s, col);
	else
		s.p = (const char *)sqlite3_column_text(q->s, col);
	s.n = (size_t)sqlite3_column_bytes(q->s, col);
	/* An empty value has no place; it is not NULL for that. */
	return s.p ? s : STR("");
}
