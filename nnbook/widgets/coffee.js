// The coffee roaster: three soft half-planes that the reader moves, and the output unit that counts their votes.
// On the map, points are (u, v) in standard deviations; both axes run from -R to R, so that angles are true.

const STATE = ["theta", "standardise", "units", "selected", "probe", "show_beans", "show_rule", "done"];
const UNDOABLE = ["theta", "standardise", "units", "probe", "show_beans", "show_rule"];
const DESIGN = ["hidden", "mean", "scale", "rule", "beans", "presets"];
const R = Math.sqrt(3), MAP = 144, SMALL = 48, EDGE = Math.log(9);
const DASHES = ["", "7 4", "2 4"];
const CLOSED = "Three lines close a triangle; each alone is only a half-plane.";
const SHARP = "Sharp and deaf: training could hardly move these lines.";
const VOTES = [["all", "all three", 2.5], ["two", "two of three", 1.5], ["any", "any", 0.5]];

const midpoints = (n) => range(n, (i) => R * ((2 * i + 1) / n - 1));
const isGood = (z) => sigmoid(z) > 0.5;

// ---- the network of a state; sums run in nnlib's order ----

function network({ theta, standardise }, { hidden: H, mean, scale }) {
  const units = range(H, (j) => [theta[j], theta[H + j], theta[2 * H + j]]);
  const votes = theta.slice(3 * H, 4 * H), bias = theta[4 * H];
  const raw = units.map(([w1, w2, b]) => (standardise
    ? [w1 / scale[0], w2 / scale[1], b - (w1 * mean[0]) / scale[0] - (w2 * mean[1]) / scale[1]] : [w1, w2, b]));
  const onMap = units.map(([w1, w2, b]) => (standardise
    ? [w1, w2, b] : [w1 * scale[0], w2 * scale[1], b + w1 * mean[0] + w2 * mean[1]]));
  const count = (A1) => A1.reduce((sum, a, j) => sum + a * votes[j], 0) + bias;
  const forward = (roast) => {
    const x = standardise ? roast.map((value, i) => (value - mean[i]) / scale[i]) : roast;
    const Z1 = units.map(([w1, w2, b]) => x[0] * w1 + x[1] * w2 + b), A1 = Z1.map(sigmoid), Z2 = count(A1);
    return { Z1, A1, Z2, A2: sigmoid(Z2) };
  };
  // Scores of n x n cells of the map, row by row from the bottom: of unit j, and of the output.
  const unitScores = (n, j) => {
    const mids = midpoints(n), z = new Float64Array(n * n), [a, b, c] = onMap[j];
    for (let r = 0; r < n; r++) for (let i = 0; i < n; i++) z[r * n + i] = a * mids[i] + b * mids[r] + c;
    return z;
  };
  const outputScores = (n) => {
    const z = new Float64Array(n * n).fill(bias);
    votes.forEach((vote, j) => unitScores(n, j).forEach((score, i) => { z[i] += vote * sigmoid(score); }));
    return z;
  };
  return { theta, standardise, H, units, raw, onMap, votes, bias, forward, unitScores, outputScores };
}

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

