// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/slurp.h"
#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/patching.h"
#include "source/mail.h"

#define FILE_MOST ((size_t)256 << 20)

enum key {
	KEY_SOURCE = OPT_OWN,
	KEY_DEFER,
	KEY_FROM,
	KEY_REVERT,
	KEY_FORCE_LEVEL,
	KEY_FORCE_TWICE,
	KEY_ARCH,
	KEY_AS,
	KEY_MAIL,
	KEY_SERIES,
	KEY_AUTHOR,
	KEY_LIST,
	KEY_ALL,
	KEY_GROUP,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is edited:", 1 },
	{ "source", KEY_SOURCE, "DIR", 0, "the kernel's source tree, which is only read", 1 },
	{ "defer", KEY_DEFER, "NAME,...", 0,
	  "initcalls: FUNCTION, MODULE:FUNCTION, FILE.c:FUNCTION or FILE.c:LINE, or @FILE for a file "
	  "with one a line; may be repeated", 1 },
	{ "from", KEY_FROM, "FILE", 0,
	  "what `bootcheck suggest --json` wrote: all that it says to defer; - for standard input", 1 },
	{ "all", KEY_ALL, NULL, 0,
	  "all initcalls of the tree at the levels of drivers and later; those that cannot be edited "
	  "are left out, as with --keep-going", 1 },
	{ "keep-going", 'k', NULL, 0,
	  "leave out initcalls that cannot be edited, and say which; exit status 1 then", 1 },
	{ "group", KEY_GROUP, "NAME", 0,
	  "a name under which user space can start them, apart from others", 1 },
	{ "revert", KEY_REVERT, NULL, 0, "make the opposite patch: they run during boot again", 1 },
	{ "force-level", KEY_FORCE_LEVEL, NULL, 0,
	  "edit initcalls of levels before device, too, on which others may rely", 1 },
	{ "force-twice", KEY_FORCE_TWICE, NULL, 0,
	  "edit files that are compiled into several modules, too", 1 },
	{ "arch", KEY_ARCH, "NAME", 0, "the folder below arch/ that counts (default: all)", 1 },
	{ NULL, 0, NULL, 0, "What is written:", 2 },
	{ "as", KEY_AS, "FORM", 0,
	  "edits (a patch), config (a fragment of kernel configuration) or cmdline", 2 },
	{ "mail", KEY_MAIL, NULL, 0, "the patch as a mail for git am", 2 },
	{ "series", KEY_SERIES, "DIR", 0,
	  "a mail for each driver, as files in DIR; their names are printed", 2 },
	{ "author", KEY_AUTHOR, "NAME <ADDRESS>", 0,
	  "whose mails they are (default: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL)", 2 },
	{ "list", KEY_LIST, NULL, 0, "what would be edited, as a table, or with --json", 2 },
	{ 0 },
};

struct args {
	VEC(const char *) defer;
	VEC(const char *) from;
	struct buf author;
	struct patching p;
	bool stdin_given;
};

static const char *const forms[] = { "edits", "config", "cmdline" };

static error_t add_input(struct args *a, const char *name, struct argp_state *state)
{
	if (strcmp(name, "-") == 0) {
		if (a->stdin_given)
			return opts_bad(state, "standard input ('-') is given twice");
		a->stdin_given = true;
	}
	return 0;
}

static error_t add_from(struct args *a, const char *name, struct argp_state *state)
{
	*VEC_PUSH(&a->from) = name;
	return add_input(a, name, state);
}

static error_t add_defer(struct args *a, const char *list, struct argp_state *state)
{
	*VEC_PUSH(&a->defer) = list;
	return list[0] == '@' ? add_input(a, list + 1, state) : 0;
}

/* Mails need a person: a name that nobody has would end in the history. */
static error_t find_author(struct args *a, struct argp_state *state)
{
	const char *name = getenv("GIT_AUTHOR_NAME"), *mail = getenv("GIT_AUTHOR_EMAIL");

	if (!a->p.author && name && mail) {
		buf_printf(&a->author, "%s <%s>", name, mail);
		a->p.author = a->author.p;
	}
	if (!a->p.author)
		return opts_bad(state, "a mail needs an author; give --author 'NAME <ADDRESS>', or set "
				       "GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL");
	if (!mail_is_author(a->p.author))
		return opts_bad(state, "'%s' is no author; the form is 'NAME <ADDRESS>'", a->p.author);
	return 0;
}

