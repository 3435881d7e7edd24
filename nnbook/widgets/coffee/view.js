// needs: frame, readouts, heat, iso, drag, linehandles, label
// The coffee roaster: three soft half-planes that the reader moves, and the output unit that counts their votes.

const SMALL = 48;
const DASHES = ["", "7 4", "2 4"];
const CLOSED = "Three lines close a triangle; each alone is only a half-plane.";
const SHARP = "Sharp and deaf: training could hardly move these lines.";
const VOTES = [["all", "all three", 2.5], ["two", "two of three", 1.5], ["any", "any", 0.5]];
const TASKS = [
  ["a", "Make unit 1 say: hotter than 175 °C.", "Unit 1 now turns on at 176.1 °C."],
  ["b", "Find a roast where all three units say more than 0.9. (Move a line?) What does the output say?",
    "The output says 2.45e−231."],
  ["c", "Reach 97 % of the whole map.", `100.0 %. ${CLOSED}`],
  ["d", "Keep 97 % and make all three slopes at the probe smaller than 0.001.", SHARP],
  ["e", "Switch standardising off. How many different answers are left?", "200, from 2.45e−231 to 2.45e−231."],
];
const LONGEST = {
  words: "Good where −29.9·a1 − 29.9·a2 − 29.9·a3 > −89.9.\nw = (−0.0001, −86.60), b = −11696 [raw]",
  note: "z runs from −10000 to −10000: the line is far off the map",
  score: 'Whole map 100.0 % (always "bad": 79.2 %). Beans: 200 of 200.',
};

// ---- in words ----

function lineInWords({ raw, onMap }, j) {
  const [a, b, c] = raw[j], [u, v] = onMap[j];
  if (!u && !v) return `w = 0: no line; unit ${j + 1} always says ${fmt.num(sigmoid(c), 3)}.`;
  const solveT = Math.abs(v) < 0.17 * Math.hypot(u, v), [lead, other] = solveT ? [a, b] : [b, a];
  const slope = -other / lead, step = fmt.num(Math.abs(slope), solveT ? 2 : 4);
  const rest = +step ? `${slope < 0 ? "−" : "+"} ${step}·${solveT ? "D" : "T"}` : solveT ? "°C" : "min";
  const edge = `${solveT ? "T" : "D"} ${lead > 0 ? ">" : "<"} ${fmt.num(-c / lead, solveT ? 1 : 2)}`;
  return `Unit ${j + 1} is on where ${edge} ${rest}.`;
}
function votesInWords({ votes, bias }) {
  const short = (x) => minus(String(+x.toPrecision(3) + 0));
  const terms = votes.map((v, j) => `${short(v)}·a${j + 1}`).join(" + ").replaceAll("+ −", "− ");
  return `Good where ${terms} > ${short(-bias)}.`;
}
function farOff({ onMap }, j) {
  const [a, b, c] = onMap[j], reach = R * (Math.abs(a) + Math.abs(b));
  if (!reach || Math.abs(c) < reach) return "";
  const far = Math.abs(c) > 3 * reach ? "far " : "";
  return `z runs from ${fmt.num(c - reach, 0)} to ${fmt.num(c + reach, 0)}: the line is ${far}off the map`;
}
function pythonCode({ units, raw, votes, bias, H, standardise }, { mean, scale }, { units: shown, probe }) {
  const scaled = standardise && shown === "standardised", columns = scaled ? units : raw;
  const row = (numbers) => `[${numbers.join(", ")}]`;
  return `import numpy as np
from nnlib import Dense, Sequential

net = Sequential([Dense(${H}, activation="sigmoid"), Dense(1, activation="sigmoid")], dtype="float64")
net.build((None, 2))
W1 = [${row(columns.map((unit) => unit[0]))},
      ${row(columns.map((unit) => unit[1]))}]
b1 = ${row(columns.map((unit) => unit[2]))}
W2 = ${row(votes.map((v) => row([v])))}
b2 = [${bias}]
net.set_weights([W1, b1, W2, b2])

X = np.array([${row(probe)}])  # degrees Celsius, minutes
${scaled ? `X_std = (X - ${row(mean)}) / ${row(scale)}\nprint(net(X_std))` : "print(net(X))"}`;
}

