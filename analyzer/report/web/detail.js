/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of one thing: a few words beside the pointer, or all of it in a pane. */

/* Children and probes that are listed. */
const LISTED = 100;

class Tip {
	constructor(model) {
		this.model = model;
		this.box = document.createElement("div");
		this.box.id = "tip";
		this.box.setAttribute("role", "tooltip");
		this.box.hidden = true;
		document.body.append(this.box);
	}

	hide() {
		this.box.hidden = true;
	}

	show(sel, x, y) {
		if (!sel) {
			this.hide();
			return;
		}
		const k = this.model.boots[sel.boot].kinds[sel.kind];
		const clock = k.clock ? this.model.text(k.clock[sel.index]) : "";
		const name = document.createElement("b"), rest = document.createElement("div");
		const module = k.module ? this.model.text(k.module[sel.index]) : "";

		name.textContent = nameOf(this.model, sel) + (module ? " [" + module + "]" : "");
		rest.textContent = ms(k.duration[sel.index]) +
			(clock ? " by " + clock : "") +
			", from " + ms(k.start[sel.index]) +
			(k.result ? ", returned " + this.model.text(k.result[sel.index]) : "");
		this.box.replaceChildren(name, rest);
		this.box.hidden = false;
		const w = this.box.offsetWidth, h = this.box.offsetHeight;
		this.box.style.left = Math.max(4, Math.min(x + 14, innerWidth - w - 8)) + "px";
		this.box.style.top = (y + 20 + h > innerHeight ? y - h - 10 : y + 18) + "px";
	}
}

class Detail {
	constructor(app) {
		this.app = app;
		this.model = app.model;
		this.pane = document.getElementById("detail") || document.createElement("div");
		this.pane.addEventListener("keydown", e => {
			if (e.key === "Escape")
				app.select(null);
		});
	}

	focus() {
		if (!this.pane.hidden)
			this.pane.focus();
	}

	button(text, does) {
		const b = document.createElement("button");

		b.type = "button";
		b.textContent = text;
		b.addEventListener("click", does);
		return b;
	}

	/* A line of the pane: text, or elements. */
	line(list, term, ...what) {
		const dt = document.createElement("dt"), dd = document.createElement("dd");

		dt.textContent = term;
		dd.append(...what);
		list.append(dt, dd);
	}

	/* The call that something of a boot ran in. */
	parent(list, boot, call) {
		if (call !== null)
			this.line(list, "ran within", this.link({ boot, kind: CALL, index: call }));
	}

	link(sel) {
		return this.button(nameOf(this.model, sel), () => {
			this.app.select(sel);
			this.app.reveal(sel);
		});
	}

	/* Things of a kind whose parent the call is. */
	within(sel, kind) {
		const parent = this.model.boots[sel.boot].kinds[kind].parent, list = [];

		for (let i = 0; i < parent.length; i++) {
			if (parent[i] === sel.index)
				list.push({ boot: sel.boot, kind, index: i });
		}
		return list;
	}

	links(list, term, found) {
		if (!found.length)
			return;
		const what = found.slice(0, LISTED).map(s => this.link(s));

		if (found.length > LISTED)
			what.push("and " + (found.length - LISTED) + " more");
		this.line(list, term + " (" + found.length + ")", ...what);
	}

	/* The figure that was chosen and the one that was not. */
	clocks(list, k, i) {
		const clock = this.model.text(k.clock[i]), by = clock ? " by " + clock : "";

		this.line(list, "duration", ms(k.duration[i]) + by);
		if (clock === "ktime" && k.length[i] !== null)
			this.line(list, "by printk", ms(k.length[i]));
		else if (clock !== "ktime" && k.reported[i] !== null)
			this.line(list, "by ktime", ms(k.reported[i]));
	}

