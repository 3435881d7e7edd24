// needs: frame, readouts, heat, drag, linehandles, label
// The perceptron: its rule, row after row, on points the reader moves; and on noisy labels its hard step against a
// soft unit on the same line.

const MOST = 8, LINES = 12, LOW = -1, HIGH = 2, GRID = 0.125, FAR = 2, NEAR = 0.5, PACE = 450, CELLS = 200;
const MARGIN = [26, 12, 36, 30];
const TASKS = [
  ["a", "AND: step on until an epoch passes without a mistake.", "Ended after 10 mistakes in 6 epochs: w = (2, 1), b = −2."],
  ["b", "Guess first: will OR take more mistakes than AND, or fewer? Then run it.", "OR took 4 mistakes, AND 10."],
  ["c", "XOR: go on until it meets the same weights at the same row again.",
    "Row 2 met w = (−1, 0), b = 0 in epochs 2 and 3: a circle."],
  ["d", "XOR: move one of its points so that the mistakes end.", "Row 4 at (−0.875, −0.875): they end after 100 mistakes."],
  ["e", "Hard or soft: find the steepness at which the soft unit's log-loss over all labels is least.",
    "Steepness 2.00: log-loss 0.380. The labels were drawn with steepness 2."],
];
const COSTS = [["ones", "share of labels 1"], ["wrong", "mistakes, either"], ["squared_hard", "squared error, hard"],
  ["squared_soft", "squared error, soft"], ["loss_hard", "log-loss, hard"], ["loss_soft", "log-loss, soft"]];

// ---- in words ----

const short = (x) => minus(String(+x.toFixed(3) + 0));
const pairText = (numbers) => `(${numbers.map(short).join(", ")})`;
const unitText = ([w1, w2, b]) => `w = ${pairText([w1, w2])}, b = ${short(b)}`;
const repeats = ({ epoch }) =>
  `These weights and this row have been here before, in epoch ${epoch}: the mistakes go round for ever.`;
const amount = (x) => (Number.isNaN(x) ? "–" : x === Infinity ? "∞" : fmt.num(x, 3));
const times = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const total = (run) => run.mistakes.reduce((sum, n) => sum + n, 0);

function ruleCode(data, step, run) {
  const rows = (list) => `[${list.join(", ")}]`, past = run.read.slice(0, step).filter((r) => r.error).length;
  return `import numpy as np
from nnlib.perceptron import Perceptron

X = np.array(${rows(data.map(([x1, x2]) => `[${x1}, ${x2}]`))})
y = np.array(${rows(data.map((row) => row[2]))})

perceptron = Perceptron().fit(X, y, epochs=${EPOCHS})
print(perceptron.mistakes, perceptron.converged)
${past ? `epoch, row, w, b = perceptron.history[${past - 1}]  # mistake ${past}: the line on display\nprint(w, b)`
    : "perceptron.w, perceptron.b = np.zeros(2), 0.0  # before the first mistake"}`;
}
const softCode = (line) => `import numpy as np
from nnbook.widgets.perceptron import noisy_points
from nnlib.neuron import Neuron
from nnlib.perceptron import heaviside

