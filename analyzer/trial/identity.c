// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/identity.h"

#include <sys/stat.h>

#include "base/slurp.h"

#define MAX_KERNEL ((size_t)1 << 30)

/* FNV-1a: files are told apart by accident here, not by who wants them to be the same. */
static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const unsigned char *v = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ v[i]) * 0x100000001b3u;
	return h;
}

/* With its end, so that "a", "b" is not "ab". */
static uint64_t mix_text(uint64_t h, const char *s)
{
	return s ? mix(h, s, strlen(s) + 1) : mix(h, "\1", 1);
}

static uint64_t mix_number(uint64_t h, uint64_t v)
{
	return mix(h, &v, sizeof(v));
}

static uint64_t mix_machine(uint64_t h, const struct machine *m)
{
	h = mix_text(h, m->arch);
	h = mix_text(h, m->qemu);
	h = mix_text(h, m->console);
	h = mix_text(h, m->memory);
	for (size_t i = 0; i < m->append.n; i++)
		h = mix_text(h, m->append.v[i]);
	for (size_t i = 0; i < m->options.n; i++)
		h = mix_text(h, m->options.v[i]);
	return h;
}

static uint64_t mix_disk(uint64_t h, const struct vm_disk *d)
{
	struct stat st;

	h = mix_text(h, d->file);
	h = mix_text(h, d->device);
	if (stat(d->file, &st) != 0)
		return h;
	h = mix_number(h, (uint64_t)st.st_size);
	return mix_number(h, (uint64_t)st.st_mtim.tv_sec);
}

uint64_t trial_identity(const struct trial *t, const struct trial_opts *o)
{
	uint64_t h = 0xcbf29ce484222325u;
	struct buf kernel = { 0 };
	struct err ignored;

	/* (it was booted just now; if it is gone, its name must do) */
	(void)slurp(&kernel, o->kernel, MAX_KERNEL, &ignored);
	h = mix(h, buf_str(&kernel), kernel.n);
	buf_release(&kernel);
	h = mix(h, buf_str(&t->initrd), t->initrd.n);
	h = mix_machine(h, &t->machine);
	h = mix_text(h, o->append);
	h = mix_text(h, o->append_after);
	for (size_t i = 0; i < o->ndisks; i++)
		h = mix_disk(h, &o->disks[i]);
	h = mix_text(h, o->job.command);
	h = mix_text(h, o->job.init);
	h = mix_text(h, o->job.root);
	h = mix_number(h, o->own_trigger);
	h = mix_number(h, o->virtual_clock);
	h = mix_number(h, o->cpus);
	h = mix_text(h, o->executor ? o->executor->kind : "qemu");
	h = mix_text(h, o->executor ? o->executor->script : NULL);
	return mix_text(h, o->executor && o->executor->lab ? o->executor->lab->device_type : NULL);
}
