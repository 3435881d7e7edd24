// needs: tabs, numbers, field, handles, series
// One neuron: contours of its cost over b and w, the steps on them, and beside them its curve over the data.

const LOWEST_B = -5.5, HIGHEST_B = 2.5, LOWEST_W = -1, HIGHEST_W = 3; // where it may start
const LEVELS = [0.49, 0.52, 0.57, 0.65, 0.77, 0.95, 1.2, 1.6, 2.2, 3, 4, 5.5, 7.5, 10];
const FLAT = 0.02; // slopes that close to 0 have no direction worth an arrow
const LOW = 0.55, STEEP = 1, LATE = 10; // what tasks d, e and f ask
const TOP = 2; // of J, on the score's bar
const DECADE = [0.4, 8]; // of J, beside it

class OneNeuron extends Part {
  static title = "One neuron";
  static kept = ["unit", "rate", "shift", "epochs"];
  static first = "begin";
  static todo = [
    ["d", "Too large a rate: after 10 steps J has grown.", "Rate 1.20: J 1.059 after 10 steps, from 0.693."],
    ["e", "Start above J = 1; in 5 steps below 0.55.", "From 2.261 to 0.484: quick across, slow along."],
    ["f", "Now from w = 0, b = 0, by shifting x.", "Shift 3.0: 0.484 after 5 steps, a rounder valley."],
  ];
  acted = new Set();

  get xs() { return this.inputs(this.state.shift[0]); }
  inputs(k) { return this.design.x.map((x) => x - k); }
  get now() {
    const { unit, rate, shift, epochs } = this.state, key = [unit, rate, shift, epochs];
    if (this.key?.every((x, i) => x === key[i])) return this.found;
    const { xs, design: { labels } } = this, path = this.way(unit, rate, shift, epochs), costs = path.map((u) => costOf(u, xs, labels));
    const point = path[epochs];
    this.key = key;
    return this.found = { path, point, costs, slope: gradientOf(point, xs, labels), curvature: steepest(point, xs) };
  }
  way(unit, [rate], [k], n) {
    const xs = this.inputs(k);
    return descend(unit, (at) => gradientOf(at, xs, this.design.labels), rate, n);
  }

  // ---- tasks ----

  get soon() { return Math.min(this.task === "d" ? MOST : SOON, this.state.epochs); }
  check(kind, was) {
    const { state, acted, now: { costs } } = this, { unit, rate: [rate], shift: [k], epochs } = state;
    for (const key of ["unit", "rate", "shift"]) if (String(was[key]) !== String(state[key])) acted.add(key);
    const [first, last] = [costs[0], costs[epochs]].map((J) => fmt.num(J, 3)), soon = epochs >= SOON && costs[SOON] < LOW, then = fmt.num(costs[Math.min(SOON, epochs)], 3);
    return {
      d: acted.has("rate") && epochs >= LATE && costs[epochs] > costs[0] && `Rate ${fmt.num(rate, 2)}: J ${last} after ${epochs} steps, from ${first}.`,
      e: acted.has("unit") && soon && k === 0 && costs[0] > STEEP && `From ${first} to ${then}: quick across, slow along.`,
      f: acted.has("shift") && soon && unit.every((v) => Math.abs(v) <= 0.05) && `Shift ${fmt.num(k, 1)}: ${then} after 5 steps, a rounder valley.`,
    };
  }
  forget(kind) { if (QUIET.includes(kind)) this.acted.clear(); }
  hint(task) {
    const { state: { unit, rate: [rate], shift: [k], epochs }, now: { costs } } = this, zero = unit.every((v) => Math.abs(v) <= 0.05);
    if (task === "d") return epochs < LATE ? "A larger rate, then Run." : "Larger: let it jump across the valley.";
    if (task === "e" && k) return "With x as it is: shift 0.";
    if (task === "f" && !zero) return "Bring the start back to 0, 0.";
    if (epochs < SOON) return "At least 5 steps: press Step.";
    if (task === "e") return costs[0] <= STEEP ? "Pull the start up or down the wall." : rate > 0.8 ? "It overshoots: a smaller rate." : "On the wall, facing the lowest point.";
    return k ? "A round valley bears a larger rate." : "Pull the diamond under the points.";
  }
  score(task) {
    const { now: { costs }, soon } = this, J = costs[soon], goal = task === "d" ? costs[0] : LOW;
    return { ...scored(J, soon), value: clamp(J / TOP, 0, 1), marks: [clamp(goal / TOP, 0, 1)] };
  }
  told() {
    const { now: { point: [w, b], costs, curvature }, state: { epochs } } = this;
    return `After ${counted(epochs)}: w ${fmt.num(w, 2)}, b ${fmt.num(b, 2)}, J ${fmt.num(costs[epochs], 3)}; 2 / curvature ${limitOf(curvature)}.`;
  }
  python() {
    const { state: { unit, rate: [rate], shift: [k], epochs }, design: { x, labels } } = this;
    return lines("import numpy as np", "from nnlib.neuron import Neuron", "", `x = np.array([${x.join(", ")}])`, `y = np.array([${labels.join(", ")}])`,
      `X = x[:, np.newaxis] - ${k}`, "neuron = Neuron(1)", `neuron.parameters[...] = [${unit.join(", ")}]`,
      epochs > 0 && `neuron.fit(X, y, learning_rate=${rate}, epochs=${epochs})`, "print(neuron.parameters, neuron.loss(X, y))");
  }

