// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/slurp.h"
#include "trial/cmdline.h"
#include "trial/kernel_arch.h"
#include "trial/tsc.h"

#define MAX_INITRD ((size_t)2 << 30)

static bool on_qemu(const struct trial_opts *o)
{
	return !o->executor || strcmp(o->executor->kind, "qemu") == 0;
}

static int choose_machine(struct trial *t, const struct trial_opts *o, struct err *e)
{
	const char *arch = kernel_arch(o->kernel, e), *names = o->machine;
	int r;

	if (!arch)
		return -1;
	if (!names)
		names = *arch ? machine_default(arch) : NULL;
	if (!names)
		return err_set(e, o->kernel, 0, "is no kernel image that is known; give what a boot "
			       "loader takes (bzImage, Image), or name the machine with --machine");
	r = on_qemu(o) ? machine_read(&t->machine, names, e)
		       : machine_read_board(&t->machine, names, e);
	if (r != 0)
		return -1;
	if (*arch && strcmp(arch, t->machine.arch) != 0)
		return err_set(e, o->kernel, 0, "is for %s, and machine '%s' is a %s; give one that "
			       "fits", arch, names, t->machine.arch);
	return 0;
}

/* The user's initramfs, the guest's program and its job, and a long choice. */
static int make_initrd(struct buf *out, const struct trial *t, const struct trial_opts *o,
		       enum side side, const struct buf *config, struct err *e)
{
	struct guest_job job = o->job;

	/* A board has one console, and nothing that is sure to be beside it. */
	job.channel = on_qemu(o) ? t->machine.channel : "/dev/console";
	job.trigger = side == AFTER && !o->own_trigger;
	buf_add(out, t->initrd.p, t->initrd.n);
	/* (the kernel passes over zeros between archives) */
	while (out->n % 4)
		buf_addc(out, '\0');
	if (guest_pack(out, &job, t->machine.arch, o->program, e) != 0)
		return -1;
	if (config->n)
		cmdline_add_bootconfig(out, config);
	return 0;
}

