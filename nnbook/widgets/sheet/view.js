// needs: frame, readouts, ask, graph
// Backprop sheet: a network 2-2-1 with every number, any of whose nine parameters can be pulled; forward it fills layer
// by layer, back the four equations give each number its share of the blame.

const LOW = 0.2, FULL = 1.5, DEAF = 0.01, SURE = 0.98; // what tasks b, c and d ask, and the loss that fills the bar
const LOSSES = ["cross-entropy", "squared error"];
const ASKED = 1; // task a: the gradient of x₁ → h₂
const TODO = [
  ["a", "Step back: say the gradient of x₁ → h₂.", "0.5 comes in, times δ 0.0573: 0.0287."],
  ["b", "Against the gradients: loss below 0.2.", "h₁ → out up, against −0.153: loss 0.196."],
  ["c", "Deafen h₁ or h₂: slope a(1 − a) below 0.01.", "h₁: z = −6.20, so its slope is 0.00202."],
  ["d", "Make out sure and wrong; switch the loss.", "p = 0.0123: δ −0.988; squared −0.0241."],
];

class BackpropSheet extends Widget {
  static label = "Backprop sheet: a network with all its numbers, forward and back";
  static kept = ["theta", "x", "y", "loss", "step"];
  static other = ["picked", "rate"];
  static noun = "sheet";
  static numbers = { theta: (i) => nameOf(i), x: (i) => ["x₁", "x₂"][i], rate: () => "learning rate" };
  static todo = TODO;
  static eases = ["theta", "x", "steps"];
  static first = HANDLES[7];
  fell = ""; // what Descend, the last act, has brought
  seen = ""; // the sheet whose asked gradient was on show

  fallback(trait) { return { ...this.design.presets.sheet, rate: [1] }[trait]; }
  at(key) {
    if (key !== "steps") return this.state[key];
    if (this.steps?.[0] !== this.state.step) this.steps = [this.state.step];
    return this.steps;
  }
  sheet({ theta, x, y, loss } = this.state) { return sheetOf(theta, x, y, loss === "squared error"); }
  get squared() { return this.state.loss === "squared error"; }
  get asking() { return this.state.step === BACK - 1; }
  get numbersNow() { return JSON.stringify(["theta", "x", "y", "loss"].map((key) => this.state[key])); }

  // ---- acts ----

  go(step) { this.act({ step }, "step"); }
  onward() { return this.state.step < BACK ? this.go(this.state.step + 1) : this.descend(); }
  descend() {
    const { theta, rate: [eta] } = this.state, { gradients } = this.sheet();
    this.act({ theta: theta.map((v, i) => clamp(v - eta * gradients[i], -MOST, MOST)) }, "descend");
  }
  // Whoever has seen the answer is asked again, of other numbers.
  put(i, v) {
    const { theta, step, done } = this.state, again = step === BACK && this.goal.task(done) === "a";
    this.set({ theta: theta.with(i, v), step: again ? BACK - 1 : step });
  }
  pick(name) {
    this.set({ picked: HANDLES.indexOf(name) });
    this.showPicked();
  }
  answer(guess) {
    const { deltas, gradients, a } = this.sheet(), truth = gradients[ASKED], x = this.state.x[0];
    const near = (value) => Math.abs(guess - value) <= 0.03 * Math.abs(value) + 1e-9;
    if (this.seen === this.numbersNow) return this.tell("You have just seen it: pull an edge first.");
    if (near(truth)) {
      this.guessed = `${plain(x)} comes in, times δ ${said(deltas[1])}: ${said(truth)}.`;
      return this.go(BACK);
    }
    this.tell(Number.isNaN(guess) ? "A number, please, such as −0.25."
      : near(-truth) ? "So large, but the sign is the other."
      : near(deltas[1]) ? "That is δ of h₂. Times what comes in?"
      : near(gradients[0]) ? "That is the way to h₁: take δ of h₂."
      : near(a[1] * deltas[1]) ? "What comes in is x₁, not a of h₂."
      : "What comes in along the edge × δ at its end.");
  }

  // ---- tasks ----

