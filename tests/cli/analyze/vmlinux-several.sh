# SPDX-License-Identifier: GPL-2.0-or-later
# --vmlinux with several logs: levels, places and findings of boots that did not stay whole are
# those of the one that did, from one thread and from several.
# shellcheck source=tests/cli/analyze/vmlinux.inc
. "$TESTS_DIR/cli/analyze/vmlinux.inc"
for i in 1 2 3 4 5; do
	log_mkelf 6.6.6-mkelf | sed "s/2990 usecs/${i}990 usecs/" >"$i.log"
done
# A call that the first log has not.
sed -i '/foo1/d' 1.log
"$BUILD/tests/tools/mkelf" x86_64 vmlinux
for how in --csv --json '-v --by=level'; do
	# shellcheck disable=SC2086	# a word or two
	"$BOOTCHECK" analyze --jobs=1 $how --vmlinux vmlinux [1-5].log >one
	# shellcheck disable=SC2086
	"$BOOTCHECK" analyze --jobs=4 $how --vmlinux vmlinux [1-5].log >four
	cmp one four
done
cat four
