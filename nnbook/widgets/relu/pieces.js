// needs: tabs, numbers, series
// N pieces: the sum of hinges that joins N + 1 dots on a curve, how far it is from the curve, and how that falls with N.

const MOST_HAND = 16, FINE = 384, LEAST = 1e-4, COUNTS = [1, 2, 4, 8, 16, 32, 64], DECADES = [1, 0.1, 0.01, 0.001, 0.0001];
const shown = (error) => (error < 1e-12 ? "0" : fmt.digits(error, 3)); // less is rounding
const GOOD = 0.02, HALF = Math.SQRT1_2 / 16; // tasks g and i: the error to come below

class Pieces extends Part {
  static title = "N pieces";
  static kept = ["target", "n", "spacing", "knots", "edited", "drawn"];
  static other = ["knot", "outside"];
  static todo = [
    ["g", "x²: the smallest N with error below 0.02.", "8 pieces: 0.0156; 7 are too few: 0.0204."],
    ["h", "x²: double N twice. Error divided by what?", "By 4: half as wide, a quarter as high."],
    ["i", "√x in 8 pieces: move knots, halve 0.0884.", "0.0442: closer where √x bends most."],
    ["j", "|x|: which N are exact? Try two even, two odd.", "Even N: a knot on the corner. Odd N: 1/N."],
    ["k", "Draw your own curve; come within 0.05 of it.", "32 hinges follow your curve to 0.0500."],
  ];
  seen = {}; // the N that the reader has stopped at, for each target and spacing
  known = {}; // errors by target, spacing and N
  all = false;

  // ---- what is on display ----

  get target() { return target(this.state); }
  get n() { return this.state.knots.length - 1; }
  get isEdited() { return this.state.edited.length === this.n + 1; }
  get sum() {
    const { state: { knots, edited }, target: { f } } = this;
    const joined = interpolant(f, knots);
    return this.isEdited ? { ...joined, constant: edited[0], weights: edited.slice(1) } : joined;
  }
  // Computed once for a state: what all of the page shows.
  get now() {
    const { state } = this, key = Pieces.kept.map((name) => state[name]);
    if (this.key?.every((x, i) => x === key[i])) return this.found;
    const { sum, target: goal } = this, { f, on, curvature } = goal, { knots } = state;
    const h = Math.max(...range(knots.length - 1, (i) => knots[i + 1] - knots[i])), ys = corners(sum, knots);
    this.key = key;
    const line = (x) => {
      const i = this.pieceOf(x);
      return ys[i] + ((ys[i + 1] - ys[i]) * (x - knots[i])) / (knots[i + 1] - knots[i]);
    };
    const samples = range(FINE + 1, (i) => line(on[0] + ((on[1] - on[0]) * i) / FINE));
    return this.found = { sum, samples, ys, line, h, bound: curvature ? (h * h * curvature) / 8 : NaN, ...worst(f, (x) => sumAt(sum, x), knots) };
  }
  pieceOf(x) {
    const { knots } = this.state, i = knots.findIndex((k) => k > x);
    return (i < 0 ? knots.length - 1 : Math.max(i, 1)) - 1;
  }
  law(n, spacing) {
    const { state: { target: name, drawn } } = this;
    if (this.known.of !== drawn) this.known = { of: drawn };
    return this.known[`${name} ${spacing} ${n}`] ??= errorOf(n, spacing, this.target);
  }
  get visited() {
    const { state: { target: name, spacing } } = this;
    return (this.seen[`${name} ${spacing}`] ??= new Set());
  }

  // ---- tasks ----

