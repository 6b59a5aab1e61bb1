/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings the parts together: what is looked at, selected, searched and filtered. */

const LEAST_SPAN_US = 20;

class App {
	constructor(model) {
		this.model = model;
		this.filter = { lane: "", module: "", least: 0 };
		this.words = "";
		this.hits = null;
		this.found = [];
		this.selected = null;
		this.peer = null;
		this.tables = [];
		this.limits = { from: Math.min(...model.boots.map(b => b.from)),
			to: Math.max(1, ...model.boots.map(b => b.to)) };
		if (!model.boots.length)
			this.limits.from = 0;
		this.view = this.homeView();
		this.host = document.getElementById("view");
		this.tip = new Tip(model);
		this.detail = new Detail(this);
		this.timelines = model.boots.map(b => new Timeline(this, b, this.host));
		this.timelines.forEach(t => new Input(this, t));
		this.state = new HashState(this);
		this.makeTables();
		/* A comparison of logs without stamps has no timeline. */
		if (!this.host)
			return;
		this.makeControls();
		new ResizeObserver(() => this.later()).observe(this.host);
	}

	/* Up to init, and what follows when that is no longer than half of it again. */
	homeView() {
		const { from, to } = this.limits;
		const init = Math.max(1, ...this.model.boots.map(b => b.init));
		const end = to - from > 1.5 * (init - from) ? init + (init - from) * 0.03 : to;

		return { from: from - (end - from) * 0.002, to: end + (end - from) * 0.01 };
	}

	isHome() {
		const h = this.homeView();

		return Math.abs(h.from - this.view.from) < 1 && Math.abs(h.to - this.view.to) < 1;
	}

	/* --- What is looked at --- */

	setView(from, to) {
		const { from: lo, to: hi } = this.limits, room = (hi - lo) * 0.02;
		let span = Math.min(Math.max(to - from, LEAST_SPAN_US), hi - lo + 2 * room);

		/* Not further than the ends, and not narrower than a clock can tell. */
		from = Math.min(Math.max(from, lo - room), hi + room - span);
		this.view = { from, to: from + span };
		this.later();
		this.changed();
	}

	zoom(factor, at) {
		const { from, to } = this.view, about = at === undefined ? (from + to) / 2 : at;
		const span = Math.max((to - from) * factor, LEAST_SPAN_US), f = span / (to - from);

		this.setView(about - (about - from) * f, about + (to - about) * f);
	}

	pan(us) {
		this.setView(this.view.from + us, this.view.to + us);
	}

	home() {
		const h = this.homeView();

		this.setView(h.from, h.to);
	}

	whole() {
		this.setView(-Infinity, Infinity);
	}

	spanOf(sel) {
		const boot = this.model.boots[sel.boot], k = boot.kinds[sel.kind];

		if (k.start[sel.index] === null || boot.laneOf[sel.kind][sel.index] < 0)
			return null;
		return { from: k.start[sel.index], length: Math.max(k.length[sel.index] || 0, 1) };
	}

	zoomTo(sel) {
		const span = this.spanOf(sel);

		if (!span)
			return;
		const room = Math.max(span.length * 1.5, LEAST_SPAN_US);
		this.setView(span.from - room, span.from + span.length + room);
	}

	/* Comes into view; closer only when it would be too small to be seen. */
	reveal(sel) {
		const span = sel && this.spanOf(sel);

		if (!span)
			return;
		const width = this.view.to - this.view.from, middle = span.from + span.length / 2;
		if (span.length < width * 0.004)
			this.setView(middle - span.length * 62, middle + span.length * 62);
		else if (span.from < this.view.from || span.from + span.length > this.view.to)
			this.setView(middle - Math.max(width, span.length * 1.2) / 2,
				middle + Math.max(width, span.length * 1.2) / 2);
	}

	later() {
		if (!this.asked)
			this.asked = requestAnimationFrame(() => {
				this.asked = 0;
				this.draw();
			});
	}

	draw() {
		const width = this.host ? Math.max(320, Math.floor(this.host.clientWidth)) : 0;

		this.timelines.forEach(t => t.draw(width));
	}

	/* --- What is selected --- */

	select(sel) {
		this.selected = sel;
		this.peer = null;
		if (sel && sel.kind === CALL && this.model.rows) {
			const row = this.model.boots[sel.boot].rowOf[sel.index];
			const other = 1 - sel.boot;
			const call = row >= 0 ? this.model.rows["call" + other][row] : null;

			this.peer = call === null ? null : { boot: other, kind: CALL, index: call };
		}
		this.detail.show(sel);
		this.tables.forEach(t => t.mark(sel ? t.source.rowOf(sel) : -1));
		this.later();
		this.changed();
	}

