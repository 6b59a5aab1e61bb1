// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/kernel_arch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define HEADER 1024

const char *kernel_arch(const char *file, struct err *e)
{
	/* Where the headers have their magic words: Documentation/arch/ of the kernel. */
	static const struct {
		size_t at, n;
		const char *magic, *arch;
	} headers[] = {
		{ 0x202, 4, "HdrS", "x86_64" },
		{ 0x38, 4, "ARM\x64", "aarch64" },
		{ 0x38, 4, "RSC\x05", "riscv64" },
		{ 0x24, 4, "\x18\x28\x6f\x01", "arm" },
	};
	char head[HEADER] = { 0 };
	FILE *f = fopen(file, "rb");
	size_t n;

	if (!f) {
		err_set(e, file, 0, "%s; give the kernel's image (bzImage, Image)", strerror(errno));
		return NULL;
	}
	n = fread(head, 1, sizeof(head), f);
	if (ferror(f)) {
		err_set(e, file, 0, "%s; give the kernel's image (bzImage, Image)", strerror(errno));
		fclose(f);
		return NULL;
	}
	fclose(f);
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (headers[i].at + headers[i].n <= n &&
		    memcmp(head + headers[i].at, headers[i].magic, headers[i].n) == 0)
			return headers[i].arch;
	}
	return "";
}
