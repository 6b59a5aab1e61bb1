/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what is read as advice of suggest. What comes of it are names that may stand in a
 * kernel's source, configuration and command line, files below the tree, and a mail without
 * control characters; a mistake is one line that begins with the file's name.
 */
#include "source/choice.h"
#include "source/mail.h"
#include "replay.h"
#include "valid.h"

#include <string.h>

static void check_call(const struct chosen *x)
{
	MUST(choice_is_function(str_of(x->name)));
	MUST(!x->module || choice_is_module(str_of(x->module)));
	MUST(!x->file || choice_is_file(x->file));
	MUST(x->saving_us == TIME_NONE || x->saving_us >= 0);
}

static void check_mail(const struct choice *c)
{
	const struct chosen **v = calloc(c->v.n + 1, sizeof(struct chosen *));
	const char *const file = "drivers/usb/host/ohci-pci.c";
	struct mail m = { .author = "A <a@b>", .v = v, .n = c->v.n, .files = &file, .nfiles = 1 };
	struct buf b = { 0 };

	MUST(v);
	for (size_t i = 0; i < c->v.n; i++)
		v[i] = &c->v.v[i];
	mail_write(&b, &m, STR("diff"));
	/* Only the end of the message may look like it. */
	MUST(strstr(b.p, "\n---\n") == strstr(b.p, "\n--- ") || !strstr(b.p, "\n--- "));
	for (size_t i = 0; i < b.n; i++)
		MUST((unsigned char)b.p[i] >= ' ' || b.p[i] == '\n');
	buf_release(&b);
	free(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choice c = { 0 };
	struct buf list = { 0 };
	struct err e;
	char *copy = malloc(size ? size : 1);

	/* A copy of its own, so that reading past its end is seen. */
	MUST(copy);
	memcpy(copy, data, size);
	if (choice_json(&c, "f", (struct str){ copy, size }, &e) == 0) {
		for (size_t i = 0; i < c.v.n; i++)
			check_call(&c.v.v[i]);
		check_mail(&c);
		choice_list(&list, &c, NULL);
		if (c.v.n) {
			struct choice again = { 0 };

			MUST(choice_names(&again, buf_str(&list), &e) == 0);
			MUST(again.v.n <= c.v.n);
			choice_release(&again);
		}
	} else {
		MUST(e.msg[0] == 'f' && e.msg[1] == ':');
		MUST(!strchr(e.msg, '\n'));
	}
	choice_release(&c);
	buf_release(&list);
	free(copy);
	return 0;
}
