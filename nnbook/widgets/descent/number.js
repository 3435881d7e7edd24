// needs: tabs, numbers, series
// One number: J = c theta^2 / 2. The start, the curvature and where the first step lands can be grabbed.

const WIDE = 5, HIGH = 10; // the picture of the parabola
const ARM = 6; // the height at which its arm is held
const EVEN = 0.02; // how near 2 rate times curvature counts as there
const [TINY, HUGE] = [1e-4, 1e4]; // of J, beside it
const SOON = 5; // the steps that tasks a, e and f give

class OneNumber extends Part {
  static title = "One number";
  static kept = ["number", "steps"];
  static first = "start";
  static todo = [
    ["a", "In 5 steps, J to a thousandth: choose the rate.", "Rate 0.80: J 0.00000046 after 5 steps, from 4.50."],
    ["b", "Which rate makes J neither fall nor grow?", "Rate 2.00 × curvature 1.0 = 2.00: from side to side."],
    ["c", "Change the curvature; find that rate again.", "Rate 1.33 × curvature 1.5 = 2.00: always 2."],
  ];
  acted = new Set(); // what the reader has changed since it was last put back

  get now() {
    const { number, steps } = this.state;
    if (this.key?.[0] === number && this.key[1] === steps) return this.found;
    const [, c, rate] = number, path = downBowl(number, steps);
    this.key = [number, steps];
    return this.found = { path, spot: [path[steps]], costs: path.map((t) => bowl(c, t)), factor: 1 - rate * c };
  }

  // ---- tasks ----

  get soon() { return Math.min(SOON, this.state.steps); }
  check(kind, was) {
    const { state: { number: [start, c, rate], steps, done }, now: { costs }, acted } = this;
    if (was.number[2] !== rate) acted.add("rate");
    if (was.number[1] !== c) acted.add("curvature");
    const chosen = acted.has("rate"), J = costs[this.soon], even = chosen && start !== 0 && Math.abs(rate * c - 2) <= EVEN;
    const said = `Rate ${fmt.num(rate, 2)} × curvature ${fmt.num(c, 1)} = ${fmt.num(rate * c, 2)}`;
    if (even && !done.includes("b")) this.first = c;
    return {
      a: chosen && steps >= SOON && start !== 0 && J <= costs[0] / 1000 &&
        `Rate ${fmt.num(rate, 2)}: J ${plainly(J)} after ${SOON} steps, from ${fmt.num(costs[0], 2)}.`,
      b: even && `${said}: from side to side.`,
      c: even && done.includes("b") && acted.has("curvature") && Math.abs(c - (this.first ?? 1)) > 0.1 && `${said}: always 2.`,
    };
  }
  forget(kind) { if (QUIET.includes(kind)) this.acted.clear(); }
  hint(task) {
    const { state: { steps }, now: { factor } } = this;
    if (task === "a") return steps < SOON ? "Press Step; then larger steps." : Math.abs(factor) > 1 ? "Too far: it climbs out." : factor < 0 ? "It jumps to the other side: smaller." : "Pull the ring: where the first step lands.";
    return Math.abs(factor) > 1 ? "Each step lands higher than the last." : task === "b" ? "Larger still: where does it turn?" : "Pull the diamond on the arm, then the ring.";
  }
  score(task) {
    const { now: { costs, factor }, soon } = this, fallen = costs[0] ? costs[soon] / costs[0] : 1;
    if (task === "a") return { ...scored(costs[soon], soon), value: clamp(-Math.log10(Math.max(fallen, 1e-9)) / 4, 0, 1), marks: [0.75] };
    return { text: `× ${fmt.digits(factor * factor, 3)}`, label: "J, each step", name: "ratio", exact: factor * factor, value: clamp(factor * factor / 2, 0, 1), marks: [0.5] };
  }
  told() {
    const { state: { steps, number: [, c] }, now: { spot: [theta], costs } } = this;
    return `After ${counted(steps)}: theta ${plainly(theta)}, slope ${plainly(c * theta)}, J ${plainly(costs[steps])}.`;
  }
  python() {
    const { number: [start, c, rate], steps } = this.state;
    return lines("import numpy as np", "from nnlib.optimizers import SGD", "", `theta, c = np.array([${start}], float), ${c}`,
      `optimizer = SGD(learning_rate=${rate})`, `for _ in range(${steps}):`, "    optimizer.step(theta, c * theta)", "print(theta[0], c * theta[0] ** 2 / 2)");
  }

  // ---- the page ----

