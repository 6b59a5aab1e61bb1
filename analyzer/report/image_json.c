// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON: keys as the interface has them; what is not known is null. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "base/xalloc.h"
#include "report/image.h"
#include "report/image_graph.h"
#include "report/json.h"

static void json_number(struct json *j, const char *key, uint64_t v)
{
	if (v && v <= INT64_MAX)
		jw_int(j, key, (int64_t)v);
	else
		jw_null(j, key);
}

/* Addresses are strings: JSON readers keep 53 bits of a number. */
static void json_address(struct json *j, const char *key, uint64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "0x%" PRIx64, v);
	jw_string(j, key, v ? s : NULL);
}

static void write_call(struct json *j, const char *key, const struct initcall *c)
{
	if (!c) {
		jw_null(j, key);
		return;
	}
	jw_object(j, key);
	jw_int(j, "index", c->index);
	jw_string(j, "name", c->name);
	jw_string(j, "module", c->module);
	jw_string(j, "level", c->level);
	if (c->boot_level)
		jw_string(j, "boot_level", c->boot_level);
	json_address(j, "address", c->address);
	jw_string(j, "file", c->file);
	json_number(j, "line", c->line);
	jw_string(j, "subsystem", c->subsystem);
	json_number(j, "size", c->size);
	json_number(j, "span", c->span);
	json_address(j, "slot", c->slot);
	jw_string(j, "symbol", c->entry);
	jw_string(j, "alias", c->alias);
	jw_end(j);
}

static void write_image(struct json *j, const struct image *img)
{
	jw_string(j, "source", img->file);
	jw_string(j, "format", img->format);
	jw_string(j, "machine", img->machine);
	json_number(j, "class", img->bits);
	jw_string(j, "byte_order", img->is_map ? NULL : img->big_endian ? "big" : "little");
	jw_string(j, "kernel", img->kernel);
	jw_string(j, "build_id", img->build_id);
	jw_string(j, "entries", img->entries);
	jw_bool(j, "dwarf", img->has_dwarf);
	jw_string(j, "no_lines", img->no_lines);
	jw_int(j, "total", (int64_t)img->n);
}

static void write_levels(struct json *j, const struct image_report *r)
{
	struct level_sum *v;
	size_t n = level_sums(&v, r);

	jw_array(j, "levels");
	for (size_t i = 0; i < n; i++) {
		jw_object(j, NULL);
		jw_string(j, "level", v[i].level);
		jw_int(j, "calls", (int64_t)v[i].calls);
		json_number(j, "bytes", v[i].bytes);
		jw_end(j);
	}
	jw_end(j);
	free(v);
}

static void write_lsm(struct json *j, const struct image *img)
{
	jw_array(j, "security_calls");
	for (size_t i = 0; i < img->nlsm; i++) {
		const struct lsm_call *c = &img->lsm[i];

		jw_object(j, NULL);
		jw_string(j, "name", c->name);
		jw_string(j, "lsm", c->lsm);
		jw_string(j, "level", c->level);
		json_address(j, "address", c->address);
		json_number(j, "size", c->size);
		jw_end(j);
	}
	jw_end(j);
}

static void write_needs(struct json *j, const struct image *img, const struct image_module *m)
{
	const char *last = NULL;

	jw_array(j, "needs");
	for (size_t i = 0; i < m->nneeds; i++) {
		const char *name = img->modules[m->needs[i].module].name;

		/* Modules of one name are next to each other. */
		if (!last || strcmp(last, name) != 0)
			jw_string(j, NULL, name);
		last = name;
	}
	jw_end(j);
	jw_array(j, "needs_by");
	for (size_t i = 0; i < m->nneeds; i++) {
		const struct module_need *n = &m->needs[i];

		jw_object(j, NULL);
		jw_string(j, "name", img->modules[n->module].name);
		jw_string(j, "file", img->modules[n->module].file);
		jw_string(j, "symbol", n->symbol);
		jw_int(j, "symbols", n->symbols);
		jw_end(j);
	}
	jw_end(j);
}

static void write_modules(struct json *j, const struct image_report *r)
{
	const struct image *img = r->img;

	jw_array(j, "modules");
	for (size_t i = 0; i < img->nmodules; i++) {
		const struct image_module *m = &img->modules[i];

		if (!module_wanted(r, m))
			continue;
		jw_object(j, NULL);
		jw_string(j, "name", m->name);
		jw_string(j, "file", m->file);
		jw_array(j, "initcalls");
		for (size_t k = 0; k < m->ncalls; k++)
			jw_string(j, NULL, img->v[m->calls[k]].name);
		jw_end(j);
		write_needs(j, img, m);
		jw_int(j, "core_symbols", (int64_t)m->core);
		jw_int(j, "init_bytes", (int64_t)m->init_bytes);
		jw_end(j);
	}
	jw_end(j);
}

static void write_diff(struct json *j, const struct image_report *r)
{
	const struct image_diff *d = r->diff;

	jw_object(j, "diff");
	jw_object(j, "other");
	write_image(j, r->other);
	jw_end(j);
	jw_int(j, "added", (int64_t)d->added);
	jw_int(j, "removed", (int64_t)d->removed);
	jw_int(j, "level_changed", (int64_t)d->levels);
	jw_int(j, "moved", (int64_t)d->moved);
	jw_int(j, "resized", (int64_t)d->resized);
	jw_int(j, "same", (int64_t)d->same);
	jw_array(j, "changes");
	for (size_t i = 0; i < d->n; i++) {
		const struct change *c = &d->v[i];

		if (!image_wanted(r, c))
			continue;
		jw_object(j, NULL);
		jw_array(j, "what");
		if (!c->old || !c->new)
			jw_string(j, NULL, c->old ? "removed" : "added");
		if (c->level)
			jw_string(j, NULL, "level");
		if (c->position)
			jw_string(j, NULL, "moved");
		if (c->size)
			jw_string(j, NULL, "size");
		jw_end(j);
		write_call(j, "before", c->old);
		write_call(j, "after", c->new);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

void image_json(const struct image_report *r, bool pretty, FILE *f)
{
	struct json *j = xmalloc(sizeof(*j));
	struct image_rows rows;

	jw_init(j, f, pretty);
	jw_object(j, NULL);
	jw_string(j, "schema", "bootcheck/image/1");
	jw_string(j, "version", bootcheck_version());
	write_image(j, r->img);
	write_levels(j, r);
	image_rows_of(&rows, r);
	jw_array(j, "initcalls");
	for (size_t i = 0; i < rows.n; i++)
		write_call(j, NULL, rows.v[i]);
	jw_end(j);
	image_rows_release(&rows);
	write_lsm(j, r->img);
	if (r->graph)
		image_graph_json(r, j);
	else if (r->deps)
		write_modules(j, r);
	if (r->diff)
		write_diff(j, r);
	jw_end(j);
	jw_finish(j);
	free(j);
}
