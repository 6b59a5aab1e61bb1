// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an instruction does with an address in it. Its place is known from a
 * relocation (or guessed, and then held against symbols), so a few bytes before
 * it tell; this is no disassembler.
 */
#include "input/code_priv.h"

#define IS(type) ((struct code_operand){ .access = (type), .known = true })
#define WITH(type, n) ((struct code_operand){ .access = (type), .tail = (n), .known = true })

#define ARM64_FOLLOWED 4096 /* bytes of code behind an address */

static const struct code_operand nothing = { .access = CODE_UNKNOWN };

/* Opcodes behind 0x0f with an operand in memory. */
static struct code_operand two_byte(unsigned int op, unsigned int reg)
{
	switch (op) {
	case 0x11: case 0x13: case 0x17: case 0x29: case 0x2b: case 0x7e: case 0x7f: case 0xd6:
	case 0xe7: case 0xab: case 0xb0: case 0xb1: case 0xb3: case 0xbb: case 0xc0: case 0xc1:
	case 0xc7:
		return IS(CODE_STORE);
	case 0xba: /* bt, bts, btr, btc */
		return WITH(reg == 4 ? CODE_LOAD : CODE_STORE, 1);
	case 0x18: case 0x0d: case 0x1f: case 0x01: case 0x00: case 0xae:
		return IS(CODE_ADDRESS);
	default:
		if (op >= 0x90 && op <= 0x9f)
			return IS(CODE_STORE);
		return IS(CODE_LOAD);
	}
}

static struct code_operand group(unsigned int op, unsigned int reg, unsigned int imm)
{
	switch (op) {
	case 0x80: case 0x83:
		return WITH(reg == 7 ? CODE_LOAD : CODE_STORE, 1);
	case 0x81:
		return WITH(reg == 7 ? CODE_LOAD : CODE_STORE, imm);
	case 0xc0: case 0xc1:
		return WITH(CODE_STORE, 1);
	case 0xf6:
		return reg < 2 ? WITH(CODE_LOAD, 1) : IS(reg < 4 ? CODE_STORE : CODE_LOAD);
	case 0xf7:
		return reg < 2 ? WITH(CODE_LOAD, imm) : IS(reg < 4 ? CODE_STORE : CODE_LOAD);
	default: /* 0xfe, 0xff */
		return IS(reg < 2 ? CODE_STORE : CODE_LOAD);
	}
}

/* An opcode with a ModRM byte whose operand is in memory. small: a 16-bit operand. */
static struct code_operand one_byte(unsigned int op, unsigned int reg, bool small)
{
	unsigned int imm = small ? 2 : 4;

	switch (op) {
	case 0x8d:
		return IS(CODE_ADDRESS);
	case 0x00: case 0x01: case 0x08: case 0x09: case 0x10: case 0x11: case 0x18: case 0x19:
	case 0x20: case 0x21: case 0x28: case 0x29: case 0x30: case 0x31: case 0x86: case 0x87:
	case 0x88: case 0x89: case 0x8c: case 0x8f: case 0xd0: case 0xd1: case 0xd2: case 0xd3:
		return IS(CODE_STORE);
	case 0x02: case 0x03: case 0x0a: case 0x0b: case 0x12: case 0x13: case 0x1a: case 0x1b:
	case 0x22: case 0x23: case 0x2a: case 0x2b: case 0x32: case 0x33: case 0x38: case 0x39:
	case 0x3a: case 0x3b: case 0x63: case 0x84: case 0x85: case 0x8a: case 0x8b: case 0x8e:
		return IS(CODE_LOAD);
	case 0x69:
		return WITH(CODE_LOAD, imm);
	case 0x6b:
		return WITH(CODE_LOAD, 1);
	case 0xc6:
		return WITH(CODE_STORE, 1);
	case 0xc7:
		return WITH(CODE_STORE, imm);
	case 0x80: case 0x81: case 0x83: case 0xc0: case 0xc1: case 0xf6: case 0xf7: case 0xfe:
	case 0xff:
		return group(op, reg, imm);
	default:
		return nothing;
	}
}

/* The opcode is at p[at], the ModRM byte behind it. */
static struct code_operand memory(const unsigned char *p, size_t at)
{
	unsigned int reg = p[at + 1] >> 3 & 7;
	bool small;

	if (at >= 1 && p[at - 1] == 0x0f)
		return two_byte(p[at], reg);
	small = (at >= 1 && p[at - 1] == 0x66) ||
		(at >= 2 && p[at - 2] == 0x66 && (p[at - 1] & 0xf0) == 0x40);
	return one_byte(p[at], reg, small);
}

