// needs: frame, readouts, drag, handles, line
// The perceptron's rule on points that the reader moves: what each mistake does to the line.

const MOST = 8, LOW = -1.5, HIGH = 2.5, EDGE = [LOW, HIGH], GRID = 0.125, PACE = 700, PASSES = 4, READ = 60, STILL = 5, NOTHING = [0, 0, 0];
const MARGIN = [30, 4, 20, 26];
const TASKS = [
  ["a", "A pass without a mistake", "Pass 26 had none, after 125 mistakes."],
  ["b", "A fifth point that the rule still learns", "All 5 are learned, after 125 mistakes."],
  ["c", "Points that it never learns", "Row 3: same w, b in passes 25 and 26."],
  ["d", "How many rows right can any line get?", "3: all but the opposite corner."],
];

// ---- in words ----

const short = (x) => minus(String(+x.toFixed(3) + 0));
const pairText = (numbers) => `(${numbers.map(short).join(", ")})`;
const unitText = ([w1, w2, b]) => `w = ${pairText([w1, w2])}, b = ${short(b)}`;
const times = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

function code(data, step, run) {
  const list = (all) => `[${all.join(", ")}]`, past = count(run.read.slice(0, step), ({ error }) => error);
  return `import numpy as np
from nnlib.perceptron import Perceptron

X = np.array(${list(data.map(([x1, x2]) => `[${x1}, ${x2}]`))})
y = np.array(${list(data.map((row) => row[2]))})

perceptron = Perceptron().fit(X, y, epochs=${EPOCHS})
print(perceptron.mistakes, perceptron.converged)  # by pass, which the code calls an epoch
${past ? `epoch, row, w, b = perceptron.history[${past - 1}]  # mistake ${past}: the line on display\nprint(w, b)`
    : "perceptron.w, perceptron.b = np.zeros(2), 0.0  # before the first mistake"}`;
}

// ---- state, tasks and the run ----

class Trainer extends Widget {
  static label = "Perceptron trainer: follow the rule from mistake to mistake, on points that you move";
  static kept = ["data", "step", "answers"];
  static other = ["selected"];
  static todo = TASKS;
  static eases = ["unit", "places"];
  static first = "p0";
  timer = 0;
  memory = {};

  // All that follows from the points, worked out once for each set of them.
  get lesson() {
    const { data } = this.state, key = JSON.stringify(data);
    if (this.memory.key !== key) {
      this.memory = { key, run: learn(data), most: mostRight(data), places: data.flatMap(([x1, x2]) => [x1, x2]) };
    }
    return this.memory;
  }
  get run() { return this.lesson.run; }
  get steps() { return Math.min(this.state.step, this.run.read.length); }
  get chosen() { return Math.min(this.state.selected, this.state.data.length - 1); }
  get unit() { return this.steps ? this.run.read[this.steps - 1].unit : NOTHING; }
  get fixed() { return correction(this.run, this.steps); }
  get places() { return this.lesson.places; }
  at(key) { return this[key]; }
  get right() { return rightOf(this.unit, this.state.data); }
  get over() { return this.run.ended && this.steps === this.run.read.length; }
  get machine() {
    const { presets } = this.design, text = JSON.stringify(this.state.data);
    return Object.keys(presets).find((name) => JSON.stringify(presets[name].data) === text);
  }
  // The pass that the next row belongs to, and the mistakes in it so far.
  get pass() {
    const { read } = this.run, { pass } = read[this.steps] ?? read.at(-1), m = this.state.data.length;
    return { pass, mistakes: count(read.slice((pass - 1) * m, this.steps), ({ error }) => error) };
  }
  // The most rows that a line gets right, once the run has shown that it gets no further. Of the lamp, the reader says
  // it before we do.
  get best() {
    const { lesson: { most, run }, steps: n, state: { data, done } } = this, stuck = n >= run.again || (n === run.read.length && !run.ended);
    return stuck && most < data.length && (this.machine !== "lamp" || done.includes("d")) ? most : undefined;
  }

  shown() { return { ...this.state, step: this.steps }; }
  python() { return code(this.state.data, this.steps, this.run); }
  hint(task) {
    const { run, machine, pass: { mistakes }, state: { data } } = this, end = `Learned after ${times(total(run), "mistake")}`;
    return {
      a: () => `${times(mistakes, "mistake")} in this pass.`,
      b: () => (data.length < 5 ? "Drag one in from above the plane." : run.ended ? `${end}: read to the end.` : "Not these: move or relabel one."),
      c: () => (!run.ended ? "Not these, it seems: read on." : `${end}. Drag or tap them.`),
      d: () => `Of the lamp's 4: ${machine === "lamp" ? "say it below the plane" : "choose it above"}.`,
    }[task]();
  }
  score() {
    const { right, state: { data } } = this;
    return { text: `${right} of ${data.length}`, label: "right", value: right / data.length, name: "right", exact: right };
  }

  // ---- the rows, one after another ----

  set(patch) {
    clearTimeout(this.timer);
    this.timer = 0;
    super.set(patch);
  }
  stepTo(n) { this.act({ step: clamp(n, 0, this.run.read.length) }); }
  nextMistake() { this.stepTo(pastMistake(this.run, this.steps)); }
  play() {
    this.nextMistake();
    const on = this.steps < this.run.read.length && !(this.steps >= this.run.again);
    if (on && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.timer = setTimeout(() => this.play(), PACE);
    this.hub.redraw();
  }
  back(how) {
    this.pause();
    super.back(how);
  }
  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.hub.redraw();
  }

  // ---- points come, change and go; the run is redone, and has read as many rows as before ----

  setPoint(i, place) {
    const { data } = this.state;
    this.set({ data: data.with(i, [...place, data[i][2]]) });
  }
  add(spot, label) {
    const { data } = this.state;
    if (data.length === MOST) return;
    this.set({ data: [...data, [...spot, label]], selected: data.length });
  }
  addOne() {
    const spot = freePlace(this.state.data);
    this.add(spot, says(this.unit, spot));
    this.hub.commit();
  }
  remove() {
    const data = this.state.data.filter((_, i) => i !== this.chosen);
    this.act({ data, selected: Math.max(0, this.chosen - 1) });
  }
  relabel(label) {
    const { state: { data }, chosen } = this;
    this.act({ data: data.with(chosen, [...data[chosen].slice(0, 2), label]) });
  }
  start(name) { this.act(without("label", this.design.presets[name]), "preset"); }
  answer(text) {
    const said = readNumber(text);
    if (!Number.isInteger(said) || said < 0) return this.tell("How many rows? Answer with a whole number.");
    this.set({ answers: [...this.state.answers, said] });
    this.status = `${reply(said)}${this.settledAnswer && said !== 3 ? " It is 3." : ""}`;
    this.hub.commit();
  }

  // ---- tasks: each is done by the act that it names, reading or answering ----

  get settledAnswer() {
    const { answers } = this.state;
    return answers.includes(3) || new Set(answers).size > 1;
  }
  check(kind, was) {
    const { run, steps: n, state: { data, answers } } = this, own = !this.machine, { lamp } = this.design.presets;
    const withLamp = lamp.data.every((row) => data.some((other) => String(row) === String(other)));
    const read = n > Math.min(was.step, run.read.length);
    const learned = read && this.over && total(run) > 0, after = `after ${times(total(run), "mistake")}`;
    return {
      a: learned && `Pass ${run.mistakes.length} had none, ${after}.`,
      b: learned && own && data.length > 4 && `All ${data.length} are learned, ${after}.`,
      c: read && own && !withLamp && n >= run.again && `${this.circle}.`,
      d: was.answers.length < answers.length && this.settledAnswer && "3: all but the opposite corner.",
    };
  }

  // ---- in words ----

  corrected() {
    const { error, output, row } = this.fixed ?? {}, sign = error > 0 ? "+" : "−";
    if (!error) return "No mistake yet: w = (0, 0) and b = 0, so ŷ = 0 everywhere.";
    return `Row ${row}: ŷ = ${output}, should be ${1 - output}, so w ← w ${sign} x and b ← b ${sign} 1.`;
  }
  get circle() {
    const { read, first, again } = this.run;
    return `Row ${read[first].row}: same w, b in passes ${read[first].pass} and ${read[again].pass}`;
  }
  ahead() {
    const { run, steps: n } = this, next = run.read[n];
    if (n >= run.again) return `${this.circle}, and so for ever.`;
    if (next) return `${next.row ? "Next is" : `Pass ${next.pass} begins with`} row ${next.row}: z = ${short(next.z)}.`;
    return run.ended ? `Pass ${run.mistakes.length} had no mistake: learned.` : `${EPOCHS} passes and no end: we stop here.`;
  }
  told() { return this.status || `${this.corrected()} ${unitText(this.unit)}. ${this.right} of ${this.state.data.length} right. ${this.ahead()}`; }

  // ---- the page ----

  build() {
    ended(this.signal, () => clearTimeout(this.timer));
    const { presets } = this.design;
    this.machines = choice({ label: "Machine", options: Object.entries(presets).map(([name, { label }]) => [name, label]),
      onchange: (name) => this.start(name) });
    this.press = new Press(this);
    this.points = new Points(this);
    this.parts = [this.plane, this.card, this.lamp, this.trail] = [Plane, Card, Lamp, Trail].map((Part) => new Part(this));
    this.parts.push(this.press, this.points);
    const strip = this.strip(this.press.el, this.points.el);
    for (const el of [this.machines.el, strip]) el.classList.add("nn-act");
    return [html("div", { class: "nn-desk", "data-poster": true }, this.machines.el, this.plane.el, strip, this.card.el, this.lamp.el)];
  }
  more() { return [this.points.all, ...this.trail.els]; }
  draw() {
    this.machines.set(this.machine ?? null);
    for (const part of this.parts) part.draw();
  }
}