  check(kind, was) {
    const { state: { target: name, spacing, drawn }, now: { error }, n, isEdited, target: { f } } = this;
    const here = (what) => name === what && was.target === what && !isEdited, counted = was.n !== n, even = spacing === "even" && counted;
    if (here(name) && counted && spacing === was.spacing) this.visited.add(was.n).add(n);
    const { visited } = this, odd = [...visited].filter((m) => m % 2).length, redrawn = String(was.drawn) !== String(drawn);
    return {
      g: here("square") && even && n <= 8 && visited.has(8) && visited.has(7) &&
        `8 pieces: ${shown(this.law(8, "even"))}; 7 are too few: ${shown(this.law(7, "even"))}.`,
      i: here("root") && spacing === "hand" && n === 8 && !counted && error <= HALF &&
        worst(f, (x) => sumAt(interpolant(f, was.knots), x), was.knots).error > HALF && `${shown(error)}: closer where √x bends most.`,
      j: here("abs") && even && odd > 1 && visited.size - odd > 1 && "Even N: a knot on the corner. Odd N: 1/N.",
      k: here("drawn") && (counted || redrawn) && String(drawn) !== String(this.given) && n < WIDEST && error <= 0.05 &&
        `${n} hinges follow your curve to ${shown(error)}.`,
    };
  }
  get doubled() {
    const mine = this.seen["square even"] ?? new Set();
    return [...mine].some((n) => mine.has(2 * n) && mine.has(4 * n));
  }
  answer(x) {
    const { widget } = this;
    if (!this.doubled) return widget.tell("First stop at three N, each twice the one before, on x².");
    if (x !== 4 && x !== 0.25) return widget.tell("Divide one error by the next and look again.");
    widget.tell("");
    widget.say(widget.tick({ h: "By 4: half as wide, a quarter as high." }).join(" "));
  }
  hint(task) {
    const about = { g: "square", h: "square", i: "root", j: "abs", k: "drawn" }[task];
    if (about !== this.state.target) return `First choose ${TARGETS[about].text}.`;
    const { n, doubled, now: { error } } = this;
    return {
      g: error < GOOD ? "Enough. Would one fewer do?" : "More pieces, smaller error.",
      h: doubled ? "Now fill in: divided by." : "Press Double N, and again.",
      i: n === 8 && error <= HALF ? "By hand: choose even, then pull the diamonds." : "Pull the diamonds to where the error is.",
      j: "Change N, one by one.",
      k: n === WIDEST ? `${n} pieces meet every drawn point: use fewer.` : "Draw on the picture, then choose N.",
    }[task];
  }
  score(task) {
    const { error } = this.now, at = (e) => clamp(-Math.log10(Math.max(e, LEAST)) / 4, 0, 1);
    const goal = { g: GOOD, i: HALF, k: 0.05 }[task];
    return { text: error < LEAST / 2 ? "0.0000" : fmt.digits(error, 3), label: "largest error", value: at(error), marks: goal ? [at(goal)] : [] };
  }
  get bound() { return `bound h²·max|f″|/8 = ${fmt.digits(this.now.bound, 3)}`; }
  get bounded() {
    const { isEdited, target: { why } } = this;
    return isEdited ? "edited by hand" : why ? `no bound: ${why}` : this.bound;
  }
  told() {
    const { now: { error, at } } = this;
    return `Largest distance ${shown(error)} at x = ${fmt.num(at, 3)}; ${this.bounded}.`;
  }
  python() {
    const { sum, state: { knots, target: name, drawn }, target: { python }, isEdited } = this, list = (xs) => `[${xs.join(", ")}]`;
    const f = name === "drawn" ? `np.interp(x, np.linspace(0, 1, ${drawn.length}), drawn)` : python;
    return lines("import numpy as np", `from nnlib.piecewise import ${isEdited ? "from_hinges" : "relu_interpolant"}`, "",
      name === "drawn" && `drawn = ${list(drawn)}`, `f = lambda x: ${f}`, `knots = np.array(${list(knots)})`,
      isEdited ? `net = from_hinges(knots[:-1], ${list(sum.weights)}, ${sum.constant})` : "net = relu_interpolant(f, knots)",
      `x = np.linspace(knots[:-1], knots[1:], ${POINTS}).ravel()`, "print(np.abs(f(x) - net(x[:, None]).ravel()).max())");
  }

  // ---- what changes it ----

