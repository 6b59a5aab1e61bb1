// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/version.h"

const char *bootcheck_version(void)
{
	return BOOTCHECK_VERSION;
}
