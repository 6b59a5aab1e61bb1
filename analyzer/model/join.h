/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boots and the vmlinux they ran: gives each built-in call its entry of the
 * kernel's table, and says what does not fit. The last step of building a
 * bootset; the image must outlive it.
 */
#pragma once

#include "input/image.h"
#include "model/boot.h"

struct joiner;

/* The names of the image, put in order once for all sets; serves many threads at a time. */
struct joiner *joiner_new(const struct image *img);
void joiner_free(struct joiner *j);

/*
 * Sets call.image, the levels of the calls that have one, and adds findings.
 * Calls are found by name and size, then by name alone; of equal ones in their
 * order.
 */
void bootset_join(struct bootset *s, const struct joiner *keys);

/* The module of a call: as the log says, else as the image does; or NULL. */
static inline const char *call_module(const struct call *c)
{
	return c->sym->module ? c->sym->module : c->image ? c->image->module : NULL;
}
