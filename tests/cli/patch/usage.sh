# SPDX-License-Identifier: GPL-2.0-or-later
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
status() {
	"$BOOTCHECK" patch "$@" </dev/null || echo "exit status $?"
}
status
status --source linux
status --defer a_init
status --source linux --defer a_init b_init
status --source linux --defer a_init --as edit-s
status --source linux --defer a_init --as config --revert
status --source linux --defer a_init --list --mail
status --source linux --defer a_init --mail
status --source linux --defer a_init --mail --author me
status --source linux --defer a_init --series out --author 'me <>'
status --source linux --defer a_init --author 'me <me@example.org>'
status --source linux --from - --from -
status --as config --all
status --as cmdline --defer a_init -k
status --source linux --defer a_init --group ''
status --source linux --defer a_init --group all
status --source linux --defer a_init --group 'a"b'
status --source linux --defer a_init --group a --revert
status --source linux --defer @- --defer @-