// ---- state, tasks and controls ----

class Roaster extends Widget {
  static label = "Coffee roaster: move three lines and see what the network calls good";
  static kept = ["theta", "standardise", "units", "probe", "show_beans", "show_rule"];
  static other = ["selected"];
  static design = ["hidden", "mean", "scale", "rule", "beans"];
  static noun = "state";
  static todo = TASKS;
  static numbers = {
    theta(i) {
      const row = Math.floor(i / 3), j = (i % 3) + 1;
      if (row < 3) return `unit ${j}: ${row < 2 ? "weight" : "bias"}`;
      return `output: ${row < 4 ? `weight ${j}` : "bias"}`;
    },
    probe: (i) => `probe: ${["temperature", "time"][i]}`,
  };
  anchors = []; // where the reader has put the disc of each line

  get H() { return this.design.hidden; }
  get net() { return network(this.state, this.design); }
  // The hidden unit whose controls show; beside the output's, that of the last.
  get unit() { return Math.min(this.state.selected, this.H - 1); }
  get onOutput() { return this.state.selected >= this.H; }

  fallback(key) { return this.design.presets.own[key]; }
  shown() {
    const { hidden, mean, scale, rule } = this.design;
    return { ...this.state, hidden, mean, scale, rule };
  }
  python() { return pythonCode(this.net, this.design, this.state); }
  setUnit(j, [w1, w2, b]) {
    const theta = [...this.state.theta], { H } = this;
    [theta[j], theta[H + j], theta[2 * H + j]] = [w1, w2, b + 0];
    this.set({ theta });
  }
  setVote(name) {
    const { votes } = this.net, K = equalVotes(votes) ? votes[0] : 20, tau = VOTES.find((v) => v[0] === name)[2];
    this.act({ theta: [...this.state.theta.slice(0, 3 * this.H), ...votes.map(() => K), -tau * K] });
  }
  forget(kind) {
    if (["preset", "reset", "undo"].includes(kind)) this.anchors = [];
    if (kind !== "preset") this.startMenu.clear();
  }

  check(kind) {
    const { net, truth, state, design } = this, { A1, A2 } = net.forward(state.probe), [a, b, c] = net.raw[0];
    const accuracy = truth.accuracy(net.outputScores(MAP)), unit1 = net.unitScores(MAP, 0);
    const hot = share(truth.roasts.map(([T], i) => unit1[i] > 0 === T > 175));
    const answers = design.beans.map(([T, D]) => net.forward([T, D]).A2), texts = new Set(answers.map(fmt.prob));
    const [least, most] = [Math.min, Math.max].map((f) => fmt.prob(f(...answers)));
    return {
      a: hot >= 0.98 && `Unit 1 now turns on at ${fmt.num(-(b * design.mean[1] + c) / a, 1)} °C.`,
      b: state.standardise && A1.every((x) => x > 0.9) && `The output says ${fmt.prob(A2)}.`,
      c: accuracy >= 0.97 && `${fmt.pct(accuracy)}. ${CLOSED}`,
      d: accuracy >= 0.97 && A1.every((x) => x * (1 - x) < 0.001) && SHARP,
      e: kind === "standardise" && !state.standardise &&
        (texts.size === 1 ? `One: ${least} for every bean.` : `${texts.size}, from ${least} to ${most}.`),
    };
  }
  told() {
    const { net, state } = this, { beans } = this.design, { A1, A2 } = net.forward(state.probe), [T, D] = state.probe;
    const accuracy = fmt.pct(this.truth.accuracy(net.outputScores(MAP)));
    return `Whole map ${accuracy}, ${beansRight(net, beans)} of ${beans.length} beans. ` +
      `At ${+T.toFixed(2)} °C and ${fmt.num(D, 1)} min the units say ${A1.map((a) => fmt.num(a, 2)).join(", ")}; ` +
      `output ${fmt.prob(A2)}, ${A2 > 0.5 ? "good" : "bad"}.`;
  }