// ---- the plane ----

class Plane {
  constructor(widget) {
    this.widget = widget;
    this.plot = widget.plot({ x: EDGE, y: EDGE, margin: MARGIN, square: true });
    this.axes = this.plot.svg.firstChild;
    this.el = html("div", { class: "nn-plane" }, this.plot.el);
    grabPoints(this);
  }
  draw() {
    const { plot: p, widget } = this;
    if (!p.width) return;
    const unit = widget.eased("unit"), spots = widget.eased("places"), gone = widget.way?.gone ?? 1;
    const places = range(spots.length / 2, (i) => spots.slice(2 * i, 2 * i + 2));
    p.axes([...ticks(-1, 2), [EDGE[1] - 0.08, "x₁"]], [...ticks(-1, 2), [EDGE[1] - 0.08, "x₂"]], "", "");
    const line = stroke(p, unit, 3.5), lost = line.length ? [] : [words(...p.px(0.5, -1.2),
      `no line here: ŷ = ${says(unit, [0, 0])} everywhere`, "nn-level")];
    p.svg.replaceChildren(...this.tints(unit), this.axes, ...this.old(gone), ...line, ...this.normal(unit), ...lost,
      ...this.tray(), ...places.map((place, i) => this.point(place, i, unit)));
  }
  tints(unit) {
    const { plot: p } = this, path = (corners, kind) => curve(corners.length ? `${p.path(corners)}Z` : "", kind);
    const [low, high] = EDGE;
    return [path([[low, low], [high, low], [high, high], [low, high]], "nn-no"), path(yesSide(unit, low, high), "nn-yes")];
  }
  // The line that the last mistake has put away, while it fades.
  old(gone) {
    const { fixed: last } = this.widget;
    if (!last) return [];
    const marks = stroke(this.plot, last.before, 2, "nn-old");
    return [put(svg("g"), { opacity: 1 - 0.45 * gone }, marks)];
  }
  // w, from where the visible line is clear of most points; longer where w is longer.
  normal(unit) {
    const { plot: p } = this, g = geometry(unit, p);
    if (!g?.s) return [];
    const from = g.at(0.78 * g.s[0] + 0.22 * g.s[1]), room = from.map((x, i) => (EDGE[+(g.n[i] > 0)] - x) / g.n[i]);
    const reach = Math.min((22 + 14 * g.k) / p.unit(), ...room.filter(Number.isFinite));
    const tip = from.map((x, i) => x + reach * g.n[i]), shaft = p.path([from, tip]);
    return [curve(shaft, "nn-under", 6), curve(shaft, "nn-stroke", 3), arrowhead(p.px(...tip), g.n, 8, "nn-grip"),
      words(...p.px(...tip).map((x, i) => x + [13, -9][i]), "w", "nn-level nn-number")];
  }
  point(place, i, unit) {
    const { plot: p, widget } = this, [x, y] = p.px(...place), label = widget.state.data[i][2];
    const { fixed } = widget, wrong = says(unit, place) !== label;
    const rings = [...(wrong ? [circle(x, y, 15, "nn-ring")] : []), ...(fixed?.row === i ? [circle(x, y, 20, "nn-corrected")] : [])];
    const lit = widget.halo === "point" && i === widget.chosen;
    const all = svg("g", {}, ...rings, ...mark(x, y, label), words(x + 19, y - 15, i, "nn-level nn-number"));
    return grip(p, `p${i}`, place, all, lit);
  }
  // New points, to be drawn into the plane.
  tray() {
    const { plot: p, widget } = this;
    if (widget.state.data.length === MOST) return [];
    const at = [38, 10].map((x) => [HIGH - x / p.unit(), HIGH + 15 / p.unit()]), [x, y] = p.px(...at[0]);
    return [svg("g", { class: "nn-act" }, words(x - 17, y + 4, "drag in a new", "nn-hint", "end"),
      ...at.map((place, label) => grip(p, `new${label}`, place, svg("g", {}, ...mark(...p.px(...place), label)), false)))];
  }
}

