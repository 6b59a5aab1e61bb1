/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an instruction does with the address in it: bytes as gcc and objdump -d have them. */
#include "input/code_priv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct insn {
	const char *what;
	unsigned char p[16];
	size_t at, n;
	bool relative, known;
	enum code_access access;
	unsigned int tail;
};

static const struct insn x86[] = {
	{ "call", { 0xe8 }, 1, 5, true, true, CODE_CALL, 0 },
	{ "jmp", { 0xe9 }, 1, 5, true, true, CODE_CALL, 0 },
	{ "je", { 0x0f, 0x84 }, 2, 6, true, true, CODE_CALL, 0 },
	{ "mov x(%rip),%rax", { 0x48, 0x8b, 0x05 }, 3, 7, true, true, CODE_LOAD, 0 },
	{ "mov %rax,x(%rip)", { 0x48, 0x89, 0x05 }, 3, 7, true, true, CODE_STORE, 0 },
	{ "mov %dl,x(%rip)", { 0x88, 0x15 }, 2, 6, true, true, CODE_STORE, 0 },
	{ "lea x(%rip),%rdi", { 0x48, 0x8d, 0x3d }, 3, 7, true, true, CODE_ADDRESS, 0 },
	{ "movl $1,x(%rip)", { 0xc7, 0x05 }, 2, 10, true, true, CODE_STORE, 4 },
	{ "movw $1,x(%rip)", { 0x66, 0xc7, 0x05 }, 3, 9, true, true, CODE_STORE, 2 },
	{ "movb $1,x(%rip)", { 0xc6, 0x05 }, 2, 7, true, true, CODE_STORE, 1 },
	{ "cmpb $0,x(%rip)", { 0x80, 0x3d }, 2, 7, true, true, CODE_LOAD, 1 },
	{ "orl $2,x(%rip)", { 0x83, 0x0d }, 2, 7, true, true, CODE_STORE, 1 },
	{ "cmpl $n,x(%rip)", { 0x81, 0x3d }, 2, 10, true, true, CODE_LOAD, 4 },
	{ "testb $1,x(%rip)", { 0xf6, 0x05 }, 2, 7, true, true, CODE_LOAD, 1 },
	{ "incl x(%rip)", { 0xff, 0x05 }, 2, 6, true, true, CODE_STORE, 0 },
	{ "pushq x(%rip)", { 0xff, 0x35 }, 2, 6, true, true, CODE_LOAD, 0 },
	{ "movzbl x(%rip),%eax", { 0x0f, 0xb6, 0x05 }, 3, 7, true, true, CODE_LOAD, 0 },
	{ "sete x(%rip)", { 0x0f, 0x94, 0x05 }, 3, 7, true, true, CODE_STORE, 0 },
	{ "lock cmpxchg %edx,x(%rip)", { 0xf0, 0x0f, 0xb1, 0x15 }, 4, 8, true, true,
	  CODE_STORE, 0 },
	{ "btl $3,x(%rip)", { 0x0f, 0xba, 0x25 }, 3, 8, true, true, CODE_LOAD, 1 },
	{ "btsl $3,x(%rip)", { 0x0f, 0xba, 0x2d }, 3, 8, true, true, CODE_STORE, 1 },
	{ "mov $x,%rdi", { 0x48, 0xc7, 0xc7 }, 3, 7, false, true, CODE_ADDRESS, 0 },
	{ "mov $x,%edi", { 0xbf }, 1, 5, false, true, CODE_ADDRESS, 0 },
	{ "push $x", { 0x68 }, 1, 5, false, true, CODE_ADDRESS, 0 },
	{ "mov x(,%rax,8),%rdx", { 0x48, 0x8b, 0x14, 0xc5 }, 4, 8, false, true, CODE_LOAD, 0 },
	{ "mov %rdx,x(,%rax,8)", { 0x48, 0x89, 0x14, 0xc5 }, 4, 8, false, true, CODE_STORE, 0 },
	{ "mov x(%rax),%rdx", { 0x48, 0x8b, 0x90 }, 3, 7, false, true, CODE_LOAD, 0 },
	{ "movq $x,(%rbx)", { 0x48, 0xc7, 0x03 }, 3, 7, false, true, CODE_ADDRESS, 0 },
	{ "movq $x,8(%rbx)", { 0x48, 0xc7, 0x43, 8 }, 4, 8, false, true, CODE_ADDRESS, 0 },
	{ "movq $x,8(%rsp)", { 0x48, 0xc7, 0x44, 0x24, 8 }, 5, 9, false, true, CODE_ADDRESS, 0 },
	{ "movq $x,y(%rip)", { 0x48, 0xc7, 0x05, 1, 2, 3, 4 }, 7, 11, false, true, CODE_ADDRESS,
	  0 },
	{ "nothing before it", { 0 }, 0, 4, true, false, CODE_UNKNOWN, 0 },
	{ "cut off", { 0xe8 }, 1, 4, true, false, CODE_UNKNOWN, 0 },
	{ "a number", { 0x01, 0x02 }, 2, 6, true, false, CODE_UNKNOWN, 0 },
};

static void test_x86(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(x86) / sizeof(*x86); i++) {
		const struct insn *w = &x86[i];
		struct code_operand op = code_x86(w->p, w->at, w->n, w->relative);

		if (op.known != w->known || op.access != w->access || op.tail != w->tail)
			fail_msg("%s: known %d, access %d, tail %u", w->what, op.known,
				 (int)op.access, op.tail);
	}
}

