// needs: frame, readouts, drag, handles
// Sigmoid neuron: labelled points on a number line, label 1 at the top and 0 at the bottom, the S-curve between them,
// which the reader pulls by its middle and its shoulder, a threshold, and below each point a bar, what it costs.

const FAR = 3, EDGE = 3.2; // how far points and the middle go, and the line
const GENTLE = 0.3, STEEP = 30, SHOULDER = Math.log(4); // steepness; the shoulder is where p = 0.8 (or 0.2)
const LOW = 0.01; // the lowest threshold
const TALL = 6; // the longest bar
const GOOD = 0.4, HUGE = 6, FULL = 8, NEAR = 1.002; // what tasks a, b and d ask, and the loss that fills b's bar
const TODO = [
  ["a", "Bring the mean log-loss below 0.4.", "Middle −0.05, steepness 2.50: 0.349."],
  ["b", "Make one point cost more than 6.", "Log-loss 6.21, squared error only 0.996."],
  ["c", "Miss no 1, at the fewest false alarms.", "Threshold 0.15: none missed, 2 false alarms."],
  ["d", "Which steepness gives the least loss?", "Steepness 1.70: 0.3287. The least is 0.3287."],
];
const HINTS = {
  a: "Pull the middle of the curve onto the gap.",
  b: "Steeper, or a point on the wrong side.",
  c: "Pull the dashed line down, not too far.",
  d: "Middle on the gap, then pull the ring.",
};

const written = (x) => (x < 1e-3 ? "<0.001" : x < 1 ? fmt.num(x, 3) : fmt.digits(x, 3));
const many = (n) => `${n} false alarm${n === 1 ? "" : "s"}`;
const short = (x) => (Math.abs(x) < 1 ? fmt.num(x, 2) : fmt.digits(x, 3));

const python = ({ unit, x, threshold, labels }) => `import numpy as np
from nnlib.crossentropy import binary_from_logits
from nnlib.losses import squared_error
from nnlib.neuron import Neuron

x = np.array([${x.join(", ")}])
y = np.array([${labels.join(", ")}])
neuron = Neuron(1)
neuron.parameters[...] = [${unit.join(", ")}]
X = x[:, np.newaxis]
print(neuron.loss(X, y), binary_from_logits(y, neuron.score(X)))
print(np.mean(squared_error(y, neuron.probability(X))))
print(neuron.classify(X, threshold=${threshold}))`;

class SigmoidNeuron extends Widget {
  static label = "Sigmoid neuron: an S-curve over labelled points, and what each point costs it";
  static kept = ["unit", "x", "threshold"];
  static other = ["point"];
  static design = ["labels"];
  static noun = "state";
  static numbers = { unit: (i) => ["weight", "bias"][i], x: (i) => `x of point ${i + 1}`, threshold: () => "threshold" };
  static todo = TODO;
  static eases = ["unit", "x", "threshold"];
  static first = "middle";
  side = 0; // the shoulder that is held: 1 right, −1 left

  fallback(trait) {
    const { labels, presets } = this.design;
    return { unit: presets.right.unit, x: labels.map((_, i) => (i + 0.5) / 2 - FAR), threshold: [0.5] }[trait];
  }
  python() { return python({ ...this.state, labels: this.design.labels }); }

  // ---- what it costs ----

