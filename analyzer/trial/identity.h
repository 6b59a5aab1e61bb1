/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <stdint.h>

#include "trial/trial.h"

/*
 * A number that tells trials apart by all that the outcome of a boot depends on, but for
 * what is deferred: the kernel, the initramfs, the machine, options. t has begun.
 */
uint64_t trial_identity(const struct trial *t, const struct trial_opts *o);
