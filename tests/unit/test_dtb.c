/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device trees: devices, which property names a supplier, and what is broken; match tables. */
#include "input/dtb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libfdt.h>

#define SIZE 8192

/* --- Making one ----------------------------------------------------------------------------- */

static void begin(void *fdt, const char *name, const char *compatible, uint32_t phandle)
{
	assert_int_equal(fdt_begin_node(fdt, name), 0);
	if (compatible)
		assert_int_equal(fdt_property_string(fdt, "compatible", compatible), 0);
	if (phandle)
		assert_int_equal(fdt_property_u32(fdt, "phandle", phandle), 0);
}

static void end(void *fdt)
{
	assert_int_equal(fdt_end_node(fdt), 0);
}

static void cells(void *fdt, const char *name, size_t n, const uint32_t *v)
{
	uint32_t be[8];

	for (size_t i = 0; i < n; i++)
		be[i] = cpu_to_fdt32(v[i]);
	assert_int_equal(fdt_property(fdt, name, be, (int)(n * 4)), 0);
}

#define CELLS(fdt, name, ...)                                                    \
	do {                                                                     \
		static const uint32_t cells_[] = { __VA_ARGS__ };                \
		cells(fdt, name, sizeof(cells_) / sizeof(*cells_), cells_);      \
	} while (0)

enum { INTC = 1, CLK, PMIC_REG, OFF, PINS, IOMMU };

static void make(char *fdt)
{
	assert_int_equal(fdt_create(fdt, SIZE), 0);
	assert_int_equal(fdt_finish_reservemap(fdt), 0);
	begin(fdt, "", "acme,board", 0);
	CELLS(fdt, "interrupt-parent", INTC);
	begin(fdt, "intc", "acme,intc", INTC);
	CELLS(fdt, "#interrupt-cells", 2);
	end(fdt);
	begin(fdt, "clk", "acme,clk", CLK);
	CELLS(fdt, "#clock-cells", 1);
	end(fdt);
	begin(fdt, "i2c", "acme,i2c", 0);
	begin(fdt, "pmic@8", "acme,pmic", 0);
	begin(fdt, "regulators", NULL, 0);
	begin(fdt, "buck1", NULL, PMIC_REG);
	end(fdt);
	end(fdt);
	end(fdt);
	end(fdt);
	begin(fdt, "off", "acme,off", OFF);
	CELLS(fdt, "#reset-cells", 0);
	assert_int_equal(fdt_property_string(fdt, "status", "disabled"), 0);
	begin(fdt, "below", "acme,below", 0);
	end(fdt);
	end(fdt);
	begin(fdt, "pinctrl", "acme,pins", 0);
	begin(fdt, "uart-pins", NULL, PINS);
	end(fdt);
	end(fdt);
	begin(fdt, "iommu", "acme,iommu", IOMMU);
	end(fdt);
	begin(fdt, "uart", "acme,uart", 0);
	CELLS(fdt, "clocks", CLK, 4, 0, CLK, 7);
	CELLS(fdt, "vdd-supply", PMIC_REG);
	CELLS(fdt, "resets", OFF);
	CELLS(fdt, "pinctrl-0", PINS);
	CELLS(fdt, "interrupts", 3, 4);
	CELLS(fdt, "iommu-map", 0, IOMMU, 0, 1);
	CELLS(fdt, "clock-frequency", CLK);
	end(fdt);
	end(fdt);
	assert_int_equal(fdt_finish(fdt), 0);
}

/* "consumer property supplier", by names, a line each. */
static void links_are(const struct dtb *t, const char *want)
{
	char have[1024] = "";

	for (size_t i = 0; i < t->link.n; i++) {
		size_t at = strlen(have);

		snprintf(have + at, sizeof(have) - at, "%s %s %s\n",
			 t->dev.v[t->link.v[i].consumer].path, t->link.v[i].property,
			 t->dev.v[t->link.v[i].supplier].path);
	}
	assert_string_equal(have, want);
}

static void test_suppliers(void **state)
{
	_Alignas(8) char fdt[SIZE];
	struct dtb t;
	struct err e;

	(void)state;
	make(fdt);
	assert_int_equal(dtb_parse(&t, "x", fdt, fdt_totalsize(fdt), &e), 0);
	assert_int_equal(t.dev.n, 7);
	links_are(&t, "/uart clocks /clk\n/uart clocks /clk\n/uart vdd-supply /i2c/pmic@8\n"
		      "/uart pinctrl-0 /pinctrl\n/uart interrupts /intc\n/uart iommu-map /iommu\n"
		      "/i2c/pmic@8 parent /i2c\n");
	assert_int_equal(t.lost, 1);
	dtb_release(&t);
}

static void test_broken(void **state)
{
	_Alignas(8) char fdt[SIZE], bad[SIZE];
	struct dtb t;
	struct err e;
	size_t n;

	(void)state;
	make(fdt);
	n = fdt_totalsize(fdt);
	assert_int_equal(dtb_parse(&t, "x", "/dts-v1/;", 9, &e), -1);
	assert_non_null(strstr(e.msg, "x: is no device tree blob; give"));
	assert_int_equal(dtb_parse(&t, "x", fdt, n / 2, &e), -1);
	assert_non_null(strstr(e.msg, "x: is broken"));
	for (size_t i = 0; i < n; i++) {
		memcpy(bad, fdt, n);
		bad[i] = (char)~bad[i];
		if (dtb_parse(&t, "x", bad, n, &e) == 0)
			dtb_release(&t);
	}
}

struct seen {
	size_t n, at[4];
	const char *name[4];
};

static void take(void *own, size_t at, const char *compatible)
{
	struct seen *s = own;

	assert_true(s->n < 4);
	s->at[s->n] = at;
	s->name[s->n++] = compatible;
}

static void test_matches(void **state)
{
	struct { char name[32], type[32], compatible[128]; void *data; } v[4];
	struct seen s = { 0 };

	(void)state;
	memset(v, 0, sizeof(v));
	strncpy(v[0].compatible, "acme,one", 127);
	strncpy(v[1].compatible, "acme,two", 127);
	strncpy(v[1].type, "network", 31);
	v[0].data = &s;
	/* No zeros after it: text that only lies there. */
	strncpy(v[2].compatible, "acme,three", 127);
	v[2].compatible[100] = 'x';
	dtb_matches((const unsigned char *)v, sizeof(v), sizeof(void *), take, &s);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.name[0], "acme,one");
	assert_string_equal(s.name[1], "acme,two");
	assert_int_equal(s.at[0], 64);
	dtb_matches((const unsigned char *)v, 100, 8, take, &s);
	assert_int_equal(s.n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suppliers), cmocka_unit_test(test_broken),
		cmocka_unit_test(test_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
