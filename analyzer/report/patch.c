// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/patch.h"

#include "base/buf.h"
#include "base/version.h"
#include "report/json.h"
#include "report/table.h"

static const char *const statuses[] = { "edited", "already", "refused" };

static void put_edit(struct table *t, struct buf *b, const struct patch_list *l,
		     const struct patch_row *r)
{
	switch (r->status) {
	case PATCH_ROW_EDITED:
		table_set(t, 4, r->edit);
		return;
	case PATCH_ROW_ALREADY:
		table_set(t, 4, l->revert ? "none: it is not deferred" : "none: it is deferred");
		return;
	case PATCH_ROW_REFUSED:
		buf_printf(b, "refused: %s", r->reason);
		table_take(t, 4, b);
		table_colour(t, 4, CELL_RED);
		return;
	}
}

void patch_list_text(const struct patch_list *l, int width, bool colour, FILE *f)
{
	static const struct table_column columns[] = {
		{ "initcall", 0 }, { "module", 0 }, { "place", COL_CUT },
		{ "macro", 0 },    { "edit", 0 },
	};
	struct buf b = { 0 };
	struct table t;

	if (!l->rows.n)
		return;
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < l->rows.n; i++) {
		const struct patch_row *r = &l->rows.v[i];

		table_row(&t);
		table_set(&t, 0, r->name);
		table_set(&t, 1, r->module ? r->module : "");
		if (r->file) {
			buf_printf(&b, "%s:%u", r->file, r->line);
			table_take(&t, 2, &b);
		}
		table_set(&t, 3, r->macro ? r->macro : "");
		put_edit(&t, &b, l, r);
	}
	table_print(&t, f, 0, width, colour);
	table_release(&t);
	buf_release(&b);
}

void patch_list_json(const struct patch_list *l, bool pretty, FILE *f)
{
	struct json j;

	jw_init(&j, f, pretty);
	jw_object(&j, NULL);
	jw_string(&j, "schema", "bootcheck/patch/1");
	jw_string(&j, "version", bootcheck_version());
	jw_bool(&j, "revert", l->revert);
	jw_string(&j, "cmdline", l->cmdline);
	jw_array(&j, "initcalls");
	for (size_t i = 0; i < l->rows.n; i++) {
		const struct patch_row *r = &l->rows.v[i];

		jw_object(&j, NULL);
		jw_string(&j, "name", r->name);
		jw_string(&j, "module", r->module);
		jw_string(&j, "status", statuses[r->status]);
		jw_string(&j, "file", r->file);
		if (r->line)
			jw_int(&j, "line", r->line);
		else
			jw_null(&j, "line");
		jw_string(&j, "macro", r->macro);
		jw_string(&j, "edit", r->edit);
		jw_string(&j, "reason", r->reason);
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	jw_finish(&j);
}
