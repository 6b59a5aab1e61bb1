// SPDX-License-Identifier: GPL-2.0-or-later
/* What the guest sends is what is read: with the guest's own code, and with damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

/* The guest is a program of its own: its files come in as they are. */
#include "../../scripts/guest/channel.c"
#include "../../scripts/guest/lz.c"
#include "../../scripts/guest/text.c"

#include "trial/guest.h"
#include "trial/unlz.h"

/* (what these files call elsewhere) */
void klog_say(const char *line)
{
	(void)line;
}

void node_need(const char *name)
{
	(void)name;
}

void trouble(struct guest *g, const char *what, const char *name, int error)
{
	snprintf(g->trouble, sizeof(g->trouble), "%s %s: %d", what, name, error);
}

static void add_line(struct text *t, unsigned n)
{
	text_printf(t, "device /sys/devices/pci0000:00/0000:00:%02x.%u pci driver-%u\n", n % 37,
		    n % 8, n * n % 101);
}

/* All that a guest says; to be freed. */
static struct text sent(struct guest *g)
{
	struct text t = { 0 };
	int fd = memfd_create("channel", 0);
	char name[32];

	assert_true(fd >= 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	g->job.channel = name;
	channel_send(g);
	assert_int_equal(text_load(&t, name, 1 << 24), 0);
	close(fd);
	g->job.channel = NULL;
	return t;
}

static struct guest example(unsigned lines)
{
	struct guest g = { .job_status = 3, .job_us = 1234567, .trigger_took_us = 89,
			   .settled = true, .trigger = "0",
			   .trouble = "mount /dev/sda: ENOENT" };

