// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of kinds; and what a symbol says of what it is needed for. */
#include "input/deps_priv.h"

const char *dep_kind_name(enum dep_kind k)
{
	static const char *const names[] = {
		[DEP_SYMBOL] = "symbol", [DEP_EXPORT] = "export", [DEP_BUS] = "bus",
		[DEP_CLASS] = "class", [DEP_SOFTDEP] = "softdep", [DEP_ALIAS] = "alias",
		[DEP_CRYPTO] = "crypto", [DEP_TREE] = "device-tree", [DEP_LOG] = "log",
	};

	return names[k];
}

const char *dep_sure_name(enum dep_sure s)
{
	static const char *const names[] = { "maybe", "likely", "exact" };

	return names[s];
}

const char *dep_source_name(enum dep_source s)
{
	static const char *const names[] = {
		[DEPS_NOTHING] = "nothing", [DEPS_OBJECTS] = "objects",
		[DEPS_RELOCS] = "relocations", [DEPS_DWARF] = "dwarf",
		[DEPS_MODINFO] = "modinfo", [DEPS_TREE] = "device-tree", [DEPS_LOG] = "log",
	};

	return names[s];
}

/*
 * usb_register_driver, __pci_register_driver, i2c_register_driver, phy_drivers_register,
 * __hda_codec_driver_register, ...: a bus has its own, and whoever calls it needs that
 * the bus is there. Few have other names.
 */
static bool registers_driver(struct str s)
{
	size_t driver = str_find(s, STR("driver")), reg = str_find(s, STR("register"));

	if (reg == s.n || str_find(s, STR("unregister")) < s.n)
		return false;
	/* (this one is that of all buses; which, the reference to its data tells) */
	if (str_eq(s, STR("driver_register")))
		return false;
	if (driver < s.n)
		return true;
	return str_eq(s, STR("usb_serial_register"));
}

/* "pci_bus_type", "amba_bustype", "usb_bus_type"; older: "pci_bus". */
static bool is_bus(struct str s)
{
	return str_ends(s, STR("_bus_type")) || str_ends(s, STR("_bustype"));
}

static bool is_class(struct str s)
{
	/* (classes of the scheduler are none of devices) */
	return str_ends(s, STR("_class")) && !str_ends(s, STR("_sched_class"));
}

enum dep_kind dep_symbol_kind(const char *symbol, bool exported, bool object)
{
	struct str s = str_of(symbol);

	if (object ? is_bus(s) : registers_driver(s))
		return DEP_BUS;
	if (object && is_class(s))
		return DEP_CLASS;
	return exported ? DEP_EXPORT : DEP_SYMBOL;
}