  // All that a state (the present one) comes to; the least only where it is asked.
  judge({ unit, x, threshold: [tau] } = this.state) {
    const { labels } = this.design, rows = judged(unit, x, labels), losses = rows.map(({ loss }) => loss);
    const worst = rows[losses.indexOf(Math.max(...losses))];
    return { rows, worst, loss: mean(losses), squared: mean(rows.map((row) => row.squared)), ...counted(rows, labels, tau) };
  }
  get least() {
    this.once("least", this.state.x, () => { this.found = leastLoss(this.state.x, this.design.labels); });
    return this.found;
  }
  check(kind, was) {
    const { unit, threshold } = this.state, now = this.judge(), before = this.judge(was), { least } = this;
    const same = (trait) => String(was[trait]) === String(this.state[trait]), pulled = !same("unit") && same("x");
    return {
      a: pulled && now.loss < GOOD &&
        `Middle ${fmt.num(middleOf(unit), 2)}, steepness ${fmt.num(unit[0], 2)}: ${fmt.num(now.loss, 3)}.`,
      b: this.goal.task(this.state.done) === "b" && before.worst.loss <= HUGE && now.worst.loss > HUGE &&
        `Log-loss ${fmt.num(now.worst.loss, 2)}, squared error only ${fmt.num(now.worst.squared, 3)}.`,
      c: !same("threshold") && before.misses > 0 && !now.misses && now.alarms === fewestAlarms(now.rows, this.design.labels) &&
        `Threshold ${fmt.num(threshold[0], 2)}: none missed, ${many(now.alarms)}.`,
      d: pulled && least !== null && now.loss <= NEAR * least &&
        `Steepness ${fmt.num(unit[0], 2)}: ${fmt.num(now.loss, 4)}. The least is ${fmt.num(least, 4)}.`,
    };
  }
  told() {
    const { rows, loss, squared, misses, alarms } = this.judge(), { point, threshold } = this.state, { p, ...cost } = rows[point];
    return `Mean log-loss ${written(loss)}, mean squared error ${written(squared)}. At threshold ${fmt.num(threshold[0], 2)}: ` +
      `${misses} missed, ${many(alarms)}. Point ${point + 1}, label ${this.design.labels[point]}: p ${written(p)}, ` +
      `log-loss ${written(cost.loss)}, squared error ${written(cost.squared)}.`;
  }
  hint(task) {
    const ones = this.judge().rows.filter((_, i) => this.design.labels[i]).map(({ p }) => p);
    if (task === "c" && Math.min(...ones) <= LOW) return "One has p below 0.01: less steep first.";
    if (task === "d" && this.least === null) return "A place parts them: steeper is better.";
    return HINTS[task];
  }
  score(task) {
    const { loss, worst, misses, alarms } = this.judge(), { least } = this;
    return {
      a: { text: fmt.num(loss, 3), label: "mean log-loss", value: Math.min(1, loss), marks: [GOOD] },
      b: { text: fmt.num(worst.loss, 2), label: "largest loss", value: Math.min(1, worst.loss / FULL), marks: [HUGE / FULL] },
      c: { text: String(misses), label: `missed, ${alarms} false` },
      d: { text: fmt.num(loss, 4), label: least === null ? "mean" : `least ${fmt.num(least, 4)}`, value: Math.min(1, loss),
        marks: [least ?? 0] },
    }[task];
  }

  // ---- the page ----

