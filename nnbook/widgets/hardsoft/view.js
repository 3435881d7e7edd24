// needs: frame, readouts, heat, drag, linehandles, label
// Hard or soft: noisy labels on a plane, a line that the reader softens, turns and shifts, and beside it two bars, what
// the hard and the soft answers cost.

const AXES = ["x₁", "x₂"], FAR = 2, CELLS = 100, FULL = 0.5; // half the plane's side, cells of its picture along it, a full bar
const LOWER = 0.25, NEAR = 1.001, WIDE = 0.3; // what tasks a and c ask: so much lower, so near to the least; from where b's bar counts
const TODO = [
  ["a", "Bring soft a quarter below hard.", "At 0.75: soft 0.225, hard 0.415."],
  ["b", "Beat the best hard line there is.", "Soft 0.121 beats 0.140, 28 wrong."],
  ["c", "Lowest soft error: which steepness?", "At 2.07: 0.1208. Labels: drawn with 2."],
];

const reading = (hard, soft, ones) =>
  ["At ⊕ hard says ", hard, ", soft ", soft, ". Of 100 labels drawn there about ", ones, " are 1."];

const python = ({ line, probe }) => `import numpy as np
from nnbook.widgets.hardsoft import noisy_points
from nnlib.neuron import Neuron
from nnlib.perceptron import heaviside

X, y = noisy_points()
soft = Neuron(2)
soft.parameters[...] = [${line.join(", ")}]
hard = heaviside(soft.score(X))
print(np.mean((hard - y) ** 2), np.mean((soft.probability(X) - y) ** 2))
print(soft.probability([[${probe.join(", ")}]]))`;

class HardOrSoft extends Widget {
  static label = "Hard or soft: what the answers of two units with the same line cost on noisy labels";
  static kept = ["line", "probe"];
  static design = ["noisy"];
  static noun = "state";
  static numbers = { line: (i) => ["weight 1", "weight 2", "bias"][i], probe: (i) => `${AXES[i]} of the point` };
  static todo = TODO;
  static eases = ["line"];
  static first = "line-steepness";
  anchor = null; // where the reader has put the line's disc

  fallback(trait) { return trait === "line" ? this.design.presets.rule.line : [0, 0]; }
  forget(kind) { if (QUIET.includes(kind)) this.anchor = null; }
  python() { return python(this.state); }

  // ---- what it costs ----

  get costs() {
    return squared(this.state.line, this.design.noisy);
  }
  get least() { return leastSquared(this.state.line, this.design.noisy); }
  get answers() {
    const { line, probe } = this.state;
    return { ...says(score(line, probe)), drawn: sigmoid(2 * probe[0]) };
  }
  // Done is what a gesture has brought about: nothing by moving the point, a and c not by moving the line, and c by a
  // search of its own, after b.
  check(kind, was) {
    const { best, mistakes, costs: { hard, soft }, state: { line, done }, design: { noisy } } = this, { k } = toLine(line);
    const moved = String(was.line) !== String(line), softened = moved && toLine(was.line).k !== k, said = (x) => fmt.num(x, 3);
    return {
      a: softened && soft <= (1 - LOWER) * hard &&
        `At ${fmt.num(k, 2)}: soft ${said(soft)}, hard ${said(hard)}.`,
      b: moved && soft < best &&
        `Soft ${said(soft)} beats ${said(best)}, ${mistakes} wrong.`,
      c: done.includes("b") && softened && soft < best && soft <= NEAR * this.least &&
        `At ${fmt.num(k, 2)}: ${fmt.digits(soft, 4)}. Labels: drawn with 2.`,
    };
  }
  told() {
    const { costs: { hard, soft }, answers } = this;
    return [`Squared error: hard ${fmt.num(hard, 3)}, soft ${fmt.num(soft, 3)}. `,
      ...reading(answers.hard, answers.soft.toFixed(2), Math.round(100 * answers.drawn))].join("");
  }
  hint(task) {
    const { best } = this, lost = task !== "a" && this.least >= best;
    if (lost) return "At no steepness on this line: turn it, shift it.";
    return { a: "Pull the arrow in: make it less steep.", b: "This line can: now its steepness.",
      c: this.state.done.includes("b") ? "Keep the line and change its steepness." : "Task 2 comes first." }[task];
  }
  score(task) {
    const { hard, soft } = this.costs, { best } = this, lower = hard ? 1 - soft / hard : 0;
    return {
      a: { name: "lower", exact: lower, text: `${minus(String(Math.trunc(100 * lower)))} %`, label: "lower", value: clamp(2 * lower, 0, 1), marks: [2 * LOWER] },
      b: { text: fmt.num(soft - best, 3), label: "above best hard", value: clamp(1 - (soft - best) / WIDE, 0, 1) },
      c: { text: fmt.digits(soft, 4), label: "soft error" },
    }[task];
  }

