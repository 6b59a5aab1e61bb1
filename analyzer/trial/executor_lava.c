// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A lab boots: a job for LAVA, submitted by LAVA's own client, whose log has the console. Files
 * are put where the lab can get them, and taken away when the job is over.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/proc.h"
#include "base/slurp.h"
#include "trial/executor.h"
#include "trial/lava_job.h"
#include "trial/lava_log.h"

#define MAX_KERNEL ((size_t)1 << 30)
/* A job may wait so long for a board that is free. */
#define SECONDS_QUEUE 86400
#define SECONDS_CLIENT 300
#define MAX_ID 64

struct job {
	const struct lab *lab;
	const struct vm *vm;
	struct buf kernel, initrd, definition; /* names of files */
	char id[MAX_ID];
};

static int publish(struct buf *name, const struct job *j, const char *end, struct str bytes,
		   struct err *e)
{
	struct out out;

	buf_printf(name, "%s/bootcheck-%ld-%s.%s", j->lab->publish, (long)getpid(), j->vm->name, end);
	if (out_open(&out, name->p, e) != 0) {
		buf_clear(name); /* it is not ours to remove */
		return -1;
	}
	if (bytes.n)
		fwrite(bytes.p, 1, bytes.n, out.f);
	return out_close(&out, e);
}

static int publish_all(struct job *j, struct err *e)
{
	struct buf kernel = { 0 }, text = { 0 };
	struct lava_job job = { .name = j->vm->name, .cmdline = j->vm->cmdline,
				.seconds = j->vm->seconds };
	int rc;

	if (access(j->lab->publish, W_OK | X_OK) != 0)
		return err_set(e, j->lab->publish, 0, "%s; name a folder for \"publish\" into which you may "
			       "write", strerror(errno));
	rc = slurp(&kernel, j->vm->kernel, MAX_KERNEL, e);

	if (rc == 0)
		rc = publish(&j->kernel, j, "kernel", (struct str){ buf_str(&kernel), kernel.n }, e);
	if (rc == 0)
		rc = publish(&j->initrd, j, "initrd", j->vm->initrd, e);
	if (rc == 0) {
		job.kernel = strrchr(j->kernel.p, '/') + 1;
		job.initrd = strrchr(j->initrd.p, '/') + 1;
		lava_job_write(&text, j->lab, &job);
		rc = publish(&j->definition, j, "yaml", (struct str){ text.p, text.n }, e);
	}
	buf_release(&kernel);
	buf_release(&text);
	return rc;
}

static void take_away(struct job *j)
{
	struct buf *v[] = { &j->kernel, &j->initrd, &j->definition };

	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		if (v[i]->n)
			unlink(v[i]->p);
		buf_release(v[i]);
	}
}

/* "lavacli [-i NAME] jobs A [B] C"; what it prints goes to out. */
static int client(const struct job *j, const char *a, const char *b, const char *c, unsigned seconds,
		  struct buf *out, struct err *e)
{
	const char *argv[8];
	size_t n = 0, size = 0;
	char *text = NULL;
	struct proc p = { .argv = argv, .package = "lavacli", .seconds = seconds,
			  .output = open_memstream(&text, &size) };
	int rc;

	argv[n++] = j->lab->client;
	if (j->lab->identity) {
		argv[n++] = "-i";
		argv[n++] = j->lab->identity;
	}
	argv[n++] = "jobs";
	argv[n++] = a;
	if (b)
		argv[n++] = b;
	argv[n++] = c;
	argv[n] = NULL;
	if (!p.output)
		return err_set(e, NULL, 0, "no memory for what %s prints; free some", argv[0]);
	rc = proc_run(&p, e);
	if (fclose(p.output) == 0)
		buf_add(out, text, size);
	free(text);
	return rc;
}