  build() {
    const left = 26, right = 12;
    this.above = this.plot({ x: [-EDGE, EDGE], y: [-0.13, 1.13], margin: [2, right, 2, left] });
    this.below = this.plot({ x: [-EDGE, EDGE], y: [0, TALL], margin: [6, right, 20, left] });
    this.figures = Object.fromEntries(["mean_loss", "mean_squared", "misses", "false_alarms", "p", "loss", "squared"]
      .map((name) => [name, value(name, "b")]));
    this.formula = html("span", {});
    this.which = html("span", {});
    this.note = html("p", {});
    this.buildControls();
    grab(this);
    const words = this.buildWords();
    return [html("div", { class: "nn-neuron", "data-poster": true },
      html("div", { class: "nn-caption" }, steady("p = σ(−30.0 x − 90.0)", this.formula),
        ...legend([["nn-good", "label 1"], ["nn-bad", "0"], ["nn-wrong", "wrong"]])),
      this.above.el, this.buildKey(), this.below.el),
    this.strip(html("div", { class: "nn-stack" }, words, this.note),
      html("div", { class: "nn-pairs nn-act" }, ...this.controls("middle", "steepness", "threshold")))];
  }
  more() { return [html("div", { class: "nn-pairs" }, ...this.controls("point", "place"))]; }
  buildKey() {
    const { mean_loss, mean_squared } = this.figures, keys = legend([["nn-loss", "log-loss"], ["nn-mean", "mean"], ["nn-square", "squared, mean"]]);
    keys[1].append(mean_loss.el);
    keys[2].append(mean_squared.el);
    return html("div", { class: "nn-caption" }, ...keys);
  }
  buildWords() {
    const { misses, false_alarms, p, loss, squared } = Object.fromEntries(Object.entries(this.figures).map(([k, { el }]) => [k, el]));
    return this.words = html("div", {},
      html("p", {}, "Missed: ", misses, ", false alarms: ", false_alarms, "."),
      steady("Point 12: p 0.004, loss 0.004, squared <0.001",
        html("p", {}, this.which, "p ", p, ", loss ", loss, ", squared ", squared)));
  }
  buildControls() {
    const unit = (change) => (v) => this.set({ unit: change(v, this.state.unit) });
    this.control({
      middle: { label: "Middle", min: -FAR, max: FAR, step: 0.01, digits: 3, oninput: unit((m, [w]) => through(m, w || GENTLE)) },
      steepness: { label: "Steepness", min: GENTLE, max: STEEP, step: 0.1, log: true, digits: 3,
        oninput: unit((w, old) => through(old[0] ? middleOf(old) : 0, w)) },
      threshold: { label: "Threshold", min: LOW, max: 1 - LOW, step: 0.01, digits: 3, oninput: (tau) => this.set({ threshold: [tau] }) },
      point: { label: "Point", min: 1, max: this.design.labels.length, step: 1, digits: 0, handle: "place",
        oninput: (i) => this.set({ point: Math.round(i) - 1 }) },
      place: { label: "its x", min: -FAR, max: FAR, step: 0.01, digits: 3,
        oninput: (x) => this.set({ x: this.state.x.with(this.state.point, x) }) },
    });
  }

  // ---- drawing ----

  draw() {
    const { pairs, figures, state: { unit, x, threshold, point } } = this, now = this.judge(), complaint = this.complaint();
    if (this.above.width) this.drawCurve(now.wrong);
    if (this.below.width) this.drawBars();
    const shown = { middle: unit[0] ? middleOf(unit) : 0, steepness: unit[0], threshold: threshold[0], point: point + 1, place: x[point] };
    for (const name in shown) pairs[name].set(shown[name]);
    const { p, loss, squared } = now.rows[point];
    for (const [name, v] of Object.entries({ mean_loss: now.loss, mean_squared: now.squared, p, loss, squared })) figures[name].set(v, written(v));
    figures.misses.set(now.misses, now.misses);
    figures.false_alarms.set(now.alarms, now.alarms);
    this.formula.textContent = `p = σ(${short(unit[0])} x ${unit[1] < 0 ? "−" : "+"} ${short(Math.abs(unit[1]))})`;
    this.which.textContent = `Point ${point + 1}: `;
    this.note.textContent = complaint;
    this.words.inert = complaint;
  }
  drawCurve(wrong) {
    const { above: p, state: { point }, design: { labels } } = this, [unit, x, [tau]] = ["unit", "x", "threshold"].map((key) => this.eased(key));
    const says = (u) => sigmoid(score(unit, u)), line = (from, to, ...more) => curve(p.path([from, to]), ...more);
    p.axes([], [[0, "0"], [0.5, "½"], [1, "1"]], "", "");
    const gaps = x.map((u, i) => line([u, labels[i]], [u, says(u)], `nn-gap nn-of-${labels[i]}${i === point ? " nn-picked" : ""}`, 2));
    const points = x.map((u, i) => Math.abs(u) > EDGE ? "" : grip(p, `point-${i}`, [u, labels[i]],
      mark(p.px(u, labels[i]), labels[i], wrong[i], i === point), i === point && this.halo === "place"));
    p.svg.replaceChildren(p.svg.firstChild, ...sides(p, unit, tau), ...[0, 1].map((y) => line([-EDGE, y], [EDGE, y], "nn-rule", 1)), ...gaps,
      line([-EDGE, tau], [EDGE, tau], "nn-tau", 1.5, "5 4"), line([-EDGE, tau], [EDGE, tau], "nn-rail", 2 * REACH),
      curve(p.path(range(321, (k) => [EDGE * (k / 160 - 1), says(EDGE * (k / 160 - 1))])), "nn-s", 3.5),
      ...grips(this, unit, tau), ...points);
  }
  drawBars() {
    const { below: p, state: { point }, design: { labels } } = this, [unit, x] = ["unit", "x"].map((key) => this.eased(key));
    const rows = judged(unit, x, labels), half = clamp(0.055 * p.unit(), 3, 6), average = mean(rows.map(({ loss }) => loss));
    const line = (v, ...more) => curve(p.path([[-EDGE, v], [EDGE, v]]), ...more);
    p.axes(range(7, (i) => [i - 3, i < 6 ? fmt.num(i - 3, 0) : "x"]), [[0, "0"], [1, "1"], [HUGE, String(HUGE)]], "", "");
    p.svg.replaceChildren(p.svg.firstChild, line(1, "nn-rule", 1), line(HUGE, "nn-rule", 1),
      ...rows.flatMap((row, i) => Math.abs(x[i]) > EDGE ? [] : bar(p, x[i], row, half, `nn-of-${labels[i]}${i === point ? " nn-picked" : ""}`)),
      ...(average < TALL ? [line(average, "nn-mean", 1.5, "2 3")] : []), ...(Math.abs(x[point]) > EDGE ? [] : [figure(p, x[point], rows[point].loss)]));
  }
}

