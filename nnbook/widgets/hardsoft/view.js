// needs: frame, readouts, heat, drag, linehandles, label
// Hard or soft: noisy labels on a plane, a line that the reader turns, shifts and softens, and two bars beside it for
// what the hard and the soft answers cost.

const FAR = 2, CELLS = 100, TOP = 0.5, LOWER = 0.25, LEAST = 1.001;
const TODO = [
  ["a", "Make the soft answers cost a quarter less than the hard ones.",
    "Steepness 0.75: soft 0.225, hard 0.415, on the same line. Soft doubts where it may be wrong."],
  ["b", "Move the line: beat the best hard line there is.",
    "Soft 0.121. No hard line gets below 0.140: of 200 labels it has at least 28 wrong."],
  ["c", "Now the log-loss: which steepness makes it least?",
    "Steepness 2.00: log-loss 0.3797. The labels were drawn with steepness 2."],
];
const UNITS = ["hard", "soft"];

const softCode = (line, probe) => `import numpy as np
from nnbook.widgets.hardsoft import noisy_points
from nnlib.neuron import Neuron
from nnlib.perceptron import heaviside

X, y = noisy_points()
soft = Neuron(2)
soft.parameters[...] = [${line.join(", ")}]
hard = heaviside(soft.score(X))
print(np.mean((hard - y) ** 2), np.mean((soft.probability(X) - y) ** 2))
print(soft.loss(X, y))
print(soft.probability([[${probe.join(", ")}]]))`;

class HardOrSoft extends Widget {
  static label = "Hard or soft: what the answers of two units with the same line cost on noisy labels";
  static kept = ["line", "probe"];
  static design = ["noisy"];
  static noun = "state";
  static numbers = { line: (i) => ["weight 1", "weight 2", "bias"][i], probe: (i) => `x${i + 1} of the point` };
  static todo = TODO;
  anchor = null; // where the reader has put the line's disc
  before = null; // the line that the gesture under way began with

  fallback(trait) { return trait === "line" ? this.design.presets.rule.line : [0, 0]; }
  forget(kind) { if (QUIET.includes(kind)) this.anchor = this.before = null; }
  python() { return softCode(this.state.line, this.state.probe); }
  set(patch) {
    if (patch.line) this.before ??= this.state.line;
    super.set(patch);
  }

  // ---- what it costs ----

  get bill() {
    const { state: { line }, design: { noisy } } = this;
    return { ...squared(line, noisy), loss: logLoss(line, noisy) };
  }
  get answers() {
    const { line, probe } = this.state;
    return { ...says(score(line, probe)), drawn: sigmoid(2 * probe[0]) };
  }
  check() {
    const { bill: { hard, soft, loss }, best, before, state: { line }, design: { noisy } } = this, { k } = toLine(line);
    const moved = before !== null, softened = moved && toLine(before).k !== k;
    const beats = soft < best / noisy.length;
    this.before = null;
    return {
      a: softened && soft <= (1 - LOWER) * hard &&
        `Steepness ${fmt.num(k, 2)}: soft ${fmt.num(soft, 3)}, hard ${fmt.num(hard, 3)}, on the same line. ` +
        "Soft doubts where it may be wrong.",
      b: moved && beats && `Soft ${fmt.num(soft, 3)}. No hard line gets below ${fmt.num(best / noisy.length, 3)}: of ` +
        `${noisy.length} labels it has at least ${best} wrong.`,
      c: softened && beats && loss <= LEAST * leastLogLoss(line, noisy) &&
        `Steepness ${fmt.num(k, 2)}: log-loss ${fmt.num(loss, 4)}. The labels were drawn with steepness 2.`,
    };
  }
  score() {
    const { hard, soft, loss } = this.bill, least = this.best / this.design.noisy.length;
    const lower = hard ? 1 - soft / hard : 0;
    return {
      a: { label: "soft is lower by", text: fmt.pct(lower), value: clamp(lower / LOWER, 0, 1) },
      b: { label: `soft (best hard ${fmt.num(least, 3)})`, text: fmt.num(soft, 3), value: clamp(least / soft, 0, 1) },
      c: { label: "log-loss", text: fmt.num(loss, 4) },
    };
  }
  reading() {
    const { hard, soft, drawn } = this.answers;
    return `At ⊕ hard says ${hard}, soft ${soft.toFixed(2)}. Of 100 labels drawn there about ${Math.round(100 * drawn)} are 1.`;
  }
  told() {
    const { hard, soft, loss } = this.bill;
    return `Squared error: hard ${fmt.num(hard, 3)}, soft ${fmt.num(soft, 3)}. Log-loss of soft ${fmt.num(loss, 4)}. ${this.reading()}`;
  }

