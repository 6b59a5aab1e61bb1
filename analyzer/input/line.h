/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a line of text to a kernel message: takes the prefix off, whatever
 * tool wrote it. The form is told from the content of each line, so a file may
 * change its form on the way (a boot loader's output, then dmesg).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/us.h"
#include "input/text.h"

enum form {
	FORM_NONE,    /* no prefix that is known: the line is the message */
	FORM_PLAIN,   /* [    0.123456] msg */
	FORM_CALLER,  /* [    0.123456][    T1] msg */
	FORM_VENDOR,  /* [    0.123456] [2: swapper/0: 1] msg, and relatives */
	FORM_RAW,     /* <7>[    0.123456] msg */
	FORM_DMESG_X, /* kern  :debug : [    0.123456] msg */
	FORM_DELTA,   /* dmesg -d, -e and deltas alone */
	FORM_CTIME,   /* dmesg -T: to the second, no usable time */
	FORM_ISO,     /* dmesg --time-format iso, journalctl -o short-iso-precise */
	FORM_KMSG,    /* 7,123,95642,-;msg */
	FORM_JSON,    /* dmesg --json, journalctl -o json, LAVA and KernelCI records */
	FORM_JOURNAL, /* [    0.123456] host kernel: msg */
	FORM_SYSLOG,  /* Feb 04 14:55:36 host kernel: msg, with or without a stamp inside */
	FORM_SERIAL,  /* a stamp of the capturing tool before (grabserial, minicom, CI) */
	FORM_LOGCAT,  /* 02-04 14:55:36.123     0     0 D : msg */
	FORM_FTRACE,  /* swapper/0-1 [000] ..... 0.123456: event: fields */
	FORM_MAX
};

/* The name of a form for people and for JSON. */
const char *form_name(enum form f);

struct line {
	struct str msg;   /* valid until the next line is asked for */
	int64_t us;       /* stamp, or TIME_NONE */
	unsigned long no; /* line of the file */
	uint32_t at;      /* number of the message in its file, from 1: tells what came first */
	uint64_t seq;     /* /dev/kmsg sequence number + 1, or 0 */
	int32_t pid;      /* printing task (PRINTK_CALLER and the like), or -1 */
	enum form form;
	bool relative; /* `us` is not the kernel's clock: only differences count */
	bool lost;     /* the form hides the step to this line (dmesg -e, a new minute) */
	bool buried;   /* the stamp was found within the line, behind other text */
	bool cut;      /* the text of the line is not complete */
};

/* What one record of JSON or YAML has said so far. */
struct json_record {
	struct buf msg;
	struct buf key;
	int64_t us;
	uint64_t seq;
	int32_t pid;
	unsigned long no; /* line of the message */
	bool have_msg;
};

struct line_parser {
	struct buf plain;       /* the line without its terminal escapes */
	struct buf message;     /* a message with its escapes undone */
	struct json_record rec; /* open record */
	bool in_json;           /* a record may go on in the next line */
	struct str rest;        /* what is left of a line that holds several records */
	unsigned long no;
	int64_t sum_us; /* running sum of deltas */
	uint32_t at;    /* of the last message */
	unsigned int host_tries; /* lines yet to look at for "host kernel: " after a stamp */
	bool host;               /* such a line was seen */
};

void line_parser_init(struct line_parser *lp);
void line_parser_release(struct line_parser *lp);
/*
 * Takes a line. Returns true and fills l with the first message in it; then
 * line_again() gives what else the line holds. False: no message.
 */
bool line_first(struct line_parser *lp, const struct text_line *t, struct line *l);
bool line_again(struct line_parser *lp, struct line *l);
/* A merged line: the stamp just before msg.p[at], within msg. TIME_NONE when there is none. */
int64_t line_stamp_before(struct str msg, size_t at);
