# SPDX-License-Identifier: GPL-2.0-or-later
# Advice that defers nothing.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
sed 's/"verdict": "defer"/"verdict": "ask"/' advice.json >none.json
"$BOOTCHECK" patch --source linux --from none.json
"$BOOTCHECK" patch --source linux --from none.json --list
"$BOOTCHECK" patch --source linux --from none.json --series out --author 'A <a@b>'
"$BOOTCHECK" patch --as config --from none.json
"$BOOTCHECK" patch --as cmdline --from none.json
