// needs: tabs, numbers
// One hinge: f(x) = v max(0, w x + b) + c. The kink and the arm can be grabbed, and the flat side.

const SIDE = 4; // both axes run from -SIDE to SIDE
const LEFT = [-1, 2, 1, 0]; // what task a asks for

class Hinge extends Part {
  static title = "One hinge";
  static kept = ["hinge"];
  static first = "kink";
  static todo = [
    ["a", "Kink at 2, up to the left with slope −1.", "w < 0 opens to the left; −b/w = 2."],
    ["b", "To the grey slope by w and b; the kink stays.", "Slope −2.00: w, b times 2.00; −b/w still 2.00."],
    ["c", "Get the same curve from two settings.", "w −1.00 then, −2.00 now: only w·v and −b/w show."],
  ];

  // ---- tasks ----

  // What tasks b and c start from: the hinge as it was when they were opened, if it had a slope then.
  get reference() {
    const { task, state: { hinge } } = this;
    if (this.asked !== task || !(this.from[0] * this.from[2])) [this.asked, this.from] = [task, hinge];
    return this.from;
  }
  get goal() {
    const [w, b, v, c] = this.reference, by = Math.abs(w) > 1.5 ? 0.5 : 2;
    return { a: LEFT, b: [by * w, by * b, v, c], c: this.from }[this.task];
  }
  get gap() { return this.gapOf(this.state.hinge); }
  gapOf(hinge) {
    const { goal } = this, near = [hinge, goal].map(kinkOf).filter((x) => Math.abs(x) < SIDE);
    return furthest((x) => hingeAt(hinge, x), (x) => hingeAt(goal, x), [-SIDE, SIDE, ...near]);
  }
  check() {
    const { task, gap: { off }, reference, goal, state: { hinge } } = this, [w, , v, c] = hinge;
    const same = v === reference[2] && c === reference[3], said = (x) => fmt.num(x, 2);
    const near = (x, y) => Math.abs(x - y) <= 2 * RIGHT, kink = kinkOf(hinge);
    return {
      a: w < 0 && near(kink, 2) && near(w * v, -1) && near(c, 0) && "w < 0 opens to the left; −b/w = 2.",
      b: task === "b" && same && near(w * v, goal[0] * v) && near(kink, kinkOf(goal)) && Math.abs(w - reference[0]) > 0.1 &&
        `Slope ${said(w * v)}: w, b times ${said(w / reference[0])}; −b/w still ${said(kink)}.`,
      c: task === "c" && off <= 1e-9 && Math.abs(w - reference[0]) > 0.1 &&
        `w ${said(reference[0])} then, ${said(w)} now: only w·v and −b/w show.`,
    };
  }
  forget(kind) {
    if (!QUIET.includes(kind)) return;
    this.put = null;
    if (kind !== "undo") this.asked = null;
  }
  hint(task) {
    return { a: "Pull the kink along, swing the arm.", b: "Change w, and see where the kink goes.", c: "Change w; then bring the curve back." }[task];
  }
  score() { return distance(this.gap.off, 6, "off"); }
  told() {
    const { state: { hinge } } = this, [left, right] = arms(hinge);
    return hinge[0] ? `Kink at x = ${fmt.num(kinkOf(hinge), 2)}; slope ${fmt.num(left, 2)} left, ${fmt.num(right, 2)} right.`
      : this.flat;
  }
  get flat() { return `w = 0: no kink; the unit is the constant max(0, b) = ${fmt.num(Math.max(0, this.state.hinge[1]), 2)}.`; }
  python() {
    const [w, b, v, c] = this.state.hinge;
    return lines("import numpy as np", "from nnlib.layers import Dense", "from nnlib.model import Sequential", "",
      'net = Sequential([Dense(1, activation="relu"), Dense(1)], dtype="float64")', "net.build((None, 1))",
      `net.set_weights([[[${w}]], [${b}], [[${v}]], [${c}]])`, "print(net(np.linspace(-4, 4, 9)[:, None]).ravel())");
  }

  // ---- the page ----

  build() {
    const { widget } = this, edit = (i) => (x) => widget.set({ hinge: this.state.hinge.with(i, x) });
    this.plane = picture(widget, { x: [-SIDE, SIDE], y: [-SIDE, SIDE] });
    const quantity = (label, i, most, handle) => ({ label, min: -most, max: most, step: 0.1, digits: 4, handle, oninput: edit(i) });
    widget.control({
      w: quantity("Weight w", 0, 3, "arm"),
      b: quantity("Bias b", 1, 12, "kink"),
      v: quantity("Output v", 2, 3, ""),
      c: quantity("Constant c", 3, 4, "flat"),
    });
    this.figures = Object.fromEntries(["kink", "slope_left", "slope_right"].map((name) => [name, value(name, "b")]));
    const { kink, slope_left: left, slope_right: right } = this.figures;
    this.words = html("p", {}, "Kink at x = ", kink.el, "; slope ", left.el, " left, ", right.el, " right.");
    this.none = html("p", {});
    this.formula = html("p", { class: "nn-formula" });
    grab(this, this.plane, (name, at) => this.take(name, at), (held, to, by) => this.pull(held, to, by));
    return { picture: [this.plane.el], head: [html("div", { class: "nn-stack" }, this.words, this.none)],
      controls: [html("div", { class: "nn-pairs" }, ...widget.controls("w", "b", "v")), this.formula],
      more: [html("div", { class: "nn-pairs" }, ...widget.controls("c"))] };
  }

  // ---- hands ----

