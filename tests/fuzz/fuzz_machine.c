/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: a machine's profile; and the same bytes as what QEMU's monitor says. */
#include "replay.h"
#include "trial/machine.h"
#include "trial/qmp.h"

#include <string.h>

static void check_machine(struct str text)
{
	struct machine m = { 0 };
	struct err e = { "" };

	if (machine_parse(&m, "f", text, &e) != 0)
		MUST(strncmp(e.msg, "f:", 2) == 0);
	for (size_t i = 0; i < m.options.n; i++)
		MUST(m.options.v[i] && !strchr(m.options.v[i], '\n'));
	MUST(m.options.n <= 1000);
	machine_release(&m);
}

static void check_monitor(struct str text)
{
	struct qmp q;

	qmp_init(&q, -1);
	for (size_t at = 0; at < text.n; at += 7)
		qmp_take(&q, text.p + at, text.n - at < 7 ? text.n - at : 7);
	MUST(strlen(q.reason) < sizeof(q.reason) && strlen(q.error) < sizeof(q.error));
	MUST(q.went || q.state != QMP_RUNNING);
	qmp_release(&q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	check_machine(text);
	check_monitor(text);
	return 0;
}
