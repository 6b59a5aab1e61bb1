/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times are int64_t microseconds. */
#pragma once

#include <stdint.h>

#define TIME_NONE INT64_MIN /* not known */
