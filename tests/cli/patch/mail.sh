# SPDX-License-Identifier: GPL-2.0-or-later
# Mails: one for all, one for each driver; the author from the option or as git has it.
. "$(dirname "$CASE")/tree.inc"
make_tree
make_advice
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
"$BOOTCHECK" patch --source linux --from advice.json --mail --author 'A Person <a@example.org>'
echo "--- one driver, and a name that is not ASCII"
GIT_AUTHOR_NAME='Jörg Müller' GIT_AUTHOR_EMAIL=j@example.org \
	"$BOOTCHECK" patch --source linux --defer ext4:ext4_init_fs --mail
echo "--- files of several subsystems"
"$BOOTCHECK" patch --source linux --defer ext4_init_fs,uhci_hcd_init --mail --author 'P. Q. <p@q>' |
	sed -n '/^From: /p; /^Subject: /p'
echo "--- a series"
"$BOOTCHECK" patch --source linux --from advice.json --series out --author 'A Person <a@example.org>'
cat out/*
"$BOOTCHECK" patch --source linux --from advice.json --series out --author 'A <a@b>' || echo "exit status $?"
