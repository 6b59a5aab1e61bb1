// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Roots of whole logs. Without arguments: logs that are not as they should be. With arguments,
 * `test_roots_logs [-i VMLINUX] [-c CMDLINE] [-n NEED]... LOG...`, it prints the roots of
 * each boot, for tests/prop/roots.sh and for people.
 */
#include "logs.h"

#include <stdlib.h>
#include <unistd.h>

#include "advice/roots.h"

#define NEEDS_MAX 32

static void print_root(const struct root *r)
{
	printf("%s [%s] %s; %s", root_kind_name(r->kind), root_sure_name(r->sure), r->what,
	       r->evidence);
	if (r->line)
		printf(", line %lu", r->line);
	putchar('\n');
	for (size_t i = 0; i < r->n; i++) {
		const struct root_selector *s = &r->v[i];

		printf("\t%s %s [%s]%s x%zu: %s", root_how_name(s->how), s->name,
		       root_sure_name(s->sure), s->loaded ? " loaded later" : "", s->fits, s->why);
		if (s->evidence)
			printf("; %s", s->evidence);
		if (s->line)
			printf(", line %lu", s->line);
		putchar('\n');
	}
	if (r->unknown)
		printf("\task: %s\n", r->unknown);
}

static int print_roots(int argc, char **argv)
{
	const char *need[NEEDS_MAX], *cmdline = NULL, *vmlinux = NULL;
	struct image_opts opts = { .lines = true };
	struct image img;
	size_t nneed = 0;
	struct err e;
	int opt, ret = 0;

	while ((opt = getopt(argc, argv, "i:c:n:")) != -1) {
		if (opt == 'i')
			vmlinux = optarg;
		else if (opt == 'c')
			cmdline = optarg;
		else if (opt == 'n' && nneed < NEEDS_MAX)
			need[nneed++] = optarg;
		else
			return 2;
	}
	if (vmlinux && image_read(&img, vmlinux, &opts, &e) < 0) {
		fprintf(stderr, "%s\n", e.msg);
		return 3;
	}
	for (int i = optind; i < argc; i++) {
		struct bootset s;

		bootset_init(&s);
		s.want_notes = true;
		if (bootset_read(&s, argv[i], &e) < 0) {
			fprintf(stderr, "%s\n", e.msg);
			ret = 3;
		}
		for (size_t k = 0; k < s.n; k++) {
			struct roots r;

			roots_find(&r, s.v[k], cmdline, need, nneed, vmlinux ? &img : NULL);
			printf("== %s, boot %zu\n",
			       strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i], k + 1);
			for (size_t j = 0; j < r.n; j++)
				print_root(&r.v[j]);
			roots_release(&r);
		}
		bootset_release(&s);
	}
	if (vmlinux)
		image_release(&img);
	return ret;
}

/* Finds the roots of a log, with things asked for that are not there; nothing may break. */
static void hostile(const char *log)
{
	static const char *const need[] = {
		"",	    "/",	   "/dev/",	      "/dev//",
		"/sys/",    "/sys/class/", "/sys/class/net/", ":",
		"::::",	    ".c",	   "/dev/sd",	      "/dev/mmcblk",
		"_",	    "-",	   "/dev/mapper/",    "/sys/x",
		"/dev/dm-0"
	};
	struct bootset s;
	struct roots r;

	read_notes(&s, log);
	for (size_t i = 0; i < s.n; i++) {
		roots_find(&r, s.v[i], NULL, need, sizeof(need) / sizeof(need[0]), NULL);
		for (size_t k = 0; k < r.n; k++)
			assert_true(r.v[k].kind < ROOT_KINDS && r.v[k].what && r.v[k].evidence);
		roots_release(&r);
	}
	bootset_release(&s);
}

#define CMDLINE(s) "[    0.000000] Kernel command line: " s "\n"
#define CALL	   CALLING("0.1", "a", "1") RETURNED("0.2", "a", "1")

static void test_hostile(void **state)
{
	(void)state;
	hostile(HEAD CALL);
	hostile(HEAD CMDLINE("root=") CALL);
	hostile(HEAD CMDLINE("root console ip md = == =x \" \"root= console=\"") CALL);
	hostile(HEAD CMDLINE(
		"root=/dev/ console=, ip=:::::::: md=,/dev/,/dev/ dm-mod.create=\"/dev/") CALL);
	hostile(HEAD CMDLINE("root=/dev/mmcblk root=/dev/nvme root=/dev/md resume=/dev/dm-") CALL);
	hostile(HEAD CMDLINE("root=99999999999:1 root=fffffffffffff resume=:1 rootfstype=,,,")
			CALL);
	/* Arrays on arrays on arrays */
	hostile(HEAD CMDLINE("root=/dev/md0") CALL
		"[    0.3] md/raid1:md0: active\n[    0.3]  md1: md2 md3\n[    0.3]  dm-0: dm-01\n[    0.3]  sda: sda1\n");
	hostile(HEAD CMDLINE("root=/dev/sda1") CALL
		"[    0.3] sd : [sda] x\n[    0.3] sd x: [sda] y\n[    0.3] sd 1:: [sda] y\n[    0.3] scsi host: z\n[    0.3] scsi host1: \n[    0.3] scsi host1:  \n");
	hostile(HEAD CALL
		"[    0.3] mmcblk0: mmc\n[    0.3] mmc0: SDHCI controller on [\n[    0.3] console [] enabled\n[    0.3] printk: console [\n[    0.3] VFS: Mounted root (\n[    0.3] VFS: Mounted root ( filesystem) on device .\n[    0.3] EXT4-fs (): mounted\n[    0.3] BTRFS info (device ): x\n[    0.3]      device=, hwaddr=\n[    0.3] LSM: initializing lsm=,,,\n[    0.3] md/:: \n[    0.3] UBI: attached  to \n[    0.3] wdt: \n[    0.3] : tty at \n[    0.3] x: tty0 at y\n[    0.3]  : p1\n");
	/* Controllers on their own buses */
	hostile(HEAD CMDLINE("root=/dev/nvme0n1 ip=dhcp") CALL
		"[    0.3] nvme nvme0: pci function 0000:00:01.0\n"
		"[    0.3] a 0000:00:01.0 eth0: x\n"
		"[    0.3] a 0000:00:01.0: PCI host bridge to bus 0000:00\n"
		"[    0.3] b 1-1:1.0 eth1: x\n"
		"[    0.3] b 1-1: new USB bus registered, assigned bus number 1\n");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_hostile) };

	if (argc > 1)
		return print_roots(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
