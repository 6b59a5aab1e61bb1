// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "base/err.h"
#include "base/opts.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/comparing.h"
#include "cmd/sides.h"

enum key {
	KEY_BEFORE = OPT_OWN,
	KEY_AFTER,
	KEY_BEFORE_CONFIG,
	KEY_AFTER_CONFIG,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is compared:", 1 },
	{ "before", KEY_BEFORE, "LOG...", 0,
	  "boots before the change; all words up to the next option", 1 },
	{ "after", KEY_AFTER, "LOG...", 0, "boots after it", 1 },
	{ "before-config", KEY_BEFORE_CONFIG, "FILE", 0,
	  "the .config of the kernel before, or its /proc/config.gz", 1 },
	{ "after-config", KEY_AFTER_CONFIG, "FILE", 0,
	  "the .config of the kernel after, or its /proc/config.gz", 1 },
	COMPARING_OPTIONS_LEAST(1),
	{ NULL, 0, NULL, 0, "What is shown:", 2 },
	COMPARING_OPTIONS_SHOWN(2),
	{ NULL, 0, NULL, 0, "The gate (exit status 0 pass, 1 fail, 4 cannot tell):", 3 },
	COMPARING_OPTIONS_GATE(3),
	{ NULL, 0, NULL, 0, "Files for others to read:", 4 },
	COMPARING_OPTIONS_FILES(4),
	{ 0 },
};

struct args {
	struct comparing how;
	struct sides sides;
	const char *config[SIDES];
};

static error_t take_config(struct args *a, enum side side, const char *name,
			   struct argp_state *state)
{
	a->config[side] = name;
	return sides_check_stdin(&a->sides, name, state);
}

static error_t parse_end(struct args *a, struct argp_state *state)
{
	error_t r = sides_check(&a->sides, state);

	if (r)
		return r;
	if (!a->config[BEFORE] != !a->config[AFTER])
		return opts_bad(state, "%s is missing; give the configurations of both kernels",
				a->config[BEFORE] ? "--after-config" : "--before-config");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);

	switch (key) {
	case KEY_BEFORE:
		return sides_add_all(&a->sides, BEFORE, arg, state);
	case KEY_AFTER:
		return sides_add_all(&a->sides, AFTER, arg, state);
	case KEY_BEFORE_CONFIG:
		return take_config(a, BEFORE, arg, state);
	case KEY_AFTER_CONFIG:
		return take_config(a, AFTER, arg, state);
	case ARGP_KEY_ARG:
		return opts_bad(state, "'%s' belongs to no side; give --before LOG... --after "
				       "LOG...", arg);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return comparing_parse(&a->how, key, arg, state);
	}
}

static const struct command_line command_line = {
	.name = "compare",
	.args = "--before LOG... --after LOG...",
	.about = "Compare boots before a change with boots after it: how much the time to init\n"
		 "changed, how sure that is, which initcalls changed, were added, removed or\n"
		 "deferred, and where the difference is from. LOG is as for analyze. Four boots a\n"
		 "side or more tell a change from chance; one a side tells nothing.",
	.example = "  In CI, with four boots of each kernel; fails when the boot got 2 % slower:\n"
		   "    bootcheck compare --before old-*.log --after new-*.log --fail-above 2% \\\n"
		   "        --allow 'i915_init:5ms' --markdown boot.md\n",
	.options = options,
	.parse = parse,
};

static int read_configs(const struct args *a, struct kconfig config[SIDES], struct err *e)
{
	for (enum side side = BEFORE; side < SIDES; side++) {
		if (a->config[side] && kconfig_read(&config[side], a->config[side], e) != 0)
			return -1;
	}
	return 0;
}

static int read_and_run(struct args *a, const struct common *c)
{
	struct kconfig config[SIDES] = { 0 };
	struct bootset s;
	size_t nbefore;
	struct err e;
	int status;

	if (comparing_prepare(&a->how, c, &e) != 0)
		return cmd_unusable(&e);
	bootset_init(&s);
	if (read_configs(a, config, &e) != 0 || sides_read(&a->sides, NULL, &s, &nbefore, &e) != 0)
		status = cmd_unusable(&e);
	else
		status = comparing_run(&a->how, c, &s, nbefore, a->config[BEFORE] ? config : NULL);
	bootset_release(&s);
	for (enum side side = BEFORE; side < SIDES; side++)
		kconfig_release(&config[side]);
	return status;
}

static int compare(int argc, char **argv)
{
	struct args a = { 0 };
	struct common c;
	int status;

	comparing_init(&a.how);
	status = opts_parse(&command_line, argc, argv, &c, &a);
	if (status < 0)
		status = read_and_run(&a, &c);
	comparing_release(&a.how);
	sides_release(&a.sides);
	return status;
}

const struct cmd cmd_compare = {
	.name = "compare",
	.summary = "before and after a change, and a gate for CI",
	.run = compare,
};
