/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The timeline of one boot, drawn anew for the width of the page and the part that is looked at. */

const ROW_CALL = 17, ROW_PROBE = 12, LANE_PAD = 4, STRIP = 12, AXIS = 22, MARK_LINE = 13;
/* Lines of names under the bars of a lane, and names that are tried for them. */
const STRIPS = 2, NAMES_TRIED = 80;
/* Height of a lane of which nothing is seen. */
const LATER = 18;

const measure = (() => {
	const pen = document.createElement("canvas").getContext("2d");
	const known = new Map();

	pen.font = "10px 'DejaVu Sans', Verdana, sans-serif";
	return text => {
		if (!known.has(text))
			known.set(text, pen.measureText(text).width);
		return known.get(text);
	};
})();

/* The steps of a time axis: at least `least` us for one that has a figure. */
function axisStep(least) {
	const ten = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1))));

	for (const f of [1, 2, 5, 10]) {
		if (f * ten >= least)
			return { heavy: f * ten, light: f * ten / (f === 2 ? 4 : 5) };
	}
	return { heavy: 10 * ten, light: 2 * ten };
}

function axisFigure(us, step) {
	if (step >= 1e6)
		return Math.round(us / 1e6) + " s";
	if (step >= 1e5)
		return (us / 1e6).toFixed(1) + " s";
	if (step >= 1000)
		return Math.round(us / 1000) + " ms";
	return (us / 1000).toFixed(step >= 100 ? 1 : step >= 10 ? 2 : 3) + " ms";
}

class Timeline {
	/* app: the model and what is selected, found and filtered (report.js). */
	constructor(app, boot, host) {
		this.app = app;
		this.boot = boot;
		this.space = document.querySelector("svg").namespaceURI;
		if (boot.title) {
			const title = document.createElement("h3");

			title.textContent = boot.title + ": " + boot.file;
			host.append(title);
		}
		this.svg = this.make("svg", { class: "live", tabindex: 0, role: "application" });
		this.svg.setAttribute("aria-label", "Timeline" +
			(boot.title ? ", " + boot.title : "") + ". Plus and minus zoom, arrows " +
			"move, shift and arrows select, Enter shows details.");
		host.append(this.svg);
		this.refilter();
	}

	make(name, attributes, text) {
		const e = document.createElementNS(this.space, name);

		for (const key in attributes)
			e.setAttribute(key, attributes[key]);
		if (text !== undefined)
			e.textContent = text;
		return e;
	}

	/* What passes the filter has changed. */
	refilter() {
		this.rows = this.boot.lanes.map(lane =>
			makeRows(this.app.model, this.boot, lane, this.app.filter));
		this.lanes = [];
	}

	/* Where the lanes and their rows are; lanes that the filter left empty have no place. */
	place(width) {
		const filtered = isFilter(this.app.filter);

		this.width = width;
		this.gutter = width < 640 ? 78 : 110;
		this.span = Math.max(50, width - this.gutter - 10);
		this.top = MARK_LINE * this.markLines() + AXIS;
		this.lanes = [];
		let y = this.top;
		this.boot.lanes.forEach((lane, l) => {
			const rows = this.rows[l];

			if (filtered && rows.every(r => r.start.length === 0))
				return;
			const place = { lane, rows, top: y, y: [] };
			if (this.isLater(lane, rows)) {
				place.later = Math.min(...rows.filter(r => r.start.length)
					.map(r => r.start[0]));
				y = place.bottom = y + LATER;
				this.lanes.push(place);
				return;
			}
			y += LANE_PAD;
			for (const row of rows) {
				place.y.push(y);
				y += row.probes ? ROW_PROBE : ROW_CALL;
			}
			place.names = y + 1;
			y += lane.kind === "gaps" ? LANE_PAD : STRIPS * STRIP + LANE_PAD;
			place.bottom = y;
			this.lanes.push(place);
		});
		this.height = Math.max(y, this.top + 40) + 4;
	}

	/* All of a lane after init is beyond the right end: it then takes one line only. */
	isLater(lane, rows) {
		return lane.section === 1 && rows.every(r =>
			!r.start.length || r.start[0] > this.app.view.to);
	}

	x(us) {
		const v = this.app.view;

		return this.gutter + (us - v.from) / (v.to - v.from) * this.span;
	}

	us(x) {
		const v = this.app.view;

		return v.from + (x - this.gutter) / this.span * (v.to - v.from);
	}

	markLines() {
		return Math.min(3, Math.max(1, this.boot.marks.length));
	}

	draw(width) {
		this.place(width);
		const parts = [];

		this.drawLanes(parts);
		this.drawAxis(parts);
		this.lanes.filter(p => p.later === undefined).forEach(p => this.drawLane(p, parts));
		this.drawMarks(parts);
		this.svg.setAttribute("viewBox", "0 0 " + width + " " + this.height);
		this.svg.setAttribute("width", width);
		this.svg.setAttribute("height", this.height);
		this.svg.replaceChildren(...parts);
	}

