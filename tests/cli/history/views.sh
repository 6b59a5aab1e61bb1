# SPDX-License-Identifier: GPL-2.0-or-later
# A release manager: the last ten releases, and which call made one of them slower.
. "$(dirname "$CASE")/logs.inc"
releases
try list
try list --last 2
try list --call second_init
try list --csv
try list --csv --call mod_init
try show v4
try show v4 --call second_init -q
try show -q
try show v1
try list --json=short
try list --json=short --last 2 --call second_init
try show v4 --json=short
