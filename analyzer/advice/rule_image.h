/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rule book says of the initcalls of a kernel, each by itself. */
#pragma once

#include "advice/rule.h"
#include "input/image.h"

struct rule_image_hit {
	uint32_t call;             /* in the image */
	uint32_t rule;             /* in the book */
	enum rule_verdict verdict;
	bool counts, first;        /* as in struct rule_hit; the first decides */
};

struct rule_image {
	const struct image *img;
	VEC(struct rule_image_hit) hits; /* by call; of one call, what counts most is first */
	size_t calls[RULE_VERDICTS];     /* by verdict */
	size_t silent;                   /* calls that no rule fits */
};

void rulebook_judge(const struct rulebook *b, const struct image *img, struct rule_image *out);
void rule_image_release(struct rule_image *r);
