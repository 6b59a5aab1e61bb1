// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is no ELF file but has one inside: a packed vmlinux, or what boot
 * loaders take (bzImage, zImage, EFI zboot), with the kernel packed in it.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "input/image_priv.h"
#include "input/unpack.h"

#define WHAT_TO_GIVE "give the vmlinux of the kernel build or of the debug package"

/* Places at which packed data is tried when no header tells where it is. */
#define MAX_TRIES 32

static bool is_elf(const void *p, size_t n)
{
	return n >= SELFMAG && memcmp(p, ELFMAG, SELFMAG) == 0;
}

/* A format that is told by its first bytes. */
struct packing {
	const char *name;
	const char *magic;
	size_t n;
	int (*open)(struct unpack *u, const char *name, struct err *e); /* or NULL */
	const char *tool; /* that unpacks what is not read here; NULL for what is */
};

static const struct packing packings[] = {
	{ "gzip", "\x1f\x8b\x08", 3, unpack_gzip, NULL },
	{ "xz", "\xfd" "7zXZ\0", 6, unpack_xz, NULL },
	{ "zstd", "\x28\xb5\x2f\xfd", 4, unpack_zstd_kernel, NULL },
	{ "bzip2", "BZh", 3, NULL, "bzip2 -dc" },
	{ "lz4", "\x02\x21\x4c\x18", 4, NULL, NULL },
	{ "lz4", "\x04\x22\x4d\x18", 4, NULL, "lz4 -dc" },
	{ "lzo", "\x89LZO\0\r\n\x1a\n", 9, NULL, "lzop -dc" },
	{ "lzma", "\x5d\0\0", 3, NULL, "xz -dc --format=lzma" },
};

#define NPACKINGS (sizeof(packings) / sizeof(packings[0]))

static const struct packing *packing_at(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < NPACKINGS; i++) {
		if (n >= packings[i].n && memcmp(p, packings[i].magic, packings[i].n) == 0)
			return &packings[i];
	}
	return NULL;
}

/*
 * Unpacks what begins at p. Bytes that follow the data are normal inside of an
 * image, so an error after some data is its end. Returns 0 and the data when it
 * is of a kind that can be a kernel.
 */
static int unpack_at(struct buf *out, const struct packing *k, const unsigned char *p, size_t n,
		     const char *name, struct err *e)
{
	struct raw raw = { .fd = -1, .name = name, .buf = (unsigned char *)p, .cap = n, .n = n };
	struct unpack u;
	ssize_t got;

	if (!k->open) {
		image_unlz4(out, p, n);
		return out->n ? 0 : err_set(e, name, 0, "broken lz4 data; copy the file again");
	}
	if (k->open(&u, name, e) != 0)
		return -1;
	for (;;) {
		buf_reserve(out, (size_t)1 << 18);
		got = u.read(&u, &raw, out->p + out->n, (size_t)1 << 18, e);
		if (got <= 0)
			break;
		out->n += (size_t)got;
		if (out->n > IMAGE_MAX_BYTES) {
			got = err_set(e, name, 0, "unpacks to more than %zu GiB; " WHAT_TO_GIVE,
				      IMAGE_MAX_BYTES >> 30);
			out->n = 0;
			break;
		}
	}
	u.free(&u);
	if (!out->n && got == 0)
		err_set(e, name, 0, "is %s data with nothing in it; " WHAT_TO_GIVE, k->name);
	return out->n ? 0 : -1;
}

static void hand_over(struct image_bytes *b, struct buf *out, const char *format)
{
	image_unload(b);
	b->p = b->heap = out->p;
	b->n = out->n;
	b->format = format;
}

static uint64_t le(const unsigned char *p, unsigned int n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | p[n];
	return v;
}

