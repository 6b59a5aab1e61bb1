-- SPDX-License-Identifier: GPL-2.0-or-later
-- The rows of `bootcheck history export` in PostgreSQL 11 or newer. By month, so that old months are
-- dropped at once; `loaded` is when a row came, all else is in the row.
CREATE TABLE boots (
	release text NOT NULL,
	release_no bigint NOT NULL,
	board text NOT NULL,
	boot bigint NOT NULL,
	mark text NOT NULL,
	kernel text,
	arch text,
	machine text,
	cpus integer,
	init_us bigint,
	initcalls_us bigint,
	async_wait_us bigint,
	gaps_us bigint,
	residual_us bigint,
	calls integer NOT NULL,
	file text NOT NULL,
	boot_id text,
	loaded date NOT NULL DEFAULT current_date
) PARTITION BY RANGE (loaded);

CREATE TABLE calls (
	release text NOT NULL,
	release_no bigint NOT NULL,
	board text NOT NULL,
	boot bigint NOT NULL,
	mark text NOT NULL,
	kernel text,
	arch text,
	machine text,
	cpus integer,
	init_us bigint,
	seq integer NOT NULL,
	name text NOT NULL,
	module text,
	ordinal integer NOT NULL,
	level text,
	phase text NOT NULL,
	start_us bigint,
	duration_us bigint,
	clock text,
	reported_us bigint,
	ret integer,
	errno text,
	flags text,
	loaded date NOT NULL DEFAULT current_date
) PARTITION BY RANGE (loaded);

-- What no month of its own takes.
CREATE TABLE boots_other PARTITION OF boots DEFAULT;
CREATE TABLE calls_other PARTITION OF calls DEFAULT;

CREATE INDEX ON boots (release, board, init_us);
CREATE INDEX ON boots (mark);
-- Rows come by board and release, so a page of this index names a stretch of the table.
CREATE INDEX ON calls USING brin (release_no, board);