X, y = noisy_points()
soft = Neuron(2)
soft.parameters[...] = [${line.join(", ")}]
hard = heaviside(soft.score(X))
print(np.mean((hard - y) ** 2), np.mean((soft.probability(X) - y) ** 2))
print(soft.loss(X, y))`;

// ---- state, tasks and the run ----

class Trainer extends Widget {
  static label = "Perceptron: follow its rule row by row, and compare a hard with a soft unit";
  static kept = ["tab", "data", "step", "line", "shade"];
  static other = ["selected"];
  static design = ["lines", "noisy"];
  static noun = "line";
  static todo = TASKS;
  static numbers = { line: (i) => ["weight 1", "weight 2", "bias"][i] };
  timer = 0;
  memory = {};

  // All that follows from the points, worked out once for each set of them.
  get lesson() {
    const { data } = this.state, key = JSON.stringify(data);
    if (this.memory.key !== key) this.memory = { key, run: learn(data), most: mostRight(data) };
    return this.memory;
  }
  get run() { return this.lesson.run; }
  get steps() { return Math.min(this.state.step, this.run.read.length); }
  get chosen() { return Math.min(this.state.selected, this.state.data.length - 1); }
  // The unit after n rows, and how many rows are right now.
  unitAfter(n) { return n ? this.run.read[n - 1].unit : [0, 0, 0]; }
  get right() {
    const unit = this.unitAfter(this.steps);
    return count(this.state.data, (row) => +(score(unit, row) > 0) === row[2]);
  }
  isPreset(name) { return JSON.stringify(this.state.data) === JSON.stringify(this.design.presets[name].data); }

  fallback() { return this.design.lines.steep.line; }
  shown() { return { ...this.state, step: this.steps }; }
  python() {
    const { tab, data, line } = this.state;
    return tab === "rule" ? ruleCode(data, this.steps, this.run) : softCode(line);
  }
  forget(kind) { if (["preset", "reset", "undo"].includes(kind)) this.soft.anchor = null; }
  set(patch) {
    if (this.timer) this.pause();
    super.set(patch);
  }
  back(how) {
    if (this.timer) this.pause();
    super.back(how);
  }

  // ---- the rows, one after another ----

  stepTo(n) { this.act({ step: clamp(n, 0, this.run.read.length) }); }
  toMistake() {
    const { read } = this.run, next = read.findIndex((r, i) => i >= this.steps && r.error);
    this.stepTo(next < 0 ? read.length : next + 1);
  }
  advance() {
    const { run } = this, next = this.steps + 1;
    this.timer = 0;
    if (next > run.read.length) return;
    this.hub.set({ step: next });
    if (next === run.read.length || next === run.again) this.hub.commit();
    else this.timer = setTimeout(() => this.advance(), PACE);
  }
  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.hub.commit();
  }
  runOrPause() {
    if (this.timer) return this.pause();
    this.status = "";
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.stepTo(this.steps + 1);
    else this.advance();
  }

  // ---- points come, change and go; the rule begins again ----

  setPoint(i, place) {
    const { data } = this.state;
    this.set({ data: data.with(i, [...place, data[i][2]]), step: 0 });
  }
  teach(data, selected = this.state.selected) {
    this.act({ data, step: 0, selected: Math.min(selected, data.length - 1) });
  }
  add(spot) { if (this.state.data.length < MOST) this.teach([...this.state.data, [...spot, 1]], MOST); }
  remove() { this.teach(this.state.data.filter((_, i) => i !== this.chosen)); }
  relabel(i, label) { this.teach(this.state.data.with(i, [...this.state.data[i].slice(0, 2), label])); }

  check() {
    const { run, steps: n, state: { data, tab, line } } = this, { noisy, presets: { AND, XOR } } = this.design;
    const over = run.ended && n === run.read.length, k = toLine(line).k;
    const places = (rows) => rows.map(([x1, x2]) => pairText([x1, x2])), moved = [];
    places(data).forEach((text, i) => { if (text !== places(XOR.data)[i]) moved.push(`Row ${i + 1} at ${text}`); });
    const labels = (rows) => String(rows.map((point) => point[2]));
    const loss = (steepness) => costs(sharpened(line, steepness), noisy).loss_soft;
    const least = () => Math.min(...range(101, (i) => loss(LOWEST * 200 ** (i / 100))));
    const met = run.read[run.first];
    return {
      a: over && this.isPreset("AND") &&
        `Ended after ${total(run)} mistakes in ${run.mistakes.length} epochs: ${unitText(this.unitAfter(n))}.`,
      b: over && this.isPreset("OR") && `OR took ${total(run)} mistakes, AND ${total(learn(AND.data))}.`,
      c: this.isPreset("XOR") && n >= run.again &&
        `Row ${met.row + 1} met ${unitText(this.unitAfter(run.first))} in epochs ${met.epoch} and ` +
        `${run.read[run.again].epoch}: a circle.`,
      d: over && moved.length === 1 && labels(data) === labels(XOR.data) &&
        `${moved[0]}: they end after ${times(total(run), "mistake")}.`,
      e: tab === "soft" && k && loss(k) <= 1.001 * least() &&
        `Steepness ${fmt.num(k, 2)}: log-loss ${amount(loss(k))}. The labels were drawn with steepness 2.`,
    };
  }
  told() { return this.state.tab === "rule" ? this.rule.told() : this.soft.told(); }

  // ---- the page ----

  build() {
    const { design: { presets, lines }, signal } = this;
    ended(signal, () => clearTimeout(this.timer));
    this.tabs = choice({ label: "Look at", options: [["rule", "the rule, row by row"], ["soft", "hard or soft"]],
      onchange: (tab) => this.act({ tab }, "look") });
    this.lineMenu = menu({ label: "Line from", options: Object.entries(lines).map(([name, { label }]) => [name, label]),
      onpick: (name) => this.act({ line: lines[name].line }, "preset") });
    this.note = html("div", {});
    this.names = Object.keys(presets);
    this.rule = new RulePanel(this);
    this.soft = new SoftPanel(this);
    const menus = html("div", { class: "nn-stack" }, this.startMenu.el, this.lineMenu.el);
    return [
      html("div", { class: "nn-top" }, this.tabs.el, menus, this.undoButton, this.resetButton),
      html("div", { class: "nn-panels nn-stack", "data-poster": true }, this.rule.el, this.soft.el),
      steady("weight 2 is -Infinity; showing the starting line", this.note),
    ];
  }
  draw() {
    const { state: { tab, line }, design: { lines } } = this;
    this.rule.draw();
    this.soft.draw();
    this.tabs.set(tab);
    for (const el of [this.rule.el, this.startMenu.el]) el.inert = tab !== "rule";
    for (const el of [this.soft.el, this.lineMenu.el]) el.inert = tab !== "soft";
    this.startMenu.el.value = this.names.find((name) => this.isPreset(name)) ?? "";
    this.lineMenu.el.value = Object.keys(lines).find((name) => String(lines[name].line) === String(line)) ?? "";
    this.note.textContent = this.complaint();
  }
}

// ---- what both tabs draw ----

const MARKS = [["nn-good", "label 1"], ["nn-bad", "label 0"]];
const acts = (...children) => html("div", { class: "nn-act" }, ...children);
const ticks = (from, to) => range(to - from + 1, (i) => [from + i, fmt.num(from + i, 0)]);
const square = (half) => ({ x: half, y: half, margin: MARGIN });
function shading(p, look, f, part) {
  const tint = (name, share) => mix(look(name), look("surface"), share), step = (p.high - p.low) / CELLS;
  const mids = range(CELLS, (i) => p.low + (i + 0.5) * step), shares = mids.flatMap((y) => mids.map((x) => f([x, y])));
  return heat(p, CELLS, shares, [tint("bad", part), tint("bad", 0), tint("good", part)]);
}

// ---- the rule, row by row ----

class RulePanel {
  constructor(widget) {
    this.widget = widget;
    this.plane = widget.plot(square([LOW, HIGH]));
    this.headline = html("b", {});
    this.verdict = html("b", {});
    this.tally = html("div", {});
    this.trail = html("tbody", { class: "nn-trail" });
    this.buildControls();
    const { pairs } = widget;
    this.el = html("div", { class: "nn-panel" },
      html("div", { class: "nn-plane" }, this.plane.el),
      acts(html("div", { class: "nn-top" }, this.stepBack, this.stepOn, this.mistakeButton, this.runButton), pairs.step.el),
      html("div", { class: "nn-say" },
        steady("Epoch 100, row 8: output 1, target 0.\nw ← w − (−0.875, −0.875), b ← b − 1.", this.headline),
        table("The rows the rule has read, and the next one",
          ["epoch", "row", "x1", "x2", "t", "ŷ", "t − ŷ", "w1", "w2", "b"], this.trail),
        steady(`Mistakes by epoch: …, 8, 8, 8, 8, 8 (800 in all).\nNow right: 8 of 8 (the best line: 8).\n${repeats({ epoch: 100 })}`,
          this.tally, this.verdict)),
      acts(this.pointChoice.el, pairs.x1.el, pairs.x2.el,
        html("div", { class: "nn-top" }, this.labelChoice.el, this.addButton, this.removeButton)),
      html("div", { class: "nn-legend" },
        ...legend([...MARKS, ["nn-wrong", "wrong now"], ["nn-next", "the next row"], ["nn-arrow", "w"]]),
        html("span", {}, "t target, ŷ output; w1, w2, b after the row. Double-click: a new point, or another label.")));
    grabPoints(this);
  }
  buildControls() {
    const { widget } = this, { state } = widget;
    const place = (i) => ({ label: `x${i + 1}`, min: LOW, max: HIGH, step: GRID, digits: 3, handle: "point",
      oninput: (x) => widget.setPoint(widget.chosen, state.data[widget.chosen].slice(0, 2).with(i, x)) });
    widget.control({
      step: { label: "Rows read", min: 0, max: 1, step: 1, digits: 0,
        oninput: (n) => widget.set({ step: Math.round(n) }) },
      x1: place(0),
      x2: place(1),
    });
    this.stepBack = button("Back", () => widget.stepTo(widget.steps - 1));
    this.stepOn = button("Step", () => widget.stepTo(widget.steps + 1));
    this.mistakeButton = button("Next mistake", () => widget.toMistake());
    this.runButton = button("Run", () => widget.runOrPause());
    this.pointChoice = choice({ label: "Row", options: range(MOST, (i) => [String(i), i + 1]),
      onchange: (i) => widget.act({ selected: +i }) });
    this.pointChoice.el.classList.add("nn-rows");
    widget.lights.set(this.pointChoice.el, "point");
    this.labelChoice = choice({ label: "Label", options: [["1", "1"], ["0", "0"]],
      onchange: (label) => widget.relabel(widget.chosen, +label) });
    this.addButton = button("Add", () => widget.add(freePlace(state.data)));
    this.removeButton = button("Remove", () => widget.remove());
  }

  // ---- in words ----

  lastRead() {
    const { run, steps: n, state } = this.widget, { epoch, row, output, error } = run.read[n - 1] ?? {};
    if (!n) return "Nothing read yet: w = (0, 0), b = 0.\nNo line; the unit says 0 everywhere.";
    const [x1, x2, target] = state.data[row], said = `Epoch ${epoch}, row ${row + 1}: output ${output}, target ${target}.\n`;
    if (!error) return `${said}Right: nothing changes.`;
    const sign = error > 0 ? "+" : "−";
    return `${said}w ← w ${sign} ${pairText([x1, x2])}, b ← b ${sign} 1.`;
  }
  outcome() {
    const { run, steps: n } = this.widget;
    if (n >= run.again) return repeats(run.read[run.first]);
    if (n < run.read.length) return "";
    if (!run.ended) return `${EPOCHS} epochs and no end: the widget stops here.`;
    return `Epoch ${run.mistakes.length} passed without a mistake: the rule has ended, after ${times(total(run), "mistake")}.`;
  }
  told() {
    const { steps, right, state } = this.widget, unit = unitText(this.widget.unitAfter(steps));
    return `${this.lastRead()} ${unit}. ${right} of ${state.data.length} right. ${this.outcome()}`;
  }

  draw() {
    if (this.plane.width) this.drawPlane();
    this.drawTrail();
    this.setControls();
    this.setReadings();
  }
  setControls() {
    const { run, steps: n, chosen: i, pairs, timer, state: { data } } = this.widget, [x1, x2, label] = data[i];
    const atEnd = n === run.read.length;
    pairs.step.upTo(run.read.length);
    pairs.step.set(n);
    pairs.x1.set(x1);
    pairs.x2.set(x2);
    this.pointChoice.set(String(i));
    this.pointChoice.el.querySelectorAll("input").forEach((input, j) => { input.disabled = j >= data.length; });
    this.labelChoice.set(String(label));
    this.stepBack.disabled = n === 0;
    this.stepOn.disabled = this.mistakeButton.disabled = atEnd;
    this.runButton.disabled = atEnd && !timer;
    this.runButton.textContent = timer ? "Pause" : "Run";
    this.addButton.disabled = data.length === MOST;
    this.removeButton.disabled = data.length === 1;
  }
  setReadings() {
    const { run, steps: n, right: now, lesson, state } = this.widget, m = state.data.length, end = this.outcome();
    const counts = range(Math.ceil(n / m), (e) => count(run.read.slice(e * m, Math.min(n, (e + 1) * m)), (r) => r.error));
    const [all, right, most] = ["mistakes", "right", "most"].map((name) => value(name));
    const sum = counts.reduce((a, b) => a + b, 0);
    all.set(sum, sum);
    right.set(now, now);
    most.set(lesson.most, lesson.most);
    this.tally.replaceChildren(
      `Mistakes by epoch: ${counts.length > 5 ? "…, " : ""}${counts.slice(-5).join(", ") || "none"} (`, all.el, " in all).",
      html("br"), "Now right: ", right.el, ` of ${m}`, ...(end ? [" (the best line: ", most.el, ")."] : ["."]));
    this.headline.textContent = this.lastRead();
    this.verdict.textContent = end;
  }

  // The last rows read and the next one, which the reader may answer first.
  drawTrail() {
    const { run, steps: n } = this.widget, last = Math.min(n + 1, run.read.length), from = Math.max(0, last - LINES);
    this.trail.replaceChildren(...range(LINES, (line) => (from + line < last ? this.trailRow(from + line, line > 0)
      : html("tr", {}, html("td", { colspan: 10 }, "\u00a0")))));
  }
  trailRow(i, ruled) {
    const { run, steps: n, state } = this.widget, { epoch, row, output, error, unit } = run.read[i];
    const [x1, x2, target] = state.data[row], next = i === n, met = n >= run.again && (i === run.first || i === run.again);
    const after = next ? ["", "", ""] : unit.map(short), answer = next ? ["?", ""] : [output, minus(String(error))];
    const texts = [epoch, `${met ? "↺ " : ""}${row + 1}`, short(x1), short(x2), target, ...answer, ...after];
    const cells = texts.map((text) => html("td", {}, text));
    if (i === n - 1) cells.slice(-3).forEach((cell, j) => Object.assign(cell.dataset, { name: ["w1", "w2", "b"][j], v: unit[j] }));
    const kind = { "nn-next": next, "nn-mistake": !next && error, "nn-met": met, "nn-epoch": row === 0 && ruled };
    return html("tr", { class: Object.keys(kind).filter((name) => kind[name]).join(" ") }, ...cells);
  }

  drawPlane() {
    const { widget, plane } = this, n = widget.steps, unit = widget.unitAfter(n), old = widget.unitAfter(Math.max(0, n - 1));
    widget.once("plane", unit, () => shading(plane, widget.look, (x) => +(score(unit, x) > 0), 0.3));
    plane.axes(ticks(-1, 2), ticks(-1, 2), "x1", "x2");
    const says = `no line here: the unit says ${+(score(unit, [0, 0]) > 0)} everywhere`;
    const line = stroke(plane, unit, { width: 3 }), lost = line.length ? [] : [words(plane.width / 2, 46, says, "nn-level")];
    const changed = String(old) !== String(unit);
    const before = changed ? stroke(plane, old, { width: 1.5, kind: "nn-old", dash: "5 4" }) : [];
    plane.svg.replaceChildren(plane.svg.firstChild, ...before, ...line, ...this.normal(unit), ...lost,
      ...widget.state.data.map((point, i) => this.pointMark(point, i, unit)));
  }
  // w, from the middle of the visible line; longer where w is longer.
  normal(unit) {
    const { plane } = this, g = geometry(unit, plane);
    if (!g?.s) return [];
    const from = g.at((g.s[0] + g.s[1]) / 2), room = from.map((x, i) => ((g.n[i] > 0 ? HIGH : LOW) - x) / g.n[i]);
    const reach = Math.min((16 + 16 * g.k) / plane.unit(), ...room.filter(Number.isFinite));
    const tip = from.map((x, i) => x + reach * g.n[i]), shaft = plane.path([from, tip]);
    return [curve(shaft, "nn-under", 5), curve(shaft, "nn-stroke", 2.5), arrowhead(plane.px(...tip), g.n, 7, "nn-grip"),
      words(...plane.px(...tip).map((x, i) => x + [14, -8][i]), "w", "nn-level nn-number")];
  }
  pointMark([x1, x2, label], i, unit) {
    const { plane, widget } = this, [x, y] = plane.px(x1, x2), next = widget.run.read[widget.steps]?.row === i;
    const cross = `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`;
    const mark = label ? [circle(x, y, 9, "nn-one")] : [curve(cross, "nn-under", 7), curve(cross, "nn-zero", 3.5)];
    const wrong = +(score(unit, [x1, x2]) > 0) !== label ? [circle(x, y, 13, "nn-ring")] : [];
    const box = next ? [svg("rect", { x: x - 17, y: y - 17, width: 34, height: 34, rx: 4, class: "nn-box" })] : [];
    const all = svg("g", {}, ...mark, ...wrong, ...box, words(x + (x1 > 1.7 ? -23 : 23), y - 12, i + 1, "nn-level nn-number"));
    return grip(plane, `p${i + 1}`, [x1, x2], all, widget.halo === "point" && i === widget.chosen);
  }
}

function grabPoints({ plane, widget }) {
  let held = null;
  const onGrid = (x) => clamp(snap(x, GRID), LOW, HIGH);
  drag(plane.svg, widget.signal, {
    start(event) {
      const name = nearest(plane, event);
      if (!name) return false;
      const i = +name.slice(1) - 1;
      widget.act({ selected: i }, "look");
      // A redraw between press and release takes the browser's own double click away.
      const twice = held?.i === i && held.still && event.timeStamp - held.time < 500;
      held = { i, twice, still: !twice, time: event.timeStamp, from: plane.at(event), point: widget.state.data[i] };
      widget.pairs.x1.focus();
      return true;
    },
    move(event) {
      const to = plane.at(event), moved = [0, 1].map((k) => onGrid(held.point[k] + to[k] - held.from[k]));
      if (moved.every((x, k) => x === widget.state.data[held.i][k])) return;
      held.still = held.twice = false;
      widget.setPoint(held.i, moved);
    },
    end: () => (held.twice ? widget.relabel(held.i, 1 - held.point[2]) : widget.hub.commit()),
    cancel: widget.hub.cancel,
  });
  plane.svg.ondblclick = (event) => {
    if (!nearest(plane, event)) widget.add(plane.at(event).map(onGrid));
  };
}

// ---- hard or soft: the plane of noisy labels, and its section across the line ----

class SoftPanel {
  anchor = null; // where the reader has put the line's disc

  constructor(widget) {
    const { noisy } = widget.design;
    this.widget = widget;
    this.field = widget.plot(square([-FAR, FAR]));
    this.profile = widget.plot({ x: [-3, 3], y: [-0.1, 1.1], margin: MARGIN });
    this.nearby = html("div", {});
    this.bill = COSTS.map(([what, label]) => {
      const cells = ["near", "all"].map((where) => value(`${what}_${where}`, "td"));
      const row = html("tr", {}, html("th", { scope: "row" }, label), ...cells.map((cell) => cell.el));
      return { row, set: (costs) => cells.forEach((cell, i) => cell.set(costs[i][what], amount(costs[i][what]))) };
    });
    this.buildControls();
    this.el = html("div", { class: "nn-panel" },
      html("div", { class: "nn-plane" }, this.field.el),
      acts(...widget.controls("angle", "offset", "steepness"), this.shadeChoice.el),
      html("div", { class: "nn-say" }, this.profile.el,
        table("What the answers cost", ["on average", `within ${NEAR}`, `all ${noisy.length}`],
          html("tbody", {}, ...this.bill.map(({ row }) => row))),
        steady(`Within ${NEAR} of the line lie 200 labels. There hard says 0 or 1, soft 0.000 to 1.000.`, this.nearby)),
      html("div", { class: "nn-legend" },
        ...legend([...MARKS, ["nn-hard", "hard"], ["nn-curve", "soft"], ["nn-share", "share of labels 1 at this distance"]]),
        html("span", {}, `Labels drawn with P(1) = σ(2·x1). Dotted: ${NEAR} from the line.`)));
    grabLine(this);
  }
  buildControls() {
    const { widget } = this;
    const edit = (change) => (x) => widget.set({ line: change(widget.state.line, x).map((w) => w + 0) });
    widget.control({
      angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
      offset: { label: "Offset", min: -2.8, max: 2.8, step: 0.01, digits: 3, oninput: edit(shifted) },
      steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, oninput: edit(sharpened) },
    });
    this.shadeChoice = choice({ label: "Shade what", options: [["hard", "hard says"], ["soft", "soft says"]],
      onchange: (shade) => widget.act({ shade }, "look") });
  }

  get close() {
    const { line } = this.widget.state;
    return this.widget.design.noisy.filter((row) => Math.abs(distance(line, row)) < NEAR);
  }
  get bills() {
    const { state: { line }, design: { noisy } } = this.widget;
    return [costs(line, this.close), costs(line, noisy)];
  }
  beside() {
    const { close } = this, said = close.map((row) => sigmoid(score(this.widget.state.line, row)));
    if (!close.length) return `No label lies within ${NEAR} of the line.`;
    return `Within ${NEAR} of the line lie ${times(close.length, "label")}. There hard says 0 or 1, ` +
      `soft ${amount(Math.min(...said))} to ${amount(Math.max(...said))}.`;
  }
  told() {
    const [close, all] = this.bills;
    return `${this.beside()} Log-loss of soft ${amount(all.loss_soft)}, squared error hard ${amount(all.squared_hard)}, ` +
      `soft ${amount(all.squared_soft)}; near the line ${amount(close.squared_hard)} and ${amount(close.squared_soft)}.`;
  }

  draw() {
    const { pairs, state } = this.widget, { angle, offset, k } = toLine(state.line), { bills } = this;
    if (this.field.width) this.drawField();
    if (this.profile.width) this.drawProfile();
    pairs.angle.set(angle);
    pairs.offset.set(offset);
    pairs.steepness.set(k);
    this.shadeChoice.set(state.shade);
    this.nearby.textContent = this.beside();
    for (const row of this.bill) row.set(bills);
  }
  drawField() {
    const { field, anchor, widget: { state: { line, shade }, design, look, halo } } = this;
    const k = Math.hypot(line[0], line[1]);
    this.widget.once("field", [line, shade], () => {
      const says = shade === "soft" ? sigmoid : (z) => +(z > 0);
      const pen = shading(field, look, (x) => says(score(line, x)), 0.45);
      for (const [x1, x2, label] of design.noisy) {
        const [x, y] = field.px(x1, x2);
        drawLabel(pen, look, [x - field.left, y - field.top], label);
      }
    });
    field.axes(ticks(-2, 2), ticks(-2, 2), "x1", "x2");
    const edge = (d) => stroke(field, [line[0], line[1], line[2] - d * k], { width: 1, kind: "nn-stroke nn-soft" });
    const at = spots(field, line, anchor), grips = at ? lineGrips(field, at, "line-", halo) : [];
    field.svg.replaceChildren(field.svg.firstChild, ...edge(-NEAR), ...edge(NEAR), ...stroke(field, line, { width: 3 }), ...grips);
  }
  drawProfile() {
    const { profile, widget: { state: { line }, design: { noisy } } } = this;
    const k = Math.hypot(line[0], line[1]), z = (d) => (k ? k * d : line[2]), H = (d) => +(z(d) > 0);
    profile.axes(ticks(-2, 2), [[0, "0"], [0.5, "½"], [1, "1"]], "distance from the line", "output");
    const steep = range(241, (i) => i / 40 - 3).map((d) => [d, sigmoid(z(d))]);
    const hard = [[-3, H(-3)], [0, H(-1)], [0, H(1)], [3, H(3)]];
    const bins = range(12, (i) => noisy.filter((row) => Math.floor(distance(line, row) / NEAR) === i - 6));
    const shares = bins.flatMap((rows, i) => {
      const share = profile.px((i - 5.5) * NEAR, count(rows, (row) => row[2]) / rows.length);
      return rows.length ? [circle(...share, 2 + Math.sqrt(rows.length) / 1.6, "nn-share")] : [];
    });
    const edges = [-NEAR, NEAR].map((d) => curve(profile.path([[d, -0.1], [d, 1.1]]), "nn-stroke nn-soft", 1));
    profile.svg.replaceChildren(profile.svg.firstChild, ...edges, curve(profile.path(hard), "nn-hard", 2, "6 4"),
      curve(profile.path(steep), "nn-curve", 3), ...shares);
  }
}

function grabLine(panel) {
  const { field, widget } = panel;
  let held = null;
  drag(field.svg, widget.signal, {
    start(event) {
      const name = nearest(field, event)?.slice(5), { line } = widget.state;
      if (!name) return false;
      held = { name, from: field.at(event), unit: line, ...spots(field, line, panel.anchor) };
      panel.anchor = held.disc;
      widget.pairs[name].focus();
      return true;
    },
    move(event) {
      const to = field.at(event), by = to.map((x, i) => x - held.from[i]);
      widget.set({ line: pulls[held.name](held, by, to, widget.pairs, field).map((w) => w + 0) });
    },
    end: () => widget.hub.commit(),
    cancel: widget.hub.cancel,
  });
}

const render = ({ model, el }) => new Trainer("perceptron", model).mount(el);