  check(kind, was) {
    const now = this.sheet(), before = this.sheet(was), { state, guessed } = this;
    const moved = [...PARAMETERS.keys()].filter((i) => state.theta[i] !== was.theta[i]);
    const same = ["x", "y", "loss"].every((key) => String(state[key]) === String(was[key]));
    this.guessed = "";
    if (kind === "descend") this.fell = `All nine moved by −η × gradient: ${said(before.loss)} → ${said(now.loss)}.`;
    const all = { a: guessed, b: same && this.downhill(moved, was, before, now), c: same && this.deafened(moved, now),
      d: state.loss !== was.loss && this.compared(was, before, now) };
    const open = this.goal.task(state.done);
    return { [open]: all[open] };
  }
  forget() { this.fell = ""; }
  downhill(moved, was, before, now) {
    const { theta } = this.state, [i] = moved, against = (k) => isKnown(k, was.step) && (theta[k] - was.theta[k]) * before.gradients[k] <= 0;
    if (before.loss < LOW || now.loss >= LOW || !moved.length || !moved.every(against)) return false;
    const what = moved.length > 1 ? "All against their gradients"
      : `${nameOf(i)} ${theta[i] > was.theta[i] ? "up" : "down"}, against ${said(before.gradients[i])}`;
    return `${what}: loss ${said(now.loss)}.`;
  }
  // Only by what goes into the unit.
  deafened(moved, now) {
    const j = [0, 1].find((k) => moved.length && moved.every((i) => PARAMETERS[i][1] === `h${k + 1}`));
    if (j === undefined || this.state.step < BACK || now.slopes[j] >= DEAF) return false;
    return `${of(j)}: z = ${said(now.z[j])}, so its slope is ${said(now.slopes[j])}.`;
  }
  compared(was, before, now) {
    if (this.state.step <= FORTH || Math.abs(now.p - this.state.y) < SURE) return false;
    const [cross, squared] = (this.squared ? [before, now] : [now, before]).map(({ delta }) => said(delta));
    return `p = ${said(now.p)}: δ ${cross}; squared ${squared}.`;
  }
  hint(task) {
    const { step, y } = this.state, { p } = this.sheet();
    if (task === "a") {
      return this.asking ? "What comes in, times the δ at its end." : step < FORTH ? "Forward first: one Step, one layer."
        : step < BACK ? `Step back ${step - FORTH + 1} of 4.` : "Pull any edge: you are asked once more.";
    }
    if (task === "d") {
      return Math.abs(p - y) < SURE ? `Pull until out says ${y ? "less than 0.02" : "more than 0.98"}.`
        : step <= FORTH ? "Now Step: Δ₂. Then the other loss." : "Now the other loss: watch δ at out.";
    }
    if (step < BACK) return "First step back: all gradients.";
    return task === "b" ? "Negative: pull up. Positive: down. Or Descend." : "Its own bias, or a weight into it, far.";
  }
  score(task) {
    const { step } = this.state, s = this.sheet(), back = Math.max(0, step - FORTH), full = step >= FORTH;
    if (task === "c" && step === BACK) {
      const j = s.slopes[0] < s.slopes[1] ? 0 : 1;
      return { text: said(s.slopes[j]), label: `slope of ${of(j)}`, value: 4 * s.slopes[j], marks: [4 * DEAF] };
    }
    return { text: full ? said(s.loss) : "?", label: `loss, back ${back}/4`, value: full ? Math.min(1, s.loss / FULL) : 0,
      marks: task === "b" ? [LOW / FULL] : [] };
  }

  // ---- words ----

  get story() {
    const { step, y } = this.state;
    return [equationOf(step, y, this.squared), ...sumsOf(this.state, step, this.squared, this.sheet()), this.fell || SENSE[step]];
  }
  told() { return this.story.join(". "); }
  python() {
    const { theta, x, y, loss } = this.state, kind = this.squared ? "MeanSquaredError" : "BinaryCrossentropy";
    return `import numpy as np
from nnlib import Dense, Sequential
from nnlib.losses import ${kind}

model = Sequential([Dense(2, "sigmoid"), Dense(1, "sigmoid")], dtype="float64")
model.build((None, 2))
model.parameters[...] = [${theta.join(", ")}]
X, y = np.array([[${x.join(", ")}]]), np.array([[${y}.0]])
A2, caches = model.forward(X)
J = ${kind}()
gradients = model.backward(J.gradient(y, A2), caches)
print(A2, J(y, A2))
for (W, b), (dW, db) in zip(model.unpack(model.parameters), model.unpack(gradients)):
    print(dW, db)  # shaped like W and b`;
  }

  // ---- the page ----

