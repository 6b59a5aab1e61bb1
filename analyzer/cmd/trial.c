// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/slurp.h"
#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/trying.h"

#define TOP_DEFAULT 20
#define RUNS_WALL 5
#define SECONDS_WALL 180
#define SECONDS_VIRTUAL 900
#define MAX_ADVICE ((size_t)256 << 20)
#define STATE_DEFAULT "bootcheck-search.state"

enum key {
	KEY_KERNEL = OPT_OWN,
	KEY_INITRD,
	KEY_VMLINUX,
	KEY_DEFER,
	KEY_FROM,
	KEY_AS_BUILT,
	KEY_RUNS,
	KEY_CLOCK,
	KEY_MACHINE,
	KEY_APPEND,
	KEY_APPEND_AFTER,
	KEY_CPUS,
	KEY_DISK,
	KEY_QEMU,
	KEY_GUEST,
	KEY_TIMEOUT,
	KEY_JOB,
	KEY_ROOT,
	KEY_INIT,
	KEY_OWN_TRIGGER,
	KEY_JOB_TIMEOUT,
	KEY_TRIGGER_TIMEOUT,
	KEY_SETTLE,
	KEY_SEARCH,
	KEY_JOBS,
	KEY_STATE,
	KEY_PROVED,
	KEY_EXECUTOR,
	KEY_DRY_RUN,
	KEY_KEEP,
	KEY_HTML,
	KEY_TOP,
	KEY_ALL,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is tried:", 1 },
	{ "kernel", KEY_KERNEL, "IMAGE", 0, "the kernel, with bootcheck's patch (bzImage, Image)", 1 },
	{ "initrd", KEY_INITRD, "FILE", 0, "your initramfs, as it is", 1 },
	{ "defer", KEY_DEFER, "NAME,...", 0,
	  "initcalls: FUNCTION or MODULE:FUNCTION; may be repeated", 1 },
	{ "from", KEY_FROM, "FILE", 0,
	  "what `bootcheck suggest --json` wrote: all that it says to defer; - for standard input", 1 },
	{ "as-built", KEY_AS_BUILT, NULL, 0, "what the kernel itself was built to defer", 1 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0, "of that kernel: the saving is predicted, too", 1 },
	{ NULL, 0, NULL, 0, "The machine:", 2 },
	{ "machine", KEY_MACHINE, "M[+SET...]", 0,
	  "pc, q35, virt-arm64, virt-arm, virt-riscv64, with sets of devices: usb, disks, ide, net, "
	  "sound, input, display (default: all); or a file like these", 2 },
	{ "append", KEY_APPEND, "WORDS", 0, "more kernel command line", 2 },
	{ "append-after", KEY_APPEND_AFTER, "WORDS", 0, "the same, for boots with deferral only", 2 },
	{ "disk", KEY_DISK, "FILE[:DEVICE]", 0,
	  "image of a disk, on a QEMU device as ide-hd,bus=ide.0; it is copied to memory; may be "
	  "repeated", 2 },
	{ "cpus", KEY_CPUS, "N", 0, "processors (default 1; more only with --clock wall)", 2 },
	{ "executor", KEY_EXECUTOR, "WHO", 0,
	  "who boots: qemu (default), command:SCRIPT for a board, lava:FILE for a lab", 2 },
	{ "dry-run", KEY_DRY_RUN, NULL, 0, "with lava: print the first jobs, boot nothing", 2 },
	{ "qemu", KEY_QEMU, "PATH", 0, "another QEMU", 2 },
	{ "guest", KEY_GUEST, "FILE", 0, "the program that works in the guest, for other processors", 2 },
	{ NULL, 0, NULL, 0, "The first job:", 3 },
	{ "job", KEY_JOB, "COMMAND", 0,
	  "run by the guest's /bin/sh before the trigger (default: none, user space is all)", 3 },
	{ "root", KEY_ROOT, "DEVICE", 0, "root file system on a disk, as /dev/sda", 3 },
	{ "init", KEY_INIT, "PATH", 0, "run your own init as process 1", 3 },
	{ "own-trigger", KEY_OWN_TRIGGER, NULL, 0, "your system pulls the trigger itself", 3 },
	{ "job-timeout", KEY_JOB_TIMEOUT, "S", 0, "the job may take (default 60)", 3 },
	{ "trigger-timeout", KEY_TRIGGER_TIMEOUT, "S", 0, "the deferred calls may take (default 60)", 3 },
	{ "settle", KEY_SETTLE, "S", 0, "probing may go on after them (default 20)", 3 },
	{ NULL, 0, NULL, 0, "How it is measured:", 4 },
	{ "clock", KEY_CLOCK, "virtual|wall", 0,
	  "virtual (default): by instructions, the same figures every time; wall: faster, noisy", 4 },
	{ "runs", KEY_RUNS, "N", 0, "boots a side (default 1; with --clock wall 5)", 4 },
	{ "timeout", KEY_TIMEOUT, "S", 0,
	  "a boot may take, by the clock on the wall (default 900; with --clock wall 180)", 4 },
	{ NULL, 0, NULL, 0, "The largest set of what is chosen that passes:", 5 },
	{ "search", KEY_SEARCH, NULL, 0, "find it: with all at first, then without those that fail", 5 },
	{ "jobs", KEY_JOBS, "N", 0, "boots at the same time (default 1)", 5 },
	{ "state", KEY_STATE, "FILE", 0,
	  "what is known so far: a search goes on from there (default bootcheck-search.state)", 5 },
	{ "proved", KEY_PROVED, "FILE", 0,
	  "write the candidates with verdicts proved and disproved, for bootcheck patch --from", 5 },
	{ NULL, 0, NULL, 0, "What is shown:", 6 },
	{ "keep", KEY_KEEP, "DIR", 0, "keep logs, consoles, inventories and QEMU's command lines", 6 },
	{ "html", KEY_HTML, "FILE", 0, "both boots for a release review, in one file", 6 },
	{ "top", KEY_TOP, "N", 0, "the N first rows of each list (default 20)", 6 },
	{ "all", KEY_ALL, NULL, 0, "all rows", 6 },
	{ 0 },
};