  build() {
    this.truth = truthOf(this.design);
    this.names = [...range(this.H, (j) => `unit ${j + 1}`), "output"];
    this.buildControls();
    this.readings = new Readings(this);
    this.maps = new Maps(this);
    grabMap(this);
    const { standardiseBox, unitsChoice, beansBox, ruleBox, unitStrip, outStrip, readings } = this;
    const probeStrip = html("div", { class: "nn-strip", role: "group", "aria-label": "Probe" },
      ...this.controls("temperature", "time"));
    return [
      html("div", { class: "nn-top" },
        this.startMenu.el, this.undoButton, this.resetButton, standardiseBox.el, unitsChoice.el),
      this.maps.stage,
      html("div", { class: "nn-legend", "data-poster": true }, beansBox.el,
        ...legend([["nn-good", "good"], ["nn-bad", "bad"], ["nn-wrong", "network is wrong"]]), ruleBox.el,
        ...legend([["nn-probe", "probe"], ["nn-half", "output 0.5 (thin: 0.1, 0.9)"],
          ["nn-arrow", "points to the on side; longer = steeper (log)"]])),
      html("div", { class: "nn-read" },
        html("div", {}, readings.line, html("div", { class: "nn-stack" }, unitStrip, outStrip), readings.notes),
        html("div", {}, probeStrip, readings.table, readings.verdict)),
      readings.score,
    ];
  }
  buildControls() {
    const { H, state } = this, { scale } = this.design;
    const edit = (change) => (x) => this.setUnit(this.unit, change(this.net.units[this.unit], x));
    const setVote = (i) => (x) => this.set({ theta: state.theta.with(3 * H + i, x) });
    const setProbe = (i) => (x) => this.set({ probe: state.probe.with(i, x) });
    const voting = { min: -30, max: 30, step: 0.1, digits: 3 };
    this.control({
      angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
      offset: { label: "Offset", min: -2.5, max: 2.5, step: 0.01, digits: 3, unit: "SD", oninput: edit(shifted) },
      steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, unit: "/SD",
        spoken: (k) => `steepness ${k} per standard deviation`, oninput: edit(sharpened) },
      ...range(H, (i) => ({ label: `Weight ${i + 1}`, ...voting, oninput: setVote(i) })),
      bias: { label: "Bias", ...voting, min: -90, max: 90, oninput: setVote(H) },
      temperature: { label: "Temperature", min: 100, max: 320, step: 0.5, digits: 2, unit: "°C", handle: "probe",
        oninput: setProbe(0) },
      time: { label: "Time", min: 10, max: 18, step: 0.05, digits: 3, unit: "min", handle: "probe", oninput: setProbe(1) },
    });
    this.standardiseBox = toggle({ label: "standardise inputs",
      onchange: (standardise) => this.act({ standardise }, "standardise") });
    this.beansBox = toggle({ label: "beans", onchange: (on) => this.act({ show_beans: on }, "look") });
    this.ruleBox = toggle({ label: "the true rule", onchange: (on) => this.act({ show_rule: on }, "look") });
    this.unitsChoice = choice({ label: "Units", options: [["raw", "°C, min"], ["standardised", "SD"]],
      onchange: (units) => this.act({ units }, "look") });
    this.voteChoice = choice({ label: "Vote", options: VOTES, onchange: (name) => this.setVote(name) });
    const hint = `SD = standard deviation: ${fmt.num(scale[0], 0)} °C, ${fmt.num(scale[1], 2)} min.`;
    this.unitStrip = html("div", { class: "nn-strip" },
      ...this.controls("angle", "offset", "steepness"), html("p", { class: "nn-hint" }, hint));
    this.outStrip = html("div", { class: "nn-strip nn-votes" },
      this.voteChoice.el, ...this.controls(...range(H, String), "bias"));
  }

  draw() {
    const { net, root, state } = this, z = net.outputScores(MAP);
    this.maps.draw(net, z);
    this.setControls(net);
    this.readings.set(net, z);
    root.dataset.inputs = state.standardise ? "standardised" : "raw";
  }
  setControls(net) {
    const { state, onOutput } = this, { k: steepness, angle, offset } = toLine(net.units[this.unit]);
    const [temperature, time] = state.probe;
    const values = { angle, offset, steepness, ...net.votes, bias: net.bias, temperature, time };
    for (const name in this.pairs) this.pairs[name].set(values[name]);
    this.unitStrip.inert = onOutput;
    this.outStrip.inert = !onOutput;
    this.voteChoice.set(VOTES.find(([, , tau]) => asksFor(net, tau))?.[0]);
    this.unitsChoice.set(state.standardise ? state.units : "raw");
    this.unitsChoice.disable(!state.standardise);
    this.standardiseBox.set(state.standardise);
    this.beansBox.set(state.show_beans);
    this.ruleBox.set(state.show_rule);
    this.startMenu.allow("triangle", state.done.includes("c"));
  }
}

