/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a log says of devices that supply others. It names devices; which driver
 * a device has, other lines of the log say: "DRIVER DEVICE: ...". Give it every
 * message; devlinks_hints() then has what deps_read() takes.
 */
#pragma once

#include "base/arena.h"
#include "base/strtab.h"
#include "base/vec.h"
#include "input/deps.h"

struct devlink {
	struct str driver;   /* of the consumer, or its bus as long as it has none */
	struct str consumer; /* device */
	struct str supplier; /* device */
};

/*
 * "DRIVER DEVICE: Linked as a consumer to DEVICE", "...: error -EPROBE_DEFER: supplier
 * DEVICE not ready", "...: probe deferral - supplier DEVICE not ready", "...: wait for
 * supplier DEVICE". False: it is none of these.
 */
bool devlink_parse(struct devlink *l, struct str msg);

struct devlink_seen {
	uint32_t consumer, supplier;
	const char *what; /* the message */
};

struct devlinks {
	struct arena arena;
	struct strtab devices, drivers;
	VEC(uint32_t) driver_of; /* by device: driver + 1; 0: not known */
	VEC(struct devlink_seen) v;
	VEC(struct dep_hint) hints;
};

void devlinks_init(struct devlinks *l);
void devlinks_message(struct devlinks *l, struct str msg);
/* The links both of whose devices have a known driver. Returns how many; l owns *v. */
size_t devlinks_hints(struct devlinks *l, const struct dep_hint **v);
void devlinks_release(struct devlinks *l);