  build() {
    this.picture = this.plot({ x: [0, 1], y: [0, 1] });
    this.picture.el.classList.add("nn-diagram", "nn-net");
    [this.equation, this.sense, this.note] = [html("b", {}), html("span", {}), html("p", { class: "nn-note" })];
    this.sums = range(2, () => html("p", {}));
    this.chips = EQUATIONS.map(({ head }) => html("li", {}, html("b", {}, head), html("span", {})));
    this.main = button("Step", () => this.onward(), { primary: true });
    this.again = button("Again", () => this.go(0));
    this.question = ask("gradient =", (x) => this.answer(x));
    this.kind = choice({ label: "Loss", options: LOSSES.map((loss) => [loss, loss]), onchange: (loss) => this.act({ loss }) });
    this.buildControls();
    pullGraph(this, this.picture, {
      along: () => sheetRails(this.picture), pick: (name) => this.pick(name), tap: (name) => name === "loss" && this.turn(),
      share: (name) => shareOf(this.state.theta[HANDLES.indexOf(name)]),
      slide: (name, share) => this.put(HANDLES.indexOf(name), this.pairs[name].nearest(valueAt(share))),
    });
    return [html("div", { class: "nn-sheet-top" }, this.kind.el, html("div", { class: "nn-caption" },
      ...legend([["nn-key-param", "pull up or down"], ["nn-key-value", "value"], ["nn-key-grade", "gradient"]]))),
    html("div", { class: "nn-paper", "data-poster": true }, this.picture.el, html("ol", { class: "nn-chips" }, ...this.chips)),
    this.strip(this.buildStory(), html("div", { class: "nn-moves nn-act" }, this.main, html("div", { class: "nn-stack" }, this.again, this.question)),
      html("div", { class: "nn-stack nn-act" }, ...this.controls(...HANDLES)))];
  }
  buildStory() {
    const sum = "h₁: −1.5·(−0.12) − 1.5·(−0.12) − 0.12 = −0.123";
    return html("div", { class: "nn-story" }, html("div", { class: "nn-stack" },
      html("p", {}, steady("Δ₁ = (Δ₂ W₂ᵀ) ⊙ A₁(1 − A₁)", this.equation), steady(SENSE[6], this.sense)), this.note),
    steady(`${sum}\n${sum}`, ...this.sums));
  }
  buildControls() {
    const weight = (i) => ({ label: `${PARAMETERS[i][0] ? "Weight " : "Bias "}${nameOf(i)}`, min: -MOST, max: MOST, step: 0.01, digits: 4, places: 2,
      oninput: (v) => this.put(i, v) });
    const input = (k) => ({ label: `Input ${["x₁", "x₂"][k]}`, min: -2, max: 2, step: 0.1, digits: 4, places: 2,
      oninput: (v) => this.set({ x: this.state.x.with(k, v) }) });
    this.control({ ...Object.fromEntries(HANDLES.map((name, i) => [name, weight(i)])), x1: input(0), x2: input(1),
      rate: { label: "Learning rate η", min: 0.01, max: 10, log: true, digits: 4, oninput: (eta) => this.set({ rate: [eta] }) } });
  }
  more() {
    this.edges = html("select", { "aria-label": "Edge" }, ...HANDLES.map((name, i) => html("option", { value: i }, nameOf(i))));
    this.edges.onchange = () => this.pick(HANDLES[this.edges.value]);
    this.label = toggle({ label: "label y is 1", onchange: () => this.turn() });
    return [html("div", { class: "nn-pairs" }, html("label", {}, "Edge ", this.edges), ...this.controls("x1", "x2", "rate"), this.label.el), this.buildTable()];
  }
  turn() { this.act({ y: 1 - this.state.y }); }
  // All that is known, to be read, heard and tested.
  buildTable() {
    this.figures = {};
    const cell = (name) => (name ? (this.figures[name] = value(name, "td")).el : html("td", {}));
    const row = (title, ...names) => html("tr", {}, html("td", {}, title), ...names.map(cell));
    return table("Values and gradients", ["node", "score z", "activation", "δ", "gradient"], html("tbody", {},
      ...["h1", "h2", "out"].map((name) => row(SUB[name], `z_${name}`, `a_${name}`, `delta_${name}`, "")),
      row("loss", "", "loss", "", ""), ...HANDLES.map((name, i) => row(nameOf(i), "", "", "", `gradient_${name}`))));
  }

  // ---- drawing ----

