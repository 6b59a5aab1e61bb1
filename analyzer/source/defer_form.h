/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One use of a macro as a deferred one, and back: text to text. */
#pragma once

#include "source/calls.h"

/*
 * Both add the new text of the call, from its macro to its ')', and return
 * true; or false when no such form of it exists that leads back to this text.
 * *how is the macro of the new text.
 */
bool form_defer(struct buf *b, const struct calls *c, struct arena *a, const struct call *call,
		struct str text, const char *group, const char **how);
bool form_revert(struct buf *b, const struct calls *c, struct arena *a, const struct call *call,
		 struct str text, const char **how);