  // ---- the page ----

  build() {
    this.best = fewestMistakes(this.design.noisy);
    this.plane = this.plot({ x: [-FAR, FAR], y: [-FAR, FAR], margin: [24, 10, 34, 24] });
    this.bars = UNITS.map((unit) => bar(unit));
    const edit = (change) => (x) => this.set({ line: change(this.state.line, x).map((w) => w + 0) });
    const place = (i) => ({ label: `Point x${i + 1}`, min: -FAR, max: FAR, step: 0.01, digits: 2, handle: "probe",
      oninput: (x) => this.set({ probe: this.state.probe.with(i, x) }) });
    this.control({
      steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, oninput: edit(sharpened) },
      angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
      offset: { label: "Offset", min: -2.8, max: 2.8, step: 0.01, digits: 3, oninput: edit(shifted) },
      x1: place(0),
      x2: place(1),
    });
    this.says = html("p", {});
    this.note = html("div", {});
    grab(this);
    return [
      html("div", { class: "nn-top" }, this.undoButton, this.resetButton),
      html("div", { class: "nn-stage", "data-poster": true },
        this.plane.el, this.gauges(),
        html("div", { class: "nn-side nn-act" }, ...this.controls("steepness", "angle", "offset"), this.says)),
      steady("weight 2 is -Infinity; showing the last finite state", this.note),
      html("div", {}, ...this.more()),
    ];
  }
  more() { return this.controls("x1", "x2"); }
  gauges() {
    const least = value("best_hard"), share = this.best / this.design.noisy.length;
    least.set(share, fmt.num(share, 3));
    return html("div", { class: "nn-gauges" }, html("p", {}, "squared error"),
      html("div", { class: "nn-tracks" }, ...this.bars.map((b) => b.el),
        html("div", { class: "nn-mark", style: `bottom: ${(100 * share) / TOP}%` }, html("span", {}, "best hard ", least.el))));
  }

  draw() {
    const { pairs, state: { line, probe }, bill } = this, { angle, offset, k } = toLine(line);
    if (this.plane.width) this.drawPlane();
    Object.entries({ angle, offset, steepness: k, x1: probe[0], x2: probe[1] }).forEach(([name, x]) => pairs[name].set(x));
    UNITS.forEach((unit, i) => this.bars[i].set(bill[unit]));
    this.says.textContent = this.reading();
    this.note.textContent = this.complaint();
  }
  drawPlane() {
    const { plane, anchor, halo, look, state: { line, probe } } = this;
    this.once("plane", line, () => this.paintAnswers());
    plane.axes(ticks, ticks, "x1", "x2");
    const at = spots(plane, line, anchor), [x, y] = plane.px(...probe);
    const mark = svg("g", {}, circle(x, y, 7, "nn-probe"), curve(`M${x - 12} ${y}h24M${x} ${y - 12}v24`, "nn-probe"));
    plane.svg.replaceChildren(plane.svg.firstChild, ...stroke(plane, line, { width: 3 }),
      ...(at ? lineGrips(plane, at, "line-", halo) : []), grip(plane, "probe", probe, mark, halo === "probe"));
  }
  paintAnswers() {
    const { plane, look, state: { line }, design: { noisy } } = this;
    const tint = (name, share) => mix(look(name), look("surface"), share);
    const mids = range(CELLS, (i) => FAR * ((2 * i + 1) / CELLS - 1));
    const shares = mids.flatMap((x2) => mids.map((x1) => says(score(line, [x1, x2])).soft));
    const pen = heat(plane, CELLS, shares, [tint("bad", 0.35), tint("bad", 0), tint("good", 0.35)]);
    for (const [x1, x2, label] of noisy) {
      const [x, y] = plane.px(x1, x2);
      drawLabel(pen, look, [x - plane.left, y - plane.top], label);
    }
  }
}

const ticks = range(5, (i) => [i - FAR, fmt.num(i - FAR, 0)]);

// One of the two bars: its height is the squared error, up to TOP.
function bar(unit) {
  const fill = html("i", {}), number = value(`squared_${unit}`, "b");
  return {
    el: html("div", { class: `nn-bar nn-${unit}bar` }, fill, number.el, html("span", {}, unit)),
    set(error) {
      fill.style.height = number.el.style.bottom = `${Math.min(100, (100 * error) / TOP)}%`;
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
