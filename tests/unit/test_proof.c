// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                                   \
	"<5>[    0.000000] Linux version 6.12.0 (x@y) (gcc) #1 SMP\n"                          \
	"<6>[    0.000000] Command line: initcall_debug\n"                                     \
	"<6>[    0.000000] Freeing unused kernel image (initmem) memory: 2048K\n"

#define CALL(from, to, name, us, ret)                                                          \
	"<7>[    " from "] calling  " name "+0x0/0x20 @ 1\n"                                   \
	"<7>[    " to "] initcall " name "+0x0/0x20 returned " ret " after " us " usecs\n"

#define INIT(at) "<6>[    " at "] Run /init as init process\n"
#define DONE(at) "<12>[    " at "] bootcheck: first job done\n"

static const char before_log[] = HEAD
	CALL("0.100000", "0.150000", "a_init", "50000", "0")
	CALL("0.150010", "0.250010", "b_init", "100000", "-19")
	CALL("0.250020", "0.260020", "c_init", "10000", "0")
	INIT("0.300000") DONE("0.310000");

static const char after_log[] = HEAD
	CALL("0.100000", "0.150000", "a_init", "50000", "0")
	INIT("0.190000") DONE("0.200000")
	CALL("1.150010", "1.250010", "b_init", "100000", "-19")
	CALL("1.250020", "1.260020", "c_init", "10000", "0");

#define STATUS_HEAD "name\tmodule\tlevel\tgroup\tstate\tret\tusecs\ttrigger\n"

static const char status[] = STATUS_HEAD
	"b_init\tb_mod\tdevice\tdefault\tdone\t-19\t100000\tread\n"
	"c_init\tc\tlate\tdefault\tdone\t0\t10000\tread\n";

static const char inventory[] = "device /sys/devices/x bus drv\nnode /dev/sda block 8:0\n";

static struct proof_boot before(void)
{
	return (struct proof_boot){ .side = BEFORE, .name = "before-1", .log = STR(before_log),
				    .inventory = STR(inventory), .settled = true,
				    .status = STR(STATUS_HEAD) };
}

static struct proof_boot after(void)
{
	return (struct proof_boot){ .side = AFTER, .name = "after-1", .log = STR(after_log),
				    .inventory = STR(inventory), .settled = true,
				    .status = STR(status), .trigger = "0" };
}

static const char *const chosen[] = { "b-mod:b_init", "c_init" };

static void make(struct proof *p, const struct proof_boot *v, size_t n, const char *const *defer,
		 size_t ndefer)
{
	struct proof_opts o = { .defer = defer, .ndefer = ndefer, .exact = true,
				.predicted_us = 100000,
				.compare = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
					     .margin_us = LEAST_US, .margin_share = MARGIN_SHARE } };
	struct err e;

	if (proof_make(p, v, n, &o, &e) != 0)
		fail_msg("%s", e.msg);
}

static const struct check *find(const struct proof *p, const char *name)
{
	for (size_t i = 0; i < p->checks.n; i++) {
		if (strcmp(p->checks.v[i].name, name) == 0)
			return &p->checks.v[i];
	}
	fail_msg("no check '%s'", name);
	return NULL;
}

static void test_passed(void **state)
{
	struct proof_boot v[] = { before(), after() };
	struct proof p;

	(void)state;
	make(&p, v, 2, chosen, 2);
	for (size_t i = 0; i < p.checks.n; i++) {
		if (p.checks.v[i].status != CHECK_PASS)
			fail_msg("%s: %s", p.checks.v[i].name, p.checks.v[i].text);
	}
	assert_true(p.passed);
	assert_int_equal(p.measured_us, 110000);
	assert_int_equal(p.predicted_us, 100000);
	assert_int_equal(p.job_us[BEFORE], 310000);
	assert_int_equal(p.job_us[AFTER], 200000);
	assert_int_equal(p.comparison.verdict, VERDICT_FASTER);
	assert_int_equal(p.ncalls, 2);
	assert_string_equal(p.calls[0].name, "b_init");
	assert_string_equal(p.calls[0].module, "b_mod");
	assert_true(p.calls[0].ran);
	assert_int_equal(p.calls[0].ret, -19);
	assert_int_equal(p.calls[0].ret_before, -19);
	assert_int_equal(p.calls[0].duration_us, 100000);
	assert_int_equal(p.calls[0].before_us, 100000);
	proof_release(&p);
	/* What the kernel was built to defer is in the status. */
	make(&p, v, 2, NULL, 0);
	assert_true(p.passed);
	assert_int_equal(p.ncalls, 2);
	assert_string_equal(p.calls[1].name, "c_init");
	proof_release(&p);
}

