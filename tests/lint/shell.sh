#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Shell scripts: clean by shellcheck, and POSIX (.ci/run and the completion are bash).
set -eu
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
cd "$repo"

shell_files >"$tmp/files"
project_files | grep '\.bash$' >>"$tmp/files" || true

# Scripts that run stop at the first error.
while read -r f; do
	case $f in
	*/lib.sh | tests/trigger/fake.sh | *.bash | scripts/lib/*.sh | scripts/lib/guest-* | tests/cli/*/*.sh) continue ;;
	esac
	grep -q '^set -e' "$f" || echo "$f: no 'set -eu'"
done <"$tmp/files" >"$tmp/bad"
check "scripts have set -eu" "$tmp/bad"

while read -r f; do
	case $(head -n 1 "$f") in
	'#!/bin/sh' | '#!/bin/sh -'* | '#!/bin/busybox sh') ;;
	'#!'*) [ "$f" = .ci/run ] || echo "$f: $(head -n 1 "$f")" ;;
	esac
done <"$tmp/files" >"$tmp/bad"
check "scripts start with #!/bin/sh" "$tmp/bad"

if ! command -v shellcheck >/dev/null 2>&1; then
	tap_skip "shellcheck is not installed" "shellcheck"
	tap_done
fi
: >"$tmp/bad"
while read -r f; do
	case $f in
	tests/cli/*/*.sh) set -- -s sh ;; # most have no first line
	*.bash) set -- -s bash ;;
	*) set -- ;;
	esac
	shellcheck -x -P SCRIPTDIR:. -e SC2317 -f gcc "$@" "$f" >>"$tmp/bad" || true
done <"$tmp/files"
check "shellcheck on $(wc -l <"$tmp/files") scripts" "$tmp/bad"
tap_done