  build() {
    const { widget } = this, edit = (i) => (x) => widget.set({ number: this.state.number.with(i, x) });
    this.plane = picture(widget, { x: [-WIDE, WIDE], y: [-1.2, HIGH], margin: [8, 10, 24, 26] });
    this.strip = costStrip(this, "steps", [Math.log10(TINY), Math.log10(HUGE)], (J) => Math.log10(Math.max(J, Number.MIN_VALUE)));
    widget.control({
      landing: { label: "Learning rate", min: 0.01, max: 4, step: 0.01, digits: 4, oninput: edit(2) },
      arm: { label: "Curvature c", min: 0.5, max: 2, step: 0.1, digits: 4, oninput: edit(1) },
      start: { label: "Start θ", min: -3, max: 3, step: 0.1, digits: 4, oninput: edit(0) },
      steps: stepsControl(widget, "steps", "steps"),
    });
    this.runs = runOn(widget, "steps");
    this.figures = Object.fromEntries(["theta", "slope", "J", "factor"].map((name) => [name, value(name, "b")]));
    const { theta, slope, J, factor } = this.figures;
    grab(this, this.plane, (name) => this.take(name), (held, to, by) => this.pull(held, by));
    return {
      picture: [html("div", { class: "nn-descents nn-single" }, this.plane.el, this.strip.el)],
      head: [steady("θ −1.0e−13, slope −1.0e−13, J 1.0e−13\nx", html("p", {}, "θ ", theta.el, ", slope ", slope.el, ", J ", J.el),
        html("p", {}, "Each step multiplies θ by ", factor.el, "."))],
      controls: [html("div", { class: "nn-top nn-steering" }, this.runs.el, ...widget.controls("landing"))],
      more: [html("div", { class: "nn-pairs" }, ...widget.controls("arm", "start", "steps"))],
    };
  }

  // ---- hands ----

  take(name) {
    if (!name) return null;
    this.widget.pairs[name].focus();
    const { number: [start, c, rate] } = this.state;
    return { name, start, c, at: { start, landing: start - rate * c * start, arm: Math.sqrt((2 * ARM) / c) }[name] };
  }
  pull({ name, start, c, at }, [across]) {
    const { state: { number }, widget: { pairs } } = this, x = at + across;
    const to = { start: x, landing: (start - x) / (c * start), arm: (2 * ARM) / Math.max(x, 0.1) ** 2 }[name];
    this.widget.set({ number: number.with({ start: 0, arm: 1, landing: 2 }[name], pairs[name].nearest(to)) });
  }

  // ---- drawing ----

  draw() {
    const { state: { number: [start, c, rate], steps }, widget: { pairs }, figures, now: { spot: [theta], costs, factor } } = this;
    for (const [name, v] of Object.entries({ landing: rate, arm: c, start, steps })) pairs[name].set(v);
    this.runs.set();
    for (const [name, v] of Object.entries({ theta, slope: c * theta, J: costs[steps] })) figures[name].set(v, plainly(v));
    figures.factor.set(factor, fmt.num(factor, 2));
    if (this.plane.width) this.drawPlane();
    if (this.strip.width) drawCosts(this, this.strip, costs, steps, { ticks: [-4, -2, 0, 2, 4].map((e) => [e, e ? `10${raised(e)}` : "1"]), goal: this.task === "a" && costs[0] / 1000, by: SOON });
  }
  drawPlane() {
    const { plane: p, state: { steps }, widget, now: { spot: [theta] } } = this, [start, c, rate] = widget.eased("number"), [head] = widget.eased("spot");
    const path = downBowl([start, c, rate], steps).slice(0, -1).concat(head).map((t) => [t, bowl(c, t)]), landing = start - rate * c * start;
    const at = (t) => [t, bowl(c, t)], lit = (name) => widget.halo === name, arm = at(Math.sqrt((2 * ARM) / c)), slope = c * head;
    const lean = 1.7 / Math.hypot(1, slope / 2), side = theta > 0 ? -1 : 1, [tx, ty] = p.px(...at(head)), tangent = [-lean, lean].map((d) => [head + d, bowl(c, head) + slope * d]);
    const floor = p.path([[start, 0], [clamp(landing, -2 * WIDE, 2 * WIDE), 0]]), handle = (name, uv, mark) => (inside(p, uv) ? [grip(p, name, uv, mark(p.px(...uv)), lit(name))] : []);
    scene(p, plain(-WIDE, WIDE - 1).concat([[WIDE, "θ"]]), plain(0, HIGH - 2, 2).concat([[HIGH, "J"]]),
      [curve(p.path([at(start), [start, 0]]), "nn-plumb", 1.25), curve(p.path([at(landing), [landing, 0]].map(([u, v]) => [u, Math.min(v, 100)])), "nn-plumb", 1.25),
        curve(p.path(range(161, (i) => at((i / 80 - 1) * WIDE))), "nn-bowl", 3), curve(floor, "nn-firststep", 2.5), curve(p.path(tangent), "nn-tangent", 2.5, "6 4"), ...trail(p, path),
        words(tx + 16 * side, ty - 8, `slope ${fmt.num(slope, 2)}`, "nn-level nn-slopename", side > 0 ? "start" : "end"), ...this.names(arm, landing)],
      [...handle("arm", arm, (xy) => diamond(xy, 9)), ...handle("landing", [landing, 0], (xy) => circle(...xy, 7, "nn-ringgrip")),
        ...handle("start", at(start), (xy) => circle(...xy, 9, "nn-grip"))]);
  }
  // What the ring and the diamond are, as long as there is room.
  names(arm, landing) {
    const { plane: p, state: { number: [, c], steps } } = this, [ax, ay] = p.px(...arm), [lx, ly] = p.px(landing, 0);
    const first = steps < 2 ? [words(lx, ly - 13, "first step", "nn-level nn-gripname")] : [];
    return [words(ax - 15, ay + 4, `c = ${fmt.num(c, 1)}`, "nn-level nn-gripname", "end"), ...first];
  }
}
const raised = (n) => minus(String(n)).replace("−", "⁻").replace("2", "²").replace("4", "⁴");
