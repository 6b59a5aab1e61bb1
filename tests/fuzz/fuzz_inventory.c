/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what two boots have, and what they say. The input is both sides, with a NUL between
 * them; as inventories and as logs. Against itself no side has news; what is new on one side is
 * missing the other way round, and every line of an inventory is counted once.
 */
#include "compare/inventory.h"
#include "compare/messages.h"
#include "replay.h"

#include <string.h>

static void check_inventories(struct str a, struct str b)
{
	struct inventory_diff there, back, self;

	inventory_compare(&there, a, b);
	inventory_compare(&back, b, a);
	MUST(there.same == back.same);
	MUST(there.renumbered.n == back.renumbered.n && there.renumbered.n <= there.same);
	MUST(there.missing.n == back.extra.n && there.extra.n == back.missing.n);
	for (size_t i = 0; i < there.missing.n; i++) {
		MUST(strlen(there.missing.v[i]) <= INVENTORY_LINE_MAX);
		MUST(strcmp(there.missing.v[i], back.extra.v[i]) == 0);
		MUST(i == 0 || strcmp(there.missing.v[i - 1], there.missing.v[i]) <= 0);
	}
	inventory_compare(&self, a, a);
	MUST(self.same == there.same + there.missing.n);
	MUST(self.missing.n + self.extra.n + self.renumbered.n == 0);
	inventory_diff_release(&there);
	inventory_diff_release(&back);
	inventory_diff_release(&self);
}

static void check_messages(struct str a, struct str b)
{
	struct message_diff d;

	messages_compare(&d, a, b);
	for (size_t i = 0; i < d.added.n; i++) {
		const struct message *m = &d.added.v[i];

		MUST(m->text && m->times > 0 && m->line > 0);
		MUST(m->report || (m->level >= 0 && m->level <= 3));
	}
	for (size_t i = 0; i < d.protection.n; i++)
		MUST(d.protection.v[i].times > 0);
	message_diff_release(&d);
	messages_compare(&d, a, a);
	MUST(d.added.n == 0 && d.protection.n == 0 && d.read_before == d.read_after);
	message_diff_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	size_t mid = str_chr(all, '\0', 0);
	struct str side[2] = { str_head(all, mid), str_from(all, mid + 1) };
	char *copy[2];

	/* Copies of their own, so that reading past an end is seen. */
	for (int i = 0; i < 2; i++) {
		copy[i] = malloc(side[i].n + 1);
		MUST(copy[i]);
		if (side[i].n)
			memcpy(copy[i], side[i].p, side[i].n);
		copy[i] = realloc(copy[i], side[i].n ? side[i].n : 1);
		side[i].p = copy[i];
	}
	check_inventories(side[0], side[1]);
	check_messages(side[0], side[1]);
	free(copy[0]);
	free(copy[1]);
	return 0;
}