// What is classified as 1 and as 0, as two tints that part where the curve crosses the threshold.
function sides(p, unit, tau) {
  const [w, b] = unit, cut = w ? clamp((logit(tau) - b) / w, -EDGE, EDGE) : EDGE, ones = score(unit, EDGE) > logit(tau) ? 1 : 0;
  const [low, high] = [-0.13, 1.13].map((v) => p.px(0, v)[1]), at = [-EDGE, cut, EDGE].map((u) => p.px(u, 0)[0]);
  const tint = (k, label) => svg("rect", { x: at[k], y: high, width: at[k + 1] - at[k], height: low - high, class: `nn-side nn-of-${label}` });
  return [tint(0, w ? 1 - ones : ones), tint(1, ones)];
}
function mark([x, y], label, wrong, picked) {
  const r = picked ? 6 : 5, cross = `M${x - r + 1} ${y - r + 1}l${2 * r - 2} ${2 * r - 2}m0 ${2 - 2 * r}l${2 - 2 * r} ${2 * r - 2}`;
  const sign = label ? [circle(x, y, r, "nn-dot")] : [curve(cross, "nn-under", 6), curve(cross, "nn-cross", picked ? 3.5 : 2.75)];
  return svg("g", { class: "nn-mark" }, ...(wrong ? [circle(x, y, 9.5, "nn-ring")] : []), ...sign);
}
// A bar that is longer than there is room has an arrow at its end.
function bar(p, u, { loss, squared }, half, kind) {
  const [x, top] = p.px(u, Math.min(loss, TALL)), [, foot] = p.px(u, 0), [, at] = p.px(u, squared);
  const arrow = loss > TALL ? [curve(`M${x - half - 3} ${top + 5}L${x} ${top - 4}L${x + half + 3} ${top + 5}Z`, `nn-cost ${kind}`)] : [];
  return [svg("rect", { x: x - half, y: top, width: 2 * half, height: Math.max(foot - top, 1), class: `nn-cost ${kind}` }), ...arrow,
    ...[["nn-rim", 4], ["nn-square", 2.5]].map((stroke) => curve(`M${x - half - 3} ${at}h${2 * half + 6}`, ...stroke))];
}
// The loss of the picked point, above its bar or, where that is long, beside it.
function figure(p, u, loss) {
  const long = loss > 0.75 * TALL, side = u > 2.4 ? -1 : 1, [x, y] = p.px(u, Math.min(loss, TALL));
  return long ? words(x + 12 * side, y + 12, written(loss), "nn-level", side < 0 ? "end" : "start") : words(x, y - 6, written(loss), "nn-level");
}

