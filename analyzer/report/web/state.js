/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is looked at, in the part of the address after the #: a link to it shows the same. An
 * address without = there is that of a section, and is left to the browser.
 */

const WRITE_AFTER_MS = 250;

function readHash() {
	const hash = location.hash.slice(1);

	return hash.includes("=") ? new URLSearchParams(hash) : null;
}

/* Three numbers with dots between, in range; else null. */
function readSelected(model, text) {
	const v = (text || "").split(".").map(Number);

	if (v.length !== 3 || !v.every(Number.isInteger))
		return null;
	const boot = model.boots[v[0]], kind = boot && boot.kinds[v[1]];
	if (!kind || v[2] < 0 || v[2] >= kind.start.length)
		return null;
	return { boot: v[0], kind: v[1], index: v[2] };
}

function readView(text) {
	const m = /^(-?[0-9]+)_(-?[0-9]+)$/.exec(text || "");
	const view = m && { from: Number(m[1]), to: Number(m[2]) };

	return view && view.to > view.from ? view : null;
}

class HashState {
	constructor(app) {
		this.app = app;
		this.timer = 0;
		this.written = null;
		addEventListener("hashchange", () => {
			if (location.hash !== this.written && readHash())
				app.restore(readHash());
		});
	}

	text() {
		const app = this.app, p = new URLSearchParams(), s = app.selected;

		if (!app.isHome())
			p.set("v", Math.round(app.view.from) + "_" + Math.round(app.view.to));
		if (s)
			p.set("s", [s.boot, s.kind, s.index].join("."));
		if (app.words)
			p.set("q", app.words);
		if (app.filter.lane)
			p.set("l", app.filter.lane);
		if (app.filter.module)
			p.set("m", app.filter.module);
		if (app.filter.least > 0)
			p.set("d", app.filter.least);
		for (const t of app.tables) {
			if (t.sort.key !== "rank" || t.sort.down)
				p.set("o-" + t.id, t.sort.key + (t.sort.down ? "-" : ""));
		}
		return p.toString();
	}

	/* Soon, once: browsers refuse an address that changes a hundred times a second. */
	write() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => {
			const text = this.text();

			if (!text && !readHash())
				return;
			this.written = "#" + (text || "v=");
			history.replaceState(null, "", this.written);
			this.written = location.hash;
		}, WRITE_AFTER_MS);
	}
}
