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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_x86),
		cmocka_unit_test(test_arm64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
