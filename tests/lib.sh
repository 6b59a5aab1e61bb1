# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# For tests written in sh; source it.  Two kinds of tests use it:
#
#  - command line cases, tests/cli/COMMAND/CASE.sh: tests/cli/run sources it for them; they use
#    need_logs and skip;
#  - TAP scripts (tests/lint, tests/prop): ok, not_ok, check, tap_skip, tap_done.

repo=${TESTS_DIR:-$(dirname "$0")}
repo=$(cd "$repo" && pwd)
while [ ! -e "$repo/tests/lib.sh" ]; do
	repo=$(dirname "$repo")
done
: "${SAMPLES:=$repo/samples}"
: "${LOGS:=${BOOTCHECK_LOGS:-$repo/../shared/logs}}"
export SAMPLES LOGS
tap_n=0
tap_failed=0

# --- TAP ---

ok() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $*"
}

# not_ok NAME [FILE]: FILE holds what to show of it
not_ok() {
	tap_n=$((tap_n + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_n - $1"
	if [ -n "${2-}" ]; then
		head -n 60 "$2" | sed 's/^/# /'
	fi
}

# check NAME FILE: the check has passed when FILE, the list of complaints, is empty
check() {
	if [ -s "$2" ]; then
		not_ok "$1" "$2"
	else
		ok "$1"
	fi
}

# tap_skip REASON [NAME]: one result that was not looked for
tap_skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - ${2-} # SKIP $1"
}

tap_done() {
	echo "1..$tap_n"
	[ "$tap_failed" -eq 0 ]
	exit
}

# tap_tmp: a temporary folder, its name in $tmp; removed at exit
tap_tmp() {
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
}

# project_files: the files of the project, one a line, relative to $repo; what git ignores is no
# part of it.  Works without git, too.
project_files() {
	(
		cd "$repo" || exit
		if git rev-parse --is-inside-work-tree >/dev/null 2>&1 &&
			[ "$(git rev-parse --show-prefix)" = "" ]; then
			git ls-files --cached --others --exclude-standard
		else
			find . -name .git -prune -o -path ./build -prune -o \( -type f -o -type l \) -print |
				sed 's,^\./,,'
		fi
	) | LC_ALL=C sort | while read -r f; do
		[ ! -e "$repo/$f" ] || printf '%s\n' "$f"
	done
}

# shell_files: the shell scripts among them (by name or by first line)
shell_files() {
	project_files | while read -r f; do
		case $f in
		*.sh) echo "$f" ;;
		*.[ch] | *.txt | *.scd | *.md | *.out | *.err | samples/* | tests/fuzz/corpus/*) ;;
		*)
			case $(head -c 64 "$repo/$f" | tr -d '\0' | head -n 1) in
			'#!'*sh | '#!'*'sh '*) echo "$f" ;;
			esac
			;;
		esac
	done
}

# --- Command line cases ---

# skip REASON: ends the case
skip() {
	echo "$*" >"$CASE_SKIP"
	exit 77
}

# need_logs [FILE...]: skips the case when the folder of collected logs (or one FILE in it) is
# not there
need_logs() {
	[ -d "$LOGS" ] || skip "no folder of collected logs; set BOOTCHECK_LOGS to one"
	for need_log; do
		[ -r "$LOGS/$need_log" ] || skip "$need_log is not among the collected logs"
	done
}

# need PROGRAM...: skips the case when a program is not installed
need() {
	for need_prog; do
		command -v "$need_prog" >/dev/null 2>&1 || skip "$need_prog is not installed"
	done
}
