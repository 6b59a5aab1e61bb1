// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/lava_job.h"

#include <string.h>

#include "base/utf8.h"

/* Files may take so long to get to the board, and the board to be powered. */
#define SECONDS_DEPLOY 600
#define SECONDS_REST 300

void lava_quote(struct buf *out, const char *s)
{
	size_t left = strlen(s);

	buf_addc(out, '"');
	while (left) {
		size_t n = utf8_length(s, left);

		if (*s == '"' || *s == '\\')
			buf_printf(out, "\\%c", *s);
		else if ((unsigned char)*s < ' ' || *s == 127)
			buf_printf(out, "\\x%02x", (unsigned)(unsigned char)*s);
		else if (n == 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0)
			buf_printf(out, "\\x%02x", (unsigned)(unsigned char)s[1]);
		else if (!n) /* no UTF-8: YAML has no such bytes */
			buf_puts(out, "\\ufffd");
		else
			buf_add(out, s, n);
		s += n ? n : 1;
		left -= n ? n : 1;
	}
	buf_addc(out, '"');
}

/* "KEY: "VALUE"" behind that many blanks */
static void pair(struct buf *out, int indent, const char *key, const char *value)
{
	buf_printf(out, "%*s%s: ", indent, "", key);
	lava_quote(out, value);
	buf_addc(out, '\n');
}

static void address(struct buf *out, int indent, const struct lab *l, const char *file)
{
	struct buf url = { 0 };

	buf_printf(&url, "%s%s%s", l->url, l->url[strlen(l->url) - 1] == '/' ? "" : "/", file);
	pair(out, indent, "url", url.p);
	buf_release(&url);
}

static void seconds(struct buf *out, int indent, const char *key, unsigned n)
{
	buf_printf(out, "%*s%s:\n%*sseconds: %u\n", indent, "", key, indent + 2, "", n);
}

static void head(struct buf *out, const struct lab *l, const struct lava_job *j, bool qemu)
{
	struct buf name = { 0 };

	buf_printf(&name, "bootcheck %s", j->name);
	pair(out, 0, "job_name", name.p);
	buf_release(&name);
	pair(out, 0, "device_type", l->device_type);
	pair(out, 0, "visibility", l->visibility);
	pair(out, 0, "priority", l->priority);
	buf_puts(out, "timeouts:\n");
	seconds(out, 2, "job", SECONDS_DEPLOY + j->seconds + SECONDS_REST);
	seconds(out, 2, "action", SECONDS_DEPLOY > j->seconds ? SECONDS_DEPLOY : j->seconds);
	seconds(out, 2, "connection", j->seconds);
	if (l->tags.n)
		buf_puts(out, "tags:\n");
	for (size_t i = 0; i < l->tags.n; i++) {
		buf_puts(out, "- ");
		lava_quote(out, l->tags.v[i]);
		buf_addc(out, '\n');
	}
	if (l->context.n || !qemu)
		buf_puts(out, "context:\n");
	for (size_t i = 0; i < l->context.n; i++) {
		struct buf key = { 0 };

		lava_quote(&key, l->context.v[i].key);
		pair(out, 2, key.p, l->context.v[i].value);
		buf_release(&key);
	}
	/* boards have theirs from LAVA's template, with this added */
	if (!qemu)
		pair(out, 2, "extra_kernel_args", j->cmdline);
}

/* Of QEMU's command line, which LAVA takes apart as a shell would. */
static void deploy_qemu(struct buf *out, const struct lab *l, const struct lava_job *j)
{
	struct buf arg = { 0 };

	buf_puts(&arg, "-kernel {kernel} -append '");
	for (const char *s = j->cmdline; *s; s++) {
		if (*s == '\'')
			buf_puts(&arg, "'\\''");
		else
			buf_addc(&arg, *s);
	}
	buf_addc(&arg, '\'');
	buf_puts(out, "    to: \"tmpfs\"\n    images:\n      kernel:\n");
	pair(out, 8, "image_arg", arg.p);
	address(out, 8, l, j->kernel);
	buf_puts(out, "      initrd:\n");
	pair(out, 8, "image_arg", "-initrd {initrd} -no-reboot");
	address(out, 8, l, j->initrd);
	buf_release(&arg);
}

/* The initramfs goes to the board as it is: LAVA adds nothing to it. */
static void deploy_tftp(struct buf *out, const struct lab *l, const struct lava_job *j)
{
	buf_puts(out, "    to: \"tftp\"\n    kernel:\n");
	address(out, 6, l, j->kernel);
	if (l->kernel_type)
		pair(out, 6, "type", l->kernel_type);
	buf_puts(out, "    ramdisk:\n");
	address(out, 6, l, j->initrd);
	buf_puts(out, "      install_modules: false\n      install_overlay: false\n");
	if (l->header)
		pair(out, 6, "header", l->header);
	if (l->dtb) {
		buf_puts(out, "    dtb:\n");
		pair(out, 6, "url", l->dtb);
	}
}

void lava_job_write(struct buf *out, const struct lab *l, const struct lava_job *j)
{
	bool qemu = strcmp(l->method, "qemu") == 0;

	head(out, l, j, qemu);
	buf_puts(out, "actions:\n- deploy:\n");
	seconds(out, 4, "timeout", SECONDS_DEPLOY);
	if (qemu)
		deploy_qemu(out, l, j);
	else
		deploy_tftp(out, l, j);
	buf_puts(out, "- boot:\n");
	seconds(out, 4, "timeout", j->seconds);
	pair(out, 4, "method", l->method);
	if (qemu)
		pair(out, 4, "media", "tmpfs");
	else
		pair(out, 4, "commands", l->commands);
	buf_puts(out, "- test:\n");
	seconds(out, 4, "timeout", j->seconds);
	buf_puts(out, "    monitors:\n    - name: \"bootcheck\"\n");
	pair(out, 6, "start", "(@bc begin|Kernel panic - not syncing)");
	pair(out, 6, "end", "@bc end \\. 0 0 00000000 plain");
	/* (LAVA wants a pattern; nothing that is sent looks like this) */
	pair(out, 6, "pattern", "@bc result (?P<test_case_id>[a-z]+) (?P<result>pass|fail)");
}
