# SPDX-License-Identifier: GPL-2.0-or-later
"$BOOTCHECK" --help
"$BOOTCHECK" -h >a
"$BOOTCHECK" help | cmp - a
"$BOOTCHECK" --list-commands | grep -x analyze