  // Texts and arrows of the picture, on its way to where it will be.
  scenery() {
    const [theta, x] = [this.eased("theta"), this.eased("x")], { step, y } = this.state, s = this.sheet({ ...this.state, theta, x });
    const gone = 1 - clamp(Math.abs(step - this.eased("steps")[0]), 0, 1), when = (from, text) => (step >= from ? said(text) : "");
    const stepsOf = (i) => ({ lit: i < 4 ? [1, 9] : i < 6 ? [9] : i < 8 ? [3, 7, 8] : [7], from: i < 6 ? 9 : 7 });
    const arrows = PARAMETERS.map((_, i) => {
      const { lit, from } = stepsOf(i), back = step >= from, size = Math.sqrt(back ? Math.abs(s.gradients[i]) : Math.abs(theta[i]) / MOST);
      return { lit: lit.includes(step), gone, size: Math.min(1, size), way: back ? "back" : step >= (i < 6 ? 1 : 3) ? "forward" : "" };
    });
    arrows.push({ lit: step === 5 || step === 6, gone, size: 0.3, way: step >= 6 ? "back" : step === 5 ? "forward" : "" });
    const unit = (name, label, z, a, delta, [zed, act, del]) => ({ label, kind: "computed", tint: step >= act ? 45 * a : 0,
      rows: [["z", when(zed, z)], [name, when(act, a)]], delta: step >= del ? `δ ${said(delta)}` : "",
      lit: step === del ? "back" : step === zed || step === act ? "forward" : "" });
    const nodes = {
      x1: { kind: "data", rows: [["x₁"], [plain(x[0])]] }, x2: { kind: "data", rows: [["x₂"], [plain(x[1])]] },
      h1: unit("a", "h₁", s.z[0], s.a[0], s.deltas[0], [1, 2, 8]), h2: unit("a", "h₂", s.z[1], s.a[1], s.deltas[1], [1, 2, 8]),
      out: unit("p", "out", s.out, s.p, s.delta, [3, 4, 6]),
      loss: { kind: "loss", label: `y = ${y}`, rows: [["loss"], [step >= 5 ? short(s.loss) : ""]], lit: step === 5 ? "forward" : "" },
    };
    return { theta, arrows, nodes, values: theta.map((v) => fmt.num(v, Number.isInteger(+(100 * v).toFixed(6)) ? 2 : 3)),
      given: s.gradients.map((g, i) => (isKnown(i, step) ? said(g) : this.asking && i === ASKED ? "?" : "")) };
  }
  showPicked() { HANDLES.forEach((name, i) => { this.pairs[name].el.inert = i !== this.state.picked; }); }
  draw() {
    const { picture: p, state, story } = this, { step, picked } = state, complaint = this.complaint();
    if (p.width) p.svg.replaceChildren(p.svg.firstChild, ...drawSheet(p, this.scenery(), { halo: this.halo, picked }));
    HANDLES.forEach((name, i) => this.pairs[name].set(state.theta[i]));
    for (const [name, v] of Object.entries({ x1: state.x[0], x2: state.x[1], rate: state.rate[0] })) this.pairs[name].set(v);
    this.showPicked();
    this.equation.textContent = story[0];
    this.sense.textContent = story.at(-1);
    this.sums.forEach((line, i) => { line.textContent = story.slice(1, -1)[i] ?? ""; });
    this.note.textContent = complaint;
    this.note.previousSibling.inert = Boolean(complaint);
    this.drawChips(step);
    this.drawTable();
    this.main.textContent = step < BACK ? "Step" : "Descend";
    [this.again.inert, this.question.inert] = [this.asking, !this.asking];
    allow(this.again, step > 0);
    this.kind.set(state.loss);
    this.edges.value = picked;
    this.label.set(state.y === 1);
    if (step === BACK) this.seen = this.numbersNow;
  }
  drawChips(step) {
    this.chips.forEach((chip, i) => {
      const { rest, also } = i === 0 && this.squared ? SQUARED : EQUATIONS[i];
      put(chip, { class: step === FORTH + 1 + i ? "nn-lit" : step > FORTH + 1 + i ? "nn-past" : false }, []);
      chip.lastChild.replaceChildren(rest, html("br"), also ?? "");
    });
  }
  drawTable() {
    const { step } = this.state, s = this.sheet(), shown = {};
    const known = (name, from, v) => { shown[name] = step >= from ? v : NaN; };
    ["h1", "h2", "out"].forEach((name, j) => {
      known(`z_${name}`, j < 2 ? 1 : 3, [...s.z, s.out][j]);
      known(`a_${name}`, j < 2 ? 2 : 4, [...s.a, s.p][j]);
      known(`delta_${name}`, j < 2 ? 8 : 6, [...s.deltas, s.delta][j]);
    });
    known("loss", FORTH, s.loss);
    HANDLES.forEach((name, i) => known(`gradient_${name}`, i < 6 ? 9 : 7, s.gradients[i]));
    for (const [name, v] of Object.entries(shown)) this.figures[name].set(v, Number.isNaN(v) ? "?" : said(v));
  }
}

const render = ({ model, el }) => new BackpropSheet("sheet", model).mount(el);