  // ---- the page ----

  build() {
    const { noisy } = this.design;
    this.mistakes = fewestMistakes(noisy);
    this.best = this.mistakes / noisy.length;
    this.plane = this.plot({ x: [-FAR, FAR], y: [-FAR, FAR], margin: [8, 8, 22, 24], square: true });
    this.gauges = { hard: gauge("hard"), soft: gauge("soft") };
    this.figures = Object.fromEntries(["hard_says", "soft_says", "drawn"].map((name) => [name, value(name)]));
    this.note = html("p", {});
    this.buildControls();
    grab(this);
    const [hard, soft, ones] = Object.values(this.figures).map(({ el }) => el);
    this.words = html("div", {}, steady(reading(0, "0.00", 98).join(""), html("p", {}, ...reading(hard, soft, ones))));
    return [
      html("div", { class: "nn-duel", "data-poster": true }, this.plane.el, this.buildGauges(),
        this.strip(html("div", { class: "nn-stack" }, this.words, this.note),
          html("div", { class: "nn-pairs nn-act" }, ...this.controls("steepness", "angle", "offset")))),
      this.buildLegend(),
    ];
  }
  buildLegend() {
    const keys = legend([["nn-good", "label 1"], ["nn-bad", "label 0"], ["nn-dash", "best hard line"]]), best = value("best_hard");
    best.set(this.best, fmt.num(this.best, 3));
    keys.at(-1).append(best.el);
    return html("div", { class: "nn-legend", "data-poster": true }, ...keys);
  }
  buildControls() {
    const edit = (change) => (x) => this.set({ line: change(this.state.line, x).map((w) => w + 0) });
    const place = (i) => ({ label: `Point ${AXES[i]}`, min: -FAR, max: FAR, step: 0.01, digits: 2, handle: "probe",
      oninput: (x) => this.set({ probe: this.state.probe.with(i, x) }) });
    this.control({
      steepness: { label: "Steepness", min: LOWEST, max: STEEPEST, step: 0.1, log: true, digits: 3, oninput: edit(sharpened) },
      angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
      offset: { label: "Offset", min: -2.8, max: 2.8, step: 0.01, digits: 3, oninput: edit(shifted) },
      x1: place(0),
      x2: place(1),
    });
  }
  buildGauges() {
    return html("div", { class: "nn-gauges" }, html("p", {}, "squared error"),
      html("div", { class: "nn-tracks" }, this.gauges.hard.el, this.gauges.soft.el,
        html("div", { class: "nn-best", style: `--nn-error: ${height(this.best)}` })));
  }
  more() { return [html("div", { class: "nn-pairs" }, ...this.controls("x1", "x2"))]; }

  // ---- drawing ----