	drawLanes(parts) {
		let section = 0;

		this.lanes.forEach((place, i) => {
			const h = place.bottom - place.top;

			if (i % 2 === 0)
				parts.push(this.make("rect", { class: "stripe", x: 0, y: place.top,
					width: this.width, height: h }));
			if (place.lane.section !== section)
				parts.push(this.make("path", { class: "section-line",
					d: "M0 " + place.top + "H" + this.width }));
			section = place.lane.section;
			const label = this.make("text", { class: "lane-label", x: 6,
				y: place.top + (place.later === undefined ? 16 : 13) },
				fit(place.lane.label, this.gutter - 10, 1.2));
			label.append(this.make("title", {}, place.lane.label));
			parts.push(label);
			if (place.later !== undefined)
				parts.push(this.make("text", { class: "later", x: this.width - 12,
					y: place.top + 12, "text-anchor": "end" },
					counted(place.lane.items.kind.length, "bar") + " from " +
					ms(place.later) + " on \u2192"));
		});
		if (!this.lanes.length)
			parts.push(this.make("text", { class: "lane-label", x: this.gutter,
				y: this.top + 24 }, "Nothing passes the filter."));
	}

	drawAxis(parts) {
		const v = this.app.view, step = axisStep((v.to - v.from) / this.span * 90);
		const y = this.top - 6, d = { grid: "", "grid-heavy": "" };

		for (let n = Math.ceil(v.from / step.light); n * step.light <= v.to; n++) {
			const us = n * step.light, heavy = Math.abs(us % step.heavy) < 1e-6;
			const x = this.x(us).toFixed(1);

			d[heavy ? "grid-heavy" : "grid"] += "M" + x + " " + this.top + "V" +
				(this.height - 4);
			if (heavy)
				parts.push(this.make("text", { class: "axis", x, y,
					"text-anchor": "middle" }, axisFigure(us, step.heavy)));
		}
		for (const key in d)
			parts.push(this.make("path", { class: key, d: d[key] }));
	}

	/* Each label in the first line that has room for it. */
	drawMarks(parts) {
		const ends = new Array(this.markLines()).fill(-Infinity), labels = [];

		for (const mark of this.boot.marks) {
			const x = this.x(mark.us), text = mark.label + " " + ms(mark.us);
			const w = measure(text) * 1.02 + 10;

			if (x < this.gutter - 1 || x > this.width)
				continue;
			const right = x + w > this.width, left = right ? x - w : x;
			const line = ends.findIndex(end => end < left);

			const heavy = mark.init ? " mark-init" : "";
			const top = line < 0 ? this.top - AXIS : line * MARK_LINE + 2;
			parts.push(this.make("path", { class: "mark" + heavy,
				d: "M" + x.toFixed(1) + " " + top + "V" + (this.height - 4) }));
			if (line < 0)
				continue;
			ends[line] = right ? x : x + w;
			labels.push(this.make("text", { class: "mark-label" + heavy,
				x: (right ? x - 4 : x + 4).toFixed(1), y: line * MARK_LINE + 11,
				"text-anchor": right ? "end" : "start" }, text));
		}
		parts.push(...labels);
	}

	look(kind, index) {
		const k = this.boot.kinds[kind], looks = k.looks ? k.looks[index] : 0;
		let name = ["bar", "bar async", "probe", "wait", "gap"][kind];

		if (kind <= PROBE)
			name += " c" + this.app.model.colours[k.name[index]];
		if (looks & FAILED)
			name += " failed";
		if (kind === CALL)
			name += " " + this.changeOf(index, looks);
		return name;
	}

	changeOf(call, looks) {
		const rows = this.app.model.rows, row = this.boot.rowOf[call];
		const what = rows && row >= 0 ? this.app.model.text(rows.what[row]) : "";

		if (["deferred", "removed", "added", "slower", "faster"].includes(what))
			return what;
		return looks & DEFERRED ? "deferred" : "";
	}

	drawLane(place, parts) {
		const names = [];

		place.rows.forEach((row, r) => this.drawRow(place, row, place.y[r], names, parts));
		if (place.lane.kind !== "gaps")
			this.drawNames(place, names, parts);
	}

	/* names: takes those that did not fit into their bars. */
	drawRow(place, row, y, names, parts) {
		const v = this.app.view, px = this.span / (v.to - v.from), items = place.lane.items;
		const h = (row.probes ? ROW_PROBE : ROW_CALL) - 2, many = ["", ""];

		eachBar(row, v.from, v.to, px, (first, last, x0, x1) => {
			const a = Math.max(0, x0), w = Math.max(Math.min(this.span, x1) - a, 1);
			const best = last > first ? longest(row, first, last) : first;
			const k = row.item[best];
			const bar = { kind: items.kind[k], index: items.index[k], y, h, w,
				x: this.gutter + a, us: row.end[best] - row.start[best] };

			if (last === first) {
				this.drawBar(bar, items.open[k], names, parts);
				return;
			}
			const hit = this.anyHit(items, row, first, last) ? 1 : 0;
			many[hit] += "M" + bar.x.toFixed(1) + " " + y + "h" + w.toFixed(1) + "v" + h + "h-" + w.toFixed(1) + "z";
			if (bar.us * px > 0.4)
				names.push({ ...bar, x: this.x(row.start[best]), w: 1 });
		});
		if (many[0])
			parts.push(this.make("path", { class: "many", d: many[0] }));
		if (many[1])
			parts.push(this.make("path", { class: "many hit", d: many[1] }));
	}

