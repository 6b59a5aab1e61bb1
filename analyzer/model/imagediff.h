/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rebuild did to the initcalls of a kernel. Points into both images. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "input/image.h"

/* One initcall that is not as it was; old or new is NULL when it is only in the other. */
struct change {
	const struct initcall *old, *new;
	bool level;    /* runs at another level */
	bool position; /* runs at another place among those that are in both */
	bool size;
};

struct image_diff {
	struct change *v; /* in the order of the new image, what was removed at its old place */
	size_t n;
	size_t added, removed, levels, moved, resized, same;
};

/*
 * Initcalls are the same by name, module and file, else by name and module,
 * else by name; of equal ones in their order.
 */
void image_diff(struct image_diff *d, const struct image *old, const struct image *new);
void image_diff_release(struct image_diff *d);