  // ---- the page ----

  build() {
    const { widget } = this, edit = (i) => (x) => widget.set({ unit: this.state.unit.with(i, x) });
    this.plane = picture(widget, { x: [LOWEST_B, HIGHEST_B], y: [LOWEST_W, HIGHEST_W], margin: [8, 10, 24, 26] });
    this.data = picture(widget, { x: [0, 6], y: [-0.35, 1.15], margin: [6, 8, 24, 26] });
    this.strip = costStrip(this, "epochs", DECADE.map(Math.log10), Math.log10);
    this.plane.el.classList.add("nn-valley");
    widget.control({
      rate: { label: "Learning rate", min: 0.01, max: 4, step: 0.01, digits: 4, handle: "", oninput: (x) => widget.set({ rate: [x] }) },
      shift: { label: "Subtract from x", min: 0, max: 5, step: 0.1, digits: 4, oninput: (x) => widget.set({ shift: [x] }) },
      start_w: { label: "Start w", min: LOWEST_W, max: HIGHEST_W, step: 0.05, digits: 4, handle: "begin", oninput: edit(0) },
      start_b: { label: "Start b", min: LOWEST_B, max: HIGHEST_B, step: 0.05, digits: 4, handle: "begin", oninput: edit(1) },
      epochs: stepsControl(widget, "epochs", "epochs"),
    });
    this.runs = runOn(widget, "epochs");
    this.figures = Object.fromEntries(["w", "b", "slope_w", "slope_b", "cost", "curvature", "limit"].map((name) => [name, value(name, "b")]));
    const f = Object.fromEntries(Object.entries(this.figures).map(([name, { el }]) => [name, el]));
    grab(this, this.plane, (name) => name && this.take(), ({ unit: [w, b] }, to, [db, dw]) => this.put(w + dw, b + db));
    grab(this, this.data, (name) => name && this.takeZero(), ({ k }, to, [by]) => widget.set({ shift: [widget.pairs.shift.nearest(k + by)] }));
    const longest = "w −1.85, b −10.85, J 0.485, slope −0.123, −0.123\nJust here: curvature 2.846, 2 / curvature 0.703";
    return {
      picture: [html("div", { class: "nn-descents nn-both" }, this.plane.el, this.data.el, this.strip.el)],
      head: [steady(longest, html("p", {}, "w ", f.w, ", b ", f.b, ", J ", f.cost, ", slope ", f.slope_w, ", ", f.slope_b),
        html("p", {}, "Just here: curvature ", f.curvature, ", 2 / curvature ", f.limit))],
      controls: [html("div", { class: "nn-top nn-steering" }, this.runs.el, ...widget.controls("rate", "shift"))],
      more: [html("div", { class: "nn-pairs" }, ...widget.controls("start_w", "start_b", "epochs"))],
    };
  }

  // ---- hands ----

  take() {
    this.widget.pairs.start_w.focus();
    return { name: "begin", unit: this.state.unit };
  }
  put(w, b) {
    const { pairs } = this.widget;
    this.widget.set({ unit: [pairs.start_w.nearest(w), pairs.start_b.nearest(b)] });
  }
  takeZero() {
    this.widget.pairs.shift.focus();
    return { name: "shift", k: this.state.shift[0] };
  }

  // ---- drawing ----

