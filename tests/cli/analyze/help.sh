# SPDX-License-Identifier: GPL-2.0-or-later
"$BOOTCHECK" analyze --help
"$BOOTCHECK" analyze -h >a
"$BOOTCHECK" help analyze | cmp - a
ARGP_HELP_FMT=rmargin=40 "$BOOTCHECK" analyze --help | cmp - a
# It does not matter what else there is.
"$BOOTCHECK" analyze missing.log --help --nonsense | cmp - a
"$BOOTCHECK" analyze --list-options