const ticks = (from, to) => range(to - from + 1, (i) => [from + i, fmt.num(from + i, 0)]);
function mark(x, y, label) {
  if (label) return [circle(x, y, 9.5, "nn-one")];
  const cross = `M${x - 6.5} ${y - 6.5}l13 13m0 -13l-13 13`;
  return [curve(cross, "nn-under", 8), curve(cross, "nn-zero", 4)];
}
function stroke(p, unit, width, kind = "nn-stroke") {
  const g = geometry(unit, p);
  if (!g?.s) return [];
  const d = p.path(g.s.map(g.at));
  return [curve(d, "nn-under", width + 3), curve(d, kind, width)];
}

function grabPoints({ plot: p, widget }) {
  let held = null;
  const onGrid = (place) => place.map((x) => clamp(snap(x, GRID), LOW, HIGH));
  drag(p.svg, widget.signal, {
    start(event) {
      const name = nearest(p, event), at = p.at(event), label = +name?.at(-1);
      held = null;
      if (!name) return false;
      const made = name.startsWith("new");
      if (made) widget.add(onGrid(at), label);
      else widget.set({ selected: label });
      const i = widget.chosen, [x1, x2] = widget.state.data[i];
      held = { i, made, at, still: true, off: made ? [0, 0] : [x1 - at[0], x2 - at[1]] };
      widget.pairs.x1.focus();
      return true;
    },
    move(event) {
      const at = p.at(event), to = onGrid(at.map((x, k) => x + held.off[k]));
      held.still &&= p.unit() * Math.hypot(...at.map((x, k) => x - held.at[k])) < STILL;
      if (to.some((x, k) => x !== widget.state.data[held.i][k])) widget.setPoint(held.i, to);
    },
    end() {
      if (held.made && held.still) widget.setPoint(held.i, freePlace(widget.state.data.slice(0, -1)));
      widget.hub.commit();
    },
    // A point that is only pressed changes its label.
    tap() { if (held && !held.made) widget.relabel(1 - widget.state.data[held.i][2]); },
    cancel: widget.hub.cancel,
  });
}