  // Other targets, counts and spacings bring their own knots; by hand they start from where they were.
  choose({ target: name = this.state.target, n = this.n, spacing = this.state.spacing }) {
    const { state } = this, stay = spacing === "hand" && n === this.n && name === state.target;
    const kept = stay || (spacing === "graded" && name === "root") ? spacing : "even";
    return { target: name, n, spacing: kept, knots: stay ? state.knots : knotsOf(n, kept, TARGETS[name].on), edited: [] };
  }
  pick(what, kind) { this.widget.act(this.choose(what), kind); }
  count(n) { this.widget.set(this.choose({ n: clamp(Math.round(n), 1, WIDEST) })); }
  move(i, x) {
    const { knots } = this.state, { on: [low, high] } = this.target, gap = (high - low) / 500;
    const to = clamp(snap(x, 1e-4), knots[i - 1] + gap, knots[i + 1] - gap);
    this.widget.set({ knots: knots.with(i, to), spacing: "hand", edited: [] });
  }
  edit(i, v) {
    const { sum: { constant, weights } } = this;
    this.widget.set({ edited: [constant, ...weights.with(i, v)] });
  }
  // Points of the drawn curve from one place to another get the heights of the straight line between them.
  ink([x0, y0], [x1, y1]) {
    const { drawn } = this.state, last = drawn.length - 1, [i, j] = [x0, x1].map((x) => Math.round(clamp(x, 0, 1) * last));
    const height = (k) => (i === j ? y1 : y0 + ((y1 - y0) * (k - i)) / (j - i));
    const [from, to] = [Math.min(i, j), Math.max(i, j)];
    this.widget.set({ drawn: drawn.map((y, k) => (k < from || k > to ? y : snap(clamp(height(k), -1.2, 1.2), 0.01))) });
  }

  // ---- the page ----

  build() {
    const { widget } = this;
    this.plane = picture(widget, { x: [0, 1], y: [-1, 1], margin: [8, 10, 22, 56] });
    this.rest = picture(widget, { x: [0, 1], y: [-1, 1], margin: [8, 10, 8, 56] });
    this.plot = picture(widget, { x: [Math.log10(0.8), Math.log10(90)], y: [-4.2, 0.3], margin: [20, 8, 24, 54] });
    this.plane.el.classList.add("nn-main");
    this.rest.el.classList.add("nn-rest");
    this.plot.el.classList.add("nn-law");
    this.buildControls();
    this.figures = Object.fromEntries(["sup_error", "sup_at", "bound"].map((name) => [name, value(name, "b")]));
    const { sup_error: error, sup_at: at, bound } = this.figures;
    this.bounds = [html("span", {}, "bound h²·max|f″|/8 = ", bound.el), html("span", {})];
    this.words = html("p", {}, "Largest distance ", error.el, " at x = ", at.el, "; ", ...this.bounds, ".");
    this.question = ask("divided by", (x) => this.answer(x));
    grab(this, this.plane, (name, at) => this.take(name, at), (held, to, by) => this.pull(held, to, by));
    grab(this, this.plot, (name) => name && { n: this.n }, ({ n }, to, [by]) => this.count(n * 10 ** by));
    const longest = "Largest distance 0.00481 at x = −0.998; bound h²·max|f″|/8 = 0.00482.";
    return {
      picture: [html("div", { class: "nn-boards" }, html("div", { class: "nn-tops" }, this.targets.el), this.plane.el, this.rest.el, this.plot.el)],
      head: [steady(longest, this.words)],
      controls: [html("div", { class: "nn-pairs" }, ...widget.controls("pieces", "knot", "knot_x")),
        html("div", { class: "nn-top nn-act" }, button("Double N", () => this.pick({ n: Math.min(WIDEST, 2 * this.n) }), { primary: true }), html("div", { class: "nn-stack" }, this.spacings.el, this.question))],
      more: this.buildMore(),
    };
  }
  buildControls() {
    const { widget } = this, leap = (n, up) => (up ? 2 * n : Math.ceil(n / 2));
    this.targets = choice({ label: "Follow", options: Object.entries(TARGETS).map(([name, { text }]) => [name, text]), onchange: (name) => this.pick({ target: name }, "look") });
    this.spacings = choice({ label: "Knots", options: [["even", "even"], ["graded", "graded"], ["hand", "by hand"]], onchange: (spacing) => this.pick({ spacing }, "look") });
    widget.control({
      pieces: { label: "Pieces N", min: 1, max: WIDEST, step: 1, digits: 0, leap, oninput: (n) => this.count(n) },
      knot: { label: "Knot", min: 0, max: WIDEST - 1, step: 1, digits: 0, handle: "", oninput: (i) => widget.set({ knot: Math.round(i) }) },
      knot_x: { label: "Its x", min: -1, max: 1, step: 0.01, digits: 4, oninput: (x) => this.move(this.at, x) },
      knot_weight: { label: "Its weight", min: -20, max: 20, step: 0.1, digits: 4, handle: "", oninput: (v) => this.edit(this.at, v) },
      point: { label: "Drawn point", min: 0, max: 64, step: 1, digits: 0, handle: "", oninput: (i) => { this.point = Math.round(i); widget.hub.redraw(); } },
      height: { label: "Its height", min: -1.2, max: 1.2, step: 0.05, digits: 2, handle: "", oninput: (y) => this.ink([this.point / 64, y], [this.point / 64, y]) },
    });
    this.point = 32;
    this.given = this.state.drawn;
  }
  buildMore() {
    const { widget } = this;
    this.outside = toggle({ label: "Look outside", onchange: (outside) => widget.set({ outside }) });
    this.table = slopeTable();
    this.every = toggle({ label: "All N", onchange: (all) => { this.all = all; widget.hub.redraw(); } });
    this.back = button("Snap to f", () => widget.act({ edited: [] }));
    return [html("div", { class: "nn-top" }, this.every.el, this.outside.el, this.back),
      html("div", { class: "nn-pairs" }, ...widget.controls("knot_weight", "point", "height")),
      this.table.el];
  }
  get at() { return Math.min(this.state.knot, this.n - 1); }