// ---- what stands in words and numbers ----

class Readings {
  constructor(widget) {
    const { names, H } = widget, { beans } = widget.design;
    this.widget = widget;
    this.sentence = html("b", {});
    this.weights = html("span", {});
    this.note = html("span", {});
    this.verdict = html("b", {});
    this.line = steady(LONGEST.words, html("div", {}, this.sentence), this.weights);
    this.notes = steady(LONGEST.note, this.note);
    const layer = (i) => (i < H ? `1_${i + 1}` : "2_1");
    this.cells = names.map((_, i) => ["Z", "A", "slope"].map((what) => value(what + layer(i), "td")));
    const rows = this.cells.map((row, i) =>
      html("tr", {}, html("th", { scope: "row" }, names[i]), ...row.map((cell) => cell.el)));
    this.table = table("The network at the probe", ["probe", "z", "a", "slope σ′"], html("tbody", {}, ...rows));
    [this.map, this.base, this.beans] = ["map_accuracy", "baseline", "beans_right"].map((name) => value(name));
    this.bar = html("div", { class: "nn-bar", "aria-hidden": "true" }, html("i", {}), html("b", {}));
    this.score = html("div", { class: "nn-score" }, this.bar, steady(LONGEST.score,
      "Whole map ", this.map.el, ' (always "bad": ', this.base.el, "). Beans: ", this.beans.el, ` of ${beans.length}.`));
  }
  set(net, z) {
    const { widget } = this, { state, design, truth, H } = widget, { Z1, A1, Z2, A2 } = net.forward(state.probe);
    const accuracy = truth.accuracy(z), found = beansRight(net, design.beans), j = state.selected;
    this.cells.forEach(([score, activation, slope], i) => {
      const [s, a] = i < H ? [Z1[i], A1[i]] : [Z2, A2];
      score.set(s, fmt.num(s, Math.abs(s) >= 1000 ? 0 : 2));
      activation.set(a, fmt.prob(a));
      slope.set(a * (1 - a), fmt.prob(a * (1 - a)));
    });
    this.verdict.textContent = `Output ${fmt.prob(A2)}: ${A2 > 0.5 ? "good" : "bad"}.`;
    this.map.set(accuracy, fmt.pct(accuracy));
    this.base.set(truth.baseline, fmt.pct(truth.baseline));
    this.beans.set(found, found);
    this.bar.firstChild.style.width = `${100 * accuracy}%`;
    this.bar.lastChild.style.left = `${100 * truth.baseline}%`;
    this.sentence.textContent = widget.onOutput ? votesInWords(net) : lineInWords(net, j);
    this.note.textContent = widget.complaint() || (widget.onOutput ? "" : farOff(net, j));
    this.setWeights(net);
  }
  setWeights(net) {
    const { state, onOutput } = this.widget, j = state.selected, asRaw = state.standardise && state.units === "raw";
    const [numbers, label] = onOutput ? [[...net.votes, net.bias], ""]
      : asRaw ? [net.raw[j], "[raw]"] : [net.units[j], state.standardise ? "[standardised]" : "[raw]"];
    const shown = numbers.map((x, i) => {
      const number = value(i < numbers.length - 1 ? `w${i + 1}` : "b");
      number.set(x, fmt.digits(x, asRaw && !onOutput ? 4 : 3));
      return number.el;
    });
    const b = shown.pop();
    this.weights.replaceChildren("w = (", ...shown.flatMap((w, i) => (i ? [", ", w] : [w])), "), b = ", b, `  ${label}`);
  }
}

