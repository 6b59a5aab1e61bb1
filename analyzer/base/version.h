/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the program, as a string. */
#pragma once

const char *bootcheck_version(void);