/* The number of the job is the last line that the client prints: digits, or 12.3 of several. */
static int submit(struct job *j, struct err *e)
{
	struct buf out = { 0 };
	struct str s;
	int rc = client(j, "submit", NULL, j->definition.p, SECONDS_CLIENT, &out, e);

	s = (struct str){ buf_str(&out), out.n };
	while (s.n && strchr(" \r\n", s.p[s.n - 1]))
		s.n--;
	for (size_t at = str_chr(s, '\n', 0); at < s.n; at = str_chr(s, '\n', 0))
		s = str_from(s, at + 1);
	s = str_from(s, str_starts(s, STR("/scheduler/job/")) ? 15 : 0);
	for (size_t i = 0; i < s.n && rc == 0; i++) {
		if (!is_digit(s.p[i]) && s.p[i] != '.')
			s.n = 0;
	}
	if (rc == 0 && (!s.n || s.n >= sizeof(j->id)))
		rc = err_set(e, NULL, 0, "%s did not print the number of the job it submitted; see what "
			     "'%s jobs submit' says", j->lab->client, j->lab->client);
	if (rc == 0)
		snprintf(j->id, sizeof(j->id), "%.*s", STR_ARG(s));
	buf_release(&out);
	return rc;
}

static int judge_end(struct vm_result *r, const struct job *j, struct lava_log *log, struct err *e)
{
	struct str console = { buf_str(&log->console), log->console.n };
	char words[200];

	if (log->end == LAVA_UNKNOWN)
		return err_set(e, NULL, 0, "the log of LAVA job %s does not tell how it ended; look at the "
			       "job, and go on", j->id);
	if (log->end == LAVA_BROKEN)
		return err_set(e, NULL, 0, "LAVA job %s failed for the lab's reasons (%s), so nothing is "
			       "known of the kernel; mend it, and go on", j->id, log->why);
	if (vm_find_panic(words, sizeof(words), console)) {
		r->how = VM_PANICKED;
		snprintf(r->why, sizeof(r->why), "the kernel panicked: %s", words);
	} else if (log->end == LAVA_FAILED) {
		r->how = VM_HUNG;
		snprintf(r->why, sizeof(r->why), "LAVA job %s failed (%.200s)", j->id, log->why);
	} else {
		r->how = VM_POWERED_OFF;
	}
	return 0;
}

static int run(struct job *j, struct vm_result *r, struct err *e)
{
	struct buf text = { 0 }, ignored = { 0 };
	struct lava_log log;
	int rc = submit(j, e);

	if (rc != 0)
		return -1;
	buf_printf(&r->command, "LAVA job %s: %s", j->id, j->vm->cmdline);
	rc = client(j, "wait", NULL, j->id, SECONDS_QUEUE, &ignored, e);
	buf_release(&ignored);
	if (rc == 0)
		rc = client(j, "logs", "--raw", j->id, SECONDS_CLIENT, &text, e);
	if (rc == 0) {
		lava_log_read(&log, (struct str){ buf_str(&text), text.n });
		rc = judge_end(r, j, &log, e);
		r->console = log.console;
		memset(&log.console, 0, sizeof(log.console));
		lava_log_release(&log);
	}
	buf_release(&text);
	return rc;
}

/* Of files that nobody has put there. */
static int print_job(const struct executor *x, const struct vm *vm, struct err *e)
{
	struct buf text = { 0 }, initrd = { 0 };
	const char *slash = strrchr(vm->kernel, '/');
	struct lava_job job = { .name = vm->name, .cmdline = vm->cmdline,
				.kernel = slash ? slash + 1 : vm->kernel, .seconds = vm->seconds };
	int rc = 0;

	buf_printf(&initrd, "bootcheck-%s.initrd", vm->name);
	job.initrd = initrd.p;
	lava_job_write(&text, x->lab, &job);
	if (fprintf(x->dry, "---\n%s", text.p) < 0)
		rc = err_set(e, NULL, 0, "cannot write the job: %s", strerror(errno));
	buf_release(&text);
	buf_release(&initrd);
	return rc;
}

int executor_lava(const struct executor *x, struct vm_result *r, const struct vm *vm, struct err *e)
{
	struct job j = { .lab = x->lab, .vm = vm };
	int rc;

	memset(r, 0, sizeof(*r));
	if (x->dry)
		return print_job(x, vm, e);
	rc = publish_all(&j, e);
	if (rc == 0)
		rc = run(&j, r, e);
	take_away(&j);
	return rc;
}