	call(list, sel, k) {
		const i = sel.index, text = id => this.model.text(id);

		this.line(list, "module", text(k.module[i]) || "-");
		this.line(list, "level", text(k.level[i]) || "-");
		this.line(list, "phase", text(k.phase[i]));
		this.line(list, "pid", k.pid[i] === null ? "-" : String(k.pid[i]));
		this.line(list, "start", ms(k.start[i]));
		this.line(list, "end", ms(k.length[i] === null ? null : k.start[i] + k.length[i]));
		this.clocks(list, k, i);
		this.line(list, "result", text(k.result[i]));
		if (k.flags[i] !== null)
			this.line(list, "flags", text(k.flags[i]));
		if (k.ordinal[i] > 1)
			this.line(list, "occurrence", k.ordinal[i] + " of that name");
		const lines = [k.line[i], k.end_line[i]].filter(l => l !== null);
		this.line(list, "lines of the log", lines.length ? lines.join(" and ") : "-");
		this.parent(list, sel.boot, k.parent[i]);
		if (sel.kind === CALL) {
			this.links(list, "calls in it",
				this.within(sel, CALL).concat(this.within(sel, ASYNC)));
			this.links(list, "probes in it", this.within(sel, PROBE));
		}
	}

	probe(list, sel, k) {
		const i = sel.index;

		this.line(list, "driver", this.model.text(k.driver[i]) || "-");
		this.line(list, "pid", k.pid[i] === null ? "-" : String(k.pid[i]));
		this.line(list, "start", ms(k.start[i]));
		this.line(list, "duration", ms(k.duration[i]));
		this.line(list, "result", this.model.text(k.result[i]));
		this.line(list, "line of the log", k.line[i] === null ? "-" : String(k.line[i]));
		this.parent(list, sel.boot, k.parent[i]);
	}

	gap(list, sel, k) {
		const i = sel.index;
		const end = (term, call) => this.line(list, term, call === null ? "-" :
			this.link({ boot: sel.boot, kind: CALL, index: call }));

		this.line(list, "start", ms(k.start[i]));
		this.line(list, "duration", ms(k.duration[i]));
		if (sel.kind === GAP) {
			end("after", k.after[i]);
			end("before", k.before[i]);
		} else {
			this.line(list, "line of the log",
				k.line[i] === null ? "-" : String(k.line[i]));
		}
	}

	/* Before and after, and what became of it. */
	compared(list, sel) {
		const rows = this.model.rows, row = this.model.boots[sel.boot].rowOf[sel.index];

		if (!rows || sel.kind !== CALL || row < 0)
			return;
		this.line(list, "all boots before", ms(rows.before[row]));
		this.line(list, "all boots after", ms(rows.after[row]));
		this.line(list, "change", change(rows.change[row]) +
			(rows.low[row] === null ? "" : " (" + interval(rows, row) + ")"));
		this.line(list, "what became of it",
			this.model.text(rows.what[row]) || "not known");
		if (this.app.peer)
			this.line(list, "on the other side", this.link(this.app.peer));
	}

	show(sel) {
		this.pane.hidden = !sel;
		if (!sel) {
			this.pane.replaceChildren();
			return;
		}
		const boot = this.model.boots[sel.boot], k = boot.kinds[sel.kind];
		const head = document.createElement("h3"), list = document.createElement("dl");
		const title = document.createElement("span");
		const kind = document.createElement("small");

		title.className = "name";
		title.textContent = nameOf(this.model, sel);
		kind.textContent = KIND_NAMES[sel.kind] + (boot.title ? ", " + boot.title : "");
		head.append(title, " ", kind);
		if (sel.kind <= ASYNC)
			this.call(list, sel, k);
		else if (sel.kind === PROBE)
			this.probe(list, sel, k);
		else
			this.gap(list, sel, k);
		this.compared(list, sel);
		const buttons = document.createElement("div");
		buttons.className = "buttons";
		buttons.append(this.button("Zoom to it", () => this.app.zoomTo(sel)),
			this.button("Close", () => this.app.select(null)));
		this.pane.replaceChildren(head, list, buttons);
	}
}

function interval(rows, i) {
	const sign = us => (us < 0 ? "" : "+") + ms(us).replace(" ms", "");

	return rows.low[i] === null ? "" : sign(rows.low[i]) + " to " + sign(rows.high[i]) + " ms";
}