/* One thing is other than it should be: the check of that name says so, with these words. */
static void fails(struct proof_boot after_boot, const char *const *defer, size_t n, const char *name,
		  const char *words)
{
	struct proof_boot v[] = { before(), after_boot };
	const struct check *c;
	struct proof p;

	make(&p, v, 2, defer, n);
	c = find(&p, name);
	if (c->status != CHECK_FAIL || !strstr(c->text, words))
		fail_msg("%s: %s: %s", name, check_status_name(c->status), c->text);
	assert_false(p.passed);
	assert_int_equal(checks_exit(&p.checks), EXIT_REGRESSION);
	proof_release(&p);
}

static void test_calls(void **state)
{
	static const char *const wrong[] = { "b_init", "d_init" };
	struct proof_boot b = after();

	(void)state;
	fails(b, wrong, 2, "deferred calls", "did not defer d_init; its log says why");
	b.status = STR(STATUS_HEAD "b_init\tb_mod\tdevice\tx\tdone\t-19\t1\tread\n"
				   "c_init\tc\tlate\tx\tpending\t-\t-\t-\n");
	fails(b, chosen, 2, "deferred calls", "did not run: c_init");
	b.status = STR(STATUS_HEAD "b_init\tb_mod\tdevice\tx\trunning\t-\t-\tread\n"
				   "c_init\tc\tlate\tx\tpending\t-\t-\t-\n");
	fails(b, chosen, 2, "deferred calls", "began and did not return: b_init");
	b = after();
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.190000")
		    CALL("1.150010", "1.250010", "b_init", "100000", "-19")
		    CALL("1.250020", "1.260020", "c_init", "10000", "0")
		    CALL("1.350020", "1.360020", "c_init", "10000", "0"));
	fails(b, chosen, 2, "deferred calls", "more than once: c_init");
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.190000")
		    CALL("1.150010", "1.160020", "c_init", "10000", "0")
		    CALL("1.160030", "1.260030", "b_init", "100000", "-19"));
	fails(b, chosen, 2, "order", "b_init ran after c_init");
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.190000")
		    CALL("1.150010", "1.250010", "b_init", "100000", "-12")
		    CALL("1.250020", "1.260020", "c_init", "10000", "0"));
	fails(b, chosen, 2, "return codes", "b_init -12 instead of -19");
	b = after();
	b.trigger = "timeout";
	fails(b, chosen, 2, "trigger", "\"timeout\" instead of \"0\"");
}

/* Two modules have a function of one name: each is judged by its own line and its own call. */
static void test_same_name(void **state)
{
	static const char *const both[] = { "m:b_init", "n:b_init" };
	struct proof_boot v[] = { before(), after() };
	struct proof p;

	(void)state;
	v[0].log = STR(HEAD CALL("0.100000", "0.150000", "b_init", "50000", "0")
		       "<7>[    0.150010] calling  b_init+0x0/0x30 @ 1\n"
		       "<7>[    0.160010] initcall b_init+0x0/0x30 returned -19 after 10000 usecs\n"
		       CALL("0.200000", "0.250000", "c_init", "50000", "0") INIT("0.300000"));
	v[1].log = STR(HEAD CALL("0.100000", "0.150000", "c_init", "50000", "0") INIT("0.200000")
		       CALL("1.100000", "1.150000", "b_init", "50000", "0")
		       "<7>[    1.150010] calling  b_init+0x0/0x30 @ 1\n"
		       "<7>[    1.170010] initcall b_init+0x0/0x30 returned -19 after 20000 usecs\n");
	v[1].status = STR(STATUS_HEAD "b_init\tm\tdevice\tx\tdone\t0\t1\tread\n"
			  "b_init\tn\tdevice\tx\tdone\t-19\t1\tread\n");
	make(&p, v, 2, both, 2);
	assert_true(p.passed);
	assert_true(p.calls[0].ran && p.calls[1].ran);
	assert_int_equal(p.calls[0].before_us, 50000);
	assert_int_equal(p.calls[1].before_us, 10000);
	assert_int_equal(p.calls[1].duration_us, 20000);
	assert_int_equal(p.calls[1].ret_before, -19);
	proof_release(&p);
	make(&p, v, 2, &both[1], 1);
	assert_true(p.calls[0].ran);
	assert_int_equal(p.calls[0].ret, -19);
	proof_release(&p);
}

