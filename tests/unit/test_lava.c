// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trial/lab.h"
#include "trial/lava_job.h"
#include "trial/lava_log.h"

static void read_log(struct lava_log *l, const char *text)
{
	lava_log_read(l, str_of(text));
}

static void console(void **state)
{
	struct lava_log l;

	(void)state;
	read_log(&l,
		 "- {\"dt\": \"2026-01-01T00:00:00\", \"lvl\": \"info\", \"msg\": \"not the board\"}\n"
		 /* as lavacli writes it, and as lava-run does */
		 "- {\"dt\": \"x\", \"lvl\": \"target\", \"msg\": \"a \\\"b\\\" \\\\ c\"}\n"
		 "{\"dt\": \"x\", \"lvl\": \"target\", \"msg\": \"\\e[1m\\x41\\u00e4\\t\\/ {x: y}, - z\"}\r\n"
		 /* as other emitters may */
		 "- {dt: '2026-01-01T00:00:00', lvl: target, msg: 'it''s: 1'}\n"
		 "- {dt: x, lvl: target, msg: @bc begin . 0 0}\n"
		 "- {dt: x, lvl: target, msg: !!str 'tag'}\n"
		 "- {\"dt\": \"x\", \"lvl\": \"target\", \"msg\": \"\", \"ns\": \"common\"}\n"
		 "- {\"dt\": \"x\", \"lvl\": \"debug\", \"msg\": {\"a\": [1, {\"b\": c}, [d]], \"lvl\": \"target\"}}\n"
		 "- {\"dt\": \"x\", \"msg\": \"of no level\"}\n"
		 "- {\"dt\": \"x\", \"lvl\": \"target\", \"msg\": \"cut");
	assert_string_equal(buf_str(&l.console),
			    "a \"b\" \\ c\n\033[1mA\303\244\t/ {x: y}, - z\nit's: 1\n"
			    "@bc begin . 0 0\ntag\n\n");
	assert_int_equal(l.strange, 2);
	assert_int_equal(l.end, LAVA_UNKNOWN);
	lava_log_release(&l);
}