/* What kind of image, and where its packed kernel is: at[0..n), n 0 when nothing tells. */
static const char *boot_image(const unsigned char *p, size_t size, size_t *at, size_t *n)
{
	*at = *n = 0;
	if (size > 0x250 && memcmp(p + 0x202, "HdrS", 4) == 0) {
		uint64_t from = ((uint64_t)(p[0x1f1] ? p[0x1f1] : 4) + 1) * 512;

		/* Protocol 2.08 and later say where. */
		if (le(p + 0x206, 2) >= 0x208) {
			from += le(p + 0x248, 4);
			if (from < size && le(p + 0x24c, 4) <= size - from) {
				*at = (size_t)from;
				*n = (size_t)le(p + 0x24c, 4);
			}
		}
		return "bzImage";
	}
	if (size > 64 && memcmp(p, "MZ", 2) == 0 && memcmp(p + 4, "zimg", 4) == 0) {
		uint64_t from = le(p + 8, 4), len = le(p + 12, 4);

		if (from < size && len <= size - from) {
			*at = (size_t)from;
			*n = (size_t)len;
		}
		return "EFI zboot image";
	}
	if (size > 0x28 && le(p + 0x24, 4) == 0x016f2818)
		return "zImage";
	if (size > 64 && memcmp(p + 0x38, "ARM\x64", 4) == 0)
		return "arm64 Image";
	if (size > 64 && memcmp(p + 0x30, "RISCV\0\0\0", 8) == 0)
		return "riscv Image";
	if (size > 64 && le(p, 4) == 0x56190527)
		return "uImage";
	return NULL;
}

/* A packed kernel inside of an image, wherever it is. */
static int search(struct image_bytes *b, const char *name, const char *what, size_t at, size_t n,
		  struct err *e)
{
	const struct packing *unread = NULL;
	size_t end = n ? at + 1 : b->n, len = n ? n : b->n;

	for (size_t tries = 0; at < end && tries < MAX_TRIES; at++) {
		const struct packing *k = packing_at(b->p + at, b->n - at);
		struct buf out = { 0 };

		if (!k || (k->tool && !n))
			continue;
		tries++;
		if (k->tool) {
			unread = k;
			break;
		}
		if (unpack_at(&out, k, b->p + at, n ? len : b->n - at, name, e) == 0 &&
		    is_elf(out.p, out.n)) {
			hand_over(b, &out, what);
			return 0;
		}
		buf_release(&out);
	}
	if (unread)
		return err_set(e, name, 0, "the kernel in this %s is packed with %s, which is not read; "
			       WHAT_TO_GIVE, what, unread->name);
	return err_set(e, name, 0, "is %s %s without an ELF file in it, so it has no symbols; "
		       WHAT_TO_GIVE ", or its System.map",
		       strchr("aE", what[0]) ? "an" : "a", what);
}

static int refuse(const unsigned char *p, size_t n, const char *name, struct err *e)
{
	static const struct {
		const char *magic;
		size_t n;
		const char *what;
	} others[] = {
		{ "\x89PNG", 4, "a picture" },
		{ "\xff\xd8\xff", 3, "a picture" },
		{ "GIF8", 4, "a picture" },
		{ "PK\x03\x04", 4, "a zip archive" },
		{ "!<arch>", 7, "an archive or a package" },
		{ "#!", 2, "a script" },
		{ "\xd0\x0d\xfe\xed", 4, "a device tree or a FIT image" },
		{ "MZ", 2, "an EFI program" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (n >= others[i].n && memcmp(p, others[i].magic, others[i].n) == 0)
			return err_set(e, name, 0, "is %s, no kernel; " WHAT_TO_GIVE,
				       others[i].what);
	}
	return err_set(e, name, 0, "is neither an ELF file nor a kernel image nor a System.map; "
		       WHAT_TO_GIVE);
}

int image_unpack(struct image_bytes *b, const char *name, struct err *e)
{
	const struct packing *k;
	const char *what;
	struct buf out = { 0 };
	size_t at, n;

	if (is_elf(b->p, b->n) || image_is_map(b->p, b->n))
		return 0;
	k = packing_at(b->p, b->n);
	if (k && k->tool)
		return err_set(e, name, 0, "is %s data; unpack it first: %s", k->name, k->tool);
	if (k) {
		if (unpack_at(&out, k, b->p, b->n, name, e) != 0) {
			buf_release(&out);
			return -1;
		}
		hand_over(b, &out, k->name);
		if (is_elf(b->p, b->n) || image_is_map(b->p, b->n))
			return 0;
	}
	what = boot_image(b->p, b->n, &at, &n);
	return what ? search(b, name, what, at, n, e) : refuse(b->p, b->n, name, e);
}
