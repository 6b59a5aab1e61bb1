/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wheel, pointer and keys on a timeline. */

/* A press that moves less than this (px) is a click. */
const CLICK_PX = 4;

class Input {
	constructor(app, timeline) {
		const svg = timeline.svg;

		this.app = app;
		this.timeline = timeline;
		this.pressed = null;
		this.fingers = new Map();
		svg.addEventListener("wheel", e => this.wheel(e), { passive: false });
		svg.addEventListener("pointerdown", e => this.down(e));
		svg.addEventListener("pointermove", e => this.move(e));
		svg.addEventListener("pointerup", e => this.up(e));
		svg.addEventListener("pointercancel", e => this.release(e));
		svg.addEventListener("pointerleave", () => app.tip.hide());
		svg.addEventListener("dblclick", e => this.double(e));
		svg.addEventListener("keydown", e => this.key(e));
	}

	at(e) {
		const box = this.timeline.svg.getBoundingClientRect();

		return { x: e.clientX - box.left, y: e.clientY - box.top };
	}

	wheel(e) {
		const unit = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
		const sideways = e.shiftKey ? e.deltaY || e.deltaX : e.deltaX;
		const span = this.app.view.to - this.app.view.from;

		e.preventDefault();
		if (Math.abs(sideways) > Math.abs(e.shiftKey ? 0 : e.deltaY))
			this.app.pan(sideways * unit / this.timeline.span * span);
		else
			this.app.zoom(Math.exp(e.deltaY * unit * 0.002),
				this.timeline.us(this.at(e).x));
	}

	down(e) {
		if (e.button !== 0)
			return;
		this.fingers.set(e.pointerId, e.clientX);
		this.pressed = { x: e.clientX, y: e.clientY, moved: false,
			from: this.app.view.from };
		this.timeline.svg.setPointerCapture(e.pointerId);
		this.timeline.svg.focus({ preventScroll: true });
	}

	/* Two fingers zoom about the place between them. */
	pinch(e) {
		const before = [...this.fingers.values()];

		this.fingers.set(e.pointerId, e.clientX);
		const after = [...this.fingers.values()];
		const wide = v => Math.max(10, Math.abs(v[0] - v[1]));
		const box = this.timeline.svg.getBoundingClientRect();

		this.pressed.moved = true;
		this.app.zoom(wide(before) / wide(after),
			this.timeline.us((after[0] + after[1]) / 2 - box.left));
	}

	move(e) {
		const p = this.pressed;

		if (p && this.fingers.size === 2 && this.fingers.has(e.pointerId)) {
			this.pinch(e);
		} else if (p) {
			const dx = e.clientX - p.x, view = this.app.view;

			p.moved = p.moved || Math.hypot(dx, e.clientY - p.y) >= CLICK_PX;
			if (p.moved) {
				this.app.tip.hide();
				this.app.pan(p.from - view.from -
					dx / this.timeline.span * (view.to - view.from));
			}
		} else {
			const { x, y } = this.at(e);

			this.app.tip.show(this.timeline.hit(x, y), e.clientX, e.clientY);
		}
	}

	up(e) {
		const p = this.pressed;

		this.release(e);
		if (p && !p.moved && e.button === 0) {
			const { x, y } = this.at(e);

			if (this.timeline.laterAt(y))
				this.app.whole();
			else
				this.app.select(this.timeline.hit(x, y));
		}
	}

	release(e) {
		this.fingers.delete(e.pointerId);
		if (!this.fingers.size)
			this.pressed = null;
	}

	double(e) {
		const { x, y } = this.at(e), sel = this.timeline.hit(x, y);

		if (sel)
			this.app.zoomTo(sel);
		else
			this.app.zoom(0.5, this.timeline.us(x));
	}

	/*
	 * The thing before or after the selected one in its lane; without one, the first that is
	 * seen.
	 */
	step(by) {
		const s = this.app.selected, boot = this.timeline.boot;
		const mine = s && s.boot === boot.nth && boot.laneOf[s.kind][s.index] >= 0;
		const lane = mine ? boot.lanes[boot.laneOf[s.kind][s.index]] :
			this.timeline.lanes.length ? this.timeline.lanes[0].lane : null;

		if (!lane)
			return;
		const items = lane.items, n = items.kind.length;
		let i = lowerBound(items.start, this.app.view.from) - by;

		for (let k = 0; mine && k < n; k++) {
			if (items.kind[k] === s.kind && items.index[k] === s.index)
				i = k;
		}
		i = Math.min(n - 1, Math.max(0, i + by));
		this.app.select({ boot: boot.nth, kind: items.kind[i], index: items.index[i] });
		this.app.reveal(this.app.selected);
	}

	key(e) {
		const app = this.app, view = app.view, span = view.to - view.from;

		if (e.ctrlKey || e.altKey || e.metaKey)
			return;
		const keys = {
			"+": () => app.zoom(0.7), "=": () => app.zoom(0.7),
			"-": () => app.zoom(1 / 0.7),
			"ArrowLeft": () => e.shiftKey ? this.step(-1) : app.pan(-span / 8),
			"ArrowRight": () => e.shiftKey ? this.step(1) : app.pan(span / 8),
			"ArrowUp": () => app.zoom(0.7), "ArrowDown": () => app.zoom(1 / 0.7),
			"PageUp": () => app.pan(-span * 0.9), "PageDown": () => app.pan(span * 0.9),
			"Home": () => app.home(), "0": () => app.home(), "a": () => app.whole(),
			"Enter": () => app.detail.focus(), "Escape": () => app.select(null),
		};
		if (!Object.hasOwn(keys, e.key))
			return;
		e.preventDefault();
		keys[e.key]();
	}
}
