// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include <zlib.h>

#include "base/buf.h"

#define ONE CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491") INIT("0.200003")

static void expect_boot(const struct boot *b, unsigned int nth, unsigned int of,
			unsigned long first, unsigned long last)
{
	assert_int_equal(b->nth, nth);
	assert_int_equal(b->of, of);
	assert_int_equal(b->first_line, first);
	assert_int_equal(b->last_line, last);
	assert_int_equal(b->lines, last - first + 1);
	assert_int_equal(count_findings(b, FIND_SEVERAL_BOOTS), of > 1);
}

static void test_facts(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "[    0.000000] Linux version 6.12.0-amd64 (x@y) (gcc)\n"
			  "[    0.000001] Command line: quiet initcall_debug\n"
			  "[    0.000002] DMI: A board\n"
			  "[    0.000003] Machine: another one\n"
			  "[    0.050007] clocksource: Switched to clocksource tsc\n"
			  CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491")
			  "[    0.150000] Freeing unused kernel memory: 1K\n" INIT("0.200003")
			  "[    3.000000] the end\n");

	(void)state;
	assert_string_equal(b->file, "log");
	assert_null(b->packed);
	assert_int_equal(b->form, FORM_PLAIN);
	assert_string_equal(b->kernel, "6.12.0-amd64");
	assert_string_equal(b->cmdline, "quiet initcall_debug");
	assert_string_equal(b->machine, "A board");
	assert_string_equal(b->arch, "x86_64");
	assert_int_equal(b->first_us, 0);
	assert_int_equal(b->clocksource_us, 50007);
	assert_int_equal(b->free_initmem_us, 150000);
	assert_int_equal(b->init_us, 200003);
	assert_int_equal(b->init_line, 9);
	assert_int_equal(b->last_us, 3000000);
	assert_true(b->stamps);
	assert_int_equal(b->nfindings, 0);
	expect_boot(b, 1, 1, 1, 10);
	bootset_release(&s);
}

static void test_boots_by_banner(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, HEAD ONE "[    9.000000] reboot: Restarting system\n"
		 "U-Boot 2025.01\n" HEAD ONE HEAD ONE);
	assert_int_equal(s.n, 3);
	/* What a boot loader says belongs to the end of the boot before. */
	expect_boot(s.v[0], 1, 3, 1, 6);
	expect_boot(s.v[1], 2, 3, 7, 10);
	expect_boot(s.v[2], 3, 3, 11, 14);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(s.v[i]->ncalls, 1);
		assert_int_equal(s.v[i]->calls[0].ordinal, 1);
		expect_duration(&s.v[i]->calls[0], CLOCK_PRINTK, 500);
		assert_int_equal(s.v[i]->init_us, 200003);
		assert_int_equal(count_findings(s.v[i], FIND_CLOCK_BACKWARDS), 0);
	}
	assert_int_equal(s.v[0]->last_us, 9000000);
	/* Symbols are shared. */
	assert_ptr_equal(s.v[0]->calls[0].sym, s.v[2]->calls[0].sym);
	bootset_release(&s);
}

/* arm says which processor boots before it says its version. */
static void test_boot_before_banner(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, HEAD ONE "[    9.000000] reboot: Restarting system\n"
		 "[    0.000000] Booting Linux on physical CPU 0x0\n" HEAD ONE);
	assert_int_equal(s.n, 2);
	expect_boot(s.v[0], 1, 2, 1, 5);
	expect_boot(s.v[1], 2, 2, 6, 10);
	assert_int_equal(s.v[0]->last_us, 9000000);
	assert_int_equal(s.v[1]->first_us, 0);
	assert_non_null(s.v[1]->arch);
	assert_string_equal(s.v[1]->arch, "arm");
	bootset_release(&s);
}

/* Without banners: the stamps are back by seconds and the same calls come again. */
static void test_boots_by_stamps(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, ONE "[    9.000000] text\n" ONE);
	assert_int_equal(s.n, 2);
	expect_boot(s.v[0], 1, 2, 1, 4);
	expect_boot(s.v[1], 2, 2, 5, 7);
	assert_int_equal(count_findings(s.v[0], FIND_CLOCK_BACKWARDS), 0);
	assert_int_equal(s.v[0]->ncalls, 1);
	assert_int_equal(count_findings(s.v[0], FIND_HUNG_INITCALL), 0);
	assert_int_equal(s.v[1]->ncalls, 1);
	expect_duration(&s.v[1]->calls[0], CLOCK_PRINTK, 500);
	bootset_release(&s);
}