// ---- beside it: the last correction, and what the passes brought ----

class Card {
  constructor(widget) {
    this.widget = widget;
    this.headline = html("b", {});
    this.next = html("span", {});
    this.now = ["w1", "w2", "b"].map((name) => value(name, "td"));
    this.before = range(3, () => html("td"));
    this.change = range(3, () => html("td"));
    this.sign = html("th", { scope: "row" });
    this.passes = html("tbody", {});
    this.heads = html("tr", {});
    this.best = value("most");
    const sum = (head, cells, kind) => html("tr", { class: kind }, head, ...cells);
    const head = (text) => html("th", { scope: "row" }, text);
    this.el = html("div", { class: "nn-card" },
        steady("Row 0: ŷ = 1, should be 0, so w ← w − x and b ← b − 1.", this.headline),
        html("table", { class: "nn-sum" },
          html("thead", {}, html("tr", {}, html("td"), ...["w₁", "w₂", "b"].map((text) => html("th", { scope: "col" }, text)))),
          html("tbody", {}, sum(head("before"), this.before), sum(this.sign, this.change), sum(head("now"), this.now.map(({ el }) => el), "nn-now"))),
        html("table", { class: "nn-passes" }, html("thead", {}, this.heads), this.passes),
        steady("Row 0: same w, b in passes 10 and 11, and so for ever. At best 3 of 4 are right.", this.next));
  }
  draw() {
    const { widget } = this, { unit, fixed: last } = widget;
    this.headline.textContent = widget.corrected();
    this.next.replaceChildren(widget.status || widget.ahead(), ...this.limit());
    this.now.forEach((cell, i) => cell.set(unit[i], short(unit[i])));
    const by = last && [...widget.state.data[last.row].slice(0, 2), 1];
    this.before.forEach((cell, i) => { cell.textContent = last ? short(last.before[i]) : "–"; });
    this.change.forEach((cell, i) => { cell.textContent = last ? short(by[i]) : "–"; });
    this.sign.textContent = last ? `${last.error > 0 ? "+" : "−"} row ${last.row}` : "± row";
    this.drawPasses();
  }
  wrong(mistakes, now) {
    const cell = now ? value("mistakes", "td") : { el: html("td", {}, mistakes) };
    cell.set?.(mistakes, mistakes);
    return cell.el;
  }
  limit() {
    const { best, state: { data } } = this.widget;
    if (best === undefined) return [];
    this.best.set(best, best);
    return [" At best ", this.best.el, ` of ${data.length} are right.`];
  }
  // The last passes, a cell for each row: right, a mistake, or not read yet.
  drawPasses() {
    const { run, steps: n, pass: { pass: so }, state: { data: { length: m } } } = this.widget;
    const from = Math.max(0, so - PASSES), cell = (tag, text, kind) => html(tag, { class: kind }, text);
    this.heads.replaceChildren(...["row", ...range(m, (i) => i), "mistakes"].map((text) => html("th", { scope: "col" }, text)));
    this.passes.replaceChildren(...range(PASSES, (k) => {
      const pass = from + k, read = run.read.slice(pass * m, Math.min(n, (pass + 1) * m));
      const cells = range(m, (i) => html("td", {}, cell("span", !read[i] ? "·" : read[i].error ? "✗" : "✓", read[i]?.error && "nn-mistake")));
      return html("tr", { class: pass < so ? "" : "nn-later" }, html("th", { scope: "row" }, `pass ${pass + 1}`), ...cells,
        this.wrong(pass < so ? count(read, ({ error }) => error) : "", pass + 1 === so));
    }));
  }
}