static void test_rest(void **state)
{
	struct proof_boot b = after();

	(void)state;
	b.inventory = STR("device /sys/devices/x bus drv\n");
	fails(b, chosen, 2, "devices", "1 missing and 0 new of 2, as \"node /dev/sda block 8:0\"");
	b.inventory = STR("device /sys/devices/x bus drv\nnode /dev/sda block 8:0\nnode /dev/y char 1:9\n");
	fails(b, chosen, 2, "devices", "1 new beside 2");
	b = after();
	b.job_status = 3;
	fails(b, chosen, 2, "first job", "status 3");
	b.job_status = -1;
	fails(b, chosen, 2, "first job", "not end in time");
	b = after();
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.290000")
		    CALL("1.150010", "1.250010", "b_init", "100000", "-19")
		    "<3>[    1.250015] c: it went wrong\n"
		    CALL("1.250020", "1.260020", "c_init", "10000", "0"));
	fails(b, chosen, 2, "messages", "it went wrong");
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.400000")
		    CALL("1.150010", "1.250010", "b_init", "100000", "-19")
		    CALL("1.250020", "1.260020", "c_init", "10000", "0"));
	fails(b, chosen, 2, "time to init", "100.0 ms later");
	b.log = STR(HEAD CALL("0.100000", "0.150000", "a_init", "50000", "0") INIT("0.300100")
		    CALL("1.150010", "1.250010", "b_init", "100000", "-19")
		    CALL("1.250020", "1.260020", "c_init", "10000", "0"));
	fails(b, chosen, 2, "time to init", "no sooner");
}

/* No boot after came up: nothing to compare, and the reason is the check's. */
static void test_dead(void **state)
{
	struct proof_boot v[] = { before(), after() };
	struct proof p;

	(void)state;
	v[1].why = "the kernel panicked: no root";
	v[1].inventory = v[1].status = STR_NONE;
	v[1].log = STR("Kernel panic - not syncing: no root\n");
	make(&p, v, 2, chosen, 2);
	assert_false(p.passed);
	assert_false(p.compared);
	assert_false(p.inventoried);
	assert_int_equal(find(&p, "boot")->status, CHECK_FAIL);
	assert_string_equal(find(&p, "boot")->text, "the kernel panicked: no root");
	assert_int_equal(find(&p, "time to init")->status, CHECK_UNSURE);
	assert_int_equal(p.measured_us, TIME_NONE);
	assert_int_equal(checks_exit(&p.checks), EXIT_REGRESSION);
	proof_release(&p);
}

static void test_unsettled(void **state)
{
	struct proof_boot v[] = { before(), after() };
	struct proof p;

	(void)state;
	v[1].settled = false;
	make(&p, v, 2, chosen, 2);
	assert_int_equal(find(&p, "devices")->status, CHECK_UNSURE);
	assert_int_equal(checks_exit(&p.checks), EXIT_INCONCLUSIVE);
	proof_release(&p);
}

static void test_job_us(void **state)
{
	(void)state;
	assert_int_equal(proof_job_us(STR("<12>[   12.345678] bootcheck: first job done\n")), 12345678);
	assert_int_equal(proof_job_us(STR("x\n<12>[    0.000001] bootcheck: first job done")), 1);
	assert_int_equal(proof_job_us(STR("bootcheck: first job done")), TIME_NONE);
	assert_int_equal(proof_job_us(STR("<12>[99999999999999999999.1] bootcheck: first job done")),
			 TIME_NONE);
	assert_int_equal(proof_job_us(STR("")), TIME_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passed), cmocka_unit_test(test_calls),
		cmocka_unit_test(test_same_name), cmocka_unit_test(test_rest),
		  cmocka_unit_test(test_dead),
		cmocka_unit_test(test_unsettled), cmocka_unit_test(test_job_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
