/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A LAVA lab, as a text file of lines "KEY VALUE" tells of it: which board, how
 * it boots, and where the lab gets files from.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct lab_context {
	const char *key, *value;
};

struct lab {
	struct arena arena;
	const char *device_type; /* of LAVA */
	const char *method;      /* "qemu", or one that boots by tftp: "u-boot", "grub", "barebox", ... */
	const char *commands;    /* of that method in LAVA's template of the board: "ramdisk" */
	const char *kernel_type; /* "image", "zimage", "uimage"; NULL: LAVA does not need to know */
	const char *header;      /* of the initramfs: "u-boot"; NULL: none */
	const char *dtb;         /* address, or NULL */
	const char *publish;     /* folder into which the kernel and the initramfs are put */
	const char *url;         /* by which the lab gets what is there */
	const char *client;      /* program: "lavacli" */
	const char *identity;    /* of the client, or NULL */
	const char *visibility, *priority;
	VEC(const char *) tags;
	VEC(struct lab_context) context; /* variables of the job */
};

/* Reads the text; file is for messages. Returns 0, or -1 with e set; to be released either way. */
int lab_parse(struct lab *l, const char *file, struct str text, struct err *e);
/* The same from a file. */
int lab_read(struct lab *l, const char *file, struct err *e);
void lab_release(struct lab *l);