// ---- under it: reading on, and the point that is held ----

class Press {
  constructor(widget) {
    this.widget = widget;
    this.next = button("Next mistake", () => widget.nextMistake(), { primary: true });
    this.run = button("Run", () => (widget.timer ? widget.pause() : widget.play()));
    this.run.tabIndex = -1;
    this.el = html("div", { class: "nn-press", role: "toolbar", "aria-label": "Read on", onkeydown: (event) => {
      if (event.key === "ArrowRight") this.run.focus();
      if (event.key === "ArrowLeft") this.next.focus();
    } }, this.next, this.run);
  }
  draw() {
    const { steps, run, timer } = this.widget;
    for (const control of [this.next, this.run]) allow(control, steps < run.read.length);
    this.run.textContent = timer ? "Pause" : "Run";
  }
}

class Points {
  constructor(widget) {
    const { state } = widget;
    this.widget = widget;
    const place = (i) => ({ label: ["x₁", "x₂"][i], min: LOW, max: HIGH, step: GRID, digits: 3, handle: "point",
      oninput: (x) => widget.setPoint(widget.chosen, state.data[widget.chosen].slice(0, 2).with(i, x)) });
    widget.control({ x1: place(0), x2: place(1) });
    this.name = html("b", {});
    this.el = html("div", { class: "nn-points" }, this.name, ...widget.controls("x1", "x2"));
    this.which = choice({ label: "Row", options: range(MOST, (i) => [String(i), i]), onchange: (i) => widget.act({ selected: +i }, "look") });
    this.which.el.classList.add("nn-rows");
    this.label = choice({ label: "should be", options: [["0", "0"], ["1", "1"]], onchange: (label) => widget.relabel(+label) });
    this.add = button("Add a point", () => widget.addOne());
    this.remove = button("Remove it", () => widget.remove());
    this.all = html("div", { class: "nn-top" }, this.which.el, this.label.el, this.add, this.remove);
    widget.lights.set(this.all, "point");
  }
  draw() {
    const { widget } = this, { state: { data }, chosen, pairs } = widget, [x1, x2, label] = data[chosen];
    pairs.x1.set(x1);
    pairs.x2.set(x2);
    this.name.textContent = `Row ${chosen}`;
    this.which.set(String(chosen));
    this.which.el.querySelectorAll("input").forEach((input, i) => { input.disabled = i >= data.length; });
    this.label.set(String(label));
    allow(this.add, data.length < MOST);
    allow(this.remove, data.length > 1);
  }
}