// ---- the maps ----

class Maps {
  constructor(widget) {
    const { H, names, signal, hub } = widget, square = { x: [-R, R], y: [-R, R] }, group = unique();
    this.widget = widget;
    this.small = range(H, () => widget.plot(square));
    this.map = widget.plot({ ...square, margin: [26, 42, 36, 2] });
    this.radios = names.map((_, node) =>
      html("input", { type: "radio", name: group, onchange: () => widget.act({ selected: node }) }));
    this.labels = this.small.map((p, j) =>
      html("label", { class: "nn-small" }, p.el, html("span", {}, this.radios[j], names[j])));
    this.edges = svg("svg", { class: "nn-edges", "aria-hidden": "true" });
    const output = html("label", { class: "nn-out" }, this.radios[H], "output");
    this.stage = html("div", { class: "nn-stage", role: "radiogroup", "aria-label": "Node to look at", "data-poster": true },
      this.edges, html("div", { class: "nn-maps" }, ...this.labels), html("div", { class: "nn-big" }, output, this.map.el));
    watch(this.stage, signal, () => hub.redraw());
  }
  draw(net, z) {
    const { selected } = this.widget.state;
    this.small.forEach((p, j) => { if (p.width) this.drawUnit(net, p, j); });
    this.radios.forEach((radio, node) => { radio.checked = node === selected; });
    if (this.map.width) this.drawMap(net, z);
    this.drawEdges(net);
  }
  drawUnit(net, p, j) {
    const { widget } = this, { selected } = widget.state;
    widget.once(`unit ${j}`, [net.onMap[j], selected], () => {
      const tints = [0, 0.45].map((part) => mix(widget.look("activation"), widget.look("surface"), part));
      heat(p, SMALL, net.unitScores(SMALL, j).map(sigmoid), tints);
      p.svg.replaceChildren(...stroke(p, net.onMap[j], { width: 2, dash: DASHES[j] }), ...softEdges(p, net.onMap[j]));
      this.labels[j].classList.toggle("nn-on", selected === j);
    });
  }
  drawMap(net, z) {
    const { widget, map } = this, { state } = widget;
    widget.once("map", [state.theta, state.standardise, state.show_beans], () => {
      const tint = (name, part) => mix(widget.look(name), widget.look("surface"), part);
      const pen = heat(map, MAP, z.map(sigmoid), [tint("bad", 0.45), tint("bad", 0), tint("good", 0.45)]);
      if (state.show_beans) this.drawBeans(net, pen);
      this.contours = contours(map, z);
    });
    this.drawAxes();
    const order = [...net.onMap.keys()].sort((i, j) => (i === state.selected) - (j === state.selected));
    map.svg.replaceChildren(map.svg.firstChild, ...this.contours.lines, ...(state.show_rule ? [this.trueRule()] : []),
      ...order.flatMap((j) => this.numberedLine(net, j)), ...this.contours.labels, ...this.handles(net), ...this.probeMark());
  }
  drawBeans(net, pen) {
    const { map, widget } = this;
    for (const [T, D, y] of widget.design.beans) {
      const [x, v] = map.px(...widget.truth.standard([T, D])), wrong = isGood(net.forward([T, D]).Z2) !== (y === 1);
      drawLabel(pen, widget.look, [x - map.left, v - map.top], y, wrong);
    }
  }
  drawAxes() {
    const { state, truth } = this.widget, inSD = state.standardise && state.units === "standardised";
    const ticks = (i, places) => (inSD ? [-1, 0, 1].map((x) => [x, fmt.num(x, 0)])
      : places.map((x) => [truth.standard(i ? [0, x] : [x, 0])[i], String(x)]));
    const [T, D] = inSD ? ["temperature, SD", "time, SD"] : ["temperature T, °C", "time D, min"];
    this.map.axes(ticks(0, [160, 200, 240, 280]), ticks(1, [12, 13, 14, 15]), T, D);
  }
  numberedLine(net, j) {
    const { map, widget } = this, g = geometry(net.onMap[j], map), on = j === widget.state.selected;
    const lines = stroke(map, net.onMap[j], { width: on ? 3 : 1.5, dash: DASHES[j] });
    if (!lines.length) return [];
    const press = curve(lines[0].getAttribute("d"), "nn-press");
    const ringLow = on && this.spots(net, j)?.low;
    const [x, y] = map.px(...g.at(ringLow ? g.s[1] - 0.2 : g.s[0] + 0.2));
    return [...lines, press, circle(x, y, 9, "nn-badge"), words(x, y + 4.5, j + 1, "nn-number")];
  }
  trueRule() {
    const { rule } = this.widget.design, corners = cornersOf(rule).map(this.widget.truth.standard);
    return curve(`${this.map.path(corners)}Z`, "nn-rule");
  }
  drawEdges({ votes }) {
    const { map, stage, widget: { H } } = this, box = stage.getBoundingClientRect(), to = map.el.getBoundingClientRect();
    this.edges.replaceChildren(...this.small.flatMap((p, j) => {
      const from = p.el.getBoundingClientRect(), beside = from.right < to.left, fan = (j - (H - 1) / 2) * 30;
      const start = beside ? [from.right, (from.top + from.bottom) / 2] : [(from.left + from.right) / 2, from.bottom + 24];
      const end = beside ? [to.left, (to.top + to.bottom) / 2 + fan] : [(to.left + to.right) / 2 + fan, to.top + map.top];
      const [[x0, y0], [x1, y1]] = [start, end].map(([x, y]) => [x - box.left, y - box.top]);
      const width = clamp(Math.abs(votes[j]) / 5, 1, 6), dash = votes[j] < 0 ? "5 4" : "", sign = votes[j] > 0 ? "+" : "";
      return [curve(`M${x0} ${y0}L${x1} ${y1}`, "nn-stroke", width, dash),
        words((x0 + x1) / 2, (y0 + y1) / 2 + 5, sign + fmt.digits(votes[j], 2), "nn-vote")];
    }));
  }

