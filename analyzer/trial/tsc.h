/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rate of the processor's time stamp counter, which guests of TCG see as it is. */
#pragma once

/* In kHz; 0 where there is no such counter. Takes some 50 ms. */
unsigned long tsc_khz(void);
