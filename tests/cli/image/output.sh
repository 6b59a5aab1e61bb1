# SPDX-License-Identifier: GPL-2.0-or-later
# The ending of the file's name chooses the format.
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
"$BOOTCHECK" image -o table.csv vmlinux
"$BOOTCHECK" image -o table.json vmlinux
wc -l <table.csv
head -c 30 table.json
