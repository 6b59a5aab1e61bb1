# SPDX-License-Identifier: GPL-2.0-or-later
# The configurations of both kernels: what differs, the first 20 and how many, plain and packed; not
# set and not there are the same; the last line of a symbol counts.
. "$(dirname "$CASE")/logs.inc"
logs
cat >a <<'END'
#
# Automatically generated file; DO NOT EDIT.
#
CONFIG_CC_VERSION_TEXT="gcc 12"
CONFIG_USB=y
# CONFIG_DRM is not set
CONFIG_NR_CPUS=64
CONFIG_SAME=m
# CONFIG_GONE_WITH_ITS_MENU is not set
CONFIG_TWICE=y
END
cat >b <<'END'
CONFIG_TWICE=n
CONFIG_CC_VERSION_TEXT="gcc 13"
# CONFIG_USB is not set
CONFIG_DRM=m
CONFIG_NR_CPUS=64
CONFIG_SAME=m
CONFIG_NEW="a=b c"
CONFIG_TWICE=y
END
gzip -n -c b >config.gz
try() {
	status=0
	"$BOOTCHECK" compare --before old-1 --after new-1 "$@" >out 2>err || status=$?
	cat err
	sed -n '/^What differs/,/^$/p' out
	[ "$status" -eq 0 ] || echo "status $status"
}
try --before-config a --after-config config.gz
try --before-config a --after-config a
for i in $(seq 25); do
	echo "CONFIG_MANY_$i=y"
done >many
try --before-config a --after-config many
try --before-config a --after-config many --all
"$BOOTCHECK" compare --json=pretty --before old-1 --after new-1 --before-config a --after-config b |
	sed -n '/"config": {/,/^    }/p'
"$BOOTCHECK" compare --json=pretty --before old-1 --after new-1 | grep '"config"'
"$BOOTCHECK" compare -o r.md --before old-1 --after new-1 --before-config a --after-config b
grep '^- configuration' r.md
# No configuration at all.
: >empty
echo text >text
gzip -c b | head -c 30 >cut.gz
for bad in empty text cut.gz missing .; do
	try --before-config a --after-config "$bad"
done
try --before-config a
try --after-config a
try --before-config - --after-config -
