/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A flattened device tree: the devices, and which one supplies which, as
 * fw_devlink takes it from the properties (drivers/of/property.c).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#define DTB_NONE UINT32_MAX

/* A node with a compatible property, not disabled. */
struct dtb_device {
	const char *path;
	const char *const *compatible; /* the best first; NULL ends */
	uint32_t parent;               /* the device that it is below, or DTB_NONE */
};

struct dtb_link {
	uint32_t consumer, supplier; /* devices */
	const char *property;        /* "clocks"; "parent" when it is below that device */
};

struct dtb {
	struct arena arena;
	VEC(struct dtb_device) dev;
	VEC(struct dtb_link) link;
	size_t lost; /* phandles that lead nowhere */
};

/* On -1 e is set and there is nothing to release. */
int dtb_read(struct dtb *t, const char *file, struct err *e);
int dtb_parse(struct dtb *t, const char *name, const void *p, size_t n, struct err *e);
void dtb_release(struct dtb *t);

/*
 * What looks like entries of match tables (struct of_device_id, also those of
 * CLK_OF_DECLARE() and the like) in data whose pointers have `word` bytes.
 */
typedef void dtb_match_fn(void *own, size_t at, const char *compatible);
void dtb_matches(const unsigned char *p, size_t n, unsigned int word, dtb_match_fn *fn, void *own);
