/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQLite, as much of it as a history needs. A file of others is opened with care: no triggers, no
 * views, nothing of its schema is trusted. Every function that can fail returns -1 and fills e with
 * "FILE: what is wrong; what to do".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/us.h"

struct db;
struct query;

enum db_mode {
	DB_READ,  /* the file must be there; nothing is written */
	DB_WRITE, /* the file must be there */
	DB_MAKE,  /* it is made when it is not there */
};

/*
 * Opens the file. wait_ms: how long to wait for others who write. Returns 0 with *db for db_close(),
 * or -1 with e set.
 */
int db_open(struct db **db, const char *name, enum db_mode mode, unsigned int wait_ms,
	    struct err *e);
/* Takes NULL. What was begun and not committed is undone. */
void db_close(struct db *db);
const char *db_name(const struct db *db);
/* Statements without results, several divided by semicolons. */
int db_run(struct db *db, const char *sql, struct err *e);
/* The first number that the statement gives, to *v; 0 when it gives none. */
int db_number(struct db *db, const char *sql, int64_t *v, struct err *e);
/*
 * Switches to a write-ahead log, by which readers and a writer do not wait for one another; waits
 * for others who have the file open.
 */
int db_use_wal(struct db *db, struct err *e);
/* Begins to write; waits for others who do. End it by db_run("COMMIT") or "ROLLBACK". */
int db_begin(struct db *db, struct err *e);
/* The number of the row that was inserted last. */
int64_t db_last_row(const struct db *db);
/* That the file holds what no history holds: sets e to that, returns -1. what: "a boot without ..." */
int db_damaged(const struct db *db, const char *what, struct err *e);

/* For query_free(), or NULL with e set. The text of the statement must outlive it. */
struct query *query_new(struct db *db, const char *sql, struct err *e);
/* Takes NULL. */
void query_free(struct query *q);
/* Values of ?1, ?2, ...; text and bytes must stay until the next query_reset(). */
void query_int(struct query *q, int at, int64_t v);
/* TIME_NONE is NULL. */
void query_us(struct query *q, int at, int64_t us);
/* s.p NULL is NULL. */
void query_text(struct query *q, int at, struct str s);
void query_blob(struct query *q, int at, struct str s);
/* The next row: 1 there is one, 0 no more, -1 with e set. */
int query_step(struct query *q, struct err *e);
/* Ready to be run again, with the values it has. */
void query_reset(struct query *q);
/* Runs a statement that gives no rows, and resets it. */
int query_done(struct query *q, struct err *e);
/* Values of the row, columns from 0; what they point to lives until the next step. */
int64_t query_get_int(struct query *q, int col);
int64_t query_get_us(struct query *q, int col); /* NULL is TIME_NONE */
struct str query_get(struct query *q, int col); /* text or bytes; p NULL for NULL */
