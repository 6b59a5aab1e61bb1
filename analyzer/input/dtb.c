// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Device trees, by libfdt. Which properties name suppliers, and how, is what
 * drivers/of/property.c has for fw_devlink. A supplier is the device that the
 * phandle's node is in: a regulator's node is a part of its PMIC.
 */
#include "input/dtb.h"

#include <libfdt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "input/image_priv.h"

#define WHAT_TO_GIVE "give the .dtb that the kernel boots with, or /sys/firmware/fdt"
#define MAX_DEPTH 64
#define MAX_LINKS 1000000
#define MAX_CELLS 64

struct tnode {
	int at;            /* offset in the blob */
	uint32_t parent;   /* node */
	uint32_t device;   /* the device that it is, or is a part of */
	uint32_t phandle;
	uint32_t irq;      /* phandle of the interrupt parent, inherited; 0: none */
};

struct phandle {
	uint32_t value, node;
};

struct reader {
	struct dtb *t;
	const void *fdt;
	VEC(struct tnode) v;
	VEC(struct phandle) by_phandle;
	VEC(const char *) words;
};

/* Property, and the property of the supplier that says how many cells follow the phandle. */
struct supplier_prop {
	const char *name, *cells;
};

static const struct supplier_prop supplier_props[] = {
	{ "clocks", "#clock-cells" },
	{ "interconnects", "#interconnect-cells" },
	{ "iommus", "#iommu-cells" },
	{ "mboxes", "#mbox-cells" },
	{ "io-channels", "#io-channel-cells" },
	{ "io-backends", "#io-backend-cells" },
	{ "interrupts-extended", "#interrupt-cells" },
	{ "dmas", "#dma-cells" },
	{ "power-domains", "#power-domain-cells" },
	{ "hwlocks", "#hwlock-cells" },
	{ "extcon", NULL },
	{ "nvmem-cells", "#nvmem-cell-cells" },
	{ "phys", "#phy-cells" },
	{ "wakeup-parent", NULL },
	{ "pwms", "#pwm-cells" },
	{ "resets", "#reset-cells" },
	{ "leds", NULL },
	{ "backlight", NULL },
	{ "panel", NULL },
	{ "msi-parent", "#msi-cells" },
	{ "access-controllers", "#access-controller-cells" },
	{ "pses", "#pse-cells" },
	{ "power-supplies", NULL },
};

static uint32_t cell(const char *p)
{
	return fdt32_ld((const fdt32_t *)(const void *)p);
}

static uint32_t number_of(const struct reader *r, int at, const char *name, uint32_t none)
{
	int n = 0;
	const char *p = fdt_getprop(r->fdt, at, name, &n);

	return p && n >= 4 ? cell(p) : none;
}

/* --- Nodes ---------------------------------------------------------------------------------- */

static bool is_disabled(const struct reader *r, int at)
{
	int n = 0;
	const char *s = fdt_getprop(r->fdt, at, "status", &n);

	return s && n > 0 && strncmp(s, "ok", 2) != 0;
}

/* The words of a list of strings; NULL when it has none, or no end. */
static const char *const *compatible_of(struct reader *r, int at)
{
	int n = 0;
	const char *s = fdt_getprop(r->fdt, at, "compatible", &n);

	r->words.n = 0;
	if (!s || n <= 0 || s[n - 1])
		return NULL;
	for (const char *end = s + n; s < end; s += strlen(s) + 1) {
		if (*s)
			*VEC_PUSH(&r->words) = arena_strdup(&r->t->arena, str_of(s));
	}
	if (!r->words.n)
		return NULL;
	*VEC_PUSH(&r->words) = NULL;
	return arena_copy(&r->t->arena, r->words.v, r->words.n * sizeof(*r->words.v));
}

/* The device of this node: itself, or that which its parent is a part of. */
static uint32_t device_of(struct reader *r, int at, uint32_t parent, const char *path)
{
	uint32_t above = parent == DTB_NONE ? DTB_NONE : r->v.v[parent].device;
	const char *const *compatible = parent == DTB_NONE ? NULL : compatible_of(r, at);

	/* (the root is the machine) */
	if (!compatible)
		return above;
	*VEC_PUSH(&r->t->dev) = (struct dtb_device){
		arena_strdup(&r->t->arena, str_of(path)), compatible, above,
	};
	return (uint32_t)r->t->dev.n - 1;
}