  // ---- handles on the selected line, and the probe ----

  spots({ onMap }, j) {
    const { state, anchors } = this.widget;
    return state.standardise && spots(this.map, onMap[j], anchors[j]);
  }
  handles(net) {
    const { state, onOutput, halo } = this.widget, at = !onOutput && this.spots(net, state.selected);
    return at ? lineGrips(this.map, at, `u${state.selected + 1}-`, halo) : [];
  }
  probeMark() {
    const { map, widget: { state, truth, halo } } = this, uv = truth.standard(state.probe), lit = halo === "probe";
    const shown = uv.map((x) => clamp(x, -R, R)), [x, y] = map.px(...shown);
    const inUnits = state.probe.map((x, i) => `${+x.toFixed(2)} ${["°C", "min"][i]}`);
    const outside = inUnits.filter((_, i) => Math.abs(uv[i]) > R + 1e-9);
    if (!outside.length) {
      const cross = `M${x - 13} ${y}h26M${x} ${y - 13}v26M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`;
      return [grip(map, "probe", shown, curve(cross, "nn-cross"), lit)];
    }
    const mark = arrowhead([x, y], uv.map((q, i) => q - shown[i]), 9, "nn-outside"), right = x > map.width / 2;
    const text = `(${outside.join(", ")}, outside the map)`, height = clamp(y + 5, map.top + 18, map.height - 44);
    const label = words(x + (right ? -16 : 16), height, text, "nn-level", right ? "end" : "start");
    return [grip(map, "probe", shown, mark, lit), label];
  }
}

