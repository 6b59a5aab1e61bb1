#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The queries of samples/fleet on exported rows, in SQLite.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
if ! command -v sqlite3 >/dev/null 2>&1; then
	tap_skip "sqlite3 is not installed" "the queries of samples/fleet"
	tap_done
fi
# shellcheck source=tests/fleet/rows.inc
. "$repo/tests/fleet/rows.inc"
fleet_rows

# JSON lines know null from empty, which SQLite's reader of CSV does not.
# columns TABLE: what fills its columns from a line
columns() {
	sqlite3 "$tmp/fleet" "SELECT group_concat('v ->> ''' || name || '''') FROM pragma_table_info('$1')"
}

mkdir "$tmp/answers"
sqlite3 "$tmp/fleet" <"$fleet/duckdb.sql"
for table in boots calls; do
	sqlite3 "$tmp/fleet" "CREATE TABLE line_$table (v text)"
	printf '.mode ascii\n.separator "\\037" "\\n"\n.import %s line_%s\n' "$tmp/$table.jsonl" "$table" |
		sqlite3 "$tmp/fleet"
	sqlite3 "$tmp/fleet" "INSERT INTO $table SELECT $(columns "$table") FROM line_$table"
done
for query in init regressions order; do
	sqlite3 "$tmp/fleet" <"$fleet/$query.sql" >"$tmp/answers/$query"
done
expect_answers "$tmp/answers"

# Every row is there, and the CSV has the same ones.
for table in boots calls; do
	lines=$(wc -l <"$tmp/$table.jsonl")
	rows=$(sqlite3 "$tmp/fleet" "SELECT count(*) FROM $table")
	csv=$(($(wc -l <"$tmp/$table.csv") - 1))
	[ "$lines" -eq "$rows" ] && [ "$lines" -eq "$csv" ] ||
		echo "$lines lines of JSON, $csv of CSV, $rows rows"
done >"$tmp/why"
check "rows of both forms" "$tmp/why"
tap_done