struct args {
	VEC(const char *) defer;
	VEC(const char *) from;
	const char *executor;
	VEC(struct buf) texts; /* of --from */
	VEC(struct vm_disk) disks;
	struct trying t;
	bool stdin_given, as_built, wall, virtual_asked;
};

static error_t number(unsigned *to, const char *option, const char *arg, long max,
		      struct argp_state *state)
{
	long n = 0;
	error_t r = opts_number(state, option, arg, 1, max, &n);

	if (!r)
		*to = (unsigned)n;
	return r;
}

/* FILE[:DEVICE]; argv is ours to cut. */
static error_t add_disk(struct args *a, char *arg)
{
	char *colon = strrchr(arg, ':');

	/* (a device's name has neither slash nor dot before its first comma) */
	if (colon && colon[1] && !strchr(colon, '/')) {
		*colon = '\0';
		*VEC_PUSH(&a->disks) = (struct vm_disk){ arg, colon + 1 };
	} else {
		*VEC_PUSH(&a->disks) = (struct vm_disk){ arg, NULL };
	}
	return 0;
}

static error_t add_from(struct args *a, const char *name, struct argp_state *state)
{
	if (strcmp(name, "-") == 0) {
		if (a->stdin_given)
			return opts_bad(state, "standard input ('-') is given twice");
		a->stdin_given = true;
	}
	*VEC_PUSH(&a->from) = name;
	return 0;
}

/* A board has its own time, and nothing of QEMU's. */
static error_t check_executor(struct args *a, struct argp_state *state)
{
	bool qemu = !a->executor || strcmp(a->executor, "qemu") == 0;

	if (a->t.dry_run && (qemu || strncmp(a->executor, "lava:", 5) != 0))
		return opts_bad(state, "--dry-run prints the jobs of a lab: give --executor lava:FILE");
	if (qemu)
		return 0;
	if (a->virtual_asked)
		return opts_bad(state, "virtual time is QEMU's: leave out --clock virtual with --executor "
				       "%s", a->executor);
	if (a->t.o.qemu || a->disks.n || a->t.o.cpus > 1)
		return opts_bad(state, "--qemu, --disk and --cpus are of QEMU: leave them out with "
				       "--executor %s", a->executor);
	a->wall = true;
	return 0;
}

