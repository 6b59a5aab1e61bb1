// SPDX-License-Identifier: GPL-2.0-or-later
/* bootcheck-history(1) describes these tables: people query them. */
#include "history/schema.h"

#include <stdio.h>
#include <string.h>

static const char *const steps[] = {
	/* 1 */
	"CREATE TABLE release (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  name TEXT NOT NULL UNIQUE\n"
	") STRICT;\n"
	"CREATE TABLE board (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  name TEXT NOT NULL UNIQUE\n"
	") STRICT;\n"
	"CREATE TABLE text (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  value TEXT NOT NULL UNIQUE\n"
	") STRICT;\n"
	"CREATE TABLE initcall (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  name TEXT NOT NULL,\n"
	"  module TEXT NOT NULL,\n"
	"  ordinal INTEGER NOT NULL,\n"
	"  UNIQUE (name, module, ordinal)\n"
	") STRICT;\n"
	"CREATE TABLE boot (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  release INTEGER NOT NULL REFERENCES release,\n"
	"  board INTEGER NOT NULL REFERENCES board,\n"
	"  mark BLOB NOT NULL,\n"
	"  boot_id TEXT UNIQUE,\n"
	"  file TEXT NOT NULL,\n"
	"  kernel TEXT,\n"
	"  arch TEXT,\n"
	"  machine TEXT,\n"
	"  init_us INTEGER,\n"
	"  initcalls_us INTEGER,\n"
	"  async_wait_us INTEGER,\n"
	"  gaps_us INTEGER,\n"
	"  residual_us INTEGER,\n"
	"  calls INTEGER NOT NULL,\n"
	"  data BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX boot_by_board ON boot (board, release, init_us);\n"
	"CREATE INDEX boot_by_mark ON boot (mark);\n"
	"CREATE TABLE figure (\n"
	"  board INTEGER NOT NULL REFERENCES board,\n"
	"  release INTEGER NOT NULL REFERENCES release,\n"
	"  initcall INTEGER NOT NULL REFERENCES initcall,\n"
	"  phase INTEGER NOT NULL,\n"
	"  runs INTEGER NOT NULL,\n"
	"  median_us INTEGER NOT NULL,\n"
	"  min_us INTEGER NOT NULL,\n"
	"  max_us INTEGER NOT NULL,\n"
	"  sd_us INTEGER NOT NULL,\n"
	"  PRIMARY KEY (board, release, initcall)\n"
	") STRICT, WITHOUT ROWID;\n",
};

const struct schema hist_schema = { steps, sizeof(steps) / sizeof(steps[0]) };

/* The version, and whether somebody else's tables are in the file. */
static int read_version(struct db *db, int64_t *version, struct err *e)
{
	int64_t application, tables;

	if (db_number(db, "PRAGMA application_id", &application, e) != 0 ||
	    db_number(db, "PRAGMA user_version", version, e) != 0)
		return -1;
	if (application == SCHEMA_APPLICATION)
		return 0;
	if (db_number(db, "SELECT count(*) FROM sqlite_schema", &tables, e) != 0)
		return -1;
	if (application || *version || tables)
		return err_set(e, db_name(db), 0, "a SQLite database, but no history of bootcheck; "
						  "choose another file");
	return 0;
}

/* Each table and index of the schema must be there, and be what it was made as. */
static int check_tables(struct db *db, const struct schema *s, struct err *e)
{
	static const char find[] = "SELECT sql FROM sqlite_schema WHERE sql = ?1";
	struct query *q = query_new(db, find, e);
	int r = q ? 0 : -1;

	for (size_t i = 0; i < s->n && r == 0; i++) {
		const char *at = s->steps[i];
		const char *end;

		/* Tables that a later step changes would need more than this. */
		while (r == 0 && (end = strstr(at, ";\n"))) {
			query_reset(q);
			query_text(q, 1, (struct str){ at, (size_t)(end - at) });
			r = query_step(q, e);
			if (r == 0)
				r = db_damaged(db, "a table or an index is missing or changed", e);
			else if (r > 0)
				r = 0;
			at = end + 2;
		}
	}
	query_free(q);
	return r;
}

int schema_check(struct db *db, const struct schema *s, struct err *e)
{
	int64_t version;

	if (read_version(db, &version, e) != 0)
		return -1;
	if (version > (int64_t)s->n)
		return err_set(e, db_name(db), 0, "made by a newer bootcheck (schema %lld, this one "
						  "knows %zu); use that one",
			       (long long)version, s->n);
	if (version < 0)
		return db_damaged(db, "its version is negative", e);
	if (version < (int64_t)s->n)
		return 1;
	return check_tables(db, s, e);
}

static int run_steps(struct db *db, const struct schema *s, struct err *e)
{
	char head[96];
	int64_t version;

	/* Somebody may have done it since it was looked at. */
	if (read_version(db, &version, e) != 0)
		return -1;
	for (size_t i = (size_t)version; i < s->n; i++) {
		if (db_run(db, s->steps[i], e) != 0)
			return -1;
	}
	snprintf(head, sizeof(head), "PRAGMA application_id = %d; PRAGMA user_version = %zu",
		 SCHEMA_APPLICATION, s->n);
	return db_run(db, head, e);
}

int schema_update(struct db *db, const struct schema *s, struct err *e)
{
	struct err ignored;

	if (db_begin(db, e) != 0)
		return -1;
	if (run_steps(db, s, e) == 0 && db_run(db, "COMMIT", e) == 0)
		return 0;
	db_run(db, "ROLLBACK", &ignored);
	return -1;
}
