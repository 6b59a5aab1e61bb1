-- SPDX-License-Identifier: GPL-2.0-or-later
-- Boards whose order differs: a call that on this board comes after another call than on most boards of
-- the same release. A driver that probes in another order, another device tree, a link order that is not
-- the same.
WITH neighbours AS (
	SELECT release, release_no, board, name,
		lag(name) OVER (PARTITION BY board, release_no, mark ORDER BY seq) AS after
	FROM calls
	WHERE phase = 'kernel'
), pairs AS (
	SELECT DISTINCT release, release_no, board, name, after
	FROM neighbours
	WHERE after IS NOT NULL
), sizes AS (
	SELECT release_no, count(DISTINCT board) AS boards
	FROM calls
	GROUP BY release_no
), common AS (
	SELECT release_no, name, after, count(*) AS boards
	FROM pairs
	GROUP BY release_no, name, after
)
SELECT pairs.release, pairs.board, pairs.after, pairs.name, common.boards AS boards_alike,
	sizes.boards AS boards_in_all
FROM pairs
JOIN common ON common.release_no = pairs.release_no AND common.name = pairs.name AND
	common.after = pairs.after
JOIN sizes ON sizes.release_no = pairs.release_no
WHERE common.boards * 2 < sizes.boards
ORDER BY pairs.release_no, pairs.board, pairs.after, pairs.name;
