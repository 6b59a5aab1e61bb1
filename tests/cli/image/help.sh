# SPDX-License-Identifier: GPL-2.0-or-later
# The help.
"$BOOTCHECK" image --help