function render({ model, el }) {
  const life = new AbortController(), { signal } = life;
  const design = Object.fromEntries(DESIGN.map((key) => [key, model.get(key)]));
  const { hidden: H, mean, scale, rule, beans, presets } = design;
  const standard = (roast) => roast.map((x, i) => (x - mean[i]) / scale[i]);
  const roastAt = (uv) => uv.map((x, i) => mean[i] + scale[i] * x);
  const obeys = ([T, D]) => rule.every(([a, b, c]) => a * T + b * D + c > 0);
  const roasts = midpoints(MAP).flatMap((v) => midpoints(MAP).map((u) => roastAt([u, v])));
  const truth = roasts.map(obeys), baseline = truth.filter((good) => !good).length / truth.length;
  const share = (right) => right.filter(Boolean).length / right.length;
  const broken = {};
  let status = "", shown = false, halo = null, held = null, anchors = [], painted = {};

  // ---- state ----
  function accept(key, news) {
    if (key !== "theta" && key !== "probe") return true;
    const i = news.findIndex((x) => !Number.isFinite(x)), [row, j] = [Math.floor(i / H), i % H];
    const name = key === "probe" ? `probe: ${["temperature", "time"][i]}`
      : row < 3 ? `unit ${j + 1}: ${row < 2 ? "weight" : "bias"}` : `output: ${row < 4 ? `weight ${j + 1}` : "bias"}`;
    const before = broken[key];
    broken[key] = i < 0 ? "" : `${name} is ${news[i]}; showing the ${shown ? "last finite" : "starting"} state`;
    if (before || i >= 0) tell("");
    return i < 0;
  }
  const root = html("div", { class: "nn-root nn-coffee", role: "group", "data-nn": "coffee",
    "aria-label": "Coffee roaster: move three lines and see what the network calls good" }, html("style", {}, STYLE));
  const say = live(root, signal);
  const hub = store(model, { keys: STATE, undoable: UNDOABLE, fallback: presets.own, signal, accept, draw, settled });
  const { state, commit } = hub;
  const look = theme(root, signal, repaint);
  const current = () => network(state, design);
  const selected = () => Math.min(state.selected, H - 1);

  function repaint() { painted = {}; hub.redraw(); }
  const complaint = () => status || broken.theta || broken.probe || "";
  function tell(text) {
    status = text;
    if (!shown) return;
    say(complaint());
    hub.redraw();
  }
  function set(patch) { status = ""; hub.set(patch); }
  function act(patch, kind) { set(patch); commit(kind); }
  function setUnit(j, [w1, w2, b]) {
    const theta = [...state.theta];
    [theta[j], theta[H + j], theta[2 * H + j]] = [w1, w2, b + 0];
    set({ theta });
  }
  function settled(kind) {
    if (kind === "preset" || kind === "undo") anchors = [];
    if (kind !== "preset") startMenu.clear();
    const net = current(), news = ["preset", "undo", "look"].includes(kind) ? [] : check(net, kind);
    say([...news, summary(net)].join(" "));
  }

  // ---- the page ----
  const starts = Object.entries(presets).map(([name, { label }]) => [name, label]);
  const startMenu = menu({ label: "Start from", options: starts, onpick(name) {
    const { label, ...patch } = presets[name];
    act(patch, "preset");
  } });
  const undoButton = button("Undo", () => { status = ""; hub.undo(); });
  const resetButton = button("Reset", () => { status = ""; hub.reset(); startMenu.clear(); });
  const standardiseBox = toggle({ label: "standardise inputs", onchange: (on) => act({ standardise: on }, "standardise") });
  const beansBox = toggle({ label: "beans", onchange: (on) => act({ show_beans: on }, "look") });
  const ruleBox = toggle({ label: "the true rule", onchange: (on) => act({ show_rule: on }, "look") });
  const unitsChoice = choice({ label: "Units", options: [["raw", "°C, min"], ["standardised", "SD"]],
    onchange: (units) => act({ units }, "look") });

  const names = [...range(H, (j) => `unit ${j + 1}`), "output"], group = unique();
  const select = (node) => () => act({ selected: node });
  const radios = names.map((_, node) => html("input", { type: "radio", name: group, onchange: select(node) }));
  const square = { x: [-R, R], y: [-R, R], signal, onresize: repaint };
  const small = range(H, () => plot(square)), map = plot({ ...square, margin: [26, 42, 36, 2] });
  const maps = small.map((p, j) => html("label", { class: "nn-small" }, p.el, html("span", {}, radios[j], names[j])));
  const big = html("div", { class: "nn-big" }, html("label", { class: "nn-out" }, radios[H], "output"), map.el);
  const edges = svg("svg", { class: "nn-edges", "aria-hidden": "true" });
  const stage = html("div", { class: "nn-stage", role: "radiogroup", "aria-label": "Node to look at" },
    edges, html("div", { class: "nn-maps" }, ...maps), big);
  watch(stage, signal, () => hub.redraw());

  // Each quantity by its name, with what a new value of it does.
  const edit = (change) => (x) => setUnit(selected(), change(current().units[selected()], x));
  const setVote = (i) => (x) => set({ theta: state.theta.with(3 * H + i, x) });
  const setProbe = (i) => (x) => set({ probe: state.probe.with(i, x) });
  const voting = { min: -30, max: 30, step: 0.1, digits: 3 };
  const quantities = {
    angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
    offset: { label: "Offset", min: -2.5, max: 2.5, step: 0.01, digits: 3, unit: "SD", oninput: edit(shifted) },
    steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, unit: "/SD",
      spoken: (k) => `steepness ${k} per standard deviation`, oninput: edit(sharpened) },
    ...range(H, (i) => ({ label: `Weight ${i + 1}`, ...voting, oninput: setVote(i) })),
    bias: { label: "Bias", ...voting, min: -90, max: 90, oninput: setVote(H) },
    temperature: { label: "Temperature", min: 100, max: 320, step: 0.5, digits: 2, unit: "°C", oninput: setProbe(0) },
    time: { label: "Time", min: 10, max: 18, step: 0.05, digits: 3, unit: "min", oninput: setProbe(1) },
  };
  const pairs = Object.fromEntries(Object.entries(quantities).map(([name, options]) =>
    [name, paired({ ...options, oncommit: () => commit(), onrefuse: tell })]));
  const strip = (...names) => names.map((name) => pairs[name].el);
  const voteChoice = choice({ label: "Vote", options: VOTES, onchange(name) {
    const { votes } = current(), K = equalVotes(votes) ? votes[0] : 20, tau = VOTES.find((v) => v[0] === name)[2];
    act({ theta: [...state.theta.slice(0, 3 * H), ...votes.map(() => K), -tau * K] });
  } });
  const equalVotes = (votes) => votes[0] > 0 && votes.every((v) => v === votes[0]);

  const sentence = html("b", {}), weightLine = html("span", {}), verdict = html("b", {}), note = html("span", {});
  const hint = `SD = standard deviation: ${fmt.num(scale[0], 0)} °C, ${fmt.num(scale[1], 2)} min.`;
  const unitStrip = html("div", { class: "nn-strip" },
    ...strip("angle", "offset", "steepness"), html("p", { class: "nn-hint" }, hint));
  const outStrip = html("div", { class: "nn-strip nn-votes" }, voteChoice.el, ...strip(...range(H, String), "bias"));
  const probeStrip = html("div", { class: "nn-strip", role: "group", "aria-label": "Probe" }, ...strip("temperature", "time"));
  const layer = (i) => (i < H ? `1_${i + 1}` : "2_1");
  const cells = names.map((_, i) => ["Z", "A", "slope"].map((what) => value(what + layer(i), "td")));
  const rows = cells.map((row, i) => html("tr", {}, html("th", { scope: "row" }, names[i]), ...row.map((cell) => cell.el)));
  const probeTable = table("The network at the probe", ["probe", "z", "a", "slope σ′"], html("tbody", {}, ...rows));
  const mapScore = value("map_accuracy"), base = value("baseline"), beanScore = value("beans_right");
  const bar = html("div", { class: "nn-bar", "aria-hidden": "true" }, html("i", {}), html("b", {}));
  const longest = "Good where −29.9·a1 − 29.9·a2 − 29.9·a3 > −89.9.\nw = (−0.0001, −86.60), b = −11696 [raw]";
  const chores = tasks([
    ["a", "Make unit 1 say: hotter than 175 °C.", "Unit 1 now turns on at 176.1 °C."],
    ["b", "Find a roast where all three units say more than 0.9. (Move a line?) What does the output say?",
      "The output says 2.45e−231."],
    ["c", "Reach 97 % of the whole map.", `100.0 %. ${CLOSED}`],
    ["d", "Keep 97 % and make all three slopes at the probe smaller than 0.001.", SHARP],
    ["e", "Switch standardising off. How many different answers are left?", "200, from 2.45e−231 to 2.45e−231."],
  ]);
  const python = drawer(tell);
  root.append(
    html("div", { class: "nn-top" }, startMenu.el, undoButton, resetButton, standardiseBox.el, unitsChoice.el),
    stage,
    html("div", { class: "nn-legend" }, beansBox.el,
      ...legend([["nn-good", "good"], ["nn-bad", "bad"], ["nn-wrong", "network is wrong"]]), ruleBox.el,
      ...legend([["nn-probe", "probe"], ["nn-half", "output 0.5 (thin: 0.1, 0.9)"],
        ["nn-arrow", "points to the on side; longer = steeper (log)"]])),
    html("div", { class: "nn-read" },
      html("div", {}, steady(longest, html("div", {}, sentence), weightLine),
        html("div", { class: "nn-stack" }, unitStrip, outStrip),
        steady("z runs from −10000 to −10000: the line is far off the map", note)),
      html("div", {}, probeStrip, probeTable, verdict)),
    html("div", { class: "nn-score" }, bar, steady('Whole map 100.0 % (always "bad": 79.2 %). Beans: 200 of 200.',
      "Whole map ", mapScore.el, ' (always "bad": ', base.el, "). Beans: ", beanScore.el, ` of ${beans.length}.`)),
    html("div", { class: "nn-more" }, ...chores.els, python.el),
  );
  // The handle whose control has the focus wears a halo.
  const focused = (node) => {
    const name = Object.keys(pairs).find((key) => pairs[key].el.contains(node));
    halo = ["temperature", "time"].includes(name) ? "probe" : name;
    hub.redraw();
  };
  root.addEventListener("focusin", (event) => focused(event.target));
  root.addEventListener("focusout", (event) => focused(event.relatedTarget));
  undoKey(root, undoButton);

  // ---- tasks: looked at when a gesture of the reader's ends, never taken back ----
  const beansRight = (net) => beans.filter(([T, D, y]) => isGood(net.forward([T, D]).Z2) === (y === 1)).length;
  const mapAccuracy = (z) => share(truth.map((good, i) => isGood(z[i]) === good));
  function summary(net) {
    const { A1, A2 } = net.forward(state.probe), [T, D] = state.probe;
    return `Whole map ${fmt.pct(mapAccuracy(net.outputScores(MAP)))}, ${beansRight(net)} of ${beans.length} beans. ` +
      `At ${+T.toFixed(2)} °C and ${fmt.num(D, 1)} min the units say ${A1.map((a) => fmt.num(a, 2)).join(", ")}; ` +
      `output ${fmt.prob(A2)}, ${A2 > 0.5 ? "good" : "bad"}.`;
  }
  // Ticks what is newly done; returns what to say about it.
  function check(net, kind) {
    const { A1, A2 } = net.forward(state.probe), accuracy = mapAccuracy(net.outputScores(MAP)), [a, b, c] = net.raw[0];
    const unit1 = net.unitScores(MAP, 0), hot = share(roasts.map(([T], i) => unit1[i] > 0 === T > 175));
    const answers = beans.map(([T, D]) => net.forward([T, D]).A2), texts = [...new Set(answers.map(fmt.prob))];
    const [least, most] = [Math.min, Math.max].map((f) => fmt.prob(f(...answers)));
    const news = {
      a: hot >= 0.98 && `Unit 1 now turns on at ${fmt.num(-(b * mean[1] + c) / a, 1)} °C.`,
      b: state.standardise && A1.every((x) => x > 0.9) && `The output says ${fmt.prob(A2)}.`,
      c: accuracy >= 0.97 && `${fmt.pct(accuracy)}. ${CLOSED}`,
      d: accuracy >= 0.97 && A1.every((x) => x * (1 - x) < 0.001) && SHARP,
      e: kind === "standardise" && !state.standardise &&
        (texts.length === 1 ? `One: ${texts[0]} for every bean.` : `${texts.length}, from ${least} to ${most}.`),
    };
    const fresh = Object.keys(news).filter((name) => news[name] && !state.done.includes(name));
    for (const name in news) if (news[name]) chores.tick(name, news[name]);
    if (fresh.length) hub.set({ done: [...state.done, ...fresh] });
    return fresh.map((name) => `Done: ${news[name]}`);
  }

  // ---- drawing ----
  function draw() {
    const net = current(), z = net.outputScores(MAP);
    for (const p of [...small, map]) p.resize();
    small.forEach((p, j) => drawUnit(net, p, j));
    if (map.width) drawMap(net, z);
    drawEdges(net);
    setControls(net);
    setReadouts(net, z);
    root.dataset.inputs = state.standardise ? "standardised" : "raw";
    root.dataset.state = JSON.stringify({ ...state, hidden: H, mean, scale, rule });
    root.dataset.ready = shown = "1";
  }
  function setControls({ units, votes, bias }) {
    const { k: steepness, angle, offset } = toLine(units[selected()]), [temperature, time] = state.probe;
    const values = { angle, offset, steepness, ...votes, bias, temperature, time }, onOutput = state.selected >= H;
    for (const name in pairs) pairs[name].set(values[name]);
    radios.forEach((radio, node) => { radio.checked = node === state.selected; });
    unitStrip.inert = onOutput;
    outStrip.inert = !onOutput;
    voteChoice.set(VOTES.find(([, , tau]) => equalVotes(votes) && Math.abs(bias + tau * votes[0]) < 1e-9)?.[0]);
    unitsChoice.set(state.standardise ? state.units : "raw");
    unitsChoice.disable(!state.standardise);
    standardiseBox.set(state.standardise);
    beansBox.set(state.show_beans);
    ruleBox.set(state.show_rule);
    startMenu.allow("triangle", state.done.includes("c"));
    undoButton.disabled = hub.untouched;
    for (const name of state.done) chores.tick(name);
  }
  function setReadouts(net, z) {
    const { Z1, A1, Z2, A2 } = net.forward(state.probe), accuracy = mapAccuracy(z);
    cells.forEach(([score, activation, slope], i) => {
      const [s, a] = i < H ? [Z1[i], A1[i]] : [Z2, A2];
      score.set(s, fmt.num(s, Math.abs(s) >= 1000 ? 0 : 2));
      activation.set(a, fmt.prob(a));
      slope.set(a * (1 - a), fmt.prob(a * (1 - a)));
    });
    verdict.textContent = `Output ${fmt.prob(A2)}: ${A2 > 0.5 ? "good" : "bad"}.`;
    mapScore.set(accuracy, fmt.pct(accuracy));
    base.set(baseline, fmt.pct(baseline));
    const beansFound = beansRight(net);
    beanScore.set(beansFound, beansFound);
    bar.firstChild.style.width = `${100 * accuracy}%`;
    bar.lastChild.style.left = `${100 * baseline}%`;
    sentence.textContent = state.selected < H ? lineInWords(net, state.selected) : votesInWords(net);
    note.textContent = complaint() || farOff(net);
    setWeights(net);
    python.set(pythonCode(net, design, state));
  }
  function setWeights(net) {
    const asRaw = state.standardise && state.units === "raw", j = state.selected;
    const [numbers, label] = j >= H ? [[...net.votes, net.bias], ""]
      : asRaw ? [net.raw[j], "[raw]"] : [net.units[j], state.standardise ? "[standardised]" : "[raw]"];
    const shown = numbers.map((x, i) => {
      const number = value(i < numbers.length - 1 ? `w${i + 1}` : "b");
      number.set(x, fmt.digits(x, asRaw && j < H ? 4 : 3));
      return number.el;
    });
    const b = shown.pop();
    weightLine.replaceChildren("w = (", ...shown.flatMap((w, i) => (i ? [", ", w] : [w])), "), b = ", b, `  ${label}`);
  }
  function farOff({ onMap }) {
    const [a, b, c] = onMap[selected()], reach = R * (Math.abs(a) + Math.abs(b));
    if (state.selected >= H || !reach || Math.abs(c) < reach) return "";
    const far = Math.abs(c) > 3 * reach ? "far " : "";
    return `z runs from ${fmt.num(c - reach, 0)} to ${fmt.num(c + reach, 0)}: the line is ${far}off the map`;
  }

  function drawUnit(net, p, j) {
    const key = JSON.stringify([net.onMap[j], state.selected]);
    if (painted[j] === key || !p.width) return;
    painted[j] = key;
    const tints = [0, 0.45].map((part) => mix(look("activation"), look("surface"), part));
    heat(p, SMALL, net.unitScores(SMALL, j).map(sigmoid), tints);
    p.svg.replaceChildren(...stroke(p, net.onMap[j], { width: 2, dash: DASHES[j] }), ...softEdges(p, net.onMap[j]));
    maps[j].classList.toggle("nn-on", state.selected === j);
  }
  // The lines where the unit says 0.1 and 0.9, unless they all but touch the middle one.
  function softEdges(p, [a, b, c]) {
    if ((EDGE / Math.hypot(a, b)) * p.unit() < 2) return [];
    const edge = (level) => stroke(p, [a, b, c - level], { width: 1, kind: "nn-stroke nn-soft" }).slice(1);
    return [...edge(-EDGE), ...edge(EDGE)];
  }

  function drawMap(net, z) {
    const key = JSON.stringify([state.theta, state.standardise, state.show_beans]), surface = look("surface");
    if (painted.map !== key) {
      const tint = (name, part) => mix(look(name), surface, part);
      const pen = heat(map, MAP, z.map(sigmoid), [tint("bad", 0.45), tint("bad", 0), tint("good", 0.45)]);
      if (state.show_beans) drawBeans(net, pen);
      painted.contours = contours(z);
      painted.map = key;
    }
    drawAxes();
    const order = [...net.onMap.keys()].sort((i, j) => (i === state.selected) - (j === state.selected));
    map.svg.replaceChildren(map.svg.firstChild, ...painted.contours.lines, ...(state.show_rule ? [trueRule()] : []),
      ...order.flatMap((j) => numberedLine(net, j)), ...painted.contours.labels, ...handles(net), ...probeMark());
  }
  function drawAxes() {
    const inSD = state.standardise && state.units === "standardised";
    const ticks = (i, places) => (inSD ? [-1, 0, 1].map((x) => [x, fmt.num(x, 0)])
      : places.map((x) => [standard(i ? [0, x] : [x, 0])[i], String(x)]));
    const [T, D] = inSD ? ["temperature, SD", "time, SD"] : ["temperature T, °C", "time D, min"];
    map.axes(ticks(0, [160, 200, 240, 280]), ticks(1, [12, 13, 14, 15]), T, D);
  }
  const badge = (x, y, text) => [circle(x, y, 9, "nn-badge"), words(x, y + 4.5, text, "nn-number")];
  function numberedLine(net, j) {
    const g = geometry(net.onMap[j], map), on = j === state.selected;
    const lines = stroke(map, net.onMap[j], { width: on ? 3 : 1.5, dash: DASHES[j] });
    if (!lines.length) return [];
    const press = curve(lines[0].getAttribute("d"), "nn-press");
    const ringLow = on && lineSpots(net, j)?.low;
    return [...lines, press, ...badge(...map.px(...g.at(ringLow ? g.s[1] - 0.2 : g.s[0] + 0.2)), j + 1)];
  }
  function trueRule() {
    const meet = ([a, b, c], [d, e, f]) => [(b * f - c * e) / (a * e - b * d), (c * d - a * f) / (a * e - b * d)];
    const corners = rule.map((side, i) => standard(meet(side, rule[(i + 1) % rule.length])));
    return curve(`${map.path(corners)}Z`, "nn-rule");
  }
  // Where the output says 0.1, 0.5 and 0.9, each with its number where it comes nearest to the right edge.
  function contours(z) {
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
  function drawBeans(net, pen) {
    for (const [T, D, y] of beans) {
      const [x, v] = map.px(...standard([T, D])), wrong = isGood(net.forward([T, D]).Z2) !== (y === 1);
      drawLabel(pen, look, [x - map.left, v - map.top], y, wrong);
    }
  }
  function drawEdges({ votes }) {
    const box = stage.getBoundingClientRect(), to = map.el.getBoundingClientRect();
    edges.replaceChildren(...small.flatMap((p, j) => {
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
  const lineSpots = ({ onMap }, j) => state.standardise && spots(map, onMap[j], anchors[j]);
  function handles(net) {
    const j = state.selected, at = j < H && lineSpots(net, j);
    return at ? lineGrips(map, at, `u${j + 1}-`, halo) : [];
  }
  function probeMark() {
    const uv = standard(state.probe), shown = uv.map((x) => clamp(x, -R, R)), [x, y] = map.px(...shown);
    const inUnits = state.probe.map((x, i) => `${+x.toFixed(2)} ${["°C", "min"][i]}`);
    const outside = inUnits.filter((_, i) => Math.abs(uv[i]) > R + 1e-9);
    if (!outside.length) {
      const cross = `M${x - 13} ${y}h26M${x} ${y - 13}v26M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`;
      return [grip(map, "probe", shown, curve(cross, "nn-cross"), halo === "probe")];
    }
    const mark = arrowhead([x, y], uv.map((q, i) => q - shown[i]), 9, "nn-outside"), right = x > map.width / 2;
    const text = `(${outside.join(", ")}, outside the map)`, height = clamp(y + 5, map.top + 18, map.height - 44);
    const label = words(x + (right ? -16 : 16), height, text, "nn-level", right ? "end" : "start");
    return [grip(map, "probe", shown, mark, halo === "probe"), label];
  }

  function pressedLine(event) {
    const [u, v] = map.at(event), away = ([a, b, c]) => (Math.abs(a * u + b * v + c) / Math.hypot(a, b)) * map.unit();
    const distances = current().onMap.map(away), j = distances.indexOf(Math.min(...distances));
    if (distances[j] < 8) act({ selected: j });
  }
  function moveProbe(by) {
    const onTheMap = standard(held.probe).map((x, i) => clamp(clamp(x, -R, R) + by[i], -R, R)), [T, D] = roastAt(onTheMap);
    set({ probe: [pairs.temperature.nearest(T), pairs.time.nearest(D)] });
  }
  drag(map.svg, signal, {
    start(event) {
      const name = nearest(map, event)?.replace(/^u\d+-/, ""), net = current(), j = selected();
      if (!name) return pressedLine(event) ?? false;
      held = { name, j, from: map.at(event), unit: net.units[j], probe: state.probe, ...lineSpots(net, j) };
      if (name !== "probe") anchors[j] = held.disc;
      pairs[name === "probe" ? "temperature" : name].focus();
      return true;
    },
    move(event) {
      const to = map.at(event), by = to.map((x, i) => x - held.from[i]);
      if (held.name === "probe") moveProbe(by);
      else setUnit(held.j, pulls[held.name](held, by, to, pairs, map));
    },
    end: () => commit(),
    cancel: hub.cancel,
  });

  show(root, el);
  draw();
  return () => life.abort();
}

export default { render };
