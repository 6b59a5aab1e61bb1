-- SPDX-License-Identifier: GPL-2.0-or-later
-- The worst regressions: initcalls before init by how much their median grew from one release of a board
-- to the next. (Of an even number of boots, the lower one of the two in the middle.)
WITH ranked AS (
	SELECT board, release, release_no, name, module, ordinal, duration_us,
		row_number() OVER (
			PARTITION BY board, release_no, name, module, ordinal ORDER BY duration_us
		) AS place,
		count(*) OVER (PARTITION BY board, release_no, name, module, ordinal) AS n
	FROM calls
	WHERE phase = 'kernel' AND duration_us IS NOT NULL
), medians AS (
	SELECT board, release, release_no, name, module, ordinal, max(n) AS runs,
		min(CASE WHEN place * 2 >= n THEN duration_us END) AS median_us
	FROM ranked
	GROUP BY board, release, release_no, name, module, ordinal
), steps AS (
	SELECT board, release, release_no, name, module, ordinal, runs, median_us,
		lag(median_us) OVER (
			PARTITION BY board, name, module, ordinal ORDER BY release_no
		) AS before_us
	FROM medians
)
SELECT board, release, name, ordinal, runs, before_us, median_us,
	median_us - before_us AS step_us
FROM steps
WHERE median_us - before_us >= 500
ORDER BY step_us DESC, board, release_no, name, ordinal
LIMIT 20;