static void add_node(struct reader *r, int at, uint32_t parent, const char *path)
{
	uint32_t device = device_of(r, at, parent, path), node = (uint32_t)r->v.n;
	uint32_t irq = parent == DTB_NONE ? 0 : r->v.v[parent].irq;

	*VEC_PUSH(&r->v) = (struct tnode){
		.at = at, .parent = parent, .device = device,
		.phandle = fdt_get_phandle(r->fdt, at),
		.irq = number_of(r, at, "interrupt-parent", irq),
	};
	if (r->v.v[node].phandle)
		*VEC_PUSH(&r->by_phandle) = (struct phandle){ r->v.v[node].phandle, node };
}

static void read_nodes(struct reader *r)
{
	uint32_t open[MAX_DEPTH];
	size_t end[MAX_DEPTH];
	struct buf path = { 0 };
	int depth = 0, off = INT_MAX; /* depth below which all is disabled */

	for (int at = fdt_next_node(r->fdt, -1, &depth); at >= 0 && depth > 0;
	     at = fdt_next_node(r->fdt, at, &depth)) {
		int d = depth - 1;
		const char *name = fdt_get_name(r->fdt, at, NULL);

		if (d <= off)
			off = INT_MAX;
		if (d >= MAX_DEPTH || d > off)
			continue;
		if (is_disabled(r, at)) {
			off = d;
			continue;
		}
		path.n = d > 0 ? end[d - 1] : 0;
		if (d > 0)
			buf_printf(&path, "/%s", name ? name : "?");
		end[d] = path.n;
		open[d] = (uint32_t)r->v.n;
		add_node(r, at, d ? open[d - 1] : DTB_NONE, buf_str(&path));
	}
	buf_release(&path);
}

static int by_value(const void *pa, const void *pb)
{
	const struct phandle *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static uint32_t node_of(struct reader *r, uint32_t phandle)
{
	size_t lo = 0, hi = r->by_phandle.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->by_phandle.v[mid].value < phandle)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < r->by_phandle.n && r->by_phandle.v[lo].value == phandle)
		return r->by_phandle.v[lo].node;
	return DTB_NONE;
}

/* --- Links ---------------------------------------------------------------------------------- */

static bool is_above(const struct dtb *t, uint32_t above, uint32_t device)
{
	for (; device != DTB_NONE; device = t->dev.v[device].parent) {
		if (device == above)
			return true;
	}
	return false;
}

static void add_link(struct reader *r, uint32_t consumer, uint32_t node, const char *property)
{
	uint32_t supplier = node == DTB_NONE ? DTB_NONE : r->v.v[node].device;

	/* A part of the same device, or of one that it is below, is no other's. */
	if (supplier == DTB_NONE || consumer == DTB_NONE || r->t->link.n >= MAX_LINKS ||
	    is_above(r->t, supplier, consumer) || is_above(r->t, consumer, supplier))
		return;
	*VEC_PUSH(&r->t->link) = (struct dtb_link){ consumer, supplier, property };
}

/* Phandles, each followed by as many cells as its node says. */
static void take_list(struct reader *r, const struct tnode *n, const char *p, int len,
		      const char *property, const char *cells)
{
	property = arena_strdup(&r->t->arena, str_of(property));
	for (int i = 0; i + 4 <= len; i += 4) {
		uint32_t phandle = cell(p + i), node, more;

		if (!phandle)
			continue;
		node = node_of(r, phandle);
		if (node == DTB_NONE) {
			/* Of a disabled node, mostly: how long its part is nobody says. */
			r->t->lost++;
			if (cells)
				return;
			continue;
		}
		add_link(r, n->device, node, property);
		more = cells ? number_of(r, r->v.v[node].at, cells, 0) : 0;
		if (more > MAX_CELLS)
			return;
		i += (int)more * 4;
	}
}

