// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/subsystem.h"

#include <string.h>

#include "base/str.h"

struct style {
	const char *folder;
	/* What stands there; "*" is the name of the folder below. */
	const char *prefix;
	const char *end; /* after the driver's name; NULL: ": " */
};

/*
 * As `git log --no-merges --format=%s -- FOLDER` of the kernel has it most often. The
 * first that fits counts.
 */
static const struct style styles[] = {
	{ "arch/*/", "*: ", NULL },
	{ "block/", "block: ", NULL },
	{ "crypto/", "crypto: ", " - " },
	{ "drivers/acpi/", "ACPI: ", NULL },
	{ "drivers/ata/", "ata: ", NULL },
	{ "drivers/base/", "driver core: ", NULL },
	{ "drivers/bluetooth/", "Bluetooth: ", NULL },
	{ "drivers/char/hw_random/", "hwrng: ", " - " },
	{ "drivers/char/ipmi/", "ipmi: ", NULL },
	{ "drivers/char/tpm/", "tpm: ", NULL },
	{ "drivers/crypto/", "crypto: ", " - " },
	{ "drivers/firmware/efi/", "efi: ", NULL },
	{ "drivers/gpu/drm/", "drm/", NULL },
	{ "drivers/hid/", "HID: ", NULL },
	{ "drivers/infiniband/", "RDMA/", NULL },
	{ "drivers/input/", "Input: ", " - " },
	{ "drivers/iommu/", "iommu/", NULL },
	{ "drivers/irqchip/", "irqchip/", NULL },
	{ "drivers/net/ethernet/", "net: ", NULL },
	{ "drivers/net/phy/", "net: phy: ", NULL },
	{ "drivers/net/usb/", "net: usb: ", NULL },
	{ "drivers/net/wireless/", "wifi: ", NULL },
	{ "drivers/nvme/", "nvme: ", NULL },
	{ "drivers/pci/controller/", "PCI: ", NULL },
	{ "drivers/pci/", "PCI: ", NULL },
	{ "drivers/phy/", "phy: ", NULL },
	{ "drivers/platform/*/", "platform/*: ", NULL },
	{ "drivers/spi/", "spi: ", NULL },
	{ "drivers/staging/", "staging: ", NULL },
	{ "drivers/tty/serial/", "serial: ", NULL },
	{ "drivers/usb/*/", "usb: *: ", NULL },
	{ "drivers/usb/", "usb: ", NULL },
	{ "drivers/video/fbdev/", "fbdev: ", NULL },
	{ "drivers/*/", "*: ", NULL },
	{ "fs/*/", "", NULL },
	{ "fs/", "fs: ", NULL },
	{ "kernel/trace/", "tracing: ", NULL },
	{ "kernel/", "", NULL },
	{ "lib/", "lib: ", NULL },
	{ "mm/", "mm: ", NULL },
	{ "net/bluetooth/", "Bluetooth: ", NULL },
	{ "net/netfilter/", "netfilter: ", NULL },
	{ "net/", "net: ", NULL },
	{ "samples/", "samples: ", NULL },
	{ "security/", "security: ", NULL },
	{ "sound/soc/", "ASoC: ", NULL },
	{ "sound/", "ALSA: ", NULL },
	{ "", "", NULL },
};

/* Names of files that say nothing: the module or the folder does. */
static const char *const plain[] = {
	"base", "common", "core", "device", "driver", "drv", "hcd", "host", "init", "main",
	"mod", "module", "netdev", "pci", "platform", "probe", "super", "sys",
};

/* The folder that "*" stands for, when the file lies in the folder of the style. */
static bool fits(const struct style *s, struct str file, struct str *star)
{
	struct str folder = str_of(s->folder);
	size_t at = str_chr(folder, '*', 0), end;

	*star = STR_NONE;
	if (at == folder.n)
		return str_starts(file, folder);
	if (!str_starts(file, str_head(folder, at)))
		return false;
	end = str_chr(file, '/', at);
	*star = (struct str){ file.p + at, end - at };
	return end < file.n;
}

static const struct style *find(struct str file, struct str *star)
{
	const struct style *s = styles;

	while (!fits(s, file, star))
		s++;
	return s;
}

static void put_prefix(struct buf *b, const struct style *s, struct str star)
{
	for (const char *p = s->prefix; *p; p++) {
		if (*p == '*')
			buf_add(b, star.p, star.n);
		else
			buf_addc(b, *p);
	}
}

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (str_eq(s, str_of(plain[i])))
			return true;
	}
	return false;
}

/* "ohci-pci" of drivers/usb/host/ohci-pci.c, "ext4" of fs/ext4/super.c. */
static struct str driver_name(struct str file, const char *module)
{
	size_t slash = file.n, begin;
	struct str stem;

	while (slash > 0 && file.p[slash - 1] != '/')
		slash--;
	stem = str_from(file, slash);
	stem = str_head(stem, str_chr(stem, '.', 0));
	if (!is_plain(stem))
		return stem;
	if (module && !is_plain(str_of(module)))
		return str_of(module);
	if (!slash)
		return stem;
	for (begin = slash - 1; begin > 0 && file.p[begin - 1] != '/';)
		begin--;
	return (struct str){ file.p + begin, slash - 1 - begin };
}

void subsystem_name(struct buf *b, const char *file)
{
	struct str star;
	const struct style *s = find(str_of(file), &star);

	put_prefix(b, s, star);
}

void subsystem_prefix(struct buf *b, const char *file, const char *module)
{
	struct str star, name = driver_name(str_of(file), module), last;
	const struct style *s = find(str_of(file), &star);
	size_t at = b->n;

	put_prefix(b, s, star);
	/* drivers/thermal/thermal.c: once is enough. */
	last = (struct str){ b->p ? b->p + at : "", b->n - at };
	while (last.n && strchr(": /", last.p[last.n - 1]))
		last.n--;
	if (str_ends(last, name) &&
	    (last.n == name.n || strchr(" /", last.p[last.n - name.n - 1])))
		return;
	buf_add(b, name.p, name.n);
	buf_puts(b, s->end ? s->end : ": ");
}
