// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/executor.h"

#include <string.h>
#include <unistd.h>

#include "trial/lab.h"

static int qemu(const struct executor *x, struct vm_result *r, const struct vm *vm, struct err *e)
{
	(void)x;
	return vm_run(r, vm, e);
}

int executor_open(struct executor *x, struct lab *lab, const char *what, struct err *e)
{
	*x = (struct executor){ .kind = "qemu", .boot = qemu };
	memset(lab, 0, sizeof(*lab));
	if (strcmp(what, "qemu") == 0)
		return 0;
	if (strncmp(what, "command:", 8) == 0 && what[8]) {
		*x = (struct executor){ .kind = "command", .boot = executor_command,
					.script = what + 8 };
		/* (a name without a slash is looked for where programs are) */
		if (strchr(x->script, '/') && access(x->script, X_OK) != 0)
			return err_set(e, x->script, 0, "is no program that can be run; give the name "
				       "of a script, and make it executable");
		return 0;
	}
	if (strncmp(what, "lava:", 5) == 0 && what[5]) {
		*x = (struct executor){ .kind = "lava", .boot = executor_lava, .lab = lab };
		return lab_read(lab, what + 5, e);
	}
	return err_set(e, NULL, 0, "there is no executor '%s'; give qemu, command:SCRIPT or lava:FILE",
		       what);
}