// The lines where a unit says 0.1 and 0.9, unless they all but touch the middle one.
function softEdges(p, [a, b, c]) {
  if ((EDGE / Math.hypot(a, b)) * p.unit() < 2) return [];
  const edge = (level) => stroke(p, [a, b, c - level], { width: 1, kind: "nn-stroke nn-soft" }).slice(1);
  return [...edge(-EDGE), ...edge(EDGE)];
}
// Where the output says 0.1, 0.5 and 0.9, each with its number where it comes nearest to the right edge.
function contours(map, z) {
  const lines = [], labels = [], taken = [];
  for (const [level, text, width] of [[0, "0.5", 2], [-EDGE, "0.1", 1], [EDGE, "0.9", 1]]) {
    const segments = iso(z, MAP, level).map((ends) => ends.map((point) => point.map((x) => R * (2 * x - 1))));
    if (!segments.length) continue;
    const d = segments.map(map.path).join("");
    lines.push(curve(d, "nn-under", width + 2), curve(d, "nn-iso", width));
    const [x, y] = map.px(...segments.flat().reduce((best, point) => (point[0] > best[0] ? point : best)));
    if (taken.some((other) => Math.abs(other - y) < 18)) continue;
    taken.push(y);
    labels.push(words(Math.min(x + 5, map.width - 68), clamp(y - 5, 42, map.height - 42), text, "nn-level", "start"));
  }
  return { lines, labels };
}

// ---- what the pointer takes hold of ----

function grabMap(widget) {
  const { maps, pairs, hub, truth } = widget, { map } = maps;
  let held = null;
  function pressLine(event) {
    const [u, v] = map.at(event), away = ([a, b, c]) => (Math.abs(a * u + b * v + c) / Math.hypot(a, b)) * map.unit();
    const distances = widget.net.onMap.map(away), j = distances.indexOf(Math.min(...distances));
    if (distances[j] < 8) widget.act({ selected: j });
    return false;
  }
  function moveProbe(by) {
    const onTheMap = truth.standard(held.probe).map((x, i) => clamp(clamp(x, -R, R) + by[i], -R, R));
    const [T, D] = truth.roastAt(onTheMap);
    widget.set({ probe: [pairs.temperature.nearest(T), pairs.time.nearest(D)] });
  }
  drag(map.svg, widget.signal, {
    start(event) {
      const name = nearest(map, event)?.replace(/^u\d+-/, ""), { net, unit: j } = widget;
      if (!name) return pressLine(event);
      held = { name, j, from: map.at(event), unit: net.units[j], probe: widget.state.probe, ...maps.spots(net, j) };
      if (name !== "probe") widget.anchors[j] = held.disc;
      pairs[name === "probe" ? "temperature" : name].focus();
      return true;
    },
    move(event) {
      const to = map.at(event), by = to.map((x, i) => x - held.from[i]);
      if (held.name === "probe") moveProbe(by);
      else widget.setUnit(held.j, pulls[held.name](held, by, to, pairs, map));
    },
    end: () => hub.commit(),
    cancel: hub.cancel,
  });
}

const render = ({ model, el }) => new Roaster("coffee", model).mount(el);
