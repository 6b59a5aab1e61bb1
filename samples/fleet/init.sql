-- SPDX-License-Identifier: GPL-2.0-or-later
-- The time to init of each release: the half and the 99th of a hundred boots, and the slowest.
WITH ranked AS (
	SELECT release, release_no, init_us,
		row_number() OVER (PARTITION BY release_no ORDER BY init_us) AS place,
		count(*) OVER (PARTITION BY release_no) AS n
	FROM boots
	WHERE init_us IS NOT NULL
)
SELECT release, max(n) AS known_boots,
	min(CASE WHEN place * 100 >= n * 50 THEN init_us END) AS p50_us,
	min(CASE WHEN place * 100 >= n * 99 THEN init_us END) AS p99_us,
	max(init_us) AS max_us
FROM ranked
GROUP BY release, release_no
ORDER BY release_no;
