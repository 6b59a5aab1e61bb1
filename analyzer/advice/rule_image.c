// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/rule_image.h"

#include <stdlib.h>

void rulebook_judge(const struct rulebook *b, const struct image *img, struct rule_image *out)
{
	struct rule_hits h = { .hit = { .v = NULL } };

	*out = (struct rule_image){ .img = img };
	for (uint32_t i = 0; i < img->n; i++) {
		const struct initcall *c = &img->v[i];
		struct rule_subject s = {
			.initcall = c->name, .module = c->module, .file = c->file,
			/* What is deferred already is judged by where boot has it. */
			.level = c->boot_level ? c->boot_level : c->level,
		};

		if (!rulebook_match(b, &s, &h))
			out->silent++;
		else
			out->calls[h.hit.v[0].verdict]++;
		for (size_t k = 0; k < h.hit.n; k++) {
			const struct rule_hit *hit = &h.hit.v[k];

			*VEC_PUSH(&out->hits) = (struct rule_image_hit){
				.call = i, .rule = (uint32_t)(hit->rule - b->rules.v),
				.verdict = hit->verdict, .counts = hit->counts, .first = k == 0,
			};
		}
	}
	rule_hits_release(&h);
}

void rule_image_release(struct rule_image *r)
{
	free(r->hits.v);
	*r = (struct rule_image){ .img = NULL };
}
