# SPDX-License-Identifier: GPL-2.0-or-later
# The rules that are built in: there are many, and nothing is wrong with them.
"$BOOTCHECK" rules --check | sed 's/^[0-9]* rules/many rules/'
n=$("$BOOTCHECK" rules -q | wc -l)
[ "$n" -ge 150 ]
"$BOOTCHECK" rules --list | sed -n '/^usb-host:/,/^$/p'
# One of each verdict and weight.
"$BOOTCHECK" rules -q | cut -d ' ' -f 2 | LC_ALL=C sort -u
"$BOOTCHECK" rules | grep -c '^core-.*: keep default (core.rules:' | sed 's/[0-9][0-9]*/some/'
if "$BOOTCHECK" rules | grep ' final ('; then exit 1; fi
