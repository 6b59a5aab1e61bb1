/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages in JSON or YAML: dmesg --json (over many lines or in one),
 * journalctl -o json, the records of LAVA and KernelCI job logs. Not a JSON
 * parser: it walks over "key": value pairs and keeps the few keys that it
 * knows, so that a cut or mixed file still gives the records that are whole.
 */
#pragma once

#include "input/line.h"

/* Could this line begin a record, or go on with an open one? */
bool record_begins(struct str s);
bool record_goes_on(struct str s);
/*
 * Walks over *s, taking what it has read off its front. Returns true when a
 * record with a message ended: rec then holds it until the next call.
 */
bool record_scan(struct json_record *rec, struct str *s, unsigned long no);
