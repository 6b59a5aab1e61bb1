// SPDX-License-Identifier: GPL-2.0-or-later
/* From a name of a module, function, folder or driver to the initcalls that it fits. */
#include "advice/roots_priv.h"

#include <string.h>

/* More initcalls than this with a driver's name in front: the name says too little. */
#define NAMESAKES_MAX 4

/* How many initcalls fit: of the image, else of the log; loaded: modules alone. */
static size_t count_fits(const struct finder *f, const struct root_selector *s, bool *loaded)
{
	size_t n = 0, later = 0;

	*loaded = false;
	for (size_t i = 0; f->img && i < f->img->n; i++) {
		const struct initcall *c = &f->img->v[i];

		n += root_selector_fits(s, c->name, c->module, c->file) ||
		     (c->alias && root_selector_fits(s, c->alias, NULL, NULL));
	}
	if (n)
		return n;
	for (size_t i = 0; i < f->b->ncalls; i++) {
		const struct sym *sym = f->b->calls[i].sym;

		if (!root_selector_fits(s, sym->name, sym->module, NULL))
			continue;
		/* With an image, a call that it lacks cannot be built in. */
		if (sym->module || f->img)
			later++;
		else
			n++;
	}
	*loaded = !n && later;
	return n ? n : later;
}

static struct root_selector *there(struct draft *d, enum root_how how, const char *name)
{
	for (size_t i = 0; i < d->f->sel.n; i++) {
		struct root_selector *s = &d->f->sel.v[i];

		if (s->how == how && strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

static bool add(struct draft *d, struct root_selector *s)
{
	struct root_selector *have = there(d, s->how, s->name);

	if (have) {
		if (have->sure < s->sure)
			have->sure = s->sure;
		if (!have->call)
			have->call = s->call;
		if (!have->evidence) {
			have->evidence = s->evidence;
			have->line = s->line;
		}
		return true;
	}
	if (d->f->sel.n >= SELECTORS_MAX)
		return false;
	*VEC_PUSH(&d->f->sel) = *s;
	return true;
}

static struct root_selector selector(const struct draft *d, enum root_how how, const char *name)
{
	return (struct root_selector){
		.how = how,
		.sure = d->sure,
		.name = name,
		.why = d->why,
		.evidence = d->evidence,
		.line = d->line,
	};
}

bool select_by(struct draft *d, enum root_how how, struct str name)
{
	struct root_selector s = selector(d, how, text_of(d->f, name));

	s.fits = count_fits(d->f, &s, &s.loaded);
	return s.fits && add(d, &s);
}

bool select_call(struct draft *d, uint32_t call)
{
	const struct call *c = &d->f->b->calls[call];
	struct root_selector s = selector(d, ROOT_BY_INITCALL, c->sym->name);

	/* Many modules call theirs the same: then the module tells it apart. */
	if (c->sym->module) {
		s.how = ROOT_BY_MODULE;
		s.name = c->sym->module;
	}
	s.call = c;
	s.fits = count_fits(d->f, &s, &s.loaded);
	return add(d, &s);
}

static bool select_word(struct draft *d, struct str word)
{
	if (str_ends(word, STR("()")))
		return select_by(d, ROOT_BY_INITCALL, str_head(word, word.n - 2));
	if (str_ends(word, STR("/")) || str_ends(word, STR(".c")))
		return select_by(d, ROOT_BY_PATH, word);
	return select_by(d, ROOT_BY_MODULE, word);
}

/* One group: the first word that is there counts. */
static bool select_group(struct draft *d, struct str group)
{
	while (group.n) {
		size_t end = str_chr(group, ' ', 0);

		if (end && select_word(d, str_head(group, end)))
			return true;
		group = str_from(group, end + 1);
	}
	return false;
}

/* Adds the groups; the first one that has to be there and is not, to *missing. */
static size_t add_groups(struct draft *d, const char *groups, struct str *missing)
{
	struct str rest = str_of(groups);
	size_t fit = 0;

	*missing = STR_NONE;
	while (rest.n) {
		size_t end = str_chr(rest, ',', 0);
		struct str group = str_trim(str_head(rest, end));
		bool may_miss = str_starts(group, STR("?"));

		if (select_group(d, str_from(group, may_miss)))
			fit++;
		else if (!may_miss && !missing->n)
			*missing = group;
		rest = str_from(rest, end + 1);
	}
	return fit;
}

bool select_groups(struct draft *d, const char *groups, size_t *fit)
{
	struct str missing;

	*fit = add_groups(d, groups, &missing);
	return missing.n == 0;
}

void select_row(struct draft *d, const struct root_row *row, const char *what)
{
	struct str missing;
	size_t fit = add_groups(d, row->serves, &missing);

	missing = str_head(missing, str_chr(missing, ' ', 0));
	if (!fit && row->serves[0])
		draft_unknown(d, text(d->f, "no initcall of %s is built in or in the log", what));
	else if (missing.n)
		draft_unknown(d, text(d->f, "%.*s is neither built in nor in the log",
				      STR_ARG(missing)));
}

static bool eats(struct str *s, const char *word)
{
	if (!str_starts(*s, str_of(word)))
		return false;
	*s = str_from(*s, strlen(word));
	return true;
}

/* What stands between a driver's name and the end of its initcall's. */
static const char *const driver_ends[] = {
	"_init", "_driver_init", "_platform_driver_init", "_pci_driver_init", "_pci_init",
	"_init_module", "_module_init", "_mod_init", "_drv_init", "_i2c_driver_init",
	"_spi_driver_init", "_usb_driver_init", "_of_driver_init", "_init_driver", "_drv_register",
	"_i2c_init", "_spi_init", "_plat_init", "_rtc_driver_init", "_wdt_driver_init",
};

/* The name with '_' for '-', and without what only says that it is a driver. */
static size_t plain_name(struct str s, char *out, size_t size)
{
	static const char *const tails[] = { "_driver", "_drv" };
	struct str t;
	size_t n = 0;

	for (; n < s.n && n + 1 < size; n++)
		out[n] = s.p[n] == '-' || s.p[n] == ' ' ? '_' : s.p[n];
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		t = str_of(tails[i]);
		if (n > t.n && str_ends((struct str){ out, n }, t))
			n -= t.n;
	}
	out[n] = '\0';
	return n;
}

static bool exactly_named(const char *call, struct str name)
{
	struct str c = str_of(call);

	while (eats(&c, "_"))
		;
	if (str_starts(c, STR("init_")) && str_eq(str_from(c, 5), name))
		return true;
	if (!str_starts(c, name))
		return false;
	c = str_from(c, name.n);
	for (size_t i = 0; i < sizeof(driver_ends) / sizeof(driver_ends[0]); i++) {
		if (str_eq(c, str_of(driver_ends[i])))
			return true;
	}
	return false;
}

static bool vaguely_named(const char *call, struct str name)
{
	struct str c = str_of(call);

	return name.n > 2 && str_starts(c, name) && c.n > name.n && c.p[name.n] == '_' &&
	       str_find(c, STR("init")) < c.n;
}

bool call_named_as(const char *call, struct str driver)
{
	char name[64];
	size_t n = plain_name(driver, name, sizeof(name));
	struct str s = { name, n };

	return n > 2 && (exactly_named(call, s) || str_find(str_of(call), s) < strlen(call));
}

typedef bool named_fn(const char *call, struct str name);

/* The calls that the name fits; adds them unless there are too many. */
static size_t by_name(struct draft *d, named_fn *fits, struct str name, size_t most)
{
	const struct finder *f = d->f;
	size_t n = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; f->img && i < f->img->n; i++) {
			if (!fits(f->img->v[i].name, name))
				continue;
			if (pass)
				select_by(d, ROOT_BY_INITCALL, str_of(f->img->v[i].name));
			else
				n++;
		}
		for (size_t i = 0; !f->img && i < f->b->ncalls; i++) {
			if (f->b->calls[i].phase == PHASE_USER || f->b->calls[i].sym->module ||
			    !fits(f->b->calls[i].sym->name, name))
				continue;
			if (pass)
				select_call(d, (uint32_t)i);
			else
				n++;
		}
		if (n == 0 || n > most)
			return 0;
	}
	return n;
}

