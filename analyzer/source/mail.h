/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A patch as a mail that `git am` takes: whose it is, what it does, and why that
 * is worth it and right. It has no date, so that it is the same each time, and
 * nobody's Signed-off-by, which only a person can give.
 */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "source/choice.h"
#include "source/diff.h"

struct mail {
	const char *author;   /* "NAME <ADDRESS>" */
	const struct chosen *const *v;
	size_t n;
	const char *const *files; /* that it edits, each once */
	size_t nfiles;
	bool revert;
	size_t nth, of;       /* of a series; of 0: alone */
	struct diff_stat stat;
};

/* Whether git would take it as one. */
bool mail_is_author(const char *s);
/* "usb: host: ohci-pci: defer the initcall" */
void mail_subject(struct buf *b, const struct mail *m);
/* The whole mail, ending with the diff. */
void mail_write(struct buf *b, const struct mail *m, struct str diff);
/* "0001-usb-host-ohci-pci-defer-the-initcall.patch": as git format-patch names files. */
void mail_file(struct buf *b, const struct mail *m);