	anyHit(items, row, first, last) {
		const hits = this.app.hits && this.app.hits[this.boot.nth];

		for (let i = first; hits && i <= last; i++) {
			if (hits[items.kind[row.item[i]]][items.index[row.item[i]]])
				return true;
		}
		return false;
	}

	isSelected(bar) {
		const s = this.app.selected, peer = this.app.peer;
		const is = x => x && x.boot === this.boot.nth && x.kind === bar.kind &&
			x.index === bar.index;

		return is(s) ? " selected" : is(peer) ? " peer" : "";
	}

	drawBar(bar, open, names, parts) {
		const hits = this.app.hits;
		let look = this.look(bar.kind, bar.index) + (open ? " open" : "") +
			this.isSelected(bar);

		if (hits)
			look += hits[this.boot.nth][bar.kind][bar.index] ? " hit" : " miss";
		parts.push(this.make("rect", { class: look, x: bar.x.toFixed(1), y: bar.y,
			width: bar.w.toFixed(1), height: bar.h }));
		/* Of what has no name of its own, how long it was says more. */
		const name = bar.kind > PROBE ? ms(bar.us) :
			nameOf(this.app.model, { boot: this.boot.nth, ...bar });
		const least = Math.min(measure(name), 48) + 6;

		if (bar.w < least) {
			names.push(bar);
			return;
		}
		const size = bar.kind === PROBE ? " probe-label" : "";
		const on = bar.kind <= PROBE ? " on-bar" : "";
		parts.push(this.make("text", { class: "label" + size + on,
			x: (bar.x + 3).toFixed(1),
			y: bar.y + bar.h - (bar.kind === PROBE ? 2 : 4) },
			fit(name, bar.w - 6, 1)));
		if (measure(name) > bar.w - 6)
			names.push(bar);
	}

	/* Names of the longest that do not fit into their bars, below, never over one another. */
	drawNames(place, names, parts) {
		const taken = Array.from({ length: STRIPS }, () => []);
		let leaders = "";

		const hits = this.app.hits && this.app.hits[this.boot.nth];
		const found = bar => hits ? hits[bar.kind][bar.index] : 0;

		names.sort((a, b) => found(b) - found(a) || b.us - a.us || a.x - b.x);
		for (const bar of names.slice(0, NAMES_TRIED)) {
			const all = nameOf(this.app.model, { boot: this.boot.nth, ...bar });
			const name = fit(all, 200, 1);
			const w = measure(name), tip = bar.x + bar.w / 2;
			const x = Math.min(Math.max(tip - 4, this.gutter), this.width - w - 4);
			const free = s => s.every(t => x > t[1] + 6 || x + w < t[0] - 6);
			const strip = taken.findIndex(free);

			if (strip < 0 || tip < this.gutter || tip > this.width)
				continue;
			/* The line from the bar to its name must not cross a name above. */
			if (strip > 0 && taken.slice(0, strip).some(s =>
				s.some(t => tip > t[0] - 2 && tip < t[1] + 2)))
				continue;
			taken[strip].push([x, x + w]);
			leaders += "M" + tip.toFixed(1) + " " + (bar.y + bar.h) + "V" +
				(place.names + strip * STRIP + 2);
			parts.push(this.make("text", { class: "label", x: x.toFixed(1),
				y: place.names + strip * STRIP + 10 }, name));
		}
		if (leaders)
			parts.push(this.make("path", { class: "leader", d: leaders }));
	}

	/* The lane at a height that is not in view; undefined when it is. */
	laterAt(y) {
		return this.lanes.find(p => p.later !== undefined && y >= p.top && y < p.bottom);
	}

	/* What is drawn at a place of the picture, or null. */
	hit(x, y) {
		const v = this.app.view, slack = 4 * (v.to - v.from) / this.span;
		const place = this.lanes.find(p => y >= p.top && y < p.bottom);

		if (!place || place.later !== undefined || x < this.gutter - 4)
			return null;
		for (let r = 0; r < place.rows.length; r++) {
			const h = place.rows[r].probes ? ROW_PROBE : ROW_CALL;

			if (y < place.y[r] || y >= place.y[r] + h)
				continue;
			const i = nearest(place.rows[r], this.us(x), slack);
			if (i < 0)
				return null;
			const k = place.rows[r].item[i];
			return { boot: this.boot.nth, kind: place.lane.items.kind[k],
				index: place.lane.items.index[k] };
		}
		return null;
	}
}

/* As much of a text as there is room for. */
function fit(text, width, scale) {
	if (measure(text) * scale <= width)
		return text;
	let n = Math.floor(text.length * width / (measure(text) * scale));

	while (n > 1 && measure(text.slice(0, n) + "\u2026") * scale > width)
		n--;
	return text.slice(0, n) + "\u2026";
}