static struct code_operand x86_relative(const unsigned char *p, size_t at)
{
	if (p[at - 1] == 0xe8 || p[at - 1] == 0xe9 ||
	    (at >= 2 && p[at - 2] == 0x0f && (p[at - 1] & 0xf0) == 0x80))
		return IS(CODE_CALL);
	if (at >= 2 && (p[at - 1] & 0xc7) == 0x05)
		return memory(p, at - 2);
	return nothing;
}

/* "mov $address, memory": the address is behind the bytes that say which memory. */
static bool is_stored(const unsigned char *p, size_t at)
{
	static const struct {
		unsigned char back, mask, modrm, not; /* bytes, ModRM & mask, but not this r/m */
	} forms[] = {
		{ 2, 0xf8, 0x00, 4 }, /* (%reg) */
		{ 3, 0xf8, 0x40, 4 }, /* n(%reg), n of a byte */
		{ 4, 0xff, 0x44, 8 }, /* the same with an index */
		{ 6, 0xf8, 0x80, 4 }, /* n of four bytes */
		{ 6, 0xff, 0x05, 8 }, /* relative to the instruction */
		{ 7, 0xff, 0x84, 8 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		unsigned int modrm;

		if (at < forms[i].back || p[at - forms[i].back] != 0xc7)
			continue;
		modrm = p[at - forms[i].back + 1];
		if ((modrm & forms[i].mask) == forms[i].modrm && (modrm & 7) != forms[i].not)
			return true;
	}
	return false;
}

static struct code_operand x86_absolute(const unsigned char *p, size_t at)
{
	unsigned int last = p[at - 1], before = at >= 2 ? p[at - 2] : 0;

	/* mov $address, %reg in both lengths; push $address; to memory */
	if ((before == 0xc7 && (last & 0xf8) == 0xc0) || (last & 0xf8) == 0xb8 || last == 0x68 ||
	    is_stored(p, at))
		return IS(CODE_ADDRESS);
	/* op address(,%reg,n) and op address */
	if (at >= 3 && (before & 0xc7) == 0x04 && (last & 7) == 5)
		return memory(p, at - 3);
	/* op address(%reg) */
	if (at >= 2 && (last & 0xc0) == 0x80 && (last & 7) != 4)
		return memory(p, at - 2);
	/* cmp and add of a register */
	if ((before == 0x81 && (last & 0xc0) == 0xc0) || last == 0x3d || last == 0x05)
		return IS(CODE_ADDRESS);
	return nothing;
}

struct code_operand code_x86(const unsigned char *p, size_t at, size_t n, bool relative)
{
	if (at < 1 || at > n || n - at < 4)
		return nothing;
	return relative ? x86_relative(p, at) : x86_absolute(p, at);
}

struct code_operand code_arm64(uint32_t insn, unsigned int type)
{
	unsigned int opc = insn >> 22 & 3;

	switch (type) {
	case R_AARCH64_CALL26:
	case R_AARCH64_JUMP26:
	case R_AARCH64_CONDBR19:
	case R_AARCH64_TSTBR14:
		return IS(CODE_CALL);
	case R_AARCH64_ADR_PREL_PG_HI21:
	case R_AARCH64_ADR_PREL_PG_HI21_NC:
		return (struct code_operand){ .access = CODE_ADDRESS, .known = true, .half = true };
	case R_AARCH64_LDST8_ABS_LO12_NC:
	case R_AARCH64_LDST16_ABS_LO12_NC:
	case R_AARCH64_LDST32_ABS_LO12_NC:
	case R_AARCH64_LDST64_ABS_LO12_NC:
		return IS(opc ? CODE_LOAD : CODE_STORE);
	case R_AARCH64_LDST128_ABS_LO12_NC:
		return IS(opc & 1 ? CODE_LOAD : CODE_STORE);
	default:
		return IS(CODE_ADDRESS);
	}
}

static bool arm64_is_pair(uint32_t insn)
{
	return (insn & 0x3a000000) == 0x28000000;
}

/* ldr of a constant that lies beside the code */
static bool arm64_is_literal(uint32_t insn)
{
	return (insn & 0x3b000000) == 0x18000000;
}

/* Whether a load or a store reads the register, be it for the address; what is rare may do so. */
static bool arm64_memory_reads(uint32_t insn, unsigned int reg)
{
	bool pair = arm64_is_pair(insn), load = pair ? insn >> 22 & 1 : insn >> 22 & 3;
	bool first = (insn & 31) == reg, second = (insn >> 10 & 31) == reg;
	bool index = (insn >> 16 & 31) == reg;

	if (arm64_is_literal(insn))
		return false;
	if ((insn >> 5 & 31) == reg || (first && !load))
		return true;
	if (pair)
		return second && !load;
	if ((insn & 0x3f000000) == 0x08000000) /* exclusive ones */
		return first || second || index;
	return index && (insn & 0x3b200000) == 0x38200000;
}

/* The same of arithmetic. */
static bool arm64_reads(uint32_t insn, unsigned int reg)
{
	if ((insn & 0x1c000000) == 0x10000000) { /* a number in the instruction: adr, mov, extr, others */
		if ((insn & 0x1f000000) == 0x10000000 || (insn & 0x1f800000) == 0x12800000)
			return false;
		return (insn >> 5 & 31) == reg ||
		       ((insn & 0x1f800000) == 0x13800000 && (insn >> 16 & 31) == reg);
	}
	return (insn >> 5 & 31) == reg || (insn >> 16 & 31) == reg ||
	       ((insn & 0x1f000000) == 0x1b000000 && (insn >> 10 & 31) == reg);
}

/* Whether a load, a store or arithmetic gives the register another value, or may do so. */
static bool arm64_writes(uint32_t insn, unsigned int reg)
{
	bool pair = arm64_is_pair(insn), load = pair ? insn >> 22 & 1 : insn >> 22 & 3;

	if ((insn & 0x0a000000) != 0x08000000)
		return (insn & 31) == reg;
	/* (and what changes memory and gives what was there) */
	if (arm64_is_literal(insn) || (insn & 0x3b200c00) == 0x38200000)
		return (insn & 31) == reg;
	/* The register that holds the address may move, too. */
	if ((insn >> 5 & 31) == reg &&
	    (pair ? (insn & 0x00800000) != 0 : (insn & 0x3b200400) == 0x38000400))
		return true;
	return load && ((insn & 31) == reg || (pair && (insn >> 10 & 31) == reg));
}

/* The same of a branch. whole: that of code_arm64_uses(). */
static bool arm64_loses(uint32_t insn, unsigned int reg, bool *whole)
{
	bool call = (insn & 0xfc000000) == 0x94000000 || (insn & 0xfffffc1f) == 0xd63f0000;

	if (call)
		return reg < ARM64_CALL_KEEPS;
	if ((insn & 0xff000000) == 0xd5000000) /* mrs, hints, barriers */
		return (insn & 0xfff00000) == 0xd5300000 && (insn & 31) == reg;
	if ((insn & 0xfffffc1f) == 0xd65f0000) /* ret */
		return true;
	*whole = false;
	return (insn & 0xfc000000) == 0x14000000 || (insn & 0xfe000000) == 0xd6000000;
}

bool code_arm64_uses(const unsigned char *p, size_t n, unsigned int reg,
		     void (*use)(void *own, uint64_t by, enum code_access access), void *own)
{
	bool whole = true;

	for (size_t i = 0; i + 4 <= n && i < ARM64_FOLLOWED; i += 4) {
		uint32_t insn = (uint32_t)p[i] | (uint32_t)p[i + 1] << 8 | (uint32_t)p[i + 2] << 16 |
				(uint32_t)p[i + 3] << 24;
		bool based = (insn >> 5 & 31) == reg, memory = (insn & 0x3f000000) == 0x39000000;
		uint64_t by = insn >> 10 & 4095;

		if ((insn & 0x1c000000) == 0x14000000) {
			/* (the first eight are arguments) */
			if (reg < 8 && insn >> 31 && (insn & 0xff000000) != 0xd5000000)
				use(own, 0, CODE_ADDRESS);
			if (arm64_loses(insn, reg, &whole))
				return whole;
			continue;
		}
		if (based && (insn & 0xff800000) == 0x91000000) /* add */
			use(own, by << (insn >> 22 & 1 ? 12 : 0), CODE_ADDRESS);
		else if (based && memory) /* ldr, str */
			use(own, by << (insn >> 30), insn >> 22 & 3 ? CODE_LOAD : CODE_STORE);
		else if ((insn & 0x0a000000) == 0x08000000 ? arm64_memory_reads(insn, reg) :
							     arm64_reads(insn, reg))
			use(own, 0, CODE_ADDRESS);
		if (based && memory && (insn & 31) == reg && !(insn >> 22 & 3))
			use(own, 0, CODE_ADDRESS); /* it stores itself */
		if (arm64_writes(insn, reg))
			return whole;
	}
	return false;
}
