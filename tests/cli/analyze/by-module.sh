# SPDX-License-Identifier: GPL-2.0-or-later
xz -dc "$SAMPLES/good-6.12-amd64-modules.txt.xz" >boot.log
"$BOOTCHECK" analyze -q --by module --top 4 boot.log | sed -n '/by module/,$p'
"$BOOTCHECK" analyze --by module --csv --top 3 boot.log | tr -d '\r'