static void test_arm64(void **state)
{
	(void)state;
	assert_int_equal(code_arm64(0x94000000, R_AARCH64_CALL26).access, CODE_CALL);
	assert_int_equal(code_arm64(0x14000000, R_AARCH64_JUMP26).access, CODE_CALL);
	assert_true(code_arm64(0x90000000, R_AARCH64_ADR_PREL_PG_HI21).half);
	assert_int_equal(code_arm64(0x91000000, R_AARCH64_ADD_ABS_LO12_NC).access, CODE_ADDRESS);
	/* ldr x0, [x0]; str x1, [x0]; ldr w0; strb w1 */
	assert_int_equal(code_arm64(0xf9400000, R_AARCH64_LDST64_ABS_LO12_NC).access, CODE_LOAD);
	assert_int_equal(code_arm64(0xf9000001, R_AARCH64_LDST64_ABS_LO12_NC).access, CODE_STORE);
	assert_int_equal(code_arm64(0xb9400000, R_AARCH64_LDST32_ABS_LO12_NC).access, CODE_LOAD);
	assert_int_equal(code_arm64(0x39000001, R_AARCH64_LDST8_ABS_LO12_NC).access, CODE_STORE);
}

struct uses {
	unsigned int n, loads, stores, itself;
	uint64_t last;
};

static void count_use(void *own, uint64_t by, enum code_access access)
{
	struct uses *u = own;

	u->n++;
	u->loads += access == CODE_LOAD;
	u->stores += access == CODE_STORE;
	u->itself += access == CODE_ADDRESS && !by;
	u->last = by;
}

static bool uses(struct uses *u, unsigned int reg, const uint32_t *insn, size_t n)
{
	unsigned char p[64];

	*u = (struct uses){ 0 };
	for (size_t i = 0; i < n * 4; i++)
		p[i] = (unsigned char)(insn[i / 4] >> (8 * (i % 4)));
	return code_arm64_uses(p, n * 4, reg, count_use, u);
}

#define USES(u, reg, ...) \
	uses(u, reg, (const uint32_t[]){ __VA_ARGS__ }, \
	     sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

#define ADD 0x9100a260 /* add x0, x19, #0x28 */
#define RET 0xd65f03c0

/* What is used at a distance from an address in x19. */
static void test_arm64_uses(void **state)
{
	struct uses u;

	(void)state;
	assert_true(USES(&u, 19, ADD, RET));
	assert_int_equal(u.n, 1);
	assert_int_equal(u.last, 0x28);
	assert_true(USES(&u, 19, 0x91400661, RET)); /* add x1, x19, #1, lsl #12 */
	assert_int_equal(u.last, 4096);
	assert_true(USES(&u, 19, 0xb9400a61, RET)); /* ldr w1, [x19, #8] */
	assert_int_equal(u.loads, 1);
	assert_int_equal(u.last, 8);
	assert_true(USES(&u, 19, 0xf9000a61, RET)); /* str x1, [x19, #16] */
	assert_int_equal(u.stores, 1);
	assert_int_equal(u.last, 16);
}

/* As long as it is there: the sum behind these is seen or not. */
static void test_arm64_lost(void **state)
{
	static const struct {
		const char *what;
		uint32_t insn;
		bool goes_on, whole;
	} cases[] = {
		{ "bl", 0x94000000, true, true },
		{ "blr x1", 0xd63f0020, true, true },
		{ "nop", 0xd503201f, true, true },
		{ "ldp x29, x30, [sp], #16", 0xa8c17bfd, true, true },
		{ "cbz w0", 0x34000040, true, false },
		{ "b.eq", 0x540000a0, true, false },
		{ "b", 0x14000000, false, false },
		{ "br x1", 0xd61f0020, false, false },
		{ "ret", RET, false, true },
		{ "mov x19, x0", 0xaa0003f3, false, true },
		{ "adrp x19", 0x90000013, false, true },
		{ "mrs x19, tpidr_el1", 0xd538d093, false, true },
		{ "ldr x19, [x0]", 0xf9400013, false, true },
		{ "ldp x20, x19, [sp, #16]", 0xa9414ff4, false, true },
		{ "ldr x1, [x19], #8", 0xf8408661, false, true },
		{ "stp x1, x2, [x19, #16]!", 0xa9810a61, false, true },
		{ "ldadd w1, w19, [x0]", 0xb8210013, false, true },
	};
	struct uses u;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool whole = USES(&u, 19, cases[i].insn, ADD, RET);

		if ((u.last == 0x28) != cases[i].goes_on || whole != cases[i].whole)
			fail_msg("%s: whole %d, last %d", cases[i].what, whole, (int)u.last);
	}
	/* to the end of what is there */
	assert_false(USES(&u, 19, ADD));
}

/* Used as it is, and not for a distance. */
static void test_arm64_itself(void **state)
{
	static const uint32_t itself[] = {
		0xaa1303e1, /* mov x1, x19 */
		0xf9000413, /* str x19, [x0, #8] */
		0xa9014c14, /* stp x20, x19, [x0, #16] */
		0xf8736801, /* ldr x1, [x0, x19] */
		0xf8636a61, /* ldr x1, [x19, x3] */
		0xeb13001f, /* cmp x0, x19 */
		0xa9400a61, /* ldp x1, x2, [x19] */
	};
	struct uses u;

	(void)state;
	for (size_t i = 0; i < sizeof(itself) / sizeof(*itself); i++) {
		assert_true(USES(&u, 19, itself[i], RET));
		assert_int_equal(u.itself, 1);
	}
	/* an argument */
	assert_true(USES(&u, 0, 0x94000000));
	assert_int_equal(u.itself, 1);
	assert_true(USES(&u, 9, 0x94000000));
	assert_int_equal(u.itself, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_x86),
		cmocka_unit_test(test_arm64),
		cmocka_unit_test(test_arm64_uses),
		cmocka_unit_test(test_arm64_lost),
		cmocka_unit_test(test_arm64_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
