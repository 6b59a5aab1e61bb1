// SPDX-License-Identifier: GPL-2.0-or-later
/* The stamps as the lines come by: whose clock they are, and whether it runs on. */
#include "model/build.h"

/*
 * The stamp of a line on the boot's clock. A capturing tool's clock counts
 * only as long as the kernel's own has not been seen, and from its first line.
 */
void builder_time(struct builder *w, struct line *l)
{
	if (l->us == TIME_NONE)
		return;
	if (!l->relative) {
		if (!w->printk_stamps) {
			w->printk_stamps = true;
			w->last_us = w->b->first_us = w->b->last_us = TIME_NONE;
		}
		return;
	}
	if (w->printk_stamps) {
		l->us = TIME_NONE;
		return;
	}
	if (w->base_us == TIME_NONE) {
		w->base_us = l->us;
		w->wall_form = l->form;
	}
	if (l->form != w->wall_form) {
		l->us = TIME_NONE;
		return;
	}
	l->us -= w->base_us;
	/* dmesg -d prints no delta after a stamp of 0: its sum may well fall below its start. */
	if (l->form == FORM_DELTA)
		return;
	if (l->us < 0 || (w->last_us != TIME_NONE && l->us - w->last_us > WALL_JUMP_US)) {
		w->wall_jump = true;
		l->us = TIME_NONE;
	}
}

void builder_step_back(struct builder *w)
{
	builder_find(w, FIND_CLOCK_BACKWARDS, SEV_NOTE, w->back.line,
		     "the stamps step back from %lld us to %lld us: the kernel changed its clock; "
		     "times before this line are on another one",
		     (long long)w->back.from_us, (long long)w->back.to_us);
	w->back.pending = 0;
}

/* A multiple of the tick, but for the drift of a clock that is corrected. */
static bool is_whole(int64_t us, int64_t tick)
{
	int64_t off = us % tick;

	return off <= tick / 300 || off >= tick - tick / 300;
}

/*
 * A step back may be the kernel's (it changed its clock), or a single line of
 * another processor whose clock is behind: then the stamps soon go on where
 * they were.
 */
void builder_step(struct builder *w, const struct line *l)
{
	int64_t step = w->last_us == TIME_NONE ? 0 : l->us - w->last_us;

	if (w->last_us == TIME_NONE)
		w->b->first_us = l->us;
	if (step > 0) {
		w->steps++;
		if (step < w->min_step)
			w->min_step = step;
		w->whole += is_whole(step, 1000) || is_whole(step * 3, 10000);
	}
	if (w->back.pending) {
		if (l->us + STEP_BACK_US >= w->back.from_us) {
			int64_t lag = w->back.from_us - w->back.to_us;

			w->back.pending = 0;
			w->back.far = 0;
			if (!w->nstray++)
				w->stray_line = w->back.line;
			if (lag > w->stray_us)
				w->stray_us = lag;
		} else if (++w->back.pending > STRAY_LINES) {
			builder_step_back(w);
		}
	} else if (step < -STEP_BACK_US) {
		w->late_arch = (struct arch_hints){ 0 };
		w->back = (struct step_back){
			.line = line32(l->no),
			.at = l->at,
			.pending = 1,
			.far = step < -STEP_BOOT_US && w->nfar++ < FAR_STEPS ? FAR_CALLS : 0,
			.calls = builder_calls(w),
			.last_line = w->b->last_line,
			.from_us = w->last_us,
			.to_us = l->us,
		};
	}
	w->last_us = l->us;
	w->b->last_us = l->us;
}

void builder_seq(struct builder *w, const struct line *l)
{
	if (!w->seq && !w->first_seq)
		w->first_seq = l->seq;
	else if (l->seq > w->seq + 1) {
		builder_find(w, FIND_DROPPED_MESSAGES, SEV_WARNING, l->no,
			     "%llu messages are missing before this line (their sequence numbers "
			     "are); read /dev/kmsg from the start, with log_buf_len=16M",
			     (unsigned long long)(l->seq - w->seq - 1));
	}
	w->seq = l->seq;
}