/* What can be told of a boot that did not end as it should. */
static void explain(struct trial_boot *b)
{
	const struct handover *h = &b->handover;

	/* A machine that cannot power off starts anew, which QEMU does not let it. */
	bool ended = b->vm.how == VM_POWERED_OFF || (b->vm.how == VM_RESET && h->ended);

	if (!ended)
		snprintf(b->why, sizeof(b->why), "%s%s", b->vm.why,
			 h->began ? "" : "; the guest's program had not said a word");
	else if (h->damaged)
		snprintf(b->why, sizeof(b->why), "what the guest handed over is damaged (%s)",
			 h->damaged);
	else if (!h->began || !h->ended)
		snprintf(b->why, sizeof(b->why), "the machine ended, and the guest's program %s",
			 h->began ? "had not handed over all" : "had not said a word");
	else if (h->trouble)
		snprintf(b->why, sizeof(b->why), "%s", h->trouble);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int execute(struct trial_boot *b, const struct vm *vm, const struct trial_opts *o,
		   struct err *e)
{
	double began = now();
	int r = o->executor ? o->executor->boot(o->executor, &b->vm, vm, e) : vm_run(&b->vm, vm, e);

	b->vm.seconds = now() - began;
	if (r != 0)
		return -1;
	handover_read(&b->handover, (struct str){ b->vm.channel.p, b->vm.channel.n });
	/* Without a second port it comes between the lines of the console. */
	if (!b->handover.began) {
		handover_release(&b->handover);
		handover_read(&b->handover, (struct str){ b->vm.console.p, b->vm.console.n });
	}
	explain(b);
	return 0;
}

int trial_boot(struct trial_boot *b, const struct trial *t, const struct trial_opts *o,
	       const struct trial_order *order, struct err *e)
{
	struct cmdline_opts words = { .machine = &t->machine, .virtual_clock = o->virtual_clock,
				      .append = o->append, .ndefer = order->ndefer,
				      .tsc_khz = t->tsc_khz };
	struct vm vm = { .machine = &t->machine, .qemu = o->qemu, .kernel = o->kernel,
			 .disks = o->disks, .ndisks = o->ndisks,
			 .virtual_clock = o->virtual_clock, .cpus = o->cpus,
			 .seconds = o->seconds, .name = b->name };
	struct buf cmdline = { 0 }, config = { 0 }, initrd = { 0 };
	static const char *const none[1];
	int r;

	memset(b, 0, sizeof(*b));
	b->side = order->side;
	snprintf(b->name, sizeof(b->name), "%s", order->name);
	if (order->side == AFTER || order->control)
		words.append_after = o->append_after;
	if (order->side == AFTER) {
		words.defer = order->ndefer ? order->defer : none;
		words.own_trigger = o->own_trigger;
	}
	cmdline_make(&cmdline, &config, &words);
	r = make_initrd(&initrd, t, o, order->side, &config, e);
	if (r == 0) {
		vm.cmdline = cmdline.p;
		vm.initrd = (struct str){ initrd.p, initrd.n };
		r = execute(b, &vm, o, e);
	}
	buf_release(&cmdline);
	buf_release(&config);
	buf_release(&initrd);
	return r;
}

void trial_boot_release(struct trial_boot *b)
{
	vm_result_release(&b->vm);
	handover_release(&b->handover);
}

/* Without a good boot to compare with there is no trial. */
static int check_before(const struct trial_boot *b, struct err *e)
{
	const struct handover *h = &b->handover;

	if (b->why[0])
		return err_set(e, NULL, 0, "without deferral the machine does not come up: %s; see "
			       "what it says with --keep DIR", b->why);
	if (h->job_status != 0)
		return err_set(e, NULL, 0, "the first job fails without deferral, too (%s); mend it "
			       "first", h->job_status < 0 ? "it does not end in time"
						          : "its status is not 0");
	if (!h->status.n)
		return err_set(e, NULL, 0, "this kernel has no /proc/deferred_initcalls_status; it "
			       "needs the patch, and CONFIG_DEFERRED_INITCALLS");
	return 0;
}

/* That QEMU died says nothing about the kernel. */
int trial_check_after(const struct trial_boot *b, struct err *e)
{
	if (b->vm.how != VM_DIED)
		return 0;
	return err_set(e, NULL, 0, "%s; try again", b->why);
}

int trial_boot_nth(struct trial *t, const struct trial_opts *o, enum side side, unsigned nth,
		   struct err *e)
{
	struct trial_order order = { .side = side, .defer = o->defer, .ndefer = o->ndefer };
	struct trial_boot *b;

	snprintf(order.name, sizeof(order.name), "%s-%u", side == BEFORE ? "before" : "after", nth);
	if (o->begin)
		o->begin(o->ctx, &order);
	b = VEC_PUSH(&t->boots);
	if (trial_boot(b, t, o, &order, e) != 0)
		return -1;
	return side == BEFORE ? check_before(b, e) : trial_check_after(b, e);
}

/* A name that nothing has would only be found out by another boot. */
int trial_check_names(const struct trial_opts *o, struct str log, struct err *e)
{
	struct buf line = { 0 };
	int r = 0;

	for (size_t i = 0; i < o->ndefer && r == 0; i++) {
		const char *colon = strchr(o->defer[i], ':');
		const char *name = colon ? colon + 1 : o->defer[i];

		buf_clear(&line);
		buf_printf(&line, "calling  %s+0x", name);
		if (str_find(log, (struct str){ line.p, line.n }) == log.n)
			r = err_set(e, NULL, 0, "no initcall of this kernel has the name '%s'; `bootcheck "
				    "image vmlinux` lists them", name);
	}
	buf_release(&line);
	return r;
}

void trial_view(struct proof_boot *v, const struct trial_boot *b)
{
	const struct handover *h = &b->handover;
	struct str log = h->log.n ? h->log : (struct str){ b->vm.console.p, b->vm.console.n };

	*v = (struct proof_boot){
		.side = b->side, .name = b->name, .why = b->why[0] ? b->why : NULL, .log = log,
		.inventory = h->inventory, .status = h->status, .settled = h->settled,
		.job_status = h->job_status, .trigger = h->trigger,
	};
}

static int by_side(const void *a, const void *b)
{
	const struct trial_boot *x = a, *y = b;

	if (x->side != y->side)
		return x->side < y->side ? -1 : 1;
	/* (names of one side differ in their number alone) */
	return strlen(x->name) != strlen(y->name) ? (strlen(x->name) < strlen(y->name) ? -1 : 1)
						  : strcmp(x->name, y->name);
}

int trial_begin(struct trial *t, const struct trial_opts *o, struct err *e)
{
	memset(t, 0, sizeof(*t));
	if (choose_machine(t, o, e) != 0)
		return -1;
	t->tsc_khz = o->virtual_clock || !on_qemu(o) ? 0 : tsc_khz();
	return o->initrd ? slurp(&t->initrd, o->initrd, MAX_INITRD, e) : 0;
}

void trial_end(struct trial *t)
{
	if (!t->boots.n)
		return;
	qsort(t->boots.v, t->boots.n, sizeof(t->boots.v[0]), by_side);
	t->views.n = 0;
	for (size_t i = 0; i < t->boots.n; i++)
		trial_view(VEC_PUSH(&t->views), &t->boots.v[i]);
}

int trial_run(struct trial *t, const struct trial_opts *o, struct err *e)
{
	if (trial_begin(t, o, e) != 0)
		return -1;
	for (unsigned nth = 1; nth <= o->runs; nth++) {
		if (trial_boot_nth(t, o, BEFORE, nth, e) != 0 ||
		    trial_check_names(o, t->boots.v[t->boots.n - 1].handover.log, e) != 0 ||
		    trial_boot_nth(t, o, AFTER, nth, e) != 0)
			return -1;
	}
	trial_end(t);
	return 0;
}

void trial_release(struct trial *t)
{
	for (size_t i = 0; i < t->boots.n; i++)
		trial_boot_release(&t->boots.v[i]);
	free(t->boots.v);
	free(t->views.v);
	buf_release(&t->initrd);
	machine_release(&t->machine);
}
