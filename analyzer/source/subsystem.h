/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the subject of a patch begins with, in the style of who maintains the file. */
#pragma once

#include "base/buf.h"

/* "usb: host: ohci-pci: " for drivers/usb/host/ohci-pci.c; module may be NULL. */
void subsystem_prefix(struct buf *b, const char *file, const char *module);
/* The part of it that the whole subsystem has, "usb: host: ". */
void subsystem_name(struct buf *b, const char *file);