static void ends(void **state)
{
#define RESULT(rest) "- {\"dt\": \"x\", \"lvl\": \"results\", \"msg\": {\"definition\": \"lava\", " rest "}}\n"
	static const struct {
		const char *text;
		enum lava_end end;
		const char *why;
	} cases[] = {
		{ "", LAVA_UNKNOWN, "" },
		{ RESULT("\"case\": \"validate\", \"result\": \"pass\""), LAVA_UNKNOWN, "" },
		{ RESULT("\"case\": \"job\", \"result\": \"pass\""), LAVA_COMPLETE, "" },
		{ RESULT("\"case\": \"job\", \"result\": \"fail\", \"error_type\": \"Job\", "
			 "\"error_msg\": \"timed out\""), LAVA_FAILED, "Job: timed out" },
		{ RESULT("\"case\": \"job\", \"result\": \"fail\", \"error_type\": \"Test\""),
		  LAVA_FAILED, "Test" },
		{ RESULT("\"case\": \"job\", \"result\": \"fail\", \"error_type\": \"Infrastructure\""),
		  LAVA_BROKEN, "Infrastructure" },
		{ RESULT("\"case\": \"job\", \"result\": \"fail\", \"error_type\": \"Canceled\""),
		  LAVA_BROKEN, "Canceled" },
		{ RESULT("\"case\": \"job\", \"result\": \"fail\", \"error_type\": \"Bug\""), LAVA_BROKEN,
		  "Bug" },
		/* what the board prints is not the lab's word */
		{ "- {\"dt\": \"x\", \"lvl\": \"target\", \"msg\": {\"case\": \"job\", \"result\": \"pass\"}}\n",
		  LAVA_UNKNOWN, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct lava_log l;

		read_log(&l, cases[i].text);
		assert_int_equal(l.end, cases[i].end);
		assert_string_equal(l.why, cases[i].why);
		lava_log_release(&l);
	}
}

/* Cut anywhere, and nested without end: no message is made up. */
static void hostile(void **state)
{
	static const char line[] = "- {\"dt\": \"x\", \"lvl\": \"target\", \"msg\": \"words\"}";
	char deep[400];

	(void)state;
	for (size_t n = 1; n < sizeof(line) - 1; n++) {
		struct lava_log l;

		lava_log_read(&l, (struct str){ line, n });
		assert_int_equal(l.console.n, 0);
		assert_int_equal(l.strange, 1);
		lava_log_release(&l);
	}
	for (const char *p = "{["; *p; p++) {
		struct lava_log l;

		memset(deep, *p, sizeof(deep));
		memcpy(deep, "{a: ", 4);
		lava_log_read(&l, (struct str){ deep, sizeof(deep) });
		assert_int_equal(l.strange, 1);
		lava_log_release(&l);
	}
}

/* What is quoted is read back as it was. */
static void quotes(void **state)
{
	static const char *const texts[] = {
		"", "plain", "a: b # c", "\"quoted\"", "back\\slash \\n", "tab\tand\nline", "\303\274",
		"{kernel} 'x'", "- [a, b]", "\x7f\x01", "\302\205",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf b = { 0 };
		struct lava_log l;

		buf_puts(&b, "- {lvl: target, msg: ");
		lava_quote(&b, texts[i]);
		for (size_t k = 0; k < b.n; k++)
			assert_true((unsigned char)b.p[k] >= ' ' && b.p[k] != 127);
		buf_puts(&b, "}\n");
		read_log(&l, b.p);
		assert_int_equal(l.strange, 0);
		assert_int_equal(l.console.n, strlen(texts[i]) + 1);
		assert_memory_equal(l.console.p, texts[i], strlen(texts[i]));
		lava_log_release(&l);
		buf_release(&b);
	}
	/* no UTF-8: YAML has no bytes */
	struct buf b = { 0 };

	lava_quote(&b, "a\xff");
	assert_string_equal(b.p, "\"a\\ufffd\"");
	buf_release(&b);
}

static void jobs_of_labs(void **state)
{
	struct lab l;
	struct err e;
	struct buf b = { 0 };
	struct lava_job j = { .name = "after-1", .cmdline = "a='b' c", .kernel = "k", .initrd = "i",
			      .seconds = 700 };

	(void)state;
	assert_int_equal(lab_parse(&l, "f", STR("# x\n device-type  a b \nmethod qemu\npublish p\nurl u/\n"
						"tag t\ncontext k v w\n"), &e), 0);
	assert_string_equal(l.device_type, "a b");
	assert_string_equal(l.client, "lavacli");
	assert_string_equal(l.context.v[0].value, "v w");
	lava_job_write(&b, &l, &j);
	/* the shell's quotes within YAML's; one slash; a boot that takes long */
	assert_non_null(strstr(b.p, "image_arg: \"-kernel {kernel} -append 'a='\\\\''b'\\\\'' c'\"\n"));
	assert_non_null(strstr(b.p, "url: \"u/k\"\n"));
	assert_non_null(strstr(b.p, "job:\n    seconds: 1600\n"));
	assert_non_null(strstr(b.p, "action:\n    seconds: 700\n"));
	lab_release(&l);
	buf_clear(&b);
	assert_int_equal(lab_parse(&l, "f", STR("device-type a\nmethod grub\npublish p\nurl u\n"), &e), 0);
	lava_job_write(&b, &l, &j);
	assert_non_null(strstr(b.p, "  extra_kernel_args: \"a='b' c\"\n"));
	assert_non_null(strstr(b.p, "method: \"grub\"\n    commands: \"ramdisk\"\n"));
	assert_null(strstr(b.p, "dtb"));
	lab_release(&l);
	buf_release(&b);
	assert_int_equal(lab_parse(&l, "f", (struct str){ "method\1 x\n", 10 }, &e), -1);
	assert_true(strncmp(e.msg, "f:1: no text", 12) == 0);
	lab_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(console), cmocka_unit_test(ends), cmocka_unit_test(hostile),
		cmocka_unit_test(quotes),  cmocka_unit_test(jobs_of_labs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