	for (unsigned i = 0; i < lines; i++) {
		add_line(&g.inventory, i);
		if (i % 3)
			add_line(&g.first, i);
		text_printf(&g.log.text, "<6>[    %u.%06u] line %u\n", i, i * 7, i);
	}
	text_puts(&g.status, "name\tmodule\n");
	return g;
}

static void release(struct guest *g)
{
	text_free(&g->log.text);
	text_free(&g->first);
	text_free(&g->inventory);
	text_free(&g->status);
}

static void same(struct str got, const struct text *want)
{
	assert_non_null(got.p);
	assert_int_equal(got.n, want->n);
	assert_memory_equal(got.p, want->n ? want->p : "", want->n);
}

static void test_whole(void **state)
{
	static const unsigned sizes[] = { 0, 1, 3, 10, 500, 3000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct guest g = example(sizes[i]);
		struct text t = sent(&g);
		struct handover h;

		handover_read(&h, (struct str){ t.p, t.n });
		assert_true(h.began && h.ended && h.settled);
		assert_null(h.damaged);
		assert_int_equal(h.job_status, 3);
		assert_int_equal(h.job_us, 1234567);
		assert_int_equal(h.trigger_us, 89);
		assert_string_equal(h.trigger, "0");
		assert_string_equal(h.trouble, "mount /dev/sda: ENOENT");
		same(h.log, &g.log.text);
		same(h.status, &g.status);
		if (sizes[i]) {
			same(h.inventory, &g.inventory);
		} else {
			assert_null(h.inventory.p);
			assert_null(h.first.p);
		}
		if (sizes[i] > 1)
			same(h.first, &g.first);
		/* the second inventory is nearly free */
		if (sizes[i] == 3000)
			assert_true(t.n < g.inventory.n / 2 + g.log.text.n);
		handover_release(&h);
		text_free(&t);
		release(&g);
	}
}

/* Text of others between the lines, and before one, does no harm. */
static void test_others(void **state)
{
	struct guest g = example(50);
	struct text t = sent(&g), noisy = { 0 };
	struct handover h;
	unsigned n = 0;

	(void)state;
	for (char *p = t.p, *end; (end = strchr(p, '\n')); p = end + 1, n++) {
		if (n % 3 == 1)
			text_puts(&noisy, "[    1.000000] @bc facts, said the kernel\r\n");
		if (n % 3 == 2)
			text_puts(&noisy, "login: ");
		text_add(&noisy, p, (size_t)(end - p));
		text_puts(&noisy, "\r\n");
	}
	handover_read(&h, (struct str){ noisy.p, noisy.n });
	assert_true(h.ended);
	same(h.inventory, &g.inventory);
	same(h.first, &g.first);
	same(h.log, &g.log.text);
	handover_release(&h);
	text_free(&t);
	text_free(&noisy);
	release(&g);
}

/* Cut anywhere: what was whole counts, no more. */
static void test_cut(void **state)
{
	struct guest g = example(40);
	struct text t = sent(&g);
	size_t log_at = (size_t)(strstr(t.p, "@bc log 0") - t.p);
	size_t log_end = (size_t)(strchr(strstr(t.p, "@bc log ."), '\n') - t.p);

	(void)state;
	for (size_t n = 0; n < t.n; n++) {
		struct handover h;
		char *copy = malloc(n + 1); /* exactly as long: reading further would be seen */

		memcpy(copy, t.p, n);
		handover_read(&h, (struct str){ copy, n });
		if (n < t.n - 10)
			assert_false(h.ended);
		if (n > log_at + 50 && n < log_end - 10) {
			assert_null(h.log.p);
			assert_string_equal(h.damaged, "log");
		}
		if (n > log_end)
			same(h.log, &g.log.text);
		handover_release(&h);
		free(copy);
	}
	text_free(&t);
	release(&g);
}

/* A changed byte of a part's lines is noticed. */
static void test_changed(void **state)
{
	struct guest g = example(40);
	struct text t = sent(&g);
	char *begin = strstr(t.p, "@bc inventory 0"), *end = strstr(t.p, "@bc first");

	(void)state;
	for (char *p = begin; p < end; p++) {
		struct handover h;
		char c = *p;

		if (c == '\n' || c == ' ')
			continue;
		*p = c == 'A' ? 'B' : 'A';
		handover_read(&h, (struct str){ t.p, t.n });
		if (h.inventory.p)
			same(h.inventory, &g.inventory);
		else
			assert_true(!h.first.p); /* it was packed with the inventory */
		assert_true(h.ended);
		same(h.log, &g.log.text);
		handover_release(&h);
		*p = c;
	}
	text_free(&t);
	release(&g);
}

static void read_text(struct handover *h, const char *text)
{
	handover_read(h, str_of(text));
}

static void test_odd(void **state)
{
	struct handover h;

	(void)state;
	handover_read(&h, STR_NONE);
	assert_false(h.began || h.ended || h.settled);
	assert_int_equal(h.job_status, -1);
	assert_int_equal(h.job_us, -1);
	assert_int_equal(h.trigger_us, -1);
	assert_null(h.log.p);
	handover_release(&h);

	read_text(&h, "@bc begin . 0 0 00000000 plain\n");
	assert_true(h.began);
	assert_null(h.damaged);
	handover_release(&h);

	/* the facts come twice; the first ones stay when the second are broken */
	read_text(&h, "@bc facts 0 am9iX3N0YXR1cyAwCg==\n@bc facts . 1 13 71f54a39 plain\n"
		      "@bc facts 0 am9iX3N0\n");
	assert_string_equal(h.damaged, "facts");
	handover_release(&h);

	read_text(&h, "@bc log . 0 67108865 0 plain\n@bc status . 99999999999999999999 0 0 plain\n"
		      "@bc inventory x\n@bc first . 0 0 00000000 lz+first\n@bc other 0 AAAA\n"
		      "@bc \n@bc");
	assert_string_equal(h.damaged, "status");
	assert_null(h.log.p);
	assert_null(h.first.p);
	handover_release(&h);
}

static void test_unlz(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(unlz(&b, STR("\x30" "abc"), 3), 0);
	assert_string_equal(b.p, "abc");
	/* three literals, then seven from three back, then no more literals */
	buf_clear(&b);
	assert_int_equal(unlz(&b, (struct str){ "\x33" "abc\x03\x00", 6 }, 10), 0);
	assert_string_equal(b.p, "abcabcabca");
	/* one more than may be; further back than there is anything; distance 0; cut */
	buf_clear(&b);
	assert_int_equal(unlz(&b, (struct str){ "\x33" "abc\x03\x00", 6 }, 9), -1);
	buf_clear(&b);
	assert_int_equal(unlz(&b, (struct str){ "\x33" "abc\x04\x00", 6 }, 10), -1);
	buf_clear(&b);
	assert_int_equal(unlz(&b, (struct str){ "\x33" "abc\x00\x00", 6 }, 10), -1);
	assert_int_equal(unlz(&b, (struct str){ "\x33" "ab", 3 }, 10), -1);
	assert_int_equal(unlz(&b, (struct str){ "\xf0\xff\xff\xff", 4 }, 10), -1);
	assert_int_equal(unlz(&b, STR("\x33" "abc\xff\xff\xff\xff\xff\xff\xff"), 10), -1);
	assert_int_equal(unlz(&b, STR_NONE, 10), -1);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),   cmocka_unit_test(test_others),
		cmocka_unit_test(test_cut),     cmocka_unit_test(test_changed),
		cmocka_unit_test(test_odd),     cmocka_unit_test(test_unlz),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