// Where the shoulder stands: right of the middle, or left of it where the right one would be out of reach.
function shoulder(unit, side) {
  const away = SHOULDER / unit[0], is = side || (middleOf(unit) + away <= EDGE ? 1 : -1);
  return { side: is, at: [middleOf(unit) + is * away, sigmoid(is * SHOULDER)] };
}
function grips({ above: p, side, halo }, unit, tau) {
  const inside = ([u]) => Math.abs(u) <= EDGE, chevrons = (x, y) => curve(`M${x - 4} ${y - 3}l4 -4l4 4m-8 6l4 4l4 -4`, "nn-chevrons", 1.75);
  const made = [], add = (name, at, draw) => { if (inside(at)) made.push(grip(p, name, at, draw(...p.px(...at)), halo === name)); };
  if (unit[0]) {
    add("middle", [middleOf(unit), 0.5], (x, y) => circle(x, y, 9, "nn-grip"));
    add("steepness", shoulder(unit, side).at, (x, y) => circle(x, y, 6, "nn-ringgrip"));
  }
  add("threshold", [EDGE - 0.05, tau], (x, y) => svg("g", {},
    svg("rect", { x: x - 8, y: y - 11, width: 16, height: 22, rx: 8, class: "nn-grip" }), chevrons(x, y)));
  return made;
}

// Handles by name, and for a mouse the whole of the threshold's line.
function target(p, event, tau) {
  const rail = event.pointerType !== "touch" && Math.abs(p.px(0, p.at(event)[1])[1] - p.px(0, tau)[1]) <= REACH;
  return nearest(p, event) ?? (rail ? "threshold" : null);
}
function grab(widget) {
  const { above: p, below, pairs, signal } = widget;
  let held = null;
  const done = (how) => () => {
    widget.side = 0;
    how();
  };
  const pulls = {
    middle: ({ unit }, [dx]) => ({ unit: through(pairs.middle.nearest(middleOf(unit) + dx), unit[0]) }),
    steepness({ unit, side, spot }, [dx]) {
      const away = side * Math.sign(unit[0]) * (spot + dx - middleOf(unit));
      const w = clamp(+(SHOULDER / Math.max(away, 1e-9)).toPrecision(3), GENTLE, STEEP);
      return { unit: through(middleOf(unit), Math.sign(unit[0]) * w) };
    },
    threshold: ({ threshold }, [, dy]) => ({ threshold: [pairs.threshold.nearest(threshold[0] + dy)] }),
    place: ({ x, point }, [dx]) => ({ x: x.with(point, pairs.place.nearest(x[point] + dx)) }),
  };
  drag(p.svg, signal, {
    start(event) {
      const name = target(p, event, widget.state.threshold[0]);
      if (!name) return false;
      const [kind, i] = name.split("-"), is = kind === "point" ? "place" : kind;
      if (i) widget.set({ point: +i });
      held = { is, from: p.at(event), ...widget.state };
      if (is === "steepness") {
        const { side, at } = shoulder(held.unit, 0);
        Object.assign(held, { side, spot: at[0] });
        widget.side = side;
      }
      pairs[is].focus();
      return true;
    },
    move: (event) => widget.set(pulls[held.is](held, p.at(event).map((v, i) => v - held.from[i]))),
    end: done(() => widget.hub.commit()),
    cancel: done(widget.hub.cancel),
  });
  // A press among the bars picks the nearest point.
  drag(below.svg, signal, {
    start: () => false,
    tap(event) {
      const away = widget.state.x.map((x) => Math.abs(x - below.at(event)[0]));
      widget.act({ point: away.indexOf(Math.min(...away)) }, "look");
    },
  });
}

const render = ({ model, el }) => new SigmoidNeuron("sigmoid", model).mount(el);
