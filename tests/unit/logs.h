/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the model share: lines of logs, and a boot made of them. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/boot.h"

#define HEAD "[    0.000000] Linux version 6.12.0\n"
#define CALLING(t, f, pid) "[    " t "] calling  " f "+0x0/0x10 @ " pid "\n"
#define RETURNED(t, f, n) "[    " t "] initcall " f "+0x0/0x10 returned 0 after " n " usecs\n"
#define INIT(t) "[    " t "] Run /init as init process\n"

/* Adds what a log holds to s. */
static inline void read_more(struct bootset *s, const char *log)
{
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "log", log, strlen(log), &e) != 0)
		fail_msg("%s", e.msg);
	if (bootset_read_text(s, t, "log", &e) != 0)
		fail_msg("%s", e.msg);
	text_close(t);
}

/* Reads a log into s, which it initialises. */
static inline void read_log(struct bootset *s, const char *log)
{
	bootset_init(s);
	read_more(s, log);
}

/* The same with the notes that are asked for only where they are used. */
static inline struct boot *read_notes(struct bootset *s, const char *log)
{
	bootset_init(s);
	s->want_notes = true;
	read_more(s, log);
	return s->n ? s->v[0] : NULL;
}

/* The same for a log of one boot. */
static inline struct boot *read_boot(struct bootset *s, const char *log)
{
	read_log(s, log);
	assert_int_equal(s->n, 1);
	return s->v[0];
}

/* The n-th call of that name, from 1. */
static inline const struct call *call_nth(const struct boot *b, const char *name, unsigned int n)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		if (strcmp(b->calls[i].sym->name, name) == 0 && --n == 0)
			return &b->calls[i];
	}
	fail_msg("no call %s", name);
	return NULL;
}

static inline const struct call *call_of(const struct boot *b, const char *name)
{
	return call_nth(b, name, 1);
}

static inline size_t count_findings(const struct boot *b, enum finding_code code)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nfindings; i++)
		n += b->findings[i].code == code;
	return n;
}

/* The first finding with this code, which must be there. */
static inline const struct finding *finding_of(const struct boot *b, enum finding_code code)
{
	for (size_t i = 0; i < b->nfindings; i++) {
		if (b->findings[i].code == code)
			return &b->findings[i];
	}
	fail_msg("no finding %s", finding_name(code));
	return NULL;
}

static inline void expect_duration(const struct call *c, enum call_clock clock, int64_t us)
{
	assert_int_equal(c->clock, clock);
	assert_int_equal(c->duration_us, us);
}