static error_t check_search(const struct args *a, struct argp_state *state)
{
	if (a->t.search && a->as_built)
		return opts_bad(state, "--search is among names: give them with --defer or --from");
	if (!a->t.search && (a->t.jobs || a->t.state || a->t.proved))
		return opts_bad(state, "--jobs, --state and --proved are of a search: give --search, too");
	return 0;
}

static error_t parse_end(struct args *a, struct argp_state *state)
{
	struct trial_opts *o = &a->t.o;

	if (!o->kernel)
		return opts_bad(state, "no kernel given; name its image with --kernel FILE");
	if (a->as_built && (a->defer.n || a->from.n))
		return opts_bad(state, "--as-built is what the kernel was built to defer: leave out "
				       "--defer and --from");
	if (!a->as_built && !a->defer.n && !a->from.n)
		return opts_bad(state, "nothing is chosen; name initcalls with --defer NAME,..., give "
				       "--from FILE of bootcheck suggest --json, or --as-built");
	if (check_search(a, state) != 0 || check_executor(a, state) != 0)
		return EINVAL;
	if (!a->t.jobs)
		a->t.jobs = 1;
	if (!a->t.state)
		a->t.state = STATE_DEFAULT;
	o->virtual_clock = !a->wall;
	if (o->virtual_clock && o->cpus > 1)
		return opts_bad(state, "virtual time has one processor; give --clock wall with --cpus %u",
				o->cpus);
	if (!o->runs)
		o->runs = a->wall ? RUNS_WALL : 1;
	if (!o->seconds)
		o->seconds = a->wall ? SECONDS_WALL : SECONDS_VIRTUAL;
	return 0;
}

