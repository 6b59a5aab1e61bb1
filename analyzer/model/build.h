/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The builder of one boot: what is known while its lines come by. Used by
 * build.c (lines to calls) and, when the boot is over, by finish.c (clocks,
 * phases, nesting), account.c (the sum) and check.c (findings), in this order.
 */
#pragma once

#include "input/event.h"
#include "model/arch.h"
#include "model/boot.h"

/* Findings of one code that are kept; the rest are counted in one more. */
#define FINDINGS_PER_CODE 20

/* A backwards step of the stamps that is more than lines overtaking one another. */
#define STEP_BACK_US 1000
/* One that another boot may explain, or a processor whose clock starts late. */
#define STEP_BOOT_US 1000000
/* Lines after a step back in which the old clock must come again, or it was a real step. */
#define STRAY_LINES 16
/* Calls after a far step back in which a repeated one shows that it is another boot. */
#define FAR_CALLS 8
/* Far steps back that are looked at in one boot. */
#define FAR_STEPS 16

/* How far back a line may refer: bounds the work that a hostile log can cause. */
#define LOOK_BACK 256

/* Messages between two candidates for init (each may print its arguments). */
#define INIT_LINES 16
#define INIT_TRY_US 100000
/* A capturing tool's clock does not jump so far but by being set. */
#define WALL_JUMP_US (3600ll * 1000000)

/* Notes of one kind that are kept, of devices more; and how far back one is told again. */
#define NOTES_PER_KIND 256
#define NOTES_OF_DEVICES 1536
#define NOTES_BACK 8

/* Calls in flight that are kept track of; nine at once is the most seen in a real log. */
#define OPEN_MAX 256
/* "postcore_sync" is 13 bytes. */
#define LEVEL_NAME_MAX 32

struct open_call {
	uint32_t at; /* in calls, or in asyncs */
	bool async;
	bool doubtful; /* its task began another call: was its return lost? */
};

/* Where the stamps stepped back: calls before and after are on two clocks. */
struct step_back {
	uint32_t line, at;
	unsigned int pending; /* lines since, while it may yet be another processor's */
	unsigned int far;    /* calls yet to look at: is this another boot? */
	unsigned long calls;  /* calls begun, async or not, and returned until then */
	const char *level;    /* that was told since, or NULL */
	unsigned long last_line; /* of the message before it */
	int64_t from_us, to_us;
};

struct builder {
	struct bootset *set;
	struct boot *b;
	struct arch_hints arch;
	struct arch_hints late_arch; /* since the stamps stepped back: of the next boot, if it is one */

	struct {
		struct call *v;
		size_t n, cap;
	} calls, asyncs;
	struct {
		struct probe *v;
		size_t n, cap;
	} probes;
	struct {
		struct wait *v;
		size_t n, cap;
	} waits;
	struct {
		struct note *v;
		size_t n, cap;
	} notes;
	uint16_t nnotes[NOTE_KINDS]; /* seen, kept or not, up to the limit */
	struct {
		struct finding *v;
		size_t n, cap;
	} findings;
	struct {
		const char **v;
		size_t n, cap;
	} levels;
	struct {
		struct open_call *v;
		size_t n, cap;
	} open;
	size_t count[FIND_MAX]; /* findings seen, kept or not */
	unsigned long forms[FORM_MAX];

	bool printk_stamps;  /* some line had a stamp of the kernel's own clock */
	bool trace;          /* tracepoint lines were seen */
	bool last_cut;
	int64_t last_us;  /* stamp of the last stamped line */
	int64_t base_us;  /* of a relative clock */
	int64_t min_step; /* smallest positive step of the stamps */
	size_t steps;     /* positive ones */
	size_t whole;     /* of them, those of a whole number of milliseconds (or of 1/300 s) */
	size_t bare, buried; /* lines that begin with a stamp, and that hide it behind text */
	size_t lost_steps;
	unsigned long lost_step_line;
	uint64_t seq;       /* of the last /dev/kmsg record */
	uint64_t first_seq; /* + 1, 0: not /dev/kmsg */
	struct step_back back;
	size_t nstray;
	unsigned int nfar, ncmdline;
	uint32_t stray_line;
	int64_t stray_us; /* the most that another processor's clock was behind */
	enum form wall_form; /* of base_us */
	enum stamp_fault {
		STAMPS_GOOD,
		STAMPS_NONE,     /* there are none */
		STAMPS_SAME,     /* they do not move */
		STAMPS_DELIVERY, /* they are those of a relay */
	} fault;
	const char *first_cmdline; /* of the two that are looked at */
	unsigned long first_cmdline_line;
	bool wall_jump;    /* a relative clock that was set while it ran */
	unsigned long ncalling, nreturned;
	unsigned long free_line, clocksource_line;
	uint32_t free_at, clocksource_at; /* message numbers of them */
	struct {
		struct bound {
			const char *device, *driver;
		} *v;
		size_t n, cap;
	} drivers; /* what the driver core (DEBUG_DRIVER) said it tries */
	uint8_t level;
};

/* Line numbers are kept in 32 bits; past that they stay at the last one. */
static inline uint32_t line32(unsigned long no)
{
	return no > UINT32_MAX ? UINT32_MAX : (uint32_t)no;
}

/* Calls begun and returned so far: whether there was one since. */
static inline unsigned long builder_calls(const struct builder *w)
{
	return w->calls.n + w->asyncs.n + w->nreturned;
}

/* Adds a finding with a formatted message; line 0 is the whole log. */
void builder_find(struct builder *w, enum finding_code code, enum severity sev, unsigned long line,
		  const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The line's stamp on the boot's clock, or TIME_NONE; changes l->us. */
void builder_time(struct builder *w, struct line *l);
/* The stamp of a line, against that of the line before; the /dev/kmsg number likewise. */
void builder_step(struct builder *w, const struct line *l);
void builder_seq(struct builder *w, const struct line *l);
/* A step back that turned out to be one. */
void builder_step_back(struct builder *w);

/* A message that is no event: does it tell something else of the boot? */
void builder_note(struct builder *w, const struct line *l);

/* What a line said. */
void builder_event(struct builder *w, const struct event *ev, const struct line *l);

/* The three steps after the last line. */
void builder_finish(struct builder *w);
void builder_account(struct builder *w);
void builder_check(struct builder *w);