static bool is_pinctrl(struct str s)
{
	return s.n == 9 && str_starts(s, STR("pinctrl-")) && is_digit(s.p[8]);
}

static void take_property(struct reader *r, const struct tnode *n, const char *name, const char *p,
			  int len)
{
	struct str s = str_of(name);

	for (size_t i = 0; i < sizeof(supplier_props) / sizeof(*supplier_props); i++) {
		if (strcmp(name, supplier_props[i].name) == 0) {
			take_list(r, n, p, len, name, supplier_props[i].cells);
			return;
		}
	}
	if (is_pinctrl(s) || str_ends(s, STR("-supply")))
		take_list(r, n, p, len, name, NULL);
	else if ((str_ends(s, STR("-gpio")) || str_ends(s, STR("-gpios")) ||
		  strcmp(name, "gpios") == 0 || strcmp(name, "gpio") == 0) &&
		 !str_ends(s, STR(",nr-gpios")))
		take_list(r, n, p, len, name, "#gpio-cells");
	else if (strcmp(name, "interrupts") == 0 && n->irq)
		add_link(r, n->device, node_of(r, n->irq), "interrupts");
	else if (strcmp(name, "iommu-map") == 0)
		for (int i = 4; i + 12 <= len; i += 16)
			add_link(r, n->device, node_of(r, cell(p + i)), "iommu-map");
}

static void read_links(struct reader *r)
{
	for (size_t i = 0; i < r->v.n; i++) {
		const struct tnode n = r->v.v[i];
		int prop;

		if (n.device == DTB_NONE)
			continue;
		fdt_for_each_property_offset(prop, r->fdt, n.at) {
			int len = 0;
			const char *name = NULL;
			const char *p = fdt_getprop_by_offset(r->fdt, prop, &name, &len);

			if (p && name && len > 0)
				take_property(r, &n, name, p, len);
		}
	}
	for (uint32_t i = 0; i < r->t->dev.n; i++) {
		if (r->t->dev.v[i].parent != DTB_NONE && r->t->link.n < MAX_LINKS)
			*VEC_PUSH(&r->t->link) = (struct dtb_link){
				i, r->t->dev.v[i].parent, "parent",
			};
	}
}

/* --- All ------------------------------------------------------------------------------------ */

int dtb_parse(struct dtb *t, const char *name, const void *p, size_t n, struct err *e)
{
	struct reader r = { .t = t, .fdt = p };
	int bad;

	*t = (struct dtb){ .lost = 0 };
	if (n < sizeof(struct fdt_header) || fdt_magic(p) != FDT_MAGIC)
		return err_set(e, name, 0, "is no device tree blob; " WHAT_TO_GIVE
			       " (source is compiled by dtc)");
	/* (libfdt 1.6.1 falls over names of the versions before 16, which no dtc writes since 2005) */
	bad = fdt_version(p) < 16 ? -FDT_ERR_BADVERSION : fdt_check_full(p, n);
	if (bad)
		return err_set(e, name, 0, "is broken (%s); " WHAT_TO_GIVE, fdt_strerror(bad));
	read_nodes(&r);
	if (r.by_phandle.n)
		qsort(r.by_phandle.v, r.by_phandle.n, sizeof(*r.by_phandle.v), by_value);
	read_links(&r);
	free(r.v.v);
	free(r.by_phandle.v);
	free(r.words.v);
	return 0;
}

int dtb_read(struct dtb *t, const char *file, struct err *e)
{
	struct image_bytes b;
	struct err why;
	int ret;

	if (image_load(&b, file, &why) != 0) {
		/* (that message would ask for a kernel) */
		why.msg[strcspn(why.msg, ";")] = '\0';
		return err_set(e, NULL, 0, "%s; " WHAT_TO_GIVE, why.msg);
	}
	ret = dtb_parse(t, file, b.p, b.n, e);
	image_unload(&b);
	return ret;
}

void dtb_release(struct dtb *t)
{
	free(t->dev.v);
	free(t->link.v);
	arena_release(&t->arena);
	*t = (struct dtb){ .lost = 0 };
}