/* What else had come since the stamps were back is the new boot's, with its lines. */
static void test_boots_by_stamps_late(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, ONE "[    9.000000] text\n"
		 "[    0.000100] probe of 0000:00:01.0 returned 0 after 10 usecs\n"
		 "[    0.000200] async_waiting @ 1\n"
		 "[    0.000300] async_continuing @ 1 after 100 usec\n"
		 "[    0.000400] entering initcall level: arch\n" ONE);
	assert_int_equal(s.n, 2);
	expect_boot(s.v[0], 1, 2, 1, 4);
	assert_int_equal(s.v[0]->nprobes, 0);
	assert_int_equal(s.v[0]->nwaits, 0);
	expect_boot(s.v[1], 2, 2, 5, 11);
	assert_int_equal(s.v[1]->nprobes, 1);
	assert_int_equal(s.v[1]->probes[0].line, 5);
	assert_int_equal(s.v[1]->probes[0].call, CALL_NONE);
	assert_int_equal(s.v[1]->nwaits, 1);
	assert_int_equal(s.v[1]->waits[0].reported_us, 100);
	assert_int_equal(s.v[1]->nlevels, 1);
	assert_int_equal(s.v[1]->calls[0].level, 1);
	bootset_release(&s);

	/* (an async call is one: the boot that has it has the lines before it as well) */
	read_log(&s, ONE "[    9.000000] text\n" CALLING("0.000100", "1_x_async", "45") ONE);
	assert_int_equal(s.n, 2);
	expect_boot(s.v[0], 1, 2, 1, 5);
	assert_int_equal(s.v[0]->nasyncs, 1);
	expect_boot(s.v[1], 2, 2, 6, 8);
	bootset_release(&s);
}

/* A call that the first boot did not have is taken for its own: the next one tells. */
static void test_boots_by_a_later_call(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, ONE "[    9.000000] text\n" "[    0.000000] text\n"
		 CALLING("0.050003", "z", "1") RETURNED("0.050503", "z", "491") ONE);
	assert_int_equal(s.n, 2);
	expect_boot(s.v[0], 1, 2, 1, 7);
	expect_boot(s.v[1], 2, 2, 8, 10);
	assert_int_equal(s.v[0]->ncalls, 2);
	assert_int_equal(s.v[1]->ncalls, 1);
	expect_duration(call_of(s.v[0], "z"), CLOCK_PRINTK, 500);
	expect_duration(call_of(s.v[1], "a"), CLOCK_PRINTK, 500);
	bootset_release(&s);
}

/* Other calls: it may as well be the clock that stepped. */
static void test_no_boot_by_stamps(void **state)
{
	struct bootset s;

	(void)state;
	read_log(&s, CALLING("9.100003", "a", "1") RETURNED("9.100503", "a", "491")
		 CALLING("0.200003", "b", "1") RETURNED("0.200503", "b", "491") INIT("0.300003"));
	assert_int_equal(s.n, 1);
	assert_int_equal(s.v[0]->ncalls, 2);
	assert_int_equal(count_findings(s.v[0], FIND_CLOCK_BACKWARDS), 1);
	bootset_release(&s);
}

/* A boot without a call is a boot when it says its version. */
static void test_boot_without_calls(void **state)
{
	struct bootset s;
	const struct finding *f;

	(void)state;
	read_log(&s, "firmware\n" HEAD "[    0.300000] text\n" HEAD ONE);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.v[0]->ncalls, 0);
	f = finding_of(s.v[0], FIND_NO_INITCALL_DEBUG);
	assert_int_equal(f->severity, SEV_ERROR);
	assert_int_equal(s.v[1]->ncalls, 1);
	assert_int_equal(count_findings(s.v[1], FIND_NO_INITCALL_DEBUG), 0);
	bootset_release(&s);
}

static void expect_error(struct bootset *s, const void *p, size_t n, const char *what)
{
	struct text *t;
	struct err e;

	assert_int_equal(text_open_memory(&t, "log", p, n, &e), 0);
	assert_int_equal(bootset_read_text(s, t, "log", &e), -1);
	text_close(t);
	if (strncmp(e.msg, "log: ", 5) != 0 || !strstr(e.msg, what))
		fail_msg("%s", e.msg);
}