	/* --- What is searched and filtered --- */

	search(words) {
		this.words = words;
		this.hits = findHits(this.model, words);
		this.found = this.hits ? listHits(this.model, this.hits) : [];
		this.foundAt = -1;
		this.sayFound();
		this.tables.forEach(t => t.refresh());
		this.later();
		this.changed();
	}

	sayFound() {
		document.getElementById("found").textContent = !this.hits ? "" :
			!this.found.length ? "nothing found" : (this.foundAt >= 0 ?
			(this.foundAt + 1) + " of " : "") + this.found.length + " found";
	}

	next(by) {
		const n = this.found.length;

		if (!n)
			return;
		this.foundAt = this.foundAt < 0 && by < 0 ? n - 1 : (this.foundAt + by + n) % n;
		const { boot, kind, index } = this.found[this.foundAt];
		this.select({ boot, kind, index });
		this.reveal(this.selected);
		this.sayFound();
	}

	setFilter(filter) {
		this.filter = filter;
		this.timelines.forEach(t => t.refilter());
		this.tables.forEach(t => t.refresh());
		this.later();
		this.changed();
	}

	changed() {
		if (this.state && !this.restoring)
			this.state.write();
	}

	/* --- The state of a link --- */

	restore(p) {
		if (!this.host)
			return;
		const view = readView(p.get("v")), least = Number(p.get("d"));
		const field = id => document.getElementById(id);

		this.restoring = true;
		field("q").value = p.get("q") || "";
		field("lane").value = p.get("l") || "";
		field("module").value = p.get("m") || "";
		field("least").value = least > 0 ? least / 1000 : "";
		for (const t of this.tables) {
			const m = /^([a-z]+)(-?)$/.exec(p.get("o-" + t.id) || "rank");

			if (m && Object.hasOwn(t.source.columns, m[1]))
				t.sort = { key: m[1], down: !!m[2] };
		}
		this.readFilter();
		this.search(field("q").value);
		this.select(readSelected(this.model, p.get("s")));
		if (view)
			this.setView(view.from, view.to);
		else
			this.home();
		this.restoring = false;
	}

	readFilter() {
		const value = id => document.getElementById(id).value;
		const least = Number(value("least"));

		this.setFilter({ lane: value("lane"), module: value("module"),
			least: least > 0 ? Math.round(least * 1000) : 0 });
	}

	/* --- The controls --- */

	fill(id, names) {
		const select = document.getElementById(id);

		for (const name of names)
			select.append(new Option(name, name));
		select.addEventListener("change", () => this.readFilter());
	}

	makeControls() {
		const on = (id, event, does) =>
			document.getElementById(id).addEventListener(event, does);
		const lanes = new Set(), modules = new Set();

		for (const boot of this.model.boots) {
			boot.lanes.forEach(l => lanes.add(l.label));
			for (const m of new Set(boot.kinds[CALL].module))
				m === null || modules.add(this.model.text(m));
		}
		this.fill("lane", lanes);
		this.fill("module", [...modules].sort());
		on("least", "input", () => this.readFilter());
		on("q", "input", e => this.search(e.target.value));
		on("controls", "submit", e => e.preventDefault());
		on("q", "keydown", e => {
			if (e.key === "Enter") {
				e.preventDefault();
				this.next(e.shiftKey ? -1 : 1);
			} else if (e.key === "Escape") {
				e.target.value = "";
				this.search("");
			}
		});
		on("in", "click", () => this.zoom(0.6));
		on("out", "click", () => this.zoom(1 / 0.6));
		on("home", "click", () => this.home());
		on("whole", "click", () => this.whole());
		document.addEventListener("keydown", e => {
			if (e.key === "/" && !e.ctrlKey && !e.altKey && !e.metaKey &&
			    !e.target.closest("input, select, textarea")) {
				e.preventDefault();
				document.getElementById("q").focus();
			}
		});
	}

	/* --- The tables --- */

	addTable(id, source) {
		if (document.getElementById(id))
			this.tables.push(new LiveTable(this, id, source));
	}

