#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Exported rows in a real PostgreSQL: a server of our own in a temporary folder, on a socket there,
# without network. Part of `make check-full`.
set -eu

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
tap_tmp
: "${BOOTCHECK:=$repo/build/bootcheck}"
name="the tables and queries of samples/fleet in PostgreSQL"

bin=
for d in /usr/lib/postgresql/*/bin; do
	[ ! -x "$d/initdb" ] || bin=$d
done
if [ -z "$bin" ] || ! command -v psql >/dev/null 2>&1; then
	tap_skip "PostgreSQL is not installed (Debian: postgresql)" "$name"
	tap_done
fi

# as_server COMMAND...: the server does not run as root
as_server() {
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

server=$tmp/server
mkdir "$server"
chmod 755 "$tmp"
if [ "$(id -u)" -eq 0 ]; then
	if ! id postgres >/dev/null 2>&1 || ! chown postgres "$server"; then
		tap_skip "there is no user postgres" "$name"
		tap_done
	fi
fi

stop() {
	as_server "$bin/pg_ctl" -D "$server/data" -m immediate -w stop >/dev/null 2>&1 || :
	rm -rf "$tmp"
}
trap stop EXIT

cd "$server"
if ! as_server "$bin/initdb" -D "$server/data" -A trust -U fleet --no-sync --locale=C -E UTF8 >"$tmp/log" 2>&1 ||
	! as_server "$bin/pg_ctl" -D "$server/data" -w -l "$server/log" \
		-o "-c listen_addresses='' -c unix_socket_directories='$server' -c fsync=off" start >>"$tmp/log" 2>&1; then
	sed 's/^/# /' "$tmp/log" | tail -n 20
	tap_skip "no server can be started" "$name"
	tap_done
fi

sql() {
	psql -h "$server" -U fleet -d postgres -qAtX -v ON_ERROR_STOP=1 "$@"
}

# shellcheck source=tests/fleet/rows.inc
. "$repo/tests/fleet/rows.inc"
fleet_rows
mkdir "$tmp/answers"
{
	sql -f "$fleet/postgresql.sql"
	# As samples/fleet/README.md has it: the columns are those of the file's first line.
	for table in boots calls; do
		sql -c "\\copy $table ($(head -n 1 "$tmp/$table.csv" | tr -d '\r')) FROM '$tmp/$table.csv' WITH (FORMAT csv, HEADER)"
	done
} >"$tmp/why" 2>&1 || echo "the rows cannot be loaded" >>"$tmp/why"
check "tables and rows" "$tmp/why"
for query in init regressions order; do
	sql -f "$fleet/$query.sql" >"$tmp/answers/$query" 2>&1 || :
done
expect_answers "$tmp/answers"

# What is not known is null, and names come through.
{
	for table in boots calls; do
		rows=$(sql -c "SELECT count(*) FROM $table")
		[ "$rows" -eq "$(wc -l <"$tmp/$table.jsonl")" ] || echo "$table: $rows rows"
	done
	[ "$(sql -c 'SELECT count(*) FROM boots WHERE init_us IS NULL')" -eq 3 ] || echo "not 3 boots without init"
	sql -c "SELECT DISTINCT board FROM calls ORDER BY 1" >"$tmp/boards"
	printf 'a\nb, "the second"\nc\n' | cmp - "$tmp/boards"
} >"$tmp/why" 2>&1
check "null and names" "$tmp/why"

# Retention, as the README has it: a month of its own, and away with it.
{
	sql -c "CREATE TABLE calls_2020_01 PARTITION OF calls FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')"
	sql -c "INSERT INTO calls (release, release_no, board, boot, mark, seq, name, ordinal, phase, loaded)
		VALUES ('old', 1, 'a', 1, 'm', 1, 'x_init', 1, 'kernel', '2020-01-05')"
	[ "$(sql -c 'SELECT count(*) FROM calls_2020_01')" -eq 1 ] || echo "the row is not in its month"
	sql -c "DROP TABLE calls_2020_01"
	[ "$(sql -c "SELECT count(*) FROM calls WHERE release = 'old'")" -eq 0 ] || echo "the row is still there"
} >"$tmp/why" 2>&1
check "a month can be dropped" "$tmp/why"
tap_done
