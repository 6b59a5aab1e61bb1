// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "model/sym.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void test_valid(void **state)
{
	static const struct {
		const char *raw, *name, *module;
		uint32_t size;
		bool async;
	} cases[] = {
		{ "foo_init+0x0/0x1c", "foo_init", NULL, 0x1c, false },
		{ "foo_init+0x0/0x1c [mod]", "foo_init", "mod", 0x1c, false },
		{ "foo_init+0x0/0x1c [snd-x_2]", "foo_init", "snd-x_2", 0x1c, false },
		{ "foo_init+0x0/0x1c [mod 0123abcd]", "foo_init", "mod", 0x1c, false },
		{ "foo_init", "foo_init", NULL, 0, false },
		{ "foo_init [mod]", "foo_init", "mod", 0, false },
		{ ".foo_init+0x0/0x1c", ".foo_init", NULL, 0x1c, false },
		{ "foo.cfi_jt+0x0/0x8", "foo.cfi_jt", NULL, 8, false },
		{ "_RNv$x+0x0/0x8", "_RNv$x", NULL, 8, false },
		{ "foo+0x0/0xfffffffff", "foo", NULL, UINT32_MAX, false },
		{ "foo+0x10/0xABC", "foo", NULL, 0xabc, false },
		{ "0xffffffff81234567", "0xffffffff81234567", NULL, 0, false },
		{ "12_foo+0x0/0x94", "12_foo", NULL, 0x94, true },
		{ "12_foo+0x0/0x94 [mod]", "12_foo", "mod", 0x94, true },
	};
	struct bootset s;

	(void)state;
	bootset_init(&s);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sym *sym = bootset_sym(&s, str_of(cases[i].raw));

		if (!sym->valid)
			fail_msg("%s is not valid", cases[i].raw);
		assert_string_equal(sym->name, cases[i].name);
		assert_int_equal(sym->size, cases[i].size);
		assert_int_equal(sym->async, cases[i].async);
		assert_int_equal(!sym->module, !cases[i].module);
		if (sym->module)
			assert_string_equal(sym->module, cases[i].module);
		assert_true(str_eq(sym->raw, str_of(cases[i].raw)));
	}
	bootset_release(&s);
}

static void test_invalid(void **state)
{
	static const char *const cases[] = {
		"", "+0x0/0x1c", "foo+0x0", "foo+0x0/", "foo+0x0/0x", "foo+0/0x1", "foo+0x/0x1",
		"foo+0x0/0x1c [mod", "foo+0x0/0x1c []", "foo+0x0/0x1c[mod]", "foo+0x0/0x1c x",
		"foo+0x0/0x1c [mod] x]", "foo+0x0/0x1c [m/d]", "foo+0x0/0x1cx", "123",
		"123+0x0/0x1c",
		"foo-bar+0x0/0x1", "input1+", "foo+0x0/0x11111111111111111", "foo bar", "foo,",
		"foo\n+0x0/0x1",
	};
	char far[700];
	struct bootset s;

	(void)state;
	bootset_init(&s);
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (bootset_sym(&s, str_of(cases[i]))->valid)
			fail_msg("%s is valid", cases[i]);
	}
	memset(far, 'x', sizeof(far));
	assert_false(bootset_sym(&s, (struct str){ far, sizeof(far) })->valid);
	assert_true(bootset_sym(&s, (struct str){ far, 300 })->valid);
	bootset_release(&s);
}

/* One symbol for each text, found again; the name is shared by all that have it. */
static void test_shared(void **state)
{
	struct bootset s;
	struct sym *a, *b, *c;

	(void)state;
	bootset_init(&s);
	a = bootset_sym(&s, STR("foo+0x0/0x1c [m1]"));
	b = bootset_sym(&s, STR("foo+0x0/0x1c [m2]"));
	c = bootset_sym(&s, STR("bar+0x0/0x1c [m1]"));
	assert_ptr_equal(bootset_sym(&s, STR("foo+0x0/0x1c [m1]")), a);
	assert_ptr_not_equal(a, b);
	assert_int_equal(a->name_id, b->name_id);
	assert_int_not_equal(a->name_id, c->name_id);
	for (int i = 0; i < 2000; i++) {
		char raw[40];

		snprintf(raw, sizeof(raw), "f%d+0x0/0x1c", i);
		assert_int_equal(bootset_sym(&s, str_of(raw))->id, i + 3);
	}
	assert_int_equal(s.nsyms, 2003);
	assert_ptr_equal(s.syms[1], b);
	assert_ptr_equal(bootset_sym(&s, STR("bar+0x0/0x1c [m1]")), c);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
