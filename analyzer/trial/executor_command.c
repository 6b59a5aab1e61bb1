// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A script boots: whatever can be driven from a shell. It gets the kernel's command
 * line as its argument and the rest in the environment, and gives back the console.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/slurp.h"
#include "trial/executor.h"

#define MAX_OUTPUT ((size_t)256 << 20)
/* A script that knows the time limit gets so many seconds to tidy up after it. */
#define GRACE 60

/* Files for one boot; gone when it is over. */
struct place {
	char dir[64];
	struct buf initrd, channel;
};

static int make_place(struct place *p, const struct vm *vm, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	FILE *f;
	bool bad;

	if (!tmp || strlen(tmp) > sizeof(p->dir) - 24)
		tmp = "/tmp";
	snprintf(p->dir, sizeof(p->dir), "%s/bootcheck-XXXXXX", tmp);
	if (!mkdtemp(p->dir)) {
		p->dir[0] = '\0';
		return err_set(e, tmp, 0, "cannot make a folder: %s; set TMPDIR to where that can be done",
			       strerror(errno));
	}
	buf_printf(&p->initrd, "%s/initrd", p->dir);
	buf_printf(&p->channel, "%s/channel", p->dir);
	f = fopen(p->initrd.p, "we");
	bad = !f || fwrite(vm->initrd.p, 1, vm->initrd.n, f) != vm->initrd.n;
	if (f && fclose(f) != 0)
		bad = true;
	if (bad)
		return err_set(e, p->initrd.p, 0, "cannot be written: %s; free some space",
			       strerror(errno));
	return 0;
}

static void leave(struct place *p)
{
	if (p->dir[0]) {
		unlink(buf_str(&p->initrd));
		unlink(buf_str(&p->channel));
		rmdir(p->dir);
	}
	buf_release(&p->initrd);
	buf_release(&p->channel);
}

static const char *variable(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%s=%s", name, value);
	return b->p;
}

/* What the kernel said last, when the machine did not come to its end. */
static void judge_end(struct vm_result *r, int status, const char *said)
{
	struct str console = { buf_str(&r->console), r->console.n };
	char words[200];

	if (vm_find_panic(words, sizeof(words), console)) {
		r->how = VM_PANICKED;
		snprintf(r->why, sizeof(r->why), "the kernel panicked: %s", words);
	} else if (status == 0) {
		r->how = VM_POWERED_OFF;
	} else {
		r->how = VM_HUNG;
		snprintf(r->why, sizeof(r->why), "the script says that it did not come up%s%s",
			 *said ? ": " : "", said);
	}
}

static int run(const struct executor *x, struct vm_result *r, const struct vm *vm,
	       const struct place *at, struct err *e)
{
	struct buf v[6] = { { 0 } };
	char seconds[16];
	const char *argv[] = { x->script, vm->cmdline, NULL };
	const char *env[] = {
		variable(&v[0], "BOOTCHECK_NAME", vm->name ? vm->name : "boot"),
		variable(&v[1], "BOOTCHECK_KERNEL", vm->kernel),
		variable(&v[2], "BOOTCHECK_INITRD", at->initrd.p),
		variable(&v[3], "BOOTCHECK_CHANNEL", at->channel.p),
		variable(&v[4], "BOOTCHECK_CMDLINE", vm->cmdline),
		(snprintf(seconds, sizeof(seconds), "%u", vm->seconds),
		 variable(&v[5], "BOOTCHECK_TIMEOUT", seconds)),
		NULL,
	};
	struct proc_end end = { .status = 0 };
	char *text = NULL;
	size_t size = 0;
	struct proc p = { .argv = argv, .env = env, .seconds = vm->seconds + GRACE, .end = &end,
			  .output = open_memstream(&text, &size) };
	int rc;

	buf_printf(&r->command, "%s '%s'", x->script, vm->cmdline);
	if (!p.output)
		rc = err_set(e, NULL, 0, "no memory for what %s prints; free some", x->script);
	else
		rc = proc_run(&p, e);
	if (p.output && fclose(p.output) == 0)
		buf_add(&r->console, text, size);
	free(text);
	if (rc == 0 && r->console.n > MAX_OUTPUT)
		rc = err_set(e, x->script, 0, "printed more than 256 MiB; let it end");
	if (rc == 0 && end.late) {
		r->how = VM_HUNG;
		snprintf(r->why, sizeof(r->why), "the script did not end within %u s", p.seconds);
	} else if (rc == 0 && end.status != 0 && end.status != 1) {
		rc = err_set(e, x->script, 0, "ended with status %d (%s), so nothing is known of the "
			     "kernel; mend the lab and go on", end.status,
			     *end.said ? end.said : "it did not say why");
	} else if (rc == 0) {
		judge_end(r, end.status, end.said);
	}
	if (rc == 0 && access(at->channel.p, F_OK) == 0)
		rc = slurp(&r->channel, at->channel.p, MAX_OUTPUT, e);
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		buf_release(&v[i]);
	return rc;
}

int executor_command(const struct executor *x, struct vm_result *r, const struct vm *vm,
		     struct err *e)
{
	struct place p = { .dir = "" };
	int rc;

	memset(r, 0, sizeof(*r));
	rc = make_place(&p, vm, e);
	if (rc == 0)
		rc = run(x, r, vm, &p, e);
	leave(&p);
	return rc;
}
