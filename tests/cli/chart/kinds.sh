# SPDX-License-Identifier: GPL-2.0-or-later
# Every kind of bar, in a narrow picture.
need xmllint
. "$(dirname "$CASE")/logs.inc"
log_all 0 >boot.log
"$BOOTCHECK" chart --width 480 --top 3 boot.log -o boot.svg
xmllint --noout boot.svg
cat boot.svg
