// needs: frame, readouts, heat, iso, drag, linehandles, label
// The coffee roaster: soft half-planes that the reader moves, or training did, and the output unit that counts their votes.

const SMALL = 48;
const DASHES = ["", "7 4", "2 4"];
const VOTES = [["all", "all three", 2.5], ["two", "two of three", 1.5], ["any", "any", 0.5]];
const HANDS = [ // name, text, longest line below it
  ["a", "Make unit 1 say: hotter than 175 °C.", "It agrees with that on 100.0 % of the map."],
  ["b", "Find a roast where all three say more than 0.9.", "They say 0.001, 0.001 and 2.45e−231 there."],
  ["c", "Reach 97 % of the whole map.", "100.0 %. Three lines close a triangle."],
  ["d", "Keep 97 %, all slopes at a good roast below 0.001.", "Sharp and deaf: training hardly moves them."],
  ["e", "Under More: standardise no inputs. What is left?", "200, from 2.45e−231 to 0.999."],
];
const SHARP = HANDS[3][2];
const LONGEST = {
  unit: "Unit 3 is on where D < 21.00 − 0.0353·T.",
  note: "z runs from −10000 to −10000: the line is far off the map",
  roast: "299.5 °C, 13.05 min: 2.45e−231, bad.",
  weights: "w = (−0.0001, −86.60), b = −11696 [standardised]",
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
  const terms = votes.map((v, j) => `${short(v)}·a${"₁₂₃₄₅₆₇₈"[j]}`).join(" + ").replaceAll("+ −", "− ");
  return `Good where ${terms} > ${short(-bias)}.`;
}
function farOff({ onMap }, j) {
  const [a, b, c] = onMap[j], reach = R * (Math.abs(a) + Math.abs(b));
  if (!reach || Math.abs(c) < reach) return "";
  const far = Math.abs(c) > 3 * reach ? "far " : "";
  return `z runs from ${fmt.num(c - reach, 0)} to ${fmt.num(c + reach, 0)}: the line is ${far}off the map`;
}
const inUnits = ([T, D]) => [`${+T.toFixed(2)} °C`, `${fmt.num(D, Number.isInteger(+(10 * D).toFixed(6)) ? 1 : 2)} min`];
const listed = (texts) => `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;

// The network as it is: what exercise 5.6 takes, whatever units the picture shows.
function pythonCode({ units, votes, bias, H, standardise }, { mean, scale }, { probe }) {
  const row = (numbers) => `[${numbers.join(", ")}]`;
  return `import numpy as np
from nnlib import Dense, Sequential

network = Sequential([Dense(${H}, activation="sigmoid"), Dense(1, activation="sigmoid")], dtype="float64")
network.build((None, 2))
W1 = [${row(units.map((unit) => unit[0]))},
      ${row(units.map((unit) => unit[1]))}]
b1 = ${row(units.map((unit) => unit[2]))}
W2 = ${row(votes.map((v) => row([v])))}
b2 = [${bias}]
network.set_weights([W1, b1, W2, b2])

