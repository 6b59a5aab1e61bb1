# SPDX-License-Identifier: GPL-2.0-or-later
# No colour but on a terminal, or when asked for.
. "$(dirname "$CASE")/logs.inc"
log_small 0 | sed '/third_init.*returned/d; /Run/,$d' >boot.log
esc=$(printf '\033')
"$BOOTCHECK" analyze --color=always -q boot.log | sed "s/$esc/ESC/g" | sed -n '/initcalls.*first/,$p'
"$BOOTCHECK" analyze boot.log | grep -c "$esc" || true
"$BOOTCHECK" analyze --color=never boot.log | grep -c "$esc" || true
