// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A kernel module whose initcall takes as long as it is told, may load another module meanwhile, and
 * says how long it really took. For calltime.sh, which compiles it under several names.
 */
#include <linux/delay.h>
#include <linux/kmod.h>
#include <linux/ktime.h>
#include <linux/module.h>

static unsigned int ms = 100;
module_param(ms, uint, 0);
MODULE_PARM_DESC(ms, "how long the initcall sleeps at least, in milliseconds");

static char *load = "";
module_param(load, charp, 0);
MODULE_PARM_DESC(load, "a module that is loaded after half of this time");

static int __init calltime_init(void)
{
	ktime_t begin = ktime_get();

	msleep(ms / 2);
	if (*load && request_module("%s", load))
		return -ENOENT;
	msleep(ms - ms / 2);
	pr_info("calltime: %s took %lld us\n", KBUILD_MODNAME, ktime_us_delta(ktime_get(), begin));
	return 0;
}
module_init(calltime_init);

MODULE_DESCRIPTION("An initcall that takes a while");
MODULE_LICENSE("GPL");