  // ---- hands ----

  take(name, at) {
    const { widget, state: { target: key, knots } } = this;
    if (name) {
      const i = +name.slice(5);
      widget.set({ knot: i });
      widget.pairs.knot_x.focus();
      return { name, i, x: knots[i] };
    }
    if (key !== "drawn" || !inside(this.plane, at)) return null;
    this.ink(at, at);
    return { pen: at };
  }
  pull(held, to, [across]) {
    if (held.pen) {
      this.ink(held.pen, to);
      held.pen = to;
    } else this.move(held.i, held.x + across);
  }

  // ---- drawing ----

  draw() {
    const { state, widget: { pairs }, n, at, now, figures, sum } = this, inner = at > 0 && n <= MOST_HAND, { on } = this.target;
    this.targets.set(state.target);
    this.spacings.set(state.spacing);
    this.spacings.disable(false, { graded: state.target !== "root", hand: n > MOST_HAND });
    pairs.pieces.set(n);
    pairs.knot.upTo(n - 1);
    pairs.knot.set(at);
    pairs.knot_x.span(...on);
    pairs.knot_x.set(state.knots[at]);
    pairs.knot_x.off(!inner);
    pairs.knot_weight.set(sum.weights[at]);
    this.widget.lights.set(pairs.knot_x.el, `knot-${at}`);
    for (const [name, v] of [["point", this.point], ["height", state.drawn[this.point]]]) {
      pairs[name].set(v);
      pairs[name].off(state.target !== "drawn");
    }
    allow(this.back, this.isEdited);
    this.every.set(this.all);
    this.outside.set(state.outside);
    this.plane.el.classList.toggle("nn-draws", state.target === "drawn");
    this.question.inert = this.task !== "h";
    this.spacings.el.inert = this.task === "h";
    figures.sup_error.set(now.error, shown(now.error));
    figures.sup_at.set(now.at, fmt.num(now.at, 3));
    figures.bound.set(now.bound, fmt.digits(now.bound, 3));
    this.bounds.forEach((el, i) => { el.hidden = i === +(this.bounded === this.bound); });
    this.bounds[1].textContent = this.bounded;
    this.table.set(sum);
    if (this.plane.width) this.drawAll();
  }
  drawAll() {
    const { plane, rest, state: { outside }, target: { on, up } } = this, wide = (on[1] - on[0]) / 2;
    const x = outside ? [on[0] - wide, on[1] + wide] : on;
    if (!this.widget.hub.held) this.top = this.scale();
    zoom(plane, x, up);
    zoom(rest, x, [-this.top, this.top]);
    this.drawPlane(x);
    this.drawRest(x);
    this.drawLaw();
  }
  // The height of the strip of errors, as a number that reads well.
  scale() {
    const { error } = this.now, ten = 10 ** Math.floor(Math.log10(Math.max(error, LEAST)));
    return [1, 2, 5, 10].map((m) => m * ten).find((top) => top >= 1.05 * error) ?? 20 * ten;
  }
  drawPlane([low, high]) {
    const { plane, n, state: { knots }, now: { ys, samples, sum }, target: { f, on, up } } = this, few = n <= MOST_HAND;
    const along = (from, to) => range(FINE + 1, (i) => from + ((to - from) * i) / FINE);
    const wanted = plane.path(along(low, high).map((x) => [x, f(x)]).filter(([, y]) => Number.isFinite(y)));
    const eased = this.widget.eased("curve"), xs = eased === samples ? knots : along(...on), line = eased === samples ? ys : eased;
    const right = line.at(-1) + slopesOf(sum).at(-1) * (high - on[1]);
    const mine = plane.path([[low, line[0]], ...xs.map((x, i) => [x, line[i]]), [high, right]]);
    const gap = curve(`${mine}L${wanted.slice(1).split("L").reverse().join("L")}Z`, "nn-gap");
    const drops = few ? knots.map((x, i) => curve(plane.path([[x, up[0]], [x, ys[i]]]), "nn-drop", 1)) : [];
    const dots = n > 32 ? [] : knots.map((x, i) => circle(...plane.px(x, ys[i]), few ? 4 : 2.5, "nn-dot"));
    scene(plane, plain(low, high, (high - low) / 4), plain(-1, 1).filter(([y]) => y > up[0]),
      [...drops, gap, curve(wanted, "nn-grey", 7), sumLine(mine), ...dots], few ? this.grips(up) : []);
  }
  grips([low, high]) {
    const { plane, n, at, state: { knots }, widget: { halo } } = this;
    return knots.slice(1, -1).map((x, j) => {
      const spot = plane.px(x, low + 0.09 * (high - low)), name = `knot-${j + 1}`;
      return gripAt(spot, name, diamond(spot, j + 1 === at ? 11 : n > 8 ? 6.5 : 8), halo === name);
    });
  }
  drawRest([low, high]) {
    const { rest, top, state: { knots }, target: { f }, now: { line, at } } = this, each = Math.max(2, Math.ceil(FINE / this.n));
    const error = (x) => [x, f(x) - line(x)], end = knots.at(-1), [x0, y0] = rest.px(knots[0], 0), [x1] = rest.px(end, 0);
    const points = knots.slice(1).flatMap((to, i) => range(each, (j) => error(knots[i] + ((to - knots[i]) * j) / each)));
    const area = curve(`${rest.path([...points, error(end)])}L${x1} ${y0}L${x0} ${y0}Z`, "nn-error", 1.5);
    scene(rest, [], [[-top, minus(String(-top))], [0, "error"], [top, `+${top}`]], [area, circle(...rest.px(...error(at)), 5, "nn-worst")], []);
  }
  // The errors on logarithmic axes: of this N, of those that the reader has stopped at, and of all on request.
  drawLaw() {
    const { plot, n, visited, state: { spacing }, now: { error }, widget: { halo } } = this, hand = spacing === "hand", now = logPoint(plot, [n, error], LEAST);
    const dot = (kind, r) => (m) => circle(...logPoint(plot, [m, this.law(m, hand ? "even" : spacing)], LEAST), r, kind);
    const marks = [...(this.all ? range(WIDEST, (i) => dot("nn-each", 2)(i + 1)) : []), ...[...visited].map(dot("nn-seen", 4.5))];
    const guide = error > LEAST ? [curve(powerLine(plot, [n, error], -2, [0.8, 90]), "nn-guide", 1.5, "6 4")] : [];
    const [x, y] = logPoint(plot, [40, error * (n / 40) ** 2], LEAST), names = [words(plot.left, 13, "largest error by N", "nn-hint", "start")];
    if (guide.length) names.push(words(x, y - 8, "slope −2", "nn-hint nn-level", "end"));
    scene(plot, logTicks(COUNTS), logTicks(DECADES).filter((_, i) => plot.height > 120 || i % 2 === 0), [...guide, ...marks],
      [...names, gripAt(now, "pieces", hand ? diamond(now, 9) : circle(...now, 8, "nn-grip"), halo === "pieces")]);
  }
}
