/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every statement of a history, so that a test can ask SQLite how it would run each of them. */
#pragma once

enum hist_sql {
	SQL_RELEASE_ID,
	SQL_RELEASE_NAME,
	SQL_RELEASE_ADD,
	SQL_BOARD_ID,
	SQL_BOARD_ADD,
	SQL_BOARDS,
	SQL_TEXT_ID,
	SQL_TEXT_VALUE,
	SQL_TEXT_ADD,
	SQL_INITCALL_ID,
	SQL_INITCALL,
	SQL_INITCALL_NAMED,
	SQL_INITCALL_ADD,
	SQL_BOOT_BY_ID,
	SQL_BOOT_BY_MARK,
	SQL_BOOT_ADD,
	SQL_BOOT_REMOVE,
	SQL_BOOT_COUNT,
	SQL_BOOTS,
	SQL_BOOTS_WHOLE,
	SQL_RELEASES,
	SQL_BEFORE,
	SQL_INITS,
	SQL_FIGURE_CLEAR,
	SQL_FIGURE_ADD,
	SQL_FIGURES,
	SQL_FIGURE,
	SQL_MAX
};

const char *hist_sql(enum hist_sql n);
