/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's program (scripts/guest/) for the machine that bootcheck was built for. */
#pragma once

#include "base/str.h"

/* The bytes of an ELF file; they are constant. */
struct str guest_program(void);