static error_t parse_end(struct args *a, struct argp_state *state)
{
	bool mails = a->p.mail || a->p.series;

	if (!a->defer.n && !a->from.n && !a->p.all)
		return opts_bad(state, "nothing is chosen; name initcalls with --defer NAME,..., or give "
				       "--from FILE of bootcheck suggest --json, or --all");
	if (a->p.opts.group && a->p.opts.revert)
		return opts_bad(state, "--group is for what is deferred: leave it out with --revert");
	if (a->p.as != AS_EDITS && (a->p.all || a->p.opts.keep_going))
		return opts_bad(state, "--as %s edits no tree: leave out --all and --keep-going",
				forms[a->p.as]);
	if (a->p.as != AS_EDITS && (mails || a->p.list || a->p.opts.revert))
		return opts_bad(state, "--as %s is no patch: leave out --mail, --series, --list and "
				       "--revert", forms[a->p.as]);
	if (a->p.as == AS_EDITS && !a->p.source)
		return opts_bad(state, "no source tree given; name it with --source DIR");
	if (a->p.list && mails)
		return opts_bad(state, "--list writes no patch: leave out --mail and --series");
	if (mails)
		return find_author(a, state);
	if (a->p.author)
		return opts_bad(state, "--author is for --mail and --series");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	error_t r;
	int at = 0;

	switch (key) {
	case KEY_SOURCE:
		a->p.source = arg;
		return 0;
	case KEY_DEFER:
		return add_defer(a, arg, state);
	case KEY_FROM:
		return add_from(a, arg, state);
	case KEY_ALL:
		a->p.all = a->p.opts.keep_going = true;
		return 0;
	case 'k':
		a->p.opts.keep_going = true;
		return 0;
	case KEY_GROUP:
		if (!choice_is_group(arg))
			return opts_bad(state, "'%s' is no name of a group; it may have letters, digits, '_', "
				"'-' and '.', and be other than 'all'", arg);
		a->p.opts.group = arg;
		return 0;
	case KEY_REVERT:
		a->p.opts.revert = true;
		return 0;
	case KEY_FORCE_LEVEL:
		a->p.opts.force_level = true;
		return 0;
	case KEY_FORCE_TWICE:
		a->p.opts.force_twice = true;
		return 0;
	case KEY_ARCH:
		a->p.opts.arch = arg;
		return 0;
	case KEY_AS:
		r = opts_choice(state, "as", arg, forms, sizeof(forms) / sizeof(forms[0]), &at);
		a->p.as = (enum patch_as)at;
		return r;
	case KEY_MAIL:
		a->p.mail = true;
		return 0;
	case KEY_SERIES:
		a->p.series = arg;
		return 0;
	case KEY_AUTHOR:
		a->p.author = arg;
		return 0;
	case KEY_LIST:
		a->p.list = true;
		return 0;
	case ARGP_KEY_ARG:
		return opts_bad(state, "'%s' is no option; name initcalls with --defer NAME,...", arg);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "patch",
	.args = "--source DIR --defer NAME,...",
	.about = "Write the patch that defers initcalls: their macro becomes its deferred form, whatever\n"
		 "macro it is. The kernel needs bootcheck's patch for deferred initcalls. An initcall\n"
		 "that cannot be edited is an error, and nothing is written then, unless with --keep-going.",
	.example = "  Defer what the advice says may wait, and look at it first:\n"
		   "    bootcheck suggest boot.log --vmlinux vmlinux --source linux --json >advice.json\n"
		   "    bootcheck patch --source linux --from advice.json --list\n"
		   "    bootcheck patch --source linux --from advice.json | git -C linux apply\n",
	.options = options,
	.parse = parse,
};

/* "@FILE": more names than a command line can have. */
static int read_lines(struct choice *c, const char *name, struct err *e)
{
	struct buf b = { 0 };
	int r = slurp(&b, name, FILE_MOST, e);

	if (r == 0)
		r = choice_lines(c, strcmp(name, "-") == 0 ? "standard input" : name,
				 (struct str){ b.p, b.n }, e);
	buf_release(&b);
	return r;
}

static int read_choice(struct args *a, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < a->defer.n && r == 0; i++)
		r = a->defer.v[i][0] == '@' ? read_lines(&a->p.choice, a->defer.v[i] + 1, e) :
					      choice_names(&a->p.choice, a->defer.v[i], e);
	for (size_t i = 0; i < a->from.n && r == 0; i++)
		r = choice_file(&a->p.choice, a->from.v[i], e);
	return r;
}

static int patch(int argc, char **argv)
{
	struct args a = { .defer = { .v = NULL } };
	struct common c;
	struct err e;
	size_t refused;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0) {
		a.p.common = &c;
		a.p.list |= c.json != JSON_OFF && a.p.as == AS_EDITS && !a.p.mail && !a.p.series;
		status = EXIT_DONE;
		if (read_choice(&a, &e) != 0 || patching_write(&a.p, &refused, &e) != 0)
			status = cmd_unusable(&e);
		else if (refused)
			status = EXIT_REGRESSION;
	}
	choice_release(&a.p.choice);
	buf_release(&a.author);
	free(a.defer.v);
	free(a.from.v);
	return status;
}

const struct cmd cmd_patch = {
	.name = "patch",
	.summary = "the change that defers initcalls, ready to apply",
	.run = patch,
};
