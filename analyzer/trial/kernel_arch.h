/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For which processor a kernel image is, as a boot loader sees it. */
#pragma once

#include "base/err.h"

/*
 * "x86_64" (also for 32-bit x86), "aarch64", "arm", "riscv64" from the header of a
 * bzImage, Image, zImage. Returns NULL with e set when it cannot be read; "" when
 * its header is none of these.
 */
const char *kernel_arch(const char *file, struct err *e);
