// SPDX-License-Identifier: GPL-2.0-or-later
/* Levels: their ids in symbols, their names, the order in which they run. */
#include "input/image_priv.h"

static const struct {
	const char *id, *name;
} levels[] = {
	{ "con", "console" },
	{ "security", "security" },
	{ "early", "early" },
	{ "0", "pure" },
	{ "1", "core" },
	{ "1s", "core_sync" },
	{ "2", "postcore" },
	{ "2s", "postcore_sync" },
	{ "3", "arch" },
	{ "3s", "arch_sync" },
	{ "4", "subsys" },
	{ "4s", "subsys_sync" },
	{ "5", "fs" },
	{ "5s", "fs_sync" },
	{ "rootfs", "rootfs" },
	{ "6", "device" },
	{ "6s", "device_sync" },
	{ "7", "late" },
	{ "7s", "late_sync" },
	{ "deferred", "deferred" },
	{ "8", "deferred" }, /* of some patches */
};

#define NLEVELS (sizeof(levels) / sizeof(levels[0]))

const char *const image_levels[] = {
	"console", "security", "early", "pure", "core", "core_sync", "postcore", "postcore_sync",
	"arch", "arch_sync", "subsys", "subsys_sync", "fs", "fs_sync", "rootfs", "device",
	"device_sync", "late", "late_sync", "deferred", NULL,
};

static size_t find(struct str id, bool sync)
{
	for (size_t i = 0; i < NLEVELS; i++) {
		size_t n = strlen(levels[i].id);
		bool s = n == 2 && levels[i].id[1] == 's';

		if (s == sync && id.n == n - s && memcmp(levels[i].id, id.p, id.n) == 0)
			return i;
	}
	return NLEVELS;
}

const char *level_name(struct image_reader *r, struct str id, bool sync, uint16_t *rank)
{
	size_t i = find(id, sync);

	if (i == NLEVELS && sync)
		i = find(id, false);
	*rank = (uint16_t)i;
	if (i < NLEVELS)
		return levels[i].name;
	return id.n ? arena_strdup(&r->img->arena, id) : NULL;
}

bool level_is_id(struct str id)
{
	return find(id, false) < NLEVELS;
}