// ---- the lamp's question, in the place of the legend ----

class Lamp {
  constructor(widget) {
    this.widget = widget;
    this.field = html("input", { type: "text", inputmode: "numeric", autocomplete: "off", class: "nn-answer", "aria-label": "rows of 4" });
    this.field.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.give();
    };
    this.ask = html("div", { class: "nn-ask" }, html("label", {}, "One line gets at most ", this.field, " of 4 rows right."),
      button("Answer", () => this.give()));
    const keys = [["nn-good", "should be 1"], ["nn-bad", "should be 0"], ["nn-wrong", "wrong now"], ["nn-fixed", "last mistake"], ["nn-arrow", "w, to where ŷ = 1"]];
    this.legend = html("div", { class: "nn-legend" }, ...legend(keys));
    this.el = html("div", { class: "nn-stack" }, this.legend, this.ask);
  }
  give() {
    this.widget.answer(this.field.value);
    this.field.value = "";
  }
  draw() {
    const lamp = this.widget.machine === "lamp";
    this.ask.inert = !lamp;
    this.legend.inert = lamp;
  }
}

// ---- behind "More": all that was read ----

class Trail {
  constructor(widget) {
    this.widget = widget;
    widget.control({ step: { label: "Rows read", min: 0, max: 1, step: 1, digits: 0, oninput: (n) => widget.set({ step: Math.round(n) }) } });
    this.body = html("tbody", { class: "nn-trail" });
    this.els = [...widget.controls("step"),
      table("The rows that were read", ["pass", "row", "x₁", "x₂", "t", "z", "ŷ", "w₁", "w₂", "b"], this.body)];
  }
  draw() {
    const { widget } = this, { run, steps: n, state: { data } } = widget;
    widget.pairs.step.upTo(run.read.length);
    widget.pairs.step.set(n);
    widget.once("trail", [data, n], () => {
      const from = Math.max(0, n - READ);
      this.body.replaceChildren(...range(n - from, (i) => this.row(run.read[from + i], i)));
    });
  }
  row({ pass, row, z, output, error, unit }, i) {
    const [x1, x2, target] = this.widget.state.data[row];
    const texts = [pass, row, short(x1), short(x2), target, short(z), output, ...unit.map(short)];
    return html("tr", { class: `${error ? "nn-mistake" : ""} ${row || !i ? "" : "nn-begins"}` }, ...texts.map((text) => html("td", {}, text)));
  }
}

const render = ({ model, el }) => new Trainer("perceptron", model).mount(el);
