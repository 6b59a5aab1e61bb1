/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the page is about: columns of numbers and a table of strings, as html_data.c writes them.
 * Text of a log only ever becomes text: it is put into the page by textContent.
 */

const CALL = 0, ASYNC = 1, PROBE = 2, WAIT = 3, GAP = 4;
const KIND_NAMES = ["initcall", "async function", "probe", "wait", "gap"];
const FAILED = 1, DEFERRED = 2;

/* Control characters, and marks that turn the direction of text around. */
const UNCLEAN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function clean(text) {
	return text.replace(UNCLEAN, "\ufffd");
}

/* "5313.382 ms", with all the digits of the log; "-" when not known. */
function ms(us) {
	if (us === null || us === undefined)
		return "-";
	const a = Math.abs(us);
	return (us < 0 ? "-" : "") + Math.floor(a / 1000) + "." +
		String(a % 1000).padStart(3, "0") + " ms";
}

function change(us) {
	return (us > 0 ? "+" : "") + ms(us);
}

function counted(n, one) {
	return n.toLocaleString("en-US") + " " + one + (n === 1 ? "" : "s");
}

/* A column that has the same everywhere is written as one value. */
function expand(columns) {
	for (const key in columns) {
		if (key !== "n" && !Array.isArray(columns[key]))
			columns[key] = new Array(columns.n).fill(columns[key]);
	}
}

/* The lane of each call, and what became of it in the comparison. */
function indexBoot(model, boot, nth) {
	boot.nth = nth;
	boot.laneOf = boot.kinds.map(k => new Int32Array(k.start.length).fill(-1));
	boot.lanes.forEach((lane, l) => {
		lane.nth = l;
		for (let i = 0; i < lane.items.kind.length; i++)
			boot.laneOf[lane.items.kind[i]][lane.items.index[i]] = l;
	});
	boot.rowOf = new Int32Array(boot.kinds[CALL].start.length).fill(-1);
	if (model.rows)
		model.rows["call" + nth].forEach((call, row) => {
			if (call !== null)
				boot.rowOf[call] = row;
		});
}

function readModel(text) {
	const model = JSON.parse(text);

	for (const boot of model.boots) {
		boot.kinds.forEach(expand);
		boot.lanes.forEach(lane => expand(lane.items));
	}
	if (model.rows)
		expand(model.rows);
	model.strings = model.strings.map(clean);
	model.lower = model.strings.map(s => s.toLowerCase());
	model.text = id => id === null || id === undefined ? "" : model.strings[id];
	model.boots.forEach((boot, nth) => indexBoot(model, boot, nth));
	return model;
}

/* What a thing is called. */
function nameOf(model, sel) {
	if (sel.kind === WAIT)
		return "waits for async functions";
	if (sel.kind === GAP)
		return "no initcall runs";
	return model.text(model.boots[sel.boot].kinds[sel.kind].name[sel.index]);
}

/* The module of a call; of a probe that of the call it ran in. */
function moduleOf(boot, kind, index) {
	if (kind === PROBE) {
		index = boot.kinds[PROBE].parent[index];
		kind = CALL;
	}
	if (kind > ASYNC || index === null)
		return null;
	return boot.kinds[kind].module[index];
}

/* --- What is searched for, and what is filtered --- */

/* A 1 for each thing of a boot whose name, module, device or driver holds the words. */
function findHits(model, words) {
	const wanted = words.toLowerCase();

	if (!wanted)
		return null;
	const match = Uint8Array.from(model.lower, s => s.includes(wanted) ? 1 : 0);
	const one = (column, i) => column && column[i] !== null && match[column[i]];

	return model.boots.map(boot => boot.kinds.map((k, kind) => {
		const hits = new Uint8Array(k.start.length);

		for (let i = 0; kind <= PROBE && i < hits.length; i++)
			hits[i] = one(k.name, i) || one(k.module, i) || one(k.driver, i) ? 1 : 0;
		return hits;
	}));
}

/* All things that are found, by time; what has no place in time comes last. */
function listHits(model, hits) {
	const list = [];

	model.boots.forEach((boot, b) => boot.kinds.forEach((k, kind) => {
		for (let i = 0; i < hits[b][kind].length; i++) {
			if (hits[b][kind][i])
				list.push({ boot: b, kind, index: i, at: k.start[i] });
		}
	}));
	list.sort((x, y) => x.boot - y.boot || (x.at === null) - (y.at === null) || x.at - y.at);
	return list;
}

function laneOf(model, boot, kind, index) {
	const l = boot.laneOf[kind][index];

	if (l >= 0)
		return boot.lanes[l].label;
	return kind === CALL ? model.text(boot.kinds[CALL].level[index]) : "";
}

/* filter: { lane, module, least }; "" and 0 leave nothing out. */
function passes(model, filter, boot, kind, index) {
	if (filter.least > 0 && !(boot.kinds[kind].duration[index] >= filter.least))
		return false;
	if (filter.lane && laneOf(model, boot, kind, index) !== filter.lane)
		return false;
	return !filter.module || model.text(moduleOf(boot, kind, index)) === filter.module;
}

function isFilter(filter) {
	return !!(filter.lane || filter.module || filter.least > 0);
}