static error_t parse_machine(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	struct trial_opts *o = &a->t.o;

	switch (key) {
	case KEY_KERNEL:
		o->kernel = arg;
		return 0;
	case KEY_INITRD:
		o->initrd = arg;
		return 0;
	case KEY_MACHINE:
		o->machine = arg;
		return 0;
	case KEY_APPEND:
		o->append = arg;
		return 0;
	case KEY_APPEND_AFTER:
		o->append_after = arg;
		return 0;
	case KEY_DISK:
		return add_disk(a, arg);
	case KEY_CPUS:
		return number(&o->cpus, "cpus", arg, 255, state);
	case KEY_QEMU:
		o->qemu = arg;
		return 0;
	case KEY_GUEST:
		o->program = arg;
		return 0;
	case KEY_TIMEOUT:
		return number(&o->seconds, "timeout", arg, 86400, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_search(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);

	switch (key) {
	case KEY_SEARCH:
		a->t.search = true;
		return 0;
	case KEY_JOBS:
		return number(&a->t.jobs, "jobs", arg, 64, state);
	case KEY_STATE:
		a->t.state = arg;
		return 0;
	case KEY_EXECUTOR:
		a->executor = arg;
		return 0;
	case KEY_DRY_RUN:
		a->t.dry_run = true;
		return 0;
	case KEY_PROVED:
		a->t.proved = arg;
		return 0;
	default:
		return parse_machine(key, arg, state);
	}
}

static error_t parse_job(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	struct guest_job *j = &a->t.o.job;

	switch (key) {
	case KEY_JOB:
		j->command = arg;
		return 0;
	case KEY_ROOT:
		j->root = arg;
		return 0;
	case KEY_INIT:
		j->init = arg;
		return 0;
	case KEY_OWN_TRIGGER:
		a->t.o.own_trigger = true;
		return 0;
	case KEY_JOB_TIMEOUT:
		return number(&j->job_seconds, "job-timeout", arg, 86400, state);
	case KEY_TRIGGER_TIMEOUT:
		return number(&j->trigger_seconds, "trigger-timeout", arg, 86400, state);
	case KEY_SETTLE:
		return number(&j->settle_seconds, "settle", arg, 86400, state);
	default:
		return parse_search(key, arg, state);
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	static const char *const clocks[] = { "virtual", "wall" };
	struct args *a = opts_own(state);
	error_t r;
	int at = 0;
	unsigned n = 0;

	switch (key) {
	case KEY_DEFER:
		*VEC_PUSH(&a->defer) = arg;
		return 0;
	case KEY_FROM:
		return add_from(a, arg, state);
	case KEY_AS_BUILT:
		a->as_built = true;
		return 0;
	case KEY_VMLINUX:
		a->t.vmlinux = arg;
		return 0;
	case KEY_CLOCK:
		r = opts_choice(state, "clock", arg, clocks, 2, &at);
		a->wall = at == 1;
		a->virtual_asked = at == 0;
		return r;
	case KEY_RUNS:
		return number(&a->t.o.runs, "runs", arg, 1000, state);
	case KEY_KEEP:
		a->t.keep = arg;
		return 0;
	case KEY_HTML:
		a->t.html = arg;
		return 0;
	case KEY_TOP:
		r = number(&n, "top", arg, 1000000, state);
		a->t.view.top = n;
		return r;
	case KEY_ALL:
		a->t.view.all = true;
		return 0;
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return parse_job(key, arg, state);
	}
}

static const struct command_line command_line = {
	.name = "trial",
	.args = "--kernel IMAGE --defer NAME,...|--from FILE|--as-built",
	.about = "Boot a kernel under QEMU without deferral and with it, trigger the deferred calls, and\n"
		 "prove or refute that init begins sooner and that all devices, drivers and files are\n"
		 "there as before. The default clock counts instructions: same input, same figures, on\n"
		 "any machine at any load.",
	.example = "  Try what the advice says, with your own initramfs and first job:\n"
		   "    bootcheck suggest boot.log --vmlinux vmlinux --json |\n"
		   "        bootcheck trial --kernel bzImage --initrd rootfs.cpio.gz --from - \\\n"
		   "            --job '/usr/bin/take-picture'\n",
	.options = options,
	.parse = parse,
};

/* The text stays: a search writes it back with its verdicts. */
static int read_from(struct args *a, const char *name, struct err *e)
{
	struct buf *b = VEC_PUSH(&a->texts);
	struct str text;

	memset(b, 0, sizeof(*b));
	if (slurp(b, name, MAX_ADVICE, e) != 0)
		return -1;
	text = (struct str){ buf_str(b), b->n };
	*VEC_PUSH(&a->t.advice) = text;
	return choice_json(&a->t.choice, strcmp(name, "-") == 0 ? "standard input" : name, text, e);
}

static int read_choice(struct args *a, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < a->defer.n && r == 0; i++)
		r = choice_names(&a->t.choice, a->defer.v[i], e);
	if (r == 0)
		r = choice_named(&a->t.choice, "is a place, which only a source tree can tell; give the "
				 "name of the function", e);
	for (size_t i = 0; i < a->from.n && r == 0; i++)
		r = read_from(a, a->from.v[i], e);
	if (r == 0 && !a->as_built && !a->t.choice.v.n)
		return err_set(e, NULL, 0, "nothing is to be deferred: the advice has no call with the "
			       "verdict \"defer\"; answer its questions with suggest --may-wait, or name "
			       "calls with --defer");
	return r;
}

static int begin(struct args *a, struct err *e)
{
	if (read_choice(a, e) != 0 ||
	    executor_open(&a->t.executor, &a->t.lab, a->executor ? a->executor : "qemu", e) != 0)
		return -1;
	a->t.o.executor = &a->t.executor;
	return 0;
}

static int trial(int argc, char **argv)
{
	struct args a = {
		.t.o = { .cpus = 1,
			 .job = { .job_seconds = 60, .trigger_seconds = 60,
				  .settle_seconds = 20 } },
		.t.view = { .top = TOP_DEFAULT },
	};
	struct common c;
	struct err e;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0) {
		a.t.common = &c;
		a.t.view.quiet = c.quiet;
		a.t.view.verbose = c.verbose;
		a.t.view.colour = c.colour;
		a.t.o.disks = a.disks.v;
		a.t.o.ndisks = a.disks.n;
		status = begin(&a, &e) == 0 ? trying_run(&a.t) : cmd_unusable(&e);
	}
	lab_release(&a.t.lab);
	choice_release(&a.t.choice);
	free(a.defer.v);
	free(a.from.v);
	free(a.t.advice.v);
	for (size_t i = 0; i < a.texts.n; i++)
		buf_release(&a.texts.v[i]);
	free(a.texts.v);
	free(a.disks.v);
	return status;
}

const struct cmd cmd_trial = {
	.name = "trial",
	.summary = "boot before and after under QEMU, and prove the saving",
	.run = trial,
};
