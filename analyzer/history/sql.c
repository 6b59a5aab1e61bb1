// SPDX-License-Identifier: GPL-2.0-or-later
#include "history/sql.h"

#define BOOT_COLUMNS                                                                     \
	"id, release, board, mark, boot_id, file, kernel, arch, machine, init_us, initcalls_us, " \
	"async_wait_us, gaps_us, residual_us, calls"

const char *hist_sql(enum hist_sql n)
{
	static const char *const sql[SQL_MAX] = {
		[SQL_RELEASE_ID] = "SELECT id FROM release WHERE name = ?1",
		[SQL_RELEASE_NAME] = "SELECT name FROM release WHERE id = ?1",
		[SQL_RELEASE_ADD] = "INSERT INTO release (name) VALUES (?1)",
		[SQL_BOARD_ID] = "SELECT id FROM board WHERE name = ?1",
		[SQL_BOARD_ADD] = "INSERT INTO board (name) VALUES (?1)",
		[SQL_BOARDS] = "SELECT id, name FROM board ORDER BY id",
		[SQL_TEXT_ID] = "SELECT id FROM text WHERE value = ?1",
		[SQL_TEXT_VALUE] = "SELECT value FROM text WHERE id = ?1",
		[SQL_TEXT_ADD] = "INSERT INTO text (value) VALUES (?1)",
		[SQL_INITCALL_ID] = "SELECT id FROM initcall WHERE name = ?1 AND module = ?2 AND "
				    "ordinal = ?3",
		[SQL_INITCALL] = "SELECT id, name, module, ordinal FROM initcall WHERE id = ?1",
		[SQL_INITCALL_NAMED] = "SELECT id, name, module, ordinal FROM initcall "
				       "WHERE name = ?1 ORDER BY module, ordinal",
		[SQL_INITCALL_ADD] = "INSERT INTO initcall (name, module, ordinal) "
				     "VALUES (?1, ?2, ?3)",
		[SQL_BOOT_BY_ID] = "SELECT release.name, board.name FROM boot, release, board "
				   "WHERE boot_id = ?1 AND release.id = boot.release AND "
				   "board.id = boot.board",
		[SQL_BOOT_BY_MARK] = "SELECT release.name, board.name FROM boot, release, board "
				     "WHERE mark = ?1 AND release.id = boot.release AND "
				     "board.id = boot.board",
		[SQL_BOOT_ADD] = "INSERT INTO boot (release, board, mark, boot_id, file, kernel, "
				 "arch, machine, init_us, initcalls_us, async_wait_us, gaps_us, "
				 "residual_us, calls, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
				 "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
		[SQL_BOOT_REMOVE] = "DELETE FROM boot WHERE board = ?1 AND release = ?2",
		[SQL_BOOT_COUNT] = "SELECT count(*) FROM boot WHERE board = ?1 AND release = ?2",
		[SQL_BOOTS] = "SELECT " BOOT_COLUMNS " FROM boot WHERE board = ?1 AND release = ?2 "
			      "ORDER BY id",
		[SQL_BOOTS_WHOLE] = "SELECT " BOOT_COLUMNS ", data FROM boot WHERE board = ?1 AND "
				    "release = ?2 ORDER BY id",
		[SQL_RELEASES] = "SELECT release.id, release.name FROM (SELECT DISTINCT release AS x "
				 "FROM boot WHERE board = ?1 ORDER BY release DESC LIMIT ?2) "
				 "CROSS JOIN release ON release.id = x ORDER BY x",
		[SQL_BEFORE] = "SELECT max(release) FROM boot WHERE board = ?1 AND release < ?2",
		[SQL_INITS] = "SELECT release, init_us FROM boot WHERE board = ?1 AND "
			      "release >= ?2 ORDER BY release, init_us",
		[SQL_FIGURE_CLEAR] = "DELETE FROM figure WHERE board = ?1 AND release = ?2",
		[SQL_FIGURE_ADD] = "INSERT INTO figure (board, release, initcall, phase, runs, "
				   "median_us, min_us, max_us, sd_us) VALUES (?1, ?2, ?3, ?4, ?5, "
				   "?6, ?7, ?8, ?9)",
		[SQL_FIGURES] = "SELECT release, initcall, phase, runs, median_us, min_us, max_us, "
				"sd_us FROM figure WHERE board = ?1 AND release >= ?2 "
				"ORDER BY release, initcall",
		[SQL_FIGURE] = "SELECT release, initcall, phase, runs, median_us, min_us, max_us, "
			       "sd_us FROM figure WHERE board = ?1 AND release = ?2 AND "
			       "initcall = ?3",
	};

	return sql[n];
}