  take(name) {
    if (!name) return null;
    const { state: { hinge }, widget: { pairs } } = this, [x, y] = this.spots[name];
    pairs[{ arm: "w", kink: "b", flat: "c" }[name]].focus();
    return { name, hinge, kink: kinkOf(hinge), x, y };
  }
  pull({ name, hinge: [w, b, v, c], kink, x, y }, to, by) {
    const at = [x + by[0], y + by[1]], set = (...hinge) => this.widget.set({ hinge: hinge.map((n) => snap(n, 1e-4) + 0) });
    const most = 12 / Math.abs(w);
    if (name === "kink") set(w, -w * clamp(rest(at[0]), -Math.min(SIDE, most), Math.min(SIDE, most)), v, c);
    else if (name === "flat") {
      this.put = { ...this.put, flat: at };
      set(w, b, v, clamp(rest(at[1]), -SIDE, SIDE));
    } else {
      const side = Math.sign(at[0] - kink) || 1, away = Math.max(Math.abs(at[0] - kink), 1e-6);
      const steep = clamp((at[1] - c) / v / away, 0.05, 3);
      this.put = { ...this.put, arm: at };
      set(rest(side * steep), -rest(side * steep) * kink, v, c);
    }
  }
  // Where the handles are: the arm's end where it leaves the picture, or where it was put.
  get spots() {
    const [w, b, v, c] = this.widget.eased("hinge"), kink = kinkOf([w, b]), side = Math.sign(w);
    if (!w || !v || Math.abs(kink) > SIDE) return {};
    const slope = w * v, flat = clamp(this.put?.flat?.[0] ?? (kink - side * SIDE) / 2, ...(side > 0 ? [-SIDE, kink] : [kink, SIDE]));
    const reach = Math.min(Math.abs(side * SIDE - kink), Math.abs((Math.sign(slope * side) * SIDE - c) / slope));
    const along = this.put?.arm ? this.nearestOnArm(this.put.arm, kink, slope, c) : 0.92 * side * reach;
    const far = Math.min(Math.max(side * along, 0.3 * reach), reach) * side;
    return { arm: [kink + far, c + slope * far], kink: [kink, 0], flat: [flat, c] };
  }
  // How far right of the kink the point of the arm is that is nearest to [x, y], as seen.
  nearestOnArm([x, y], kink, slope, c) {
    const [o, e] = [this.plane.px(0, 0), this.plane.px(1, 1)], [px, py] = [e[0] - o[0], o[1] - e[1]];
    return ((x - kink) * px * px + (y - c) * slope * py * py) / (px * px + slope * slope * py * py);
  }

  // ---- drawing ----

  draw() {
    const { state: { hinge }, widget: { pairs }, figures } = this, [left, right] = arms(hinge), said = (x) => fmt.num(x, 2);
    ["w", "b", "v", "c"].forEach((name, i) => pairs[name].set(hinge[i]));
    figures.kink.set(kinkOf(hinge), said(kinkOf(hinge)));
    figures.slope_left.set(left, said(left));
    figures.slope_right.set(right, said(right));
    this.words.inert = !hinge[0];
    this.none.inert = Boolean(hinge[0]);
    this.none.textContent = this.flat;
    const [w, b, v, c] = hinge.map(said), plus = (x) => (x[0] === "−" ? ` − ${x.slice(1)}` : ` + ${x}`);
    this.formula.replaceChildren("f(x) = ", html("b", {}, v), " · max(0, ", html("b", {}, w), " x", html("b", {}, plus(b)), ")", html("b", {}, plus(c)));
    if (this.plane.width) this.drawPlane(this.widget.eased("hinge"));
  }
  drawPlane(hinge) {
    const { plane, spots, widget: { halo } } = this, [w, b] = hinge, ends = [-SIDE - 1, SIDE + 1];
    const broken = (h) => plane.path([ends[0], ...[kinkOf(h)].filter((x) => Math.abs(x) < SIDE + 1), ends[1]].map((x) => [x, hingeAt(h, x)]));
    const line = curve(plane.path(ends.map((x) => [x, w * x + b])), "nn-unit", 1.5, "5 4");
    const [x, y] = plane.px(...ends.map(() => 0)), at = spots.kink && plane.px(...spots.kink);
    const drop = at ? [curve(plane.path([[spots.kink[0], 0], [spots.kink[0], spots.flat[1]]]), "nn-drop", 1)] : [];
    const note = words(...plane.px(...this.tag(w, b)), "w x + b", "nn-level nn-unit-name");
    const grips = spots.arm ? [
      gripAt(at, "kink", diamond(at), halo === "kink"),
      gripAt(plane.px(...spots.arm), "arm", circle(...plane.px(...spots.arm), 9, "nn-grip"), halo === "arm"),
      gripAt(plane.px(...spots.flat), "flat", bead(plane.px(...spots.flat)), halo === "flat"),
    ] : [];
    scene(plane, plain(-SIDE, SIDE), plain(-SIDE, SIDE, 2),
      [curve(`M${x} 0V${2 * y}`, "nn-rule nn-zero", 1), goalLine(broken(this.goal)), gapLine(plane, this.gapOf(hinge)), line, note, ...drop, sumLine(broken(hinge))], grips);
  }
  // Where the thin line is told apart from the curve: on the side that max cuts off.
  tag(w, b) {
    const x = [-0.72, 0.72].map((s) => s * SIDE).find((u) => w * u + b < -0.3 && w * u + b > 0.4 - SIDE);
    return x === undefined ? [2 * SIDE, 0] : [x, w * x + b - 0.15];
  }
}
