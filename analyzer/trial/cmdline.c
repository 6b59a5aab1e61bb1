// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/cmdline.h"

#include <stdint.h>
#include <string.h>

#include "trial/guest.h"

/* COMMAND_LINE_SIZE of the kernel: 2048 on x86 and arm64, 1024 on arm and riscv. */
static size_t room(const char *arch)
{
	return strcmp(arch, "x86_64") == 0 || strcmp(arch, "aarch64") == 0 ? 2047 : 1023;
}

/* (after "off", which takes back what the kernel was built to defer) */
static void add_choice(struct buf *b, const struct cmdline_opts *o)
{
	for (size_t i = 0; i < o->ndefer; i++)
		buf_printf(b, "%s%s", i ? "," : "", o->defer[i]);
}

void cmdline_make(struct buf *out, struct buf *config, const struct cmdline_opts *o)
{
	const struct machine *m = o->machine;
	bool x86 = strcmp(m->arch, "x86_64") == 0;
	struct buf choice = { 0 };

	buf_printf(out, "console=%s%s quiet initcall_debug log_buf_len=16M printk.devkmsg=on",
		   m->console, strncmp(m->console, "ttyS", 4) == 0 ? ",115200" : "");
	/* A panic ends the boot, and prints the log that nobody can ask for any more. */
	buf_printf(out, " panic=-1 panic_print=0x20%s rdinit=" GUEST_INIT,
		   x86 ? " unknown_nmi_panic" : "");
	if (o->virtual_clock)
		buf_puts(out, " nokaslr norandmaps");
	else if (x86)
		buf_puts(out, " no_timer_check");
	/* (an emulated timer is late when the host is busy: no rate can be measured by it) */
	if (o->tsc_khz && x86)
		buf_printf(out, " tsc=reliable tsc_early_khz=%lu", o->tsc_khz);
	/* However long the first job takes, it is the guest's program that pulls the trigger. */
	if (o->defer && !o->own_trigger)
		buf_puts(out, " deferred_initcalls_timeout=0");
	for (size_t i = 0; i < m->append.n; i++)
		buf_printf(out, " %s", m->append.v[i]);
	if (o->append)
		buf_printf(out, " %s", o->append);
	if (o->append_after)
		buf_printf(out, " %s", o->append_after);
	if (!o->defer) {
		buf_puts(out, " deferred_initcalls=off");
		return;
	}
	add_choice(&choice, o);
	if (!choice.n) {
		/* what the kernel itself was built to defer */
	} else if (out->n + choice.n + 24 <= room(m->arch)) {
		buf_printf(out, " deferred_initcalls=off,%s", choice.p);
	} else {
		buf_puts(out, " bootconfig");
		buf_printf(config, "kernel.deferred_initcalls = \"off,%s\"\n", choice.p);
	}
	buf_release(&choice);
}

static void add_u32(struct buf *b, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		buf_addc(b, (char)(v >> (8 * i) & 0xff));
}

void cmdline_add_bootconfig(struct buf *initrd, const struct buf *config)
{
	size_t from = initrd->n;
	uint32_t sum = 0;

	/* Documentation/admin-guide/bootconfig.rst: text, its size and sum, a magic word. */
	buf_add(initrd, config->p, config->n);
	while ((initrd->n + 20) % 4)
		buf_addc(initrd, '\0');
	for (size_t i = from; i < initrd->n; i++)
		sum += (unsigned char)initrd->p[i];
	add_u32(initrd, (uint32_t)(initrd->n - from));
	add_u32(initrd, sum);
	buf_puts(initrd, "#BOOTCONFIG\n");
}
