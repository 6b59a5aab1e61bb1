-- SPDX-License-Identifier: GPL-2.0-or-later
-- The rows of `bootcheck history export` in DuckDB (and, but for the loader, in SQLite).
CREATE TABLE boots (
	release text NOT NULL, release_no bigint NOT NULL, board text NOT NULL, boot bigint NOT NULL,
	mark text NOT NULL, kernel text, arch text, machine text, cpus integer, init_us bigint,
	initcalls_us bigint, async_wait_us bigint, gaps_us bigint, residual_us bigint,
	calls integer NOT NULL, file text NOT NULL, boot_id text
);
CREATE TABLE calls (
	release text NOT NULL, release_no bigint NOT NULL, board text NOT NULL, boot bigint NOT NULL,
	mark text NOT NULL, kernel text, arch text, machine text, cpus integer, init_us bigint,
	seq integer NOT NULL, name text NOT NULL, module text, ordinal integer NOT NULL, level text,
	phase text NOT NULL, start_us bigint, duration_us bigint, clock text, reported_us bigint,
	ret integer, errno text, flags text
);
