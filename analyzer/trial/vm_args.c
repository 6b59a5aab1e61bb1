// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/vm_args.h"

#include <stdlib.h>
#include <string.h>

static void add(struct vm_args *a, const char *word)
{
	*VEC_PUSH(&a->v) = word;
}

static void addf(struct vm_args *a, const char *option, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void addf(struct vm_args *a, const char *option, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	add(a, option);
	add(a, arena_strdup(&a->arena, (struct str){ b.p, b.n }));
	buf_release(&b);
}

/* How the child sees a file in memory. */
#define BY_FD "/proc/self/fd/%d"

static void add_disk(struct vm_args *a, const struct vm *vm, size_t i, int fd)
{
	const struct vm_disk *d = &vm->disks[i];

	addf(a, "-blockdev", "driver=raw,node-name=user%zu,file.driver=file,file.filename=" BY_FD, i,
	     fd);
	addf(a, "-device", "%s,drive=user%zu", d->device ? d->device : vm->machine->disk, i);
}

void vm_args(struct vm_args *a, const struct vm *vm, const struct vm_fds *fds)
{
	const struct machine *m = vm->machine;

	memset(a, 0, sizeof(*a));
	add(a, vm->qemu ? vm->qemu : m->qemu);
	addf(a, "-accel", "tcg");
	addf(a, "-m", "%s", m->memory);
	addf(a, "-smp", "%u", vm->cpus);
	add(a, "-nodefaults");
	add(a, "-no-user-config");
	add(a, "-no-reboot");
	/* It waits for the monitor's word, so that no event of its end is lost. */
	add(a, "-S");
	addf(a, "-display", "none");
	addf(a, "-vga", "none");
	addf(a, "-chardev", "socket,id=monitor,fd=%d", fds->monitor);
	addf(a, "-mon", "chardev=monitor,mode=control");
	addf(a, "-chardev", "file,id=console,path=" BY_FD, fds->console);
	addf(a, "-chardev", "file,id=channel,path=" BY_FD, fds->channel);
	if (vm->virtual_clock) {
		addf(a, "-icount", "shift=1,sleep=off");
		addf(a, "-rtc", "base=2026-01-01,clock=vm");
		addf(a, "-seed", "42");
	}
	for (size_t i = 0; i < m->options.n; i++)
		add(a, m->options.v[i]);
	for (size_t i = 0; i < vm->ndisks; i++)
		add_disk(a, vm, i, fds->disks.v[i]);
	addf(a, "-kernel", "%s", vm->kernel);
	addf(a, "-initrd", BY_FD, fds->initrd);
	addf(a, "-append", "%s", vm->cmdline);
	add(a, NULL);
}

void vm_args_release(struct vm_args *a)
{
	free(a->v.v);
	arena_release(&a->arena);
}

void vm_args_print(struct buf *b, const struct vm_args *a)
{
	for (size_t i = 0; i + 1 < a->v.n; i++) {
		const char *w = a->v.v[i];

		if (i)
			buf_addc(b, ' ');
		if (w[strcspn(w, " \t\n'\"\\$`&|;<>()*?[]#~!{}")] == '\0' && *w) {
			buf_puts(b, w);
			continue;
		}
		buf_addc(b, '\'');
		for (; *w; w++) {
			if (*w == '\'')
				buf_puts(b, "'\\''");
			else
				buf_addc(b, *w);
		}
		buf_addc(b, '\'');
	}
}