bool select_driver_name(struct draft *d, struct str driver)
{
	const struct root_row *row = row_of_driver(driver);
	enum root_sure sure = d->sure;
	char buf[64];
	struct str name, base;
	size_t fit = 0;
	bool got;

	if (row)
		select_groups(d, row->serves, &fit);
	name = (struct str){ buf, plain_name(driver, buf, sizeof(buf)) };
	if (fit || name.n < 2)
		return fit != 0;
	if (select_by(d, ROOT_BY_MODULE, name))
		return true;
	if (d->sure > ROOT_LIKELY)
		d->sure = ROOT_LIKELY;
	base = name;
	if (!eats(&base, "rtc_"))
		eats(&base, "snd_");
	got = by_name(d, exactly_named, name, NAMESAKES_MAX) ||
	      (base.n != name.n && base.n > 2 && by_name(d, exactly_named, base, NAMESAKES_MAX));
	if (!got) {
		d->sure = ROOT_MAYBE;
		got = by_name(d, vaguely_named, name, NAMESAKES_MAX);
	}
	d->sure = sure;
	return got;
}

bool call_is_of_others(const struct boot *b, uint32_t call)
{
	static const char *const names[] = {
		"deferred_probe_initcall", "populate_rootfs", "do_populate_rootfs",
		"wait_for_device_probe", "ip_auto_config", "software_resume", "clk_disable_unused",
		"regulator_init_complete", "genpd_power_off_unused", "console_init",
		"of_platform_default_populate_init", "acpi_init", "pnpacpi_init",
		"pcibios_assign_resources", "printk_late_init", "acpi_scan_init",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(b->calls[call].sym->name, names[i]) == 0)
			return true;
	}
	return false;
}
