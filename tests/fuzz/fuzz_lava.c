// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzz target: the log of a LAVA job, and what is handed over in its console; a lab, and its job. */
#include "replay.h"

#include <string.h>

#include "trial/guest.h"
#include "trial/lab.h"
#include "trial/lava_job.h"
#include "trial/lava_log.h"

/* A job is lines of text, whatever the lab's file says. */
static void check_job(const struct lab *l, const char *words)
{
	struct lava_job j = { .name = "after-1", .cmdline = words, .kernel = "k", .initrd = "i",
			      .seconds = 1 };
	struct buf b = { 0 };

	lava_job_write(&b, l, &j);
	for (size_t i = 0; i < b.n; i++)
		MUST((unsigned char)b.p[i] >= ' ' ? b.p[i] != 127 : b.p[i] == '\n');
	buf_release(&b);
}

/* What is quoted is a message's text again. */
static void check_quote(const char *words)
{
	struct buf b = { 0 };
	struct lava_log l;

	buf_puts(&b, "{lvl: target, msg: ");
	lava_quote(&b, words);
	buf_puts(&b, "}");
	lava_log_read(&l, (struct str){ b.p, b.n });
	MUST(l.strange == 0 && l.console.n > 0);
	lava_log_release(&l);
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct handover h;
	struct lava_log log;
	struct lab lab;
	struct err e = { "" };
	char *words = malloc(size + 1);

	MUST(words);
	memcpy(words, data, size);
	words[size] = '\0';
	lava_log_read(&log, text);
	MUST(strlen(log.why) < sizeof(log.why));
	handover_read(&h, (struct str){ buf_str(&log.console), log.console.n });
	handover_release(&h);
	lava_log_release(&log);
	if (lab_parse(&lab, "f", text, &e) == 0)
		check_job(&lab, words);
	else
		MUST(strncmp(e.msg, "f:", 2) == 0);
	lab_release(&lab);
	check_quote(words);
	free(words);
	return 0;
}
