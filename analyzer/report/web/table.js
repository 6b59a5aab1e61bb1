/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of any length: beside the one that is in the page without a script, one that has only
 * the rows that are seen in it. The words of its head are those of the other.
 */

const ROW_PX = 25, ROWS_BEYOND = 12;

class LiveTable {
	/*
	 * source: { n, columns: { key: { value(i), text(i) } }, look(i), passes(i), pick(i),
	 * rowOf(selected) }; value is what is sorted by, null when it is not known.
	 */
	constructor(app, id, source) {
		const old = document.getElementById(id);

		this.app = app;
		this.source = source;
		this.id = id;
		this.heads = [...old.tHead.rows[0].cells].map(th => ({
			key: th.dataset.key, text: th.textContent, number: th.className === "n" }));
		this.caption = old.caption.textContent;
		this.sort = { key: "rank", down: false };
		this.cursor = -1;
		this.build(old.parentNode);
		this.refresh();
	}

	build(beside) {
		const add = (parent, name, text) => {
			const e = document.createElement(name);

			if (text !== undefined)
				e.textContent = text;
			parent.append(e);
			return e;
		};

		this.count = document.createElement("p");
		this.count.className = "count js";
		this.count.setAttribute("role", "status");
		this.box = document.createElement("div");
		this.box.className = "scroll live js";
		this.box.tabIndex = 0;
		this.box.setAttribute("role", "region");
		this.box.setAttribute("aria-label",
			this.caption + "; arrows go through it, Enter selects");
		const table = add(this.box, "table");
		const head = add(add(table, "thead"), "tr");
		this.th = this.heads.map(h => {
			const th = add(head, "th");

			th.scope = "col";
			th.className = h.number ? "n" : "";
			const button = add(th, "button", h.text);
			button.type = "button";
			button.addEventListener("click", () => this.clicked(h));
			return th;
		});
		this.table = table;
		this.body = add(table, "tbody");
		beside.before(this.count, this.box);
		this.box.addEventListener("scroll", () => this.later());
		this.body.addEventListener("click", e => {
			const row = e.target.closest("tr[data-row]");

			if (row && !String(getSelection()))
				this.pick(Number(row.dataset.at));
		});
		this.box.addEventListener("keydown", e => this.key(e));
		new ResizeObserver(() => this.later()).observe(this.box);
	}

	clicked(head) {
		if (this.sort.key === head.key)
			this.sort.down = !this.sort.down;
		else
			this.sort = { key: head.key, down: head.number && head.key !== "rank" };
		this.box.scrollTop = 0;
		this.refresh();
		this.app.changed();
	}

	/* The filter or the order has changed. */
	refresh() {
		const { n, columns } = this.source, { key, down } = this.sort;
		const order = [];

		for (let i = 0; i < n; i++) {
			if (this.source.passes(i))
				order.push(i);
		}
		if (key !== "rank" || down)
			this.sortRows(order, columns[key].value, down ? -1 : 1);
		this.order = order;
		this.cursor = Math.min(this.cursor, order.length - 1);
		this.count.textContent = order.length === n ? counted(n, "row") :
			order.length.toLocaleString("en-US") + " of " + counted(n, "row");
		this.table.setAttribute("aria-rowcount", order.length + 1);
		this.th.forEach((th, c) => {
			if (this.heads[c].key === key)
				th.setAttribute("aria-sort", down ? "descending" : "ascending");
			else
				th.removeAttribute("aria-sort");
		});
		this.draw();
	}

	/* What is not known comes last either way; equals stay in the order they had. */
	sortRows(order, value, sign) {
		const keys = new Array(this.source.n);

		for (const i of order) {
			keys[i] = value(i);
			if (keys[i] === undefined || keys[i] === "")
				keys[i] = null;
		}
		order.sort((a, b) => {
			const x = keys[a], y = keys[b];

			if (x === y)
				return a - b;
			if (x === null || y === null)
				return x === null ? 1 : -1;
			return x < y ? -sign : sign;
		});
	}

	later() {
		if (!this.asked)
			this.asked = requestAnimationFrame(() => {
				this.asked = 0;
				this.draw();
			});
	}

	spacer(rows) {
		const tr = document.createElement("tr"), td = document.createElement("td");

		tr.className = "spacer";
		tr.setAttribute("aria-hidden", "true");
		td.colSpan = this.heads.length;
		td.style.height = rows * ROW_PX + "px";
		tr.append(td);
		return tr;
	}

	row(at) {
		const i = this.order[at], tr = document.createElement("tr");

		tr.dataset.row = i;
		tr.dataset.at = at;
		tr.id = this.id + "-" + i;
		tr.className = this.source.look(i) + (at === this.cursor ? " cursor" : "");
		tr.setAttribute("aria-rowindex", at + 2);
		for (const head of this.heads) {
			const td = document.createElement("td");

			td.className = head.number ? "n" : "";
			td.textContent = this.source.columns[head.key].text(i);
			tr.append(td);
		}
		return tr;
	}

	draw() {
		const n = this.order.length, seen = Math.ceil(this.box.clientHeight / ROW_PX);
		const first = Math.max(0, Math.floor(this.box.scrollTop / ROW_PX) - ROWS_BEYOND);
		const last = Math.min(n, first + seen + 2 * ROWS_BEYOND);
		const rows = [this.spacer(first)];

		for (let at = first; at < last; at++)
			rows.push(this.row(at));
		rows.push(this.spacer(n - last));
		this.body.replaceChildren(...rows);
		if (this.cursor >= first && this.cursor < last)
			this.box.setAttribute("aria-activedescendant",
				this.id + "-" + this.order[this.cursor]);
		else
			this.box.removeAttribute("aria-activedescendant");
	}

	/* Row `at` of what is shown becomes visible. */
	scrollTo(at) {
		const top = at * ROW_PX, room = this.box.clientHeight - 2 * ROW_PX;

		if (top < this.box.scrollTop)
			this.box.scrollTop = top;
		else if (top > this.box.scrollTop + room)
			this.box.scrollTop = top - room;
	}

	pick(at) {
		this.cursor = at;
		this.source.pick(this.order[at]);
		this.draw();
	}

	/* The row of something that was selected elsewhere; -1: none. */
	mark(i) {
		this.cursor = i < 0 ? -1 : this.order.indexOf(i);
		if (this.cursor >= 0)
			this.scrollTo(this.cursor);
		this.draw();
	}

	key(e) {
		const page = Math.max(1, Math.floor(this.box.clientHeight / ROW_PX) - 2);
		const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page,
			Home: -Infinity, End: Infinity };

		const mine = e.target === this.box && !e.ctrlKey && !e.altKey && !e.metaKey;

		if (!mine || !this.order.length)
			return;
		if (e.key === "Enter" && this.cursor >= 0) {
			this.pick(this.cursor);
		} else if (Object.hasOwn(by, e.key)) {
			this.cursor = Math.min(this.order.length - 1,
				Math.max(0, this.cursor + by[e.key]));
			this.scrollTo(this.cursor);
			this.draw();
		} else {
			return;
		}
		e.preventDefault();
	}
}
