// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Packs the guest's program and its job as an archive for the kernel (newc, see
 * the kernel's Documentation/driver-api/early-userspace/buffer-format.rst).
 */
#include "trial/guest.h"

#include <elf.h>
#include <string.h>
#include <sys/stat.h>

#include "base/slurp.h"
#include "trial/guest_program.h"

#define MAX_PROGRAM ((size_t)64 << 20)

static const struct {
	const char *name;
	uint16_t elf;
} machines[] = {
	{ "x86_64", EM_X86_64 }, { "aarch64", EM_AARCH64 }, { "arm64", EM_AARCH64 },
	{ "arm", EM_ARM },       { "riscv64", EM_RISCV },   { "i386", EM_386 },
};

/* --- The archive --------------------------------------------------------------------------- */

struct cpio {
	struct buf *out;
	size_t start; /* of the archive in out */
	unsigned inode;
};

static void pad(struct cpio *c)
{
	while ((c->out->n - c->start) % 4)
		buf_addc(c->out, '\0');
}

/* Adds an entry: folder, file or node, by the mode. The numbers are those of a node. */
static void entry(struct cpio *c, const char *name, unsigned mode, struct str data, unsigned major,
		  unsigned minor)
{
	/* inode, mode, user, group, links, time, size, device, node, size of the name, sum */
	buf_printf(c->out, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		   ++c->inode, mode, 0, 0, S_ISDIR(mode) ? 2 : 1, 0, data.n, 0, 0, major, minor,
		   strlen(name) + 1, 0);
	buf_add(c->out, name, strlen(name) + 1);
	pad(c);
	buf_add(c->out, data.p ? data.p : "", data.n);
	pad(c);
}

/* --- The job ------------------------------------------------------------------------------- */

/* A line of it; what reads it is scripts/guest/job.c. */
static void job_text(struct buf *b, const char *key, const char *value)
{
	if (!value)
		return;
	buf_printf(b, "%s ", key);
	for (; *value; value++) {
		if (*value == '\\' || *value == '\n')
			buf_addc(b, '\\');
		buf_addc(b, *value == '\n' ? 'n' : *value);
	}
	buf_addc(b, '\n');
}

static void job_lines(struct buf *b, const struct guest_job *job)
{
	job_text(b, "channel", job->channel);
	job_text(b, "command", job->command);
	job_text(b, "init", job->init);
	job_text(b, "root", job->root);
	buf_printf(b, "trigger %d\njob_seconds %u\ntrigger_seconds %u\nsettle_seconds %u\n",
		   job->trigger, job->job_seconds, job->trigger_seconds, job->settle_seconds);
}

/* --- The program --------------------------------------------------------------------------- */

static bool little_endian(struct str s, unsigned char class)
{
	return (unsigned char)s.p[EI_CLASS] == class && s.p[EI_DATA] == ELFDATA2LSB;
}

#define HAS_INTERP(bits, s)                                                              \
	({                                                                               \
		Elf##bits##_Ehdr h_;                                                     \
		Elf##bits##_Phdr p_;                                                     \
		bool found_ = false;                                                     \
		memcpy(&h_, (s).p, sizeof(h_));                                          \
		for (size_t i_ = 0; i_ < h_.e_phnum; i_++) {                             \
			struct str at_ = str_from(s, h_.e_phoff);                        \
			at_ = str_from(at_, i_ * sizeof(p_));                            \
			if (at_.n < sizeof(p_))                                          \
				break;                                                   \
			memcpy(&p_, at_.p, sizeof(p_));                                  \
			found_ = found_ || p_.p_type == PT_INTERP;                       \
		}                                                                        \
		found_;                                                                  \
	})

/* The machine's number in a static program; -1: it is none. */
static int program_machine(struct str s)
{
	Elf32_Ehdr h; /* the fields looked at are in the same place in both classes */

	if (s.n < sizeof(Elf64_Ehdr) || memcmp(s.p, ELFMAG, SELFMAG) != 0)
		return -1;
	memcpy(&h, s.p, sizeof(h));
	if (h.e_type != ET_EXEC && h.e_type != ET_DYN)
		return -1;
	if (little_endian(s, ELFCLASS64))
		return HAS_INTERP(64, s) ? -1 : h.e_machine;
	if (little_endian(s, ELFCLASS32))
		return HAS_INTERP(32, s) ? -1 : h.e_machine;
	return -1;
}

static int check_program(struct str s, const char *machine, const char *program, struct err *e)
{
	int elf = -1, is = program_machine(s);
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(*machines); i++) {
		if (strcmp(machines[i].name, machine) == 0)
			elf = machines[i].elf;
	}
	if (elf < 0)
		return err_set(e, NULL, 0, "no guest program for machine '%s'; there are: "
			       "x86_64, aarch64, arm, riscv64, i386",
			       machine);
	if (is == elf)
		return 0;
	if (!program)
		return err_set(e, NULL, 0, "the guest program for %s is not built in; "
			       "build one: make guest CROSS_COMPILE=...",
			       machine);
	if (is < 0)
		return err_set(e, program, 0,
			       "not a static ELF program; build one: make guest CROSS_COMPILE=...");
	return err_set(e, program, 0,
		       "not a program for %s; build one: make guest CROSS_COMPILE=...", machine);
}

int guest_pack(struct buf *out, const struct guest_job *job, const char *machine,
	       const char *program, struct err *e)
{
	struct buf file = { 0 }, text = { 0 };
	struct str s = guest_program();
	struct cpio c = { .out = out };
	int ret = 0;

	if (program) {
		ret = slurp(&file, program, MAX_PROGRAM, e);
		s = (struct str){ buf_str(&file), file.n };
	}
	if (ret == 0)
		ret = check_program(s, machine, program, e);
	if (ret == 0) {
		job_lines(&text, job);
		/* The kernel looks for an archive at multiples of four only. */
		pad(&c);
		c.start = out->n;
		/* (a folder that is there already stays) */
		entry(&c, "dev", S_IFDIR | 0755, STR_NONE, 0, 0);
		entry(&c, "dev/console", S_IFCHR | 0600, STR_NONE, 5, 1);
		entry(&c, "bootcheck", S_IFDIR | 0755, STR_NONE, 0, 0);
		entry(&c, "bootcheck/init", S_IFREG | 0755, s, 0, 0);
		entry(&c, "bootcheck/job", S_IFREG | 0644,
		      (struct str){ buf_str(&text), text.n }, 0, 0);
		c.inode = (unsigned)-1;
		entry(&c, "TRAILER!!!", 0, STR_NONE, 0, 0);
	}
	buf_release(&file);
	buf_release(&text);
	return ret;
}
