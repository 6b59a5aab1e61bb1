/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of the kernel's error numbers. The kernel's own table, not the host's
 * libc: initcalls return numbers above 511 that user space never sees.
 */
#pragma once

/*
 * "ENODEV" for 19 or -19 (the kernel prints probe results with both signs);
 * NULL when the number has no name. Numbers are those of the generic table,
 * which differ on MIPS, PA-RISC, SPARC and Alpha above 34.
 */
const char *errname(int no);
