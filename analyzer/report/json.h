/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON onto a stream, on one line or indented, without keeping the
 * document. The caller sees to it that keys are given inside of objects and
 * NULL keys inside of arrays; brackets are counted.
 *
 * Strings may hold any bytes: what is not UTF-8 becomes U+FFFD, byte by byte.
 * Keys are our own and are written as they are.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH 16
#define JSON_BUFFER 16384

struct json {
	FILE *f;
	size_t n; /* bytes in buf */
	unsigned int depth;
	bool pretty;
	char close[JSON_DEPTH]; /* by depth: the bracket that ends it */
	bool empty[JSON_DEPTH]; /* nothing in it so far */
	char buf[JSON_BUFFER];
};

void jw_init(struct json *j, FILE *f, bool pretty);
/* Ends the document with a newline and hands everything to the stream. */
void jw_finish(struct json *j);

void jw_object(struct json *j, const char *key);
void jw_array(struct json *j, const char *key);
/* Ends the innermost object or array. */
void jw_end(struct json *j);

/* NULL is written as null. */
void jw_string(struct json *j, const char *key, const char *s);
void jw_stringn(struct json *j, const char *key, const char *s, size_t n);
void jw_int(struct json *j, const char *key, int64_t v);
void jw_bool(struct json *j, const char *key, bool v);
void jw_null(struct json *j, const char *key);
/* TIME_NONE is written as null. */
void jw_us(struct json *j, const char *key, int64_t us);
