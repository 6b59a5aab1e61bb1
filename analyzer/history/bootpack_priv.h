/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both ways between a boot and its bytes must agree on. */
#pragma once

#define BOOTPACK_VERSION 1

enum bootpack_bit {
	BIT_INIT_IS_FREE = 1 << 0,
	BIT_STAMPS = 1 << 1,
	BIT_COARSE = 1 << 2,
	BIT_NS_UNITS = 1 << 3,
	BIT_ALL = 15,
};