/* Nothing to analyse: said why, and the set is as it was. */
static void test_errors(void **state)
{
	static const char none[] = HEAD "[    0.300000] text\n";
	static const char on[] = HEAD "[    0.000001] Command line: initcall_debug\n";
	struct bootset s;

	(void)state;
	read_log(&s, HEAD ONE);
	expect_error(&s, none, sizeof(none) - 1, "no initcall line in this log; boot with");
	expect_error(&s, on, sizeof(on) - 1, "initcall_debug was on, yet");
	expect_error(&s, "\1\2\3\4\5\6\1\2\3\n", 10, "binary data");
	expect_error(&s, "\n\n\n", 3, "no initcall line");
	assert_int_equal(s.n, 1);
	assert_int_equal(s.v[0]->ncalls, 1);
	bootset_release(&s);
}

/* Packed data that breaks off: an error, whatever was read before. */
static void test_broken_packed(void **state)
{
	struct buf plain = { 0 };
	static unsigned char packed[65536];
	z_stream z = { .next_out = packed, .avail_out = sizeof(packed) };
	struct bootset s;
	const struct boot *b;
	struct text *t;
	struct err e;

	(void)state;
	for (int i = 0; i < 200; i++)
		buf_printf(&plain, HEAD "[    0.1%05d] line %d\n" ONE, i * 7919 % 100000, i * i);
	z.next_in = (unsigned char *)plain.p;
	z.avail_in = (unsigned int)plain.n;
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	read_log(&s, HEAD ONE);
	expect_error(&s, packed, z.total_out - 10, "ends too early");
	assert_int_equal(s.n, 1);
	assert_int_equal(text_open_memory(&t, "log", packed, z.total_out, &e), 0);
	assert_int_equal(bootset_read_text(&s, t, "log", &e), 0);
	text_close(t);
	assert_int_equal(s.n, 201);
	b = s.v[200];
	assert_string_equal(b->packed, "gzip");
	expect_boot(b, 200, 200, 199 * 5 + 1, 1000);
	bootset_release(&s);
	deflateEnd(&z);
	buf_release(&plain);
}

static void test_no_file(void **state)
{
	struct bootset s;
	struct err e;

	(void)state;
	bootset_init(&s);
	assert_int_equal(bootset_read(&s, "/no/such/log", &e), -1);
	assert_non_null(strstr(e.msg, "/no/such/log: "));
	assert_int_equal(s.n, 0);
	bootset_release(&s);
}

/* A number at the very end of a file may lack digits: it is not used. */
static void test_cut(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1")
			  "[    0.100503] initcall a+0x0/0x10 returned 0 after 49");

	(void)state;
	assert_int_equal(b->ncalls, 1);
	assert_true(b->calls[0].flags & CALL_HUNG);
	expect_duration(&b->calls[0], CLOCK_NONE, TIME_NONE);
	assert_int_equal(finding_of(b, FIND_TAIL_LOST)->line, 3);
	assert_int_equal(count_findings(b, FIND_UNPARSED_LINE), 0);
	bootset_release(&s);
}

/* The form that most of the calls have. */
static void test_form(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE
			  "[    1.000003][  T45] calling  m+0x0/0x10 [m] @ 45\n"
			  "[    1.000503][  T45] initcall m+0x0/0x10 [m] "
			  "returned 0 after 491 usecs\n"
			  "[    1.100003][  T46] calling  n+0x0/0x10 [n] @ 46\n"
			  "[    1.100503][  T46] initcall n+0x0/0x10 [n] "
			  "returned 0 after 491 usecs\n");

	(void)state;
	assert_int_equal(b->form, FORM_CALLER);
	assert_int_equal(b->ncalls, 3);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_boots_by_banner),
		cmocka_unit_test(test_boot_before_banner),
		cmocka_unit_test(test_boots_by_stamps),
		cmocka_unit_test(test_boots_by_stamps_late),
		cmocka_unit_test(test_boots_by_a_later_call),
		cmocka_unit_test(test_no_boot_by_stamps),
		cmocka_unit_test(test_boot_without_calls),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_broken_packed),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
