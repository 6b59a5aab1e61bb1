/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * modules.builtin.modinfo: what MODULE_INFO() says of built-in code, as
 * "module.key=value" with a NUL after each. The .modinfo section that some
 * kernels keep is the same.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct modinfo_entry {
	struct str module, key, value; /* into the text */
};

struct modinfo {
	struct buf text; /* owned; empty after modinfo_parse() of other memory */
	VEC(struct modinfo_entry) v;
};

/* Takes what it can of these bytes, which must outlive m. */
void modinfo_parse(struct modinfo *m, struct str text);
/* The file; one of lines, as modules.builtin, gives entries with the key "file". */
int modinfo_read(struct modinfo *m, const char *file, struct err *e);
void modinfo_release(struct modinfo *m);

/*
 * Words of a softdep, "pre: a b post: c", one a call: the next one from *at on,
 * and whether it is to be loaded after. n 0: there is none.
 */
struct str modinfo_softdep(struct str value, size_t *at, bool *post);
