# SPDX-License-Identifier: GPL-2.0-or-later
# Where the log comes from: /dev/kmsg, then dmesg, or what was asked for.
. "${CASE%/*}/setup.inc"
fake_dmesg 'cat raw'
capture --source dmesg
rm root/dev/kmsg
capture | grep '^# form'
capture --source=kmsg
echo "dmesg is told the size:"
fake_dmesg '[ $# -eq 3 ] || exit 1; cat raw'
capture | tail -n 2
echo "a dmesg that does not take -s:"
fake_dmesg '[ $# -eq 1 ] || exit 1; cat raw'
capture | tail -n 2
echo "nobody may read the log:"
fake_dmesg 'exit 1'
capture