X = np.array([${row(probe)}])  # degrees Celsius, minutes
${standardise ? `X_std = (X - ${row(mean)}) / ${row(scale)}\nprint(network(X_std))` : "print(network(X))"}`;
}

// ---- state, tasks and controls ----

class Roaster extends Widget {
  static label = "Coffee roaster: move three lines and see what the network calls good";
  static kept = ["theta", "standardise", "units", "probe", "show_beans", "show_rule", "mode", "hidden", "seed", "frame"];
  static other = ["selected"];
  static design = ["mean", "scale", "rule", "beans", "films"];
  static noun = "state";
  static todo = [...HANDS, ...REPLAYS];
  static eases = ["theta", "probe"];
  static numbers = {
    theta(i, { length }) {
      const H = (length - 1) / 4, row = Math.floor(i / H), j = (i % H) + 1;
      if (row < 3) return `unit ${j}: ${row < 2 ? "weight" : "bias"}`;
      return `output: ${row < 4 ? `weight ${j}` : "bias"}`;
    },
    probe: (i) => `probe: ${["temperature", "time"][i]}`,
  };
  puts = []; // where the reader has put the handles of each line
  lastUnit = 0;
  memory = new Map();

  get H() { return (this.state.theta.length - 1) / 4; }
  // Whether a recording is shown, and nothing in the picture can be moved.
  get watching() { return this.state.mode === "replay"; }
  get first() { return this.watching ? "epoch" : this.design.offered.includes("a") ? "u1-offset" : "probe"; }
  get net() { return network(this.state, this.design); }
  get onOutput() { return this.state.selected === this.H; }
  get onRoast() { return this.state.selected > this.H; }
  // The hidden unit that has the handles: the last one that was selected.
  get unit() {
    if (this.state.selected < this.H) this.lastUnit = this.state.selected;
    return this.lastUnit;
  }

  fallback(key) { return this.design.presets.own[key]; }
  shown() {
    const { mean, scale, rule } = this.design;
    return { ...this.state, mean, scale, rule };
  }
  python() { return pythonCode(this.net, this.design, this.state); }
  // All that the output says on the map; remembered for as long as the state stays.
  fieldOf(net) {
    const key = JSON.stringify([net.theta, net.standardise]);
    if (this.memory.size > 4) this.memory.clear();
    if (!this.memory.has(key)) this.memory.set(key, outputOnMap(net, MAP));
    return this.memory.get(key);
  }
  accuracy(net = this.net) { return this.truth.accuracy(this.fieldOf(net).says); }

  setUnit(j, [w1, w2, b]) {
    const theta = [...this.state.theta], { H } = this;
    [theta[j], theta[H + j], theta[2 * H + j]] = [w1, w2, b + 0];
    this.set({ theta });
  }
  setVote(i, x) { this.set({ theta: this.state.theta.with(3 * this.H + i, x) }); }
  setProbe(probe) { this.set({ probe }); }
  ask(name) {
    const { votes } = this.net, K = equalVotes(votes) ? votes[0] : 20, tau = VOTES.find((v) => v[0] === name)[2];
    this.act({ theta: [...this.state.theta.slice(0, 3 * this.H), ...votes.map(() => K), -tau * K] });
  }
  // Shows the controls of a node at once, so that one of them can have the focus.
  select(node) {
    if (this.state.selected === node) return;
    this.set({ selected: node });
    this.paint();
  }
  forget(kind) {
    if (["preset", "reset", "undo", "pick"].includes(kind)) this.puts = [];
    this.replay?.forget(kind);
    if (kind !== "preset") this.startMenu.clear();
  }

  // A task is done by the gesture that brings it about, on what it names: nothing that held before it counts.
  check(kind, was) {
    return this.replay ? this.replay.check(was) : this.byHand(kind, was);
  }
  byHand(kind, was) {
    const { state } = this, open = this.goal.task(state.done);
    const [before, now] = [was, state].map((s) => this.facts(network(s, this.design), s.probe));
    const moved = ["theta", "probe"].some((key) => String(was[key]) !== String(state[key])), { answers } = now;
    const came = (name) => moved && now[name] && !before[name];
    return {
      a: came("hot") && `Unit 1 now turns on at ${fmt.num(now.turnsOn, 1)} °C.`,
      b: open === "b" && state.standardise && came("agreed") && `The output says ${fmt.prob(now.A2)}.`,
      c: came("closed") && `${fmt.pct(this.accuracy())}. Three lines close a triangle.`,
      d: came("deaf") && SHARP,
      e: kind === "standardise" && !state.standardise && answers.length < before.answers.length &&
        (answers.length === 1 ? `One: ${answers[0]} for every bean.`
          : `${answers.length}, from ${answers[0]} to ${answers.at(-1)}.`),
    };
  }
  facts(net, probe) {
    const { design: { beans, mean }, truth } = this, { A1, A2 } = net.forward(probe), [a, b, c] = net.raw[0];
    const closed = this.accuracy(net) >= 0.97, inside = truth.isGood(probe) && A1.every((x) => x > 0.5);
    const says = beans.map(([T, D]) => net.forward([T, D]).A2).sort((x, y) => x - y);
    return {
      A2, closed, turnsOn: -(b * mean[1] + c) / a, hot: truth.hotter(net.onMap[0]) >= 0.98,
      agreed: A1.every((x) => x > 0.9), deaf: closed && inside && A1.every((x) => x * (1 - x) < 0.001),
      answers: [...new Set(says.map(fmt.prob))],
    };
  }
  hint(task) {
    if (this.replay) return this.replay.hint(task);
    const { net, truth, state } = this, { A1 } = net.forward(state.probe);
    return {
      a: () => `It agrees with that on ${fmt.pct(truth.hotter(net.onMap[0]))} of the map.`,
      b: () => `They say ${listed(A1.map(fmt.prob))} there.`,
      c: () => `Always "bad" would reach ${fmt.pct(truth.baseline)}.`,
      d: () => `They are ${listed(A1.map((a) => fmt.prob(a * (1 - a))))}.`,
      e: () => `Under More. Now there are ${this.facts(net, state.probe).answers.length}.`,
    }[task]();
  }
  score(task) {
    const exact = this.accuracy(), { baseline } = this.truth, goal = { f: FAILED, g: PASSED, h: PASSED }[task] ?? 0.97;
    return { name: "map_accuracy", exact, text: fmt.pct(exact), label: "whole map", value: exact, marks: [baseline, goal] };
  }
  told() {
    if (this.watching) return this.replay.told();
    const { net, state } = this, { beans } = this.design, { A1, A2 } = net.forward(state.probe);
    const right = beans.filter((bean) => isRight(net, bean)).length;
    return `Whole map ${fmt.pct(this.accuracy())}, ${right} of ${beans.length} beans. ` +
      `At ${inUnits(state.probe).join(" and ")} the units say ${A1.map((a) => fmt.num(a, 2)).join(", ")}; ` +
      `output ${fmt.prob(A2)}, ${A2 > 0.5 ? "good" : "bad"}.`;
  }

  build() {
    this.truth = truthOf(this.design);
    if (this.watching || this.design.films.length) this.replay = new Replay(this);
    this.most = this.replay ? 8 : this.H; // hidden units, that there may be
    this.buildControls();
    this.readings = new Readings(this);
    this.maps = new Maps(this);
    grabMap(this);
    grabSmall(this);
    grabVotes(this);
    this.heads = [steady(LONGEST.unit, this.readings.line), this.voteChoice.el, steady(LONGEST.roast, this.readings.roast),
      html("div", { class: "nn-note" }, steady(LONGEST.note, this.readings.note))];
    this.strips = [["angle", "offset", "steepness"], [...range(this.most, String), "bias"], ["temperature", "time"]]
      .map((names) => html("div", { class: `nn-pairs nn-of-${Math.min(names.length, 4)}` }, ...this.controls(...names)));
    if (this.replay) this.heads.push(this.replay.head);
    if (this.replay) this.strips.push(this.replay.player.bar);
    const [heads, strips] = [this.heads, this.strips].map((all) => html("div", { class: "nn-stack" }, ...all));
    const { replay, maps: { stage } } = this;
    return [...(replay ? [replay.choices, html("div", { class: "nn-lab" }, stage, replay.curves)] : [stage]), this.strip(heads, strips)];
  }
  buildControls() {
    const edit = (change) => (x) => this.setUnit(this.unit, change(this.net.units[this.unit], x));
    const setProbe = (i) => (x) => this.setProbe(this.state.probe.with(i, x));
    const voting = { min: -30, max: 30, step: 0.1, places: 0, digits: 3 };
    this.control({
      angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
      offset: { label: "Offset", min: -2.5, max: 2.5, step: 0.01, digits: 3, unit: "SD", oninput: edit(shifted) },
      steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, unit: "/SD",
        spoken: (k) => `steepness ${k} per standard deviation`, oninput: edit(sharpened) },
      ...range(this.most, (i) => ({ label: `Vote ${i + 1}`, ...voting, handle: `vote${i + 1}`,
        oninput: (x) => this.setVote(i, x) })),
      bias: { label: "Bias", ...voting, min: -90, max: 90, oninput: (x) => this.setVote(this.H, x) },
      temperature: { label: "Temperature", min: 100, max: 320, step: 0.5, digits: 2, unit: "°C", handle: "probe",
        oninput: setProbe(0) },
      time: { label: "Time", min: 10, max: 18, step: 0.05, digits: 3, unit: "min", handle: "probe", oninput: setProbe(1) },
    });
    this.voteChoice = choice({ label: "Good if", options: VOTES, onchange: (name) => this.ask(name) });
  }
  more() {
    const { mean, scale } = this.design, look = (key) => (on) => this.act({ [key]: on }, "look");
    this.standardiseBox = toggle({ label: "standardise inputs",
      onchange: (standardise) => this.act({ standardise }, "standardise") });
    this.beansBox = toggle({ label: "beans", onchange: look("show_beans") });
    this.ruleBox = toggle({ label: "the true rule", onchange: look("show_rule") });
    this.unitsChoice = choice({ label: "Units", options: [["raw", "°C, min"], ["standardised", "SD"]],
      onchange: (units) => this.act({ units }, "look") });
    const sd = `SD: standard deviations from ${mean.map((x) => fmt.num(x, 1)).join(" °C and ")} min; ` +
      `one is ${fmt.num(scale[0], 0)} °C or ${fmt.num(scale[1], 2)} min.`;
    return [
      html("div", { class: "nn-legend" }, ...key()),
      html("div", { class: "nn-top" }, ...(this.replay ? [] : [this.startMenu.el, this.standardiseBox.el]), this.beansBox.el, this.ruleBox.el),
      html("div", { class: "nn-top" }, this.unitsChoice.el, html("span", { class: "nn-hint" }, sd)),
      ...this.readings.els,
    ];
  }

  draw() {
    const { net, root, state } = this, shown = network({ ...state, theta: this.eased("theta") }, this.design);
    this.maps.draw(shown, this.eased("probe"));
    this.readings.set(net);
    this.setControls(net);
    this.replay?.draw(net);
    root.dataset.mode = state.mode;
    root.dataset.inputs = state.standardise ? "standardised" : "raw";
  }
  setControls(net) {
    const { state } = this, { k: steepness, angle, offset } = toLine(net.units[this.unit]);
    const [temperature, time] = state.probe, strip = this.watching ? 3 : this.onRoast ? 2 : +this.onOutput;
    const values = { angle, offset, steepness, ...net.votes, bias: net.bias, temperature, time };
    for (const name in values) this.pairs[name].set(values[name]);
    range(this.most, (j) => { this.pairs[j].el.hidden = j >= net.H; });
    this.strips.forEach((el, i) => { el.inert = i !== strip; });
    this.heads.forEach((el, i) => { el.inert = i !== (this.readings.note.textContent ? 3 : this.watching ? 4 : strip); });
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
    const { beans } = widget.design;
    this.widget = widget;
    [this.line, this.roast] = range(2, () => html("b", {}));
    this.note = html("span", {});
    this.votes = html("div", {});
    this.weights = html("span", {});
    this.body = html("tbody", {});
    [this.base, this.beans] = ["baseline", "beans_right"].map((name) => value(name));
    this.els = [
      html("div", {}, steady(LONGEST.weights, this.weights), this.votes),
      table("The network at your roast", ["at your roast", "z", "a", "slope σ′"], this.body),
      html("div", {}, this.beans.el, ` of ${beans.length} beans are called right; always "bad" gets `, this.base.el,
        " of the map."),
    ];
  }
  rows(H) {
    const layer = (i) => (i < H ? `1_${i + 1}` : "2_1"), names = [...range(H, (j) => `unit ${j + 1}`), "output"];
    this.cells = names.map((_, i) => ["Z", "A", "slope"].map((what) => value(what + layer(i), "td")));
    this.body.replaceChildren(...this.cells.map((row, i) =>
      html("tr", {}, html("th", { scope: "row" }, names[i]), ...row.map((cell) => cell.el))));
  }
  set(net) {
    const { widget } = this, { state, design, truth, H } = widget, { Z1, A1, Z2, A2 } = net.forward(state.probe);
    const found = design.beans.filter((bean) => isRight(net, bean)).length;
    widget.once("rows", H, () => this.rows(H));
    this.cells.forEach(([score, activation, slope], i) => {
      const [s, a] = i < H ? [Z1[i], A1[i]] : [Z2, A2];
      score.set(s, fmt.num(s, Math.abs(s) >= 1000 ? 0 : 2));
      activation.set(a, fmt.prob(a));
      slope.set(a * (1 - a), fmt.prob(a * (1 - a)));
    });
    this.base.set(truth.baseline, fmt.pct(truth.baseline));
    this.beans.set(found, found);
    this.line.textContent = lineInWords(net, widget.unit);
    this.roast.textContent = `${inUnits(state.probe).join(", ")}: ${fmt.prob(A2)}, ${A2 > 0.5 ? "good" : "bad"}.`;
    this.note.textContent = widget.complaint() || (state.selected < H && !widget.watching ? farOff(net, state.selected) : "");
    this.votes.textContent = votesInWords(net);
    this.setWeights(net);
  }
  setWeights(net) {
    const { state, H } = this.widget, j = state.selected, output = j >= H;
    const asRaw = state.standardise && state.units === "raw";
    const [numbers, label] = output ? [[...net.votes, net.bias], "[output]"]
      : asRaw ? [net.raw[j], "[raw]"] : [net.units[j], state.standardise ? "[standardised]" : "[raw]"];
    const shown = numbers.map((x, i) => {
      const number = value(i < numbers.length - 1 ? `w${i + 1}` : "b");
      number.set(x, fmt.digits(x, asRaw && !output ? 4 : 3));
      return number.el;
    });
    const b = shown.pop();
    this.weights.replaceChildren("w = (", ...shown.flatMap((w, i) => (i ? [", ", w] : [w])), "), b = ", b, ` ${label}`);
  }
}

// ---- the maps ----

class Maps {
  constructor(widget) {
    const { most, signal, hub } = widget, ends = { x: [-R, R], y: [-R, R], square: true }, group = unique();
    this.widget = widget;
    this.small = range(most, () => widget.plot(ends));
    this.map = widget.plot({ ...ends, margin: [30, 50, 22, 8] });
    this.radios = [...range(most, (j) => `unit ${j + 1}`), "output", "roast"].map((name, i) => html("input",
      { type: "radio", name: group, "aria-label": name, onchange: () => widget.act({ selected: this.nodeOf(i) }) }));
    this.labels = [...this.small.map((p, j) => html("label", { class: "nn-small" }, p.el, this.radios[j])),
      ...["output", "⊕ roast"].map((text, i) => html("label", { class: "nn-chip" }, this.radios[most + i],
        html("span", { "aria-hidden": "true" }, text)))];
    this.edges = svg("svg", { class: "nn-edges", "aria-hidden": "true" });
    this.stage = html("div", { class: "nn-stage", role: "radiogroup", "aria-label": "Node to look at", "data-poster": true },
      html("div", { class: "nn-maps" }, ...this.labels.slice(0, most)),
      html("div", { class: "nn-big" }, this.map.el, html("div", { class: "nn-chips" }, ...this.labels.slice(most)),
        html("div", { class: "nn-legend" }, ...key())), this.edges);
    watch(this.stage, signal, () => hub.redraw());
  }
  // What the i-th of the radio buttons selects: units, of which there may be fewer now, output and roast.
  nodeOf(i) { return i < this.widget.most ? i : i - this.widget.most + this.widget.H; }
  draw(net, probe) {
    const { widget: { state: { selected }, watching, most } } = this, at = (i) => !watching && this.nodeOf(i) === selected;
    this.labels.forEach((label, i) => {
      label.hidden = i < most ? i >= net.H : watching;
      label.classList.toggle("nn-on", at(i));
    });
    this.stage.dataset.units = net.H;
    this.stage.classList.toggle("nn-many", net.H > 4);
    this.stage.inert = watching;
    this.ways = range(net.H, (j) => this.edge(j)); // measured before anything is drawn: nothing is laid out twice
    this.radios.forEach((radio, i) => { radio.checked = at(i) && !this.labels[i].hidden; });
    this.small.slice(0, net.H).forEach((p, j) => { if (p.width) this.drawUnit(net, probe, p, j); });
    if (this.map.width) this.drawMap(net, probe);
    this.drawEdges(net);
  }
  drawUnit(net, probe, p, j) {
    const { widget } = this, says = net.forward(probe).A1[j], { watching } = widget;
    widget.once(`unit ${j}`, [net.onMap[j], probe, watching], () => {
      const tints = [0, 0.35].map((part) => mix(widget.look("activation"), widget.look("surface"), part));
      heat(p, SMALL, unitOnMap(net.onMap[j], SMALL), tints);
      const at = widget.truth.standard(probe), [x, y] = p.px(...at), em = p.letter;
      const roomy = !watching && p.width >= 3 * em;
      const cross = roomy && at.every((c) => Math.abs(c) <= R) ? [curve(`M${x - 5} ${y}h10M${x} ${y - 5}v10`, "nn-cross")] : [];
      const told = !roomy ? [] : [words(p.width - 0.35 * em, p.height - 0.4 * em, fmt.num(says, 2), "nn-says nn-level", "end")];
      p.svg.replaceChildren(...stroke(p, net.onMap[j], { width: 2, dash: DASHES[j % 3] }), ...softEdges(p, net.onMap[j]), ...cross,
        words(0.4 * em, 1.1 * em, j + 1, "nn-number nn-level", "start"), ...told);
    });
  }
  drawMap(net, probe) {
    const { widget, map } = this, { state } = widget, { z, says } = widget.fieldOf(net);
    widget.once("map", [net.theta, state.standardise, state.show_beans], () => {
      const tint = (name, part) => mix(widget.look(name), widget.look("surface"), part);
      const pen = heat(map, MAP, says, [tint("bad", 0.2), tint("bad", 0), tint("good", 0.3)]);
      if (state.show_beans) this.drawBeans(net, pen);
      this.contours = contours(map, z);
    });
    this.drawAxes();
    const { unit, watching } = widget, order = [...net.onMap.keys()].sort((i, j) => (i === unit) - (j === unit));
    map.svg.replaceChildren(map.svg.firstChild, ...this.contours, ...(state.show_rule ? [this.trueRule()] : []),
      ...order.flatMap((j) => this.numberedLine(net, j)),
      ...(watching ? [] : [this.probeLabel(net, probe), ...this.handles(net), this.probeMark(probe)]));
  }
  drawBeans(net, pen) {
    const { map, widget } = this;
    for (const bean of widget.design.beans) {
      const [x, y] = map.px(...widget.truth.standard(bean.slice(0, 2)));
      const wrong = !isRight(net, bean);
      pen.globalAlpha = wrong ? 1 : 0.75;
      drawLabel(pen, widget.look, [x - map.left, y - map.top], bean[2], wrong);
    }
  }
  drawAxes() {
    const { state, truth } = this.widget, inSD = state.standardise && state.units === "standardised";
    const ticks = (i, places, unit) => (inSD ? [-1, 0, 1].map((x) => [x, `${fmt.num(x, 0)}${x > 0 ? " SD" : ""}`])
      : places.map((x, n) => [truth.standard(i ? [0, x] : [x, 0])[i], n < 3 ? String(x) : `${x} ${unit}`]));
    this.map.axes(ticks(0, [160, 200, 240, 280], "°C"), ticks(1, [12, 13, 14, 15], "min"), "", "");
  }
  numberedLine(net, j) {
    const { map, widget } = this, g = geometry(net.onMap[j], map), on = j === widget.unit && !widget.onOutput && !widget.watching;
    const lines = stroke(map, net.onMap[j], { width: on ? 3 : widget.watching ? 2 : 1.5, dash: DASHES[j % 3] });
    if (!lines.length) return [];
    const press = curve(lines[0].getAttribute("d"), "nn-press");
    const low = on && this.spots(net, j)?.side < 0, [x, y] = map.px(...g.at(low ? g.s[1] - 0.2 : g.s[0] + 0.2)), em = map.letter;
    return [...lines, press, circle(x, y, 0.55 * em, "nn-badge"), words(x, y + 0.28 * em, j + 1, "nn-number")];
  }
  trueRule() {
    const { rule } = this.widget.design, corners = cornersOf(rule).map(this.widget.truth.standard);
    return curve(`${this.map.path(corners)}Z`, "nn-truth");
  }

  // ---- edges: each carries its weight as a bead, the farther along, the larger ----

  // From the middle of a small map to the output map: where the edge of unit j is at `share` of its way.
  edge(j) {
    const { map, stage, widget: { H } } = this, most = Math.max(1, H - 1), box = stage.getBoundingClientRect(), to = map.el.getBoundingClientRect();
    const from = this.small[j].el.getBoundingClientRect(), beside = from.right < to.left, fan = j - (H - 1) / 2;
    const frame = map.canvas.getBoundingClientRect();
    const ends = beside ? [[from.right, (from.top + from.bottom) / 2], [frame.left, (frame.top + frame.bottom) / 2 + Math.min(44, (0.9 * frame.height) / most) * fan]]
      : [[(from.left + from.right) / 2, from.bottom], [frame.left + frame.width * (0.5 + Math.min(0.14, 0.9 / most) * fan), frame.top]];
    const [start, end] = ends.map(([x, y]) => [x - box.left, y - box.top]), way = beside ? 0 : 1;
    const bent = (share) => share * share * (3 - 2 * share);
    const at = (share) => [0, 1].map((i) => start[i] + (end[i] - start[i]) * (i === way ? share : bent(share)));
    const path = `M${range(21, (i) => at(i / 20).map((c) => c.toFixed(1)).join(" ")).join("L")}`;
    return { at, path, way, length: end[way] - start[way] };
  }
  drawEdges({ votes }) {
    const { widget: { halo, onOutput, H, watching } } = this, em = this.map.letter;
    this.edges.replaceChildren(...votes.flatMap((vote, j) => {
      const { at, path } = this.ways[j], spot = at(beadAt(vote)), [x, y] = spot;
      const text = (vote > 0 ? "+" : "") + fmt.num(vote, Number.isInteger(vote) || Math.abs(vote) >= 10 ? 0 : 1), name = `vote${j + 1}`;
      const told = H > 4 ? [circle(x, y, 0.35 * em, "")] : [circle(x, y, 0.95 * em, ""), words(x, y + 0.27 * em, text, "nn-vote")];
      const bead = svg("g", { class: onOutput ? "nn-knob nn-on" : "nn-knob" }, ...told);
      const wire = curve(path, "nn-edge", clamp(Math.abs(vote) / 5, 1, 6), vote < 0 ? "5 4" : "");
      return [wire, watching ? bead : gripAt(spot, name, bead, halo === name)];
    }));
  }

  // ---- handles on the line, and the probe ----

  spots({ onMap }, j) {
    const { state, puts } = this.widget;
    return state.standardise && spots(this.map, onMap[j], puts[j]);
  }
  handles(net) {
    const { unit, onOutput, halo } = this.widget, at = !onOutput && this.spots(net, unit);
    return at ? lineGrips(this.map, at, `u${unit + 1}-`, halo) : [];
  }
  // Where the probe shows, and how it is written: one that is off the map waits on its border.
  probePlace(probe) {
    const { map, widget: { truth } } = this, uv = truth.standard(probe), shown = uv.map((x) => clamp(x, -R, R));
    return { uv, shown, pixel: map.px(...shown), outside: inUnits(probe).filter((_, i) => Math.abs(uv[i]) > R + 1e-9) };
  }
  probeLabel(net, probe) {
    const { map } = this, { pixel: [x, y], outside } = this.probePlace(probe), em = map.letter, right = x > map.width / 2;
    const good = net.forward(probe).A2 > 0.5, says = `${fmt.num(net.forward(probe).A2, 2)} ${good ? "good" : "bad"}`;
    const text = outside.length ? `(${outside.join(", ")}, outside the map)` : says;
    const kind = outside.length ? "nn-level" : `nn-level ${good ? "nn-isgood" : "nn-isbad"}`;
    const height = clamp(y - 0.6 * em, map.top + 1.2 * em, map.height - 3 * em);
    return words(x + (right ? -1 : 1) * em, height, text, kind, right ? "end" : "start");
  }
  probeMark(probe) {
    const { map, widget: { halo } } = this, { uv, shown, pixel, outside } = this.probePlace(probe), [x, y] = pixel;
    const cross = `M${x - 13} ${y}h26M${x} ${y - 13}v26M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`;
    const mark = outside.length ? arrowhead(pixel, uv.map((q, i) => q - shown[i]), 9, "nn-outside")
      : svg("g", {}, curve(cross, "nn-under", 5), curve(cross, "nn-cross"));
    return grip(map, "probe", shown, mark, halo === "probe");
  }
}

const key = () => legend([["nn-good", "good"], ["nn-bad", "bad"], ["nn-wrong", "called wrongly"]]);

// Weights from -30 to 30 take up most of an edge.
const beadAt = (vote) => 0.15 + 0.7 * (clamp(vote, -30, 30) / 60 + 0.5);

// Where the output says 0.1, 0.5 and 0.9.
function contours(map, z) {
  return [[-SOFT, 1], [SOFT, 1], [0, 2]].flatMap(([level, width]) => {
    const segments = iso(z, MAP, level).map((ends) => ends.map((point) => point.map((x) => R * (2 * x - 1))));
    const d = segments.map(map.path).join("");
    return d ? [...(width > 1 ? [curve(d, "nn-under", 4)] : []), curve(d, "nn-iso", width)] : [];
  });
}

// ---- what the pointer takes hold of ----

// A unit's line, taken at one of its handles or anywhere along it, on a plot of that unit.
function holdLine(widget, p, event, j, name) {
  const { maps, net } = widget, at = maps.spots(net, j);
  if (!at) return null;
  widget.select(j);
  widget.pairs[name].focus();
  return { ...at, name, j, from: p.at(event), unit: net.units[j], before: widget.puts[j] };
}
function pullLine(widget, p, held, event) {
  const to = p.at(event), by = to.map((x, i) => x - held.from[i]);
  if (held.ring) widget.puts[held.j] = putAlong(held, by);
  widget.setUnit(held.j, pulls[held.name](held, by, to, widget.pairs, p));
}
function dropLine(widget, held) {
  widget.puts[held.j] = held.before;
  widget.hub.cancel();
}

function grabMap(widget) {
  const { maps, pairs, hub, truth } = widget, { map } = maps;
  let held = null;
  function nearLine(event) {
    const distances = widget.net.onMap.map((line) => awayFrom(map, map.at(event), line));
    const j = distances.indexOf(Math.min(...distances));
    return distances[j] < (event.pointerType === "touch" ? FINGER : 8) ? j : -1;
  }
  function moveProbe(onMap) {
    const [T, D] = truth.roastAt(onMap.map((x) => clamp(x, -R, R)));
    return [pairs.temperature.nearest(T), pairs.time.nearest(D)];
  }
  function holdProbe(event) {
    widget.select(widget.H + 1);
    pairs.temperature.focus();
    return { name: "probe", from: map.at(event), uv: truth.standard(widget.state.probe).map((x) => clamp(x, -R, R)) };
  }
  drag(map.svg, widget.signal, {
    start(event) {
      const name = nearest(map, event)?.replace(/^u\d+-/, ""), mouse = event.pointerType !== "touch";
      if (name === "probe") held = holdProbe(event);
      else if (name) held = holdLine(widget, map, event, widget.unit, name);
      else held = mouse && nearLine(event) >= 0 ? holdLine(widget, map, event, nearLine(event), "offset") : null;
      return held !== null;
    },
    move(event) {
      if (held.name !== "probe") return pullLine(widget, map, held, event);
      const to = map.at(event);
      widget.setProbe(moveProbe(held.uv.map((x, i) => x + to[i] - held.from[i])));
    },
    end: () => hub.commit(),
    cancel: () => (held.name === "probe" ? hub.cancel() : dropLine(widget, held)),
    // A tap takes the line under it; beside all of them, it puts the probe there.
    tap(event) {
      const j = nearLine(event), [u, v] = map.at(event);
      if (nearest(map, event)) return;
      if (j >= 0) widget.select(j);
      else if (Math.abs(u) < R && Math.abs(v) < R) widget.act({ probe: moveProbe([u, v]), selected: widget.H + 1 });
    },
  });
}
// A mouse moves the line in its small map, too; a finger chooses the unit there and scrolls the page.
function grabSmall(widget) {
  widget.maps.small.forEach((p, j) => {
    let held = null;
    drag(p.svg, widget.signal, {
      start(event) {
        if (event.pointerType === "touch") return false;
        held = holdLine(widget, p, event, j, "offset");
        return held !== null;
      },
      move: (event) => pullLine(widget, p, held, event),
      end: () => widget.hub.commit(),
      cancel: () => dropLine(widget, held),
    });
  });
}
function grabVotes(widget) {
  const { maps, pairs, hub, H } = widget, along = (event, way) => [event.clientX, event.clientY][way];
  let held = null;
  drag(maps.edges, widget.signal, {
    start(event) {
      const name = nearest({ svg: maps.edges }, event);
      if (!name) return false;
      const i = name.slice(4) - 1, { way, length } = maps.ways[i];
      widget.select(H);
      pairs[i].focus();
      held = { i, way, from: along(event, way), vote: clamp(widget.net.votes[i], -30, 30), perPixel: 60 / (0.7 * length) };
      return true;
    },
    move(event) {
      const { i, way, from, vote, perPixel } = held;
      widget.setVote(i, pairs[i].nearest(vote + (along(event, way) - from) * perPixel));
    },
    end: () => hub.commit(),
    cancel: hub.cancel,
  });
}

const render = ({ model, el }) => new Roaster("coffee", model).mount(el);
