/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rows of a lane as arrays that can be searched by halves, so that a picture costs what is
 * seen of it and not what there is. Things that are too small to be seen are taken together.
 */

/* Bars below this width (px) are drawn together where they touch. */
const BAR_LEAST = 2;

/* The first index whose value is not below x; v ascends. */
function lowerBound(v, x) {
	let lo = 0, hi = v.length;

	while (lo < hi) {
		const mid = (lo + hi) >> 1;

		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Things of a row by start. `reach` is the latest end so far: it ascends even if things overlap. */
function makeRow(items, picked) {
	const n = picked.length;
	const row = { item: Int32Array.from(picked), start: new Float64Array(n),
		end: new Float64Array(n), reach: new Float64Array(n), probes: true };
	let reach = -Infinity;

	for (let i = 0; i < n; i++) {
		const k = picked[i];

		row.start[i] = items.start[k];
		row.end[i] = items.start[k] + items.length[k];
		reach = Math.max(reach, row.end[i]);
		row.reach[i] = reach;
		if (items.kind[k] !== PROBE)
			row.probes = false;
	}
	return row;
}

/* The rows of a lane with what passes the filter. */
function makeRows(model, boot, lane, filter) {
	const picked = Array.from({ length: lane.rows }, () => []);
	const items = lane.items;

	for (let i = 0; i < items.kind.length; i++) {
		if (!isFilter(filter) || passes(model, filter, boot, items.kind[i], items.index[i]))
			picked[items.row[i]].push(i);
	}
	return picked.map(p => makeRow(items, p));
}

/*
 * What is seen of a row from `from` to `to` (us), at `px` px for a us: calls each(first, last,
 * x0, x1) for each bar, in px from `from`; last > first when it stands for several.
 */
function eachBar(row, from, to, px, each) {
	const n = row.start.length;
	let i = lowerBound(row.reach, from);

	while (i < n && row.start[i] <= to) {
		const first = i, x0 = (row.start[i] - from) * px;
		const small = (row.end[i] - row.start[i]) * px < BAR_LEAST;
		let end = (row.end[i] - from) * px, x1 = Math.max(end, x0 + 1);

		/* The last row holds all that was too much for the others, one over another. */
		while (i + 1 < n && row.start[i + 1] <= to) {
			const next = (row.start[i + 1] - from) * px;

			/* Against the true end: what is drawn wider than it is swallows nobody. */
			if (next >= end - 0.5 && (!small || next > x1 + 0.5 ||
			    (row.end[i + 1] - row.start[i + 1]) * px >= BAR_LEAST))
				break;
			i++;
			end = Math.max(end, (row.end[i] - from) * px);
			x1 = Math.max(x1, end);
		}
		if (x1 >= 0)
			each(first, i, x0, x1);
		i++;
	}
}

/* The longest of a row's things first..last. */
function longest(row, first, last) {
	let best = first;

	for (let i = first + 1; i <= last; i++) {
		if (row.end[i] - row.start[i] > row.end[best] - row.start[best])
			best = i;
	}
	return best;
}

/* The thing of a row at a time, or within `slack` us of it: the nearest, of these the shortest. */
function nearest(row, us, slack) {
	let best = -1, far = Infinity, length = Infinity;

	for (let i = lowerBound(row.reach, us - slack);
	     i < row.start.length && row.start[i] <= us + slack; i++) {
		const d = Math.max(0, row.start[i] - us, us - row.end[i]);
		const l = row.end[i] - row.start[i];

		if (d <= slack && (d < far || (d === far && l < length))) {
			best = i;
			far = d;
			length = l;
		}
	}
	return best;
}
