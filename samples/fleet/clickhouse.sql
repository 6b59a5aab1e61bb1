-- SPDX-License-Identifier: GPL-2.0-or-later
-- The rows of `bootcheck history export` in ClickHouse. What repeats is a number in the column, rows of
-- calls go after 90 days, those of boots after three years.
CREATE TABLE boots (
	release LowCardinality(String),
	release_no UInt64,
	board LowCardinality(String),
	boot UInt64,
	mark FixedString(32),
	kernel LowCardinality(Nullable(String)),
	arch LowCardinality(Nullable(String)),
	machine LowCardinality(Nullable(String)),
	cpus Nullable(UInt32),
	init_us Nullable(Int64),
	initcalls_us Nullable(Int64),
	async_wait_us Nullable(Int64),
	gaps_us Nullable(Int64),
	residual_us Nullable(Int64),
	calls UInt32,
	file String,
	boot_id Nullable(String),
	loaded Date DEFAULT today()
) ENGINE = MergeTree
PARTITION BY toYYYYMM(loaded)
ORDER BY (release_no, board, mark)
TTL loaded + INTERVAL 3 YEAR;

CREATE TABLE calls (
	release LowCardinality(String),
	release_no UInt64,
	board LowCardinality(String),
	boot UInt64,
	mark FixedString(32),
	kernel LowCardinality(Nullable(String)),
	arch LowCardinality(Nullable(String)),
	machine LowCardinality(Nullable(String)),
	cpus Nullable(UInt32),
	init_us Nullable(Int64),
	seq UInt32,
	name LowCardinality(String),
	module LowCardinality(Nullable(String)),
	ordinal UInt32,
	level LowCardinality(Nullable(String)),
	phase LowCardinality(String),
	start_us Nullable(Int64) CODEC(Delta, ZSTD),
	duration_us Nullable(Int64) CODEC(ZSTD),
	clock LowCardinality(Nullable(String)),
	reported_us Nullable(Int64) CODEC(ZSTD),
	ret Nullable(Int32),
	errno LowCardinality(Nullable(String)),
	flags LowCardinality(Nullable(String)),
	loaded Date DEFAULT today()
) ENGINE = MergeTree
PARTITION BY toMonday(loaded)
ORDER BY (release_no, board, mark, seq)
TTL loaded + INTERVAL 90 DAY;
