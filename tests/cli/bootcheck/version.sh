# SPDX-License-Identifier: GPL-2.0-or-later
"$BOOTCHECK" --version | grep -Ex 'bootcheck [0-9]+\.[0-9]+\.[0-9]+' >/dev/null
"$BOOTCHECK" --version >a
"$BOOTCHECK" -V | cmp - a
"$BOOTCHECK" analyze --version | cmp - a