  draw() {
    const { pairs, gauges, figures, costs, answers, state: { line, probe: [x1, x2] } } = this, { angle, offset, k } = toLine(line);
    const now = this.eased("line"), heights = squared(now, this.design.noisy), complaint = this.complaint();
    if (this.plane.width) this.drawPlane(now);
    Object.entries({ steepness: k, angle, offset, x1, x2 }).forEach(([name, x]) => pairs[name].set(x));
    for (const unit in gauges) gauges[unit].set(costs[unit], heights[unit]);
    figures.hard_says.set(answers.hard, answers.hard);
    figures.soft_says.set(answers.soft, answers.soft.toFixed(2));
    figures.drawn.set(answers.drawn, Math.round(100 * answers.drawn));
    this.note.textContent = complaint;
    this.words.inert = complaint;
  }
  drawPlane(line) {
    const { plane, halo, state: { probe } } = this, at = spots(plane, line, this.anchor), [x, y] = plane.px(...probe);
    this.once("plane", line, () => this.paintAnswers(line));
    plane.axes(...AXES.map(ticks), "", "");
    const sight = svg("g", {}, ...["nn-under", "nn-probe"].map((kind) =>
      curve(`M${x - 11} ${y}h22M${x} ${y - 11}v22M${x - 7} ${y}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0`, kind, kind === "nn-under" ? 4.5 : 2)));
    plane.svg.replaceChildren(plane.svg.firstChild, ...stroke(plane, line, { width: 3 }),
      ...(at ? lineGrips(plane, at, "line-", halo) : []), grip(plane, "probe", probe, sight, halo === "probe"));
  }
  paintAnswers(line) {
    const { plane, look, design: { noisy } } = this, mids = range(CELLS, (i) => FAR * ((2 * i + 1) / CELLS - 1));
    const tint = (name, share) => mix(look(name), look("surface"), share);
    const shares = mids.flatMap((x2) => mids.map((x1) => says(score(line, [x1, x2])).soft));
    const pen = heat(plane, CELLS, shares, [tint("bad", 0.3), tint("bad", 0), tint("good", 0.3)]);
    for (const [x1, x2, label] of noisy) {
      const [x, y] = plane.px(x1, x2);
      drawLabel(pen, look, [x - plane.left, y - plane.top], label);
    }
  }
}

const height = (error) => Math.min(1, error / FULL);
const ticks = (name) => range(5, (i) => [i - FAR, i < 4 ? fmt.num(i - FAR, 0) : name]);

// One of the two bars, with its number at its foot; `now` is where it stands on its way there. One that is fuller than
// full has an open end.
function gauge(unit) {
  const number = value(`squared_${unit}`, "b");
  const el = html("div", { class: `nn-gauge nn-is-${unit}` }, html("i", {}), number.el, html("span", {}, unit));
  return {
    el,
    set(error, now) {
      el.style.setProperty("--nn-error", height(now));
      el.classList.toggle("nn-over", now > FULL);
      number.set(error, fmt.num(error, 3));
    },
  };
}

function grab(widget) {
  const { plane, pairs } = widget;
  let held = null;
  drag(plane.svg, widget.signal, {
    start(event) {
      const name = nearest(plane, event), { line, probe } = widget.state;
      if (!name) return false;
      held = { name: name.replace("line-", ""), from: plane.at(event), unit: line, probe, ...spots(plane, line, widget.anchor) };
      if (name !== "probe") widget.anchor = held.disc;
      pairs[name === "probe" ? "x1" : held.name].focus();
      return true;
    },
    move(event) {
      const to = plane.at(event), by = to.map((x, i) => x - held.from[i]);
      if (held.name === "probe") widget.set({ probe: held.probe.map((x, i) => pairs.x1.nearest(x + by[i])) });
      else widget.set({ line: pulls[held.name](held, by, to, pairs, plane).map((w) => w + 0) });
    },
    end: () => widget.hub.commit(),
    cancel: widget.hub.cancel,
  });
}

const render = ({ model, el }) => new HardOrSoft("hardsoft", model).mount(el);