	makeTables() {
		if (this.model.rows)
			this.addTable("compared", rowsSource(this));
		else {
			this.addTable("calls", thingsSource(this, CALL));
			this.addTable("probed", thingsSource(this, PROBE));
		}
	}
}

/* Things of one kind of a boot as the rows of a table, longest first. */
function thingsSource(app, kind) {
	const model = app.model, boot = model.boots[0], k = boot.kinds[kind];
	const order = Array.from(k.start.keys()), place = new Int32Array(order.length);
	const number = (column, text) => ({ value: i => column[order[i]],
		text: i => text(column[order[i]]) });
	const one = text => ({ value: text, text });
	const word = column => one(i => model.text(column[order[i]]));
	const known = us => us === null ? -1 : us;

	order.sort((a, b) => known(k.duration[b]) - known(k.duration[a]) || a - b);
	order.forEach((index, i) => { place[index] = i; });
	const columns = {
		rank: { value: i => i, text: i => String(i + 1) },
		name: word(k.name), start: number(k.start, ms), duration: number(k.duration, ms),
		result: word(k.result),
	};
	if (kind === CALL) {
		Object.assign(columns, { module: word(k.module), level: word(k.level),
			pid: number(k.pid, v => v === null ? "" : String(v)), clock: word(k.clock),
			flags: word(k.flags) });
	} else {
		const within = i => k.parent[order[i]] === null ? "" :
			model.text(boot.kinds[CALL].name[k.parent[order[i]]]);

		Object.assign(columns, { driver: word(k.driver), within: one(within) });
	}
	return {
		n: order.length, columns,
		passes: i => (!app.hits || app.hits[0][kind][order[i]] === 1) &&
			(!isFilter(app.filter) || passes(model, app.filter, boot, kind, order[i])),
		look: i => {
			const looks = k.looks[order[i]];

			return looks & FAILED ? "bad" : looks & DEFERRED ? "late" : "";
		},
		rowOf: sel => sel.kind === kind ? place[sel.index] : -1,
		pick: i => {
			app.select({ boot: 0, kind, index: order[i] });
			app.zoomTo(app.selected);
		},
	};
}

/* The rows of a comparison, in the order that they have in the page. */
function rowsSource(app) {
	const model = app.model, rows = model.rows;
	const number = (key, text) => ({ value: i => rows[key][i],
		text: i => text(rows[key][i]) });
	const one = text => ({ value: text, text });
	const word = key => one(i => model.text(rows[key][i]));
	const sides = i => [0, 1].filter(b => model.boots[b] && rows["call" + b][i] !== null)
		.map(b => ({ boot: b, kind: CALL, index: rows["call" + b][i] }));
	const any = (i, does) => sides(i).some(s => does(model.boots[s.boot], s));

	return {
		n: rows.name.length,
		columns: {
			rank: { value: i => i, text: i => String(i + 1) },
			name: word("name"), module: word("module"), level: word("level"),
			before: number("before", ms), after: number("after", ms),
			change: number("change", change), what: word("what"),
			interval: { value: i => rows.low[i], text: i => interval(rows, i) },
		},
		passes: i =>
			(!app.hits || any(i, (b, s) => app.hits[s.boot][CALL][s.index] === 1)) &&
			(!isFilter(app.filter) ||
			 any(i, (b, s) => passes(model, app.filter, b, CALL, s.index))),
		look: i => ({ slower: "bad", deferred: "late" })[model.text(rows.what[i])] || "",
		rowOf: sel => sel.kind === CALL ? model.boots[sel.boot].rowOf[sel.index] : -1,
		pick: i => {
			const found = sides(i);

			if (!found.length)
				return;
			app.select(found[found.length - 1]);
			app.zoomTo(app.selected);
		},
	};
}

/* Dark or light as the system has it, until the button is pressed. */
function makeTheme() {
	const root = document.documentElement, button = document.getElementById("theme");
	const system = matchMedia("(prefers-color-scheme: dark)");
	const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
	const say = () => button.setAttribute("aria-pressed", String(isDark()));

	button.addEventListener("click", () => {
		root.dataset.theme = isDark() ? "light" : "dark";
		say();
	});
	system.addEventListener("change", say);
	say();
}

function start() {
	const app = new App(readModel(document.getElementById("data").textContent));

	/* Only now: had anything gone wrong, the page would still be the one without a script. */
	document.documentElement.classList.add("live-page");
	makeTheme();
	app.draw();
	app.tables.forEach(t => t.draw());
	if (readHash())
		app.restore(readHash());
}

start();