  draw() {
    const { state: { unit, rate, shift, epochs }, widget: { pairs }, figures, now: { point: [w, b], costs, slope, curvature } } = this;
    for (const [name, v] of Object.entries({ rate: rate[0], shift: shift[0], start_w: unit[0], start_b: unit[1], epochs })) pairs[name].set(v);
    this.runs.set();
    const shown = { w: [w, 2], b: [b, 2], slope_w: [slope[0], 3], slope_b: [slope[1], 3], cost: [costs[epochs], 3], curvature: [curvature, 3] };
    for (const [name, [v, digits]] of Object.entries(shown)) figures[name].set(v, fmt.num(v, digits));
    figures.limit.set(2 / curvature, limitOf(curvature));
    if (this.plane.width) this.drawPlane();
    if (this.data.width) this.drawData();
    if (this.strip.width) drawCosts(this, this.strip, costs, epochs, { ticks: logTicks([0.5, 1, 2, 4]).concat([[Math.log10(DECADE[1]), "J"]]), ...(this.task === "d" ? { goal: costs[0] } : { goal: LOW, by: SOON }) });
  }
  // One unit is as long on both axes, so that steps stand square on the contours.
  fit() {
    const { plane: p } = this, [[x0, y0], [x1, y1]] = [p.px(p.across[0], p.up[1]), p.px(p.across[1], p.up[0])];
    const [wide, tall] = [x1 - x0, y1 - y0], by = Math.min(wide / (HIGHEST_B - LOWEST_B + 0.4), tall / (HIGHEST_W - LOWEST_W + 0.4));
    const around = (low, high, size) => [-1, 1].map((side) => (low + high) / 2 + (side * size) / by / 2);
    zoom(p, around(LOWEST_B, HIGHEST_B, wide), around(LOWEST_W, HIGHEST_W, tall));
  }
  drawPlane() {
    const { plane: p, state: { epochs }, widget, design: { labels } } = this, [unit, rate, shift, point] = ["unit", "rate", "shift", "point"].map((key) => widget.eased(key));
    this.fit();
    const xs = this.inputs(shift[0]), [w, b] = this.bottom ??= lowest(this.design.x, labels), flip = ([u, v]) => [v, u];
    widget.once("field", [shift, p.across, p.up, p.width, p.height], () => this.paintField(xs));
    const path = this.way(unit, rate, shift, epochs).slice(0, -1).concat([point]).map(flip), [x, y] = p.px(b + w * shift[0], w);
    const whole = ([low, high]) => plain(Math.ceil(low), Math.floor(high)), at = flip(unit), named = (ticks, name) => ticks.with(-1, [ticks.at(-1)[0], name]);
    scene(p, named(whole(p.across), "b"), named(whole(p.up), "w"),
      [curve(`M${x - 6} ${y}h12M${x} ${y - 6}v12`, "nn-bottom", 2), ...this.downhill(point, xs), ...trail(p, path)], inside(p, at) ? [grip(p, "begin", at, circle(...p.px(...at), 9, "nn-grip"), widget.halo === "begin")] : []);
  }
  // From the head, the way that the next step goes.
  downhill(point, xs) {
    const { plane: p, design: { labels } } = this, [gw, gb] = gradientOf(point, xs, labels), size = Math.hypot(gw, gb), [x, y] = p.px(point[1], point[0]);
    if (size < FLAT) return [];
    const [u, v] = [-gb / size, -gw / size], end = (r) => [x + r * u, y - r * v], [tx, ty] = end(52);
    return [curve(`M${x} ${y}L${end(36).join(" ")}`, "nn-tangent", 2.5, "5 3"), arrowhead(end(40), [u, v], 6, "nn-downtip"),
      words(tx, ty + 4, "downhill", "nn-level nn-slopename", Math.abs(u) < 0.4 ? "middle" : u > 0 ? "start" : "end")];
  }
  paintField(xs) {
    const { widget: { look }, design: { labels } } = this, ground = mix(look("surface"), look("background"), 0.5);
    field(this.plane, (b, w) => costOf([w, b], xs, labels), {
      n: 90, levels: LEVELS, share: (J) => (LEVELS.filter((level) => J < level).length / LEVELS.length) ** 2,
      stops: [ground, mix(look("activation"), look("surface"), 0.5)], line: `rgb(${mix(look("muted"), look("surface"), 0.6)})`,
    });
  }
  drawData() {
    const { data: p, widget, design: { x, labels } } = this, [[w, b], [k]] = ["point", "shift"].map((key) => widget.eased(key)), says = (u) => sigmoid(w * (u - k) + b);
    const mark = (u, i) => { const [px, py] = p.px(u, labels[i]); return labels[i] ? circle(px, py, 4.5, "nn-dot") : svg("g", {}, curve(cross(px, py), "nn-under", 5), curve(cross(px, py), "nn-cross", 2.5)); };
    const zero = p.px(k, -0.2), ticks = [0, 2, 4].map((t) => [t, String(t)]).concat([[6, "x"]]);
    scene(p, ticks, [[0, "0"], [1, "1"]], [curve(p.path([[k, -0.2], [k, 1.15]]), "nn-origin", 1.25, "3 3"),
      ...x.map((u, i) => curve(p.path([[u, labels[i]], [u, says(u)]]), `nn-gap nn-of-${labels[i]}`, 1.5)),
      curve(p.path(range(121, (i) => [i / 20, says(i / 20)])), "nn-s", 3), ...x.map(mark)],
      [gripAt(zero, "shift", diamond(zero, 8), widget.halo === "shift")]);
  }
}
const limitOf = (curvature) => (2 / curvature < 1e6 ? fmt.digits(2 / curvature, 3) : "large");
const cross = (x, y, r = 4) => `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`;
