// The perceptron: its rule, row after row, on points the reader moves; and on noisy labels its hard step against a
// soft unit on the same line.

const STATE = ["tab", "data", "step", "selected", "line", "shade", "done"];
const UNDOABLE = ["tab", "data", "step", "line", "shade"];
const EPOCHS = 100, MOST = 8, LINES = 12, LOW = -1, HIGH = 2, GRID = 0.125, FAR = 2, NEAR = 0.5, PACE = 450, CELLS = 200;

const score = ([w1, w2, b], [x1, x2]) => x1 * w1 + x2 * w2 + b;
const short = (x) => minus(String(+x.toFixed(3) + 0));
const pairText = (numbers) => `(${numbers.map(short).join(", ")})`;
const unitText = ([w1, w2, b]) => `w = ${pairText([w1, w2])}, b = ${short(b)}`;
const repeats = ({ epoch }) =>
  `These weights and this row have been here before, in epoch ${epoch}: the mistakes go round for ever.`;
const amount = (x) => (Number.isNaN(x) ? "–" : x === Infinity ? "∞" : fmt.num(x, 3));
const count = (list, test) => list.filter(test).length;
const times = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

// ---- the rule, in nnlib's order ----

// Every row the rule reads from w = 0, b = 0 on, until an epoch passes without a mistake or EPOCHS are over. If it has
// not ended, `first` and `again` are the earliest two readings that began with the same weights and row: a circle.
function learn(data) {
  const read = [], seen = new Map(), run = { read, mistakes: [], ended: false };
  let unit = [0, 0, 0];
  while (!run.ended && run.mistakes.length < EPOCHS) {
    let mistakes = 0;
    data.forEach(([x1, x2, target], row) => {
      const key = `${row} ${unit}`, output = +(score(unit, [x1, x2]) > 0), error = target - output;
      if (run.again === undefined && seen.has(key)) [run.first, run.again] = [seen.get(key), read.length];
      seen.set(key, read.length);
      if (error) unit = [unit[0] + error * x1, unit[1] + error * x2, unit[2] + error];
      mistakes += error !== 0;
      read.push({ epoch: run.mistakes.length + 1, row, output, error, unit });
    });
    run.mistakes.push(mistakes);
    run.ended = mistakes === 0;
  }
  return run.ended ? { ...run, first: undefined, again: undefined } : run;
}

// The most points that any line gets right. Try the line through each two points: those beside it lie as they lie,
// and a slight turn splits those on it at any place.
function mostRight(data) {
  const ones = count(data, (point) => point[2]);
  let most = Math.max(ones, data.length - ones);
  data.forEach(([a, b], i) => data.slice(i + 1).forEach(([c, d]) => {
    const along = ([x, y]) => (c - a) * (x - a) + (d - b) * (y - b);
    const beside = ([x, y]) => (c - a) * (y - b) - (d - b) * (x - a);
    const off = data.filter(beside), left = count(off, (point) => beside(point) > 0 === (point[2] === 1));
    const on = data.filter((point) => !beside(point)), places = on.map(along);
    const splits = [-Infinity, ...places].map((place) => count(on, (point) => along(point) > place === (point[2] === 1)));
    const either = (right, all) => Math.max(right, all - right);
    most = Math.max(most, either(left, off.length) + Math.max(...splits.map((right) => either(right, on.length))));
  }));
  return most;
}

// ---- hard and soft, on the same line ----

// What a hard and a soft unit cost on average: squared error and log-loss, the latter from the score as in nnlib.
function costs(line, rows) {
  const mean = (f) => rows.reduce((sum, row) => sum + f(score(line, row), row[2]), 0) / rows.length;
  const wrong = mean((z, y) => +(z > 0 !== (y === 1)));
  return {
    ones: mean((z, y) => y), wrong, squared_hard: wrong, squared_soft: mean((z, y) => (sigmoid(z) - y) ** 2),
    loss_hard: wrong ? Infinity : wrong, loss_soft: mean((z, y) => Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)))),
  };
}
const distance = (line, row) => score(line, row) / (Math.hypot(line[0], line[1]) || 1);

// ---- Python ----

function ruleCode({ data, step }, run) {
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
const softCode = ({ line }) => `import numpy as np
from nnbook.widgets.perceptron import noisy_points
from nnlib.neuron import Neuron
from nnlib.perceptron import heaviside

X, y = noisy_points()
soft = Neuron(2)
soft.parameters[...] = [${line.join(", ")}]
hard = heaviside(soft.score(X))
print(np.mean((hard - y) ** 2), np.mean((soft.probability(X) - y) ** 2))
print(soft.loss(X, y))`;

function render({ model, el }) {
  const life = new AbortController(), { signal } = life;
  const [starts, lines, noisy] = ["starts", "lines", "noisy"].map((key) => model.get(key));
  let status = "", broken = "", shown = false, halo = null, held = null, anchor = null, timer = 0, memory = {}, painted = {};

  // ---- state ----
  function accept(key, news) {
    if (key !== "line") return true;
    const i = news.findIndex((x) => !Number.isFinite(x)), before = broken;
    const name = ["weight 1", "weight 2", "bias"][i], which = shown ? "last finite" : "starting";
    broken = i < 0 ? "" : `${name} is ${news[i]}; showing the ${which} line`;
    if (before || broken) tell("");
    return !broken;
  }
  const root = html("div", { class: "nn-root nn-perceptron", role: "group", "data-nn": "perceptron",
    "aria-label": "Perceptron: follow its rule row by row, and compare a hard with a soft unit" }, html("style", {}, STYLE));
  const say = live(root, signal);
  const fallback = { line: lines.steep.line };
  const hub = store(model, { keys: STATE, undoable: UNDOABLE, fallback, signal, accept, draw, settled });
  const { state, commit } = hub;
  const look = theme(root, signal, repaint);
  ended(signal, () => clearTimeout(timer));

  function repaint() { painted = {}; hub.redraw(); }
  function tell(text) {
    status = text;
    if (!shown) return;
    say(status || broken);
    hub.redraw();
  }
  // All that follows from the points, worked out once for each set of them.
  function lesson() {
    const key = JSON.stringify(state.data);
    if (memory.key !== key) memory = { key, run: learn(state.data), most: mostRight(state.data) };
    return memory;
  }
  const steps = () => Math.min(state.step, lesson().run.read.length);
  const unitAfter = (n) => (n ? lesson().run.read[n - 1].unit : [0, 0, 0]);
  const chosen = () => Math.min(state.selected, state.data.length - 1);
  function set(patch) {
    if (timer) pause();
    status = "";
    hub.set(patch);
  }
  function act(patch, kind) { set(patch); commit(kind); }
  const setPoint = (i, place) => set({ data: state.data.with(i, [...place, state.data[i][2]]), step: 0 });

  // ---- running ----
  function advance() {
    const { run } = lesson(), next = steps() + 1;
    timer = 0;
    if (next > run.read.length) return;
    hub.set({ step: next });
    if (next === run.read.length || next === run.again) return commit();
    timer = setTimeout(advance, PACE);
  }
  function pause() {
    clearTimeout(timer);
    timer = 0;
    commit();
  }
  const stepTo = (n) => act({ step: clamp(n, 0, lesson().run.read.length) });
  function toMistake() {
    const { read } = lesson().run, next = read.findIndex((r, i) => i >= steps() && r.error);
    stepTo(next < 0 ? read.length : next + 1);
  }
  function runOrPause() {
    if (timer) return pause();
    status = "";
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) stepTo(steps() + 1);
    else advance();
  }
  function back(how) {
    if (timer) pause();
    status = "";
    how();
  }
  function settled(kind) {
    if (kind === "preset" || kind === "undo") anchor = null;
    say([...(kind ? [] : check()), state.tab === "rule" ? ruleInWords() : softInWords()].join(" "));
  }

  // ---- the page ----
  const tabs = choice({ label: "Look at", options: [["rule", "the rule, row by row"], ["soft", "hard or soft"]],
    onchange: (tab) => act({ tab }, "look") });
  const undoButton = button("Undo", () => back(hub.undo)), resetButton = button("Reset", () => back(hub.reset));
  const startMenu = menu({ label: "Start from", options: Object.keys(starts).map((name) => [name, name]),
    onpick: (name) => act({ data: starts[name], step: 0, selected: 0 }, "preset") });
  const lineMenu = menu({ label: "Line from", options: Object.entries(lines).map(([name, { label }]) => [name, label]),
    onpick: (name) => act({ line: lines[name].line }, "preset") });
  const menus = html("div", { class: "nn-stack" }, startMenu.el, lineMenu.el);
  const stepBack = button("Back", () => stepTo(steps() - 1)), stepOn = button("Step", () => stepTo(steps() + 1));
  const mistakeButton = button("Next mistake", toMistake), runButton = button("Run", runOrPause);
  const pointChoice = choice({ label: "Row", options: range(MOST, (i) => [String(i), i + 1]),
    onchange: (i) => act({ selected: +i }) });
  const labelChoice = choice({ label: "Label", options: [["1", "1"], ["0", "0"]],
    onchange: (label) => relabel(chosen(), +label) });
  const addButton = button("Add", () => add(freePlace())), removeButton = button("Remove", () => remove());
  const shadeChoice = choice({ label: "Shade what", options: [["hard", "hard says"], ["soft", "soft says"]],
    onchange: (shade) => act({ shade }, "look") });

  const place = (i) => ({ label: `x${i + 1}`, min: LOW, max: HIGH, step: GRID, digits: 3,
    oninput: (x) => setPoint(chosen(), state.data[chosen()].slice(0, 2).with(i, x)) });
  const edit = (change) => (x) => set({ line: change(state.line, x).map((w) => w + 0) });
  const quantities = {
    step: { label: "Rows read", min: 0, max: 1, step: 1, digits: 0, oninput: (n) => set({ step: Math.round(n) }) },
    x1: place(0),
    x2: place(1),
    angle: { label: "Angle", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: edit(turned) },
    offset: { label: "Offset", min: -2.8, max: 2.8, step: 0.01, digits: 3, oninput: edit(shifted) },
    steepness: { label: "Steepness", min: LOWEST, max: 100, step: 0.1, log: true, digits: 3, oninput: edit(sharpened) },
  };
  const pairs = Object.fromEntries(Object.entries(quantities).map(([name, options]) =>
    [name, paired({ ...options, oncommit: () => commit(), onrefuse: tell })]));

  const margin = [26, 12, 36, 30];
  const square = (half) => ({ x: half, y: half, margin, signal, onresize: repaint });
  const plane = plot(square([LOW, HIGH])), field = plot(square([-FAR, FAR]));
  const profile = plot({ x: [-3, 3], y: [-0.1, 1.1], margin, signal, onresize: repaint });
  const headline = html("b", {}), verdict = html("b", {}), tally = html("div", {}), nearby = html("div", {}), note = html("div", {});
  const trail = html("tbody", { class: "nn-trail" });
  const bill = [["ones", "share of labels 1"], ["wrong", "mistakes, either"], ["squared_hard", "squared error, hard"],
    ["squared_soft", "squared error, soft"], ["loss_hard", "log-loss, hard"], ["loss_soft", "log-loss, soft"]].map(([what, label]) => {
    const cells = ["near", "all"].map((where) => value(`${what}_${where}`, "td"));
    const row = html("tr", {}, html("th", { scope: "row" }, label), ...cells.map((cell) => cell.el));
    return { row, set: (costs) => cells.forEach((cell, i) => cell.set(costs[i][what], amount(costs[i][what]))) };
  });
  const chores = tasks([
    ["a", "AND: step on until an epoch passes without a mistake.", "Ended after 10 mistakes in 6 epochs: w = (2, 1), b = −2."],
    ["b", "Guess first: will OR take more mistakes than AND, or fewer? Then run it.", "OR took 4 mistakes, AND 10."],
    ["c", "XOR: go on until it meets the same weights at the same row again.",
      "Row 2 met w = (−1, 0), b = 0 in epochs 2 and 3: a circle."],
    ["d", "XOR: move one of its points so that the mistakes end.", "Row 4 at (−0.875, −0.875): they end after 100 mistakes."],
    ["e", "Hard or soft: find the steepness at which the soft unit's log-loss over all labels is least.",
      "Steepness 2.00: log-loss 0.380. The labels were drawn with steepness 2."],
  ]);
  const python = drawer(tell), marks = [["nn-good", "label 1"], ["nn-bad", "label 0"]];
  const group = (...children) => html("div", { class: "nn-act" }, ...children);
  const rulePanel = html("div", { class: "nn-panel" },
    html("div", { class: "nn-plane" }, plane.el),
    group(html("div", { class: "nn-top" }, stepBack, stepOn, mistakeButton, runButton), pairs.step.el),
    html("div", { class: "nn-say" },
      steady("Epoch 100, row 8: output 1, target 0.\nw ← w − (−0.875, −0.875), b ← b − 1.", headline),
      table("The rows the rule has read, and the next one",
        ["epoch", "row", "x1", "x2", "t", "ŷ", "t − ŷ", "w1", "w2", "b"], trail),
      steady(`Mistakes by epoch: …, 8, 8, 8, 8, 8 (800 in all).\nNow right: 8 of 8 (the best line: 8).\n${repeats({ epoch: 100 })}`,
        tally, verdict)),
    group(pointChoice.el, pairs.x1.el, pairs.x2.el, html("div", { class: "nn-top" }, labelChoice.el, addButton, removeButton)),
    html("div", { class: "nn-legend" },
      ...legend([...marks, ["nn-wrong", "wrong now"], ["nn-next", "the next row"], ["nn-arrow", "w"]]),
      html("span", {}, "t target, ŷ output; w1, w2, b after the row. Double-click: a new point, or another label.")));
  const softPanel = html("div", { class: "nn-panel" },
    html("div", { class: "nn-plane" }, field.el),
    group(pairs.angle.el, pairs.offset.el, pairs.steepness.el, shadeChoice.el),
    html("div", { class: "nn-say" }, profile.el,
      table("What the answers cost", ["on average", `within ${NEAR}`, `all ${noisy.length}`],
        html("tbody", {}, ...bill.map(({ row }) => row))),
      steady(`Within ${NEAR} of the line lie 200 labels. There hard says 0 or 1, soft 0.000 to 1.000.`, nearby)),
    html("div", { class: "nn-legend" },
      ...legend([...marks, ["nn-hard", "hard"], ["nn-curve", "soft"], ["nn-share", "share of labels 1 at this distance"]]),
      html("span", {}, `Labels drawn with P(1) = σ(2·x1). Dotted: ${NEAR} from the line.`)));
  root.append(
    html("div", { class: "nn-top" }, tabs.el, menus, undoButton, resetButton),
    html("div", { class: "nn-panels nn-stack" }, rulePanel, softPanel),
    steady("weight 2 is -Infinity; showing the starting line", note),
    html("div", { class: "nn-more" }, ...chores.els, python.el),
  );
  pointChoice.el.classList.add("nn-rows");
  const focused = (node) => {
    halo = Object.keys(pairs).find((key) => pairs[key].el.contains(node));
    if (halo?.startsWith("x") || pointChoice.el.contains(node)) halo = "point";
    hub.redraw();
  };
  root.addEventListener("focusin", (event) => focused(event.target));
  root.addEventListener("focusout", (event) => focused(event.relatedTarget));
  undoKey(root, undoButton);

  // ---- points come, change and go; the rule begins again ----
  const teach = (data, selected = state.selected) => act({ data, step: 0, selected: Math.min(selected, data.length - 1) });
  const add = (spot) => { if (state.data.length < MOST) teach([...state.data, [...spot, 1]], MOST); };
  const remove = () => teach(state.data.filter((_, i) => i !== chosen()));
  const relabel = (i, label) => teach(state.data.with(i, [...state.data[i].slice(0, 2), label]));
  // The place on a coarse grid that is farthest from all points.
  function freePlace() {
    const room = (spot) => Math.min(...state.data.map((point) => Math.hypot(point[0] - spot[0], point[1] - spot[1])));
    const grid = range(25, (i) => [(i % 5) / 2 - 0.5, Math.floor(i / 5) / 2 - 0.5]);
    return grid.reduce((best, spot) => (room(spot) > room(best) ? spot : best));
  }

  // ---- tasks: looked at when a gesture of the reader's ends, never taken back ----
  const same = (data, name) => JSON.stringify(data) === JSON.stringify(starts[name]);
  const total = (run) => run.mistakes.reduce((sum, n) => sum + n, 0);
  function check() {
    const { run } = lesson(), n = steps(), over = run.ended && n === run.read.length, k = toLine(state.line).k;
    const places = (data) => data.map(([x1, x2]) => pairText([x1, x2])), moved = [];
    places(state.data).forEach((text, i) => { if (text !== places(starts.XOR)[i]) moved.push(`Row ${i + 1} at ${text}`); });
    const labels = (data) => String(data.map((point) => point[2]));
    const loss = (steepness) => costs(sharpened(state.line, steepness), noisy).loss_soft;
    const least = () => Math.min(...range(101, (i) => loss(LOWEST * 200 ** (i / 100))));
    const met = run.read[run.first], news = {
      a: over && same(state.data, "AND") &&
        `Ended after ${total(run)} mistakes in ${run.mistakes.length} epochs: ${unitText(unitAfter(n))}.`,
      b: over && same(state.data, "OR") && `OR took ${total(run)} mistakes, AND ${total(learn(starts.AND))}.`,
      c: same(state.data, "XOR") && n >= run.again &&
        `Row ${met.row + 1} met ${unitText(unitAfter(run.first))} in epochs ${met.epoch} and ${run.read[run.again].epoch}: a circle.`,
      d: over && moved.length === 1 && labels(state.data) === labels(starts.XOR) &&
        `${moved[0]}: they end after ${times(total(run), "mistake")}.`,
      e: state.tab === "soft" && k && loss(k) <= 1.001 * least() &&
        `Steepness ${fmt.num(k, 2)}: log-loss ${amount(loss(k))}. The labels were drawn with steepness 2.`,
    };
    const fresh = Object.keys(news).filter((name) => news[name] && !state.done.includes(name));
    for (const name in news) if (news[name]) chores.tick(name, news[name]);
    if (fresh.length) hub.set({ done: [...state.done, ...fresh] });
    return fresh.map((name) => `Done: ${news[name]}`);
  }

  // ---- in words ----
  const signed = (error) => (error > 0 ? "+" : "−");
  function lastRead() {
    const n = steps(), { epoch, row, output, error } = lesson().run.read[n - 1] ?? {};
    if (!n) return "Nothing read yet: w = (0, 0), b = 0.\nNo line; the unit says 0 everywhere.";
    const [x1, x2, target] = state.data[row], said = `Epoch ${epoch}, row ${row + 1}: output ${output}, target ${target}.\n`;
    if (!error) return `${said}Right: nothing changes.`;
    return `${said}w ← w ${signed(error)} ${pairText([x1, x2])}, b ← b ${signed(error)} 1.`;
  }
  function outcome() {
    const { run } = lesson(), n = steps();
    if (n >= run.again) return repeats(run.read[run.first]);
    if (n < run.read.length) return "";
    if (!run.ended) return `${EPOCHS} epochs and no end: the widget stops here.`;
    return `Epoch ${run.mistakes.length} passed without a mistake: the rule has ended, after ${times(total(run), "mistake")}.`;
  }
  const rightNow = () => count(state.data, (row) => +(score(unitAfter(steps()), row) > 0) === row[2]);
  function ruleInWords() {
    return `${lastRead()} ${unitText(unitAfter(steps()))}. ${rightNow()} of ${state.data.length} right. ${outcome()}`;
  }
  function softInWords() {
    const [close, all] = bills();
    return `${nearby.textContent} Log-loss of soft ${amount(all.loss_soft)}, squared error hard ${amount(all.squared_hard)}, ` +
      `soft ${amount(all.squared_soft)}; near the line ${amount(close.squared_hard)} and ${amount(close.squared_soft)}.`;
  }
  const closeBy = () => noisy.filter((row) => Math.abs(distance(state.line, row)) < NEAR);
  const bills = () => [costs(state.line, closeBy()), costs(state.line, noisy)];

  // ---- drawing ----
  function draw() {
    for (const p of [plane, field, profile]) p.resize();
    if (plane.width) drawPlane();
    if (field.width) drawField();
    if (profile.width) drawProfile();
    drawTrail();
    setControls();
    setReadouts();
    root.dataset.state = JSON.stringify({ ...state, step: steps() });
    root.dataset.ready = shown = "1";
  }
  function setControls() {
    const { run } = lesson(), n = steps(), i = chosen(), [x1, x2, label] = state.data[i], { angle, offset, k } = toLine(state.line);
    pairs.step.upTo(run.read.length);
    const values = { step: n, x1, x2, angle, offset, steepness: k };
    for (const name in pairs) pairs[name].set(values[name]);
    tabs.set(state.tab);
    for (const el of [rulePanel, startMenu.el]) el.inert = state.tab !== "rule";
    for (const el of [softPanel, lineMenu.el]) el.inert = state.tab !== "soft";
    pointChoice.set(String(i));
    pointChoice.el.querySelectorAll("input").forEach((input, j) => { input.disabled = j >= state.data.length; });
    labelChoice.set(String(label));
    shadeChoice.set(state.shade);
    startMenu.el.value = Object.keys(starts).find((name) => same(state.data, name)) ?? "";
    lineMenu.el.value = Object.keys(lines).find((name) => String(lines[name].line) === String(state.line)) ?? "";
    undoButton.disabled = hub.untouched;
    stepBack.disabled = n === 0;
    stepOn.disabled = mistakeButton.disabled = n === run.read.length;
    runButton.disabled = n === run.read.length && !timer;
    runButton.textContent = timer ? "Pause" : "Run";
    addButton.disabled = state.data.length === MOST;
    removeButton.disabled = state.data.length === 1;
    for (const name of state.done) chores.tick(name);
  }
  function setReadouts() {
    const { run, most } = lesson(), n = steps(), m = state.data.length, epoch = Math.ceil(n / m), end = outcome();
    const counts = range(epoch, (e) => count(run.read.slice(e * m, Math.min(n, (e + 1) * m)), (r) => r.error));
    const all = value("mistakes"), right = value("right"), best = value("most"), sum = counts.reduce((a, b) => a + b, 0);
    all.set(sum, sum);
    right.set(rightNow(), rightNow());
    best.set(most, most);
    tally.replaceChildren(`Mistakes by epoch: ${counts.length > 5 ? "…, " : ""}${counts.slice(-5).join(", ") || "none"} (`, all.el,
      " in all).", html("br"), "Now right: ", right.el, ` of ${m}`, ...(end ? [" (the best line: ", best.el, ")."] : ["."]));
    headline.textContent = lastRead();
    verdict.textContent = end;
    const close = closeBy(), said = close.map((row) => sigmoid(score(state.line, row)));
    nearby.textContent = !close.length ? `No label lies within ${NEAR} of the line.`
      : `Within ${NEAR} of the line lie ${times(close.length, "label")}. There hard says 0 or 1, ` +
        `soft ${amount(Math.min(...said))} to ${amount(Math.max(...said))}.`;
    for (const row of bill) row.set(bills());
    note.textContent = status || broken;
    python.set(state.tab === "rule" ? ruleCode({ ...state, step: n }, run) : softCode(state));
  }

  // The last rows read and the next one, which the reader may answer first.
  function drawTrail() {
    const { run } = lesson(), n = steps(), last = Math.min(n + 1, run.read.length), from = Math.max(0, last - LINES);
    trail.replaceChildren(...range(LINES, (line) => {
      const i = from + line, { epoch, row, output, error, unit } = run.read[i] ?? {};
      if (i >= last) return html("tr", {}, html("td", { colspan: 10 }, "\u00a0"));
      const [x1, x2, target] = state.data[row], next = i === n, met = n >= run.again && (i === run.first || i === run.again);
      const after = next ? ["", "", ""] : unit.map(short), answer = next ? ["?", ""] : [output, minus(String(error))];
      const texts = [epoch, `${met ? "↺ " : ""}${row + 1}`, short(x1), short(x2), target, ...answer, ...after];
      const cells = texts.map((text) => html("td", {}, text));
      if (i === n - 1) cells.slice(-3).forEach((cell, j) => Object.assign(cell.dataset, { name: ["w1", "w2", "b"][j], v: unit[j] }));
      const kind = { "nn-next": next, "nn-mistake": !next && error, "nn-met": met, "nn-epoch": row === 0 && line };
      return html("tr", { class: Object.keys(kind).filter((name) => kind[name]).join(" ") }, ...cells);
    }));
  }

  // ---- the plane of the rule ----
  const ticks = (from, to) => range(to - from + 1, (i) => [from + i, fmt.num(from + i, 0)]);
  function shading(p, f, part) {
    const tint = (name, share) => mix(look(name), look("surface"), share), step = (p.high - p.low) / CELLS;
    const mids = range(CELLS, (i) => p.low + (i + 0.5) * step), shares = mids.flatMap((y) => mids.map((x) => f([x, y])));
    return heat(p, CELLS, shares, [tint("bad", part), tint("bad", 0), tint("good", part)]);
  }
  function drawPlane() {
    const n = steps(), unit = unitAfter(n), old = unitAfter(Math.max(0, n - 1)), key = String(unit);
    if (painted.plane !== key) shading(plane, (x) => +(score(unit, x) > 0), 0.3);
    painted.plane = key;
    plane.axes(ticks(-1, 2), ticks(-1, 2), "x1", "x2");
    const says = `no line here: the unit says ${+(score(unit, [0, 0]) > 0)} everywhere`;
    const line = stroke(plane, unit, { width: 3 }), lost = line.length ? [] : [words(plane.width / 2, 46, says, "nn-level")];
    const before = String(old) === key ? [] : stroke(plane, old, { width: 1.5, kind: "nn-old", dash: "5 4" });
    plane.svg.replaceChildren(plane.svg.firstChild, ...before, ...line, ...normal(unit), ...lost, ...state.data.map(pointMark));
  }
  // w, from the middle of the visible line; longer where w is longer.
  function normal(unit) {
    const g = geometry(unit, plane);
    if (!g?.s) return [];
    const from = g.at((g.s[0] + g.s[1]) / 2), room = from.map((x, i) => ((g.n[i] > 0 ? HIGH : LOW) - x) / g.n[i]);
    const reach = Math.min((16 + 16 * g.k) / plane.unit(), ...room.filter(Number.isFinite));
    const tip = from.map((x, i) => x + reach * g.n[i]), shaft = plane.path([from, tip]);
    return [curve(shaft, "nn-under", 5), curve(shaft, "nn-stroke", 2.5), arrowhead(plane.px(...tip), g.n, 7, "nn-grip"),
      words(...plane.px(...tip).map((x, i) => x + [14, -8][i]), "w", "nn-level nn-number")];
  }
  function pointMark([x1, x2, label], i) {
    const [x, y] = plane.px(x1, x2), { read } = lesson().run, n = steps(), next = read[n]?.row === i;
    const cross = `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`;
    const mark = label ? [circle(x, y, 9, "nn-one")] : [curve(cross, "nn-under", 7), curve(cross, "nn-zero", 3.5)];
    const wrong = +(score(unitAfter(n), [x1, x2]) > 0) !== label ? [circle(x, y, 13, "nn-ring")] : [];
    const box = next ? [svg("rect", { x: x - 17, y: y - 17, width: 34, height: 34, rx: 4, class: "nn-box" })] : [];
    const all = svg("g", {}, ...mark, ...wrong, ...box, words(x + (x1 > 1.7 ? -23 : 23), y - 12, i + 1, "nn-level nn-number"));
    return grip(plane, `p${i + 1}`, [x1, x2], all, halo === "point" && i === chosen());
  }

  // ---- the plane of noisy labels, and its section across the line ----
  function drawField() {
    const { line } = state, key = String([line, state.shade]), k = Math.hypot(line[0], line[1]);
    if (painted.field !== key) {
      const says = state.shade === "soft" ? sigmoid : (z) => +(z > 0);
      const pen = shading(field, (x) => says(score(line, x)), 0.45);
      for (const [x1, x2, label] of noisy) {
        const [x, y] = field.px(x1, x2);
        drawLabel(pen, look, [x - field.left, y - field.top], label);
      }
      painted.field = key;
    }
    field.axes(ticks(-2, 2), ticks(-2, 2), "x1", "x2");
    const edge = (d) => stroke(field, [line[0], line[1], line[2] - d * k], { width: 1, kind: "nn-stroke nn-soft" });
    const at = spots(field, line, anchor), grips = at ? lineGrips(field, at, "line-", halo) : [];
    field.svg.replaceChildren(field.svg.firstChild, ...edge(-NEAR), ...edge(NEAR), ...stroke(field, line, { width: 3 }), ...grips);
  }
  function drawProfile() {
    const { line } = state, k = Math.hypot(line[0], line[1]), z = (d) => (k ? k * d : line[2]), H = (d) => +(z(d) > 0);
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

  // ---- what the pointer takes hold of ----
  drag(plane.svg, signal, {
    start(event) {
      const name = nearest(plane, event);
      if (!name) return false;
      const i = +name.slice(1) - 1;
      act({ selected: i }, "look");
      // A redraw between press and release takes the browser's own double click away.
      const twice = held?.i === i && held.still && event.timeStamp - held.time < 500;
      held = { i, twice, still: !twice, time: event.timeStamp, from: plane.at(event), point: state.data[i] };
      pairs.x1.focus();
      return true;
    },
    move(event) {
      const to = plane.at(event), moved = [0, 1].map((k) => clamp(snap(held.point[k] + to[k] - held.from[k], GRID), LOW, HIGH));
      if (moved.every((x, k) => x === state.data[held.i][k])) return;
      held.still = held.twice = false;
      setPoint(held.i, moved);
    },
    end: () => (held.twice ? relabel(held.i, 1 - held.point[2]) : commit()),
    cancel: hub.cancel,
  });
  plane.svg.ondblclick = (event) => {
    if (!nearest(plane, event)) add(plane.at(event).map((x) => clamp(snap(x, GRID), LOW, HIGH)));
  };
  drag(field.svg, signal, {
    start(event) {
      const name = nearest(field, event)?.slice(5);
      if (!name) return false;
      held = { name, from: field.at(event), unit: state.line, ...spots(field, state.line, anchor) };
      anchor = held.disc;
      pairs[name].focus();
      return true;
    },
    move(event) {
      const to = field.at(event), by = to.map((x, i) => x - held.from[i]);
      set({ line: pulls[held.name](held, by, to, pairs, field).map((w) => w + 0) });
    },
    end: () => commit(),
    cancel: hub.cancel,
  });

  show(root, el);
  draw();
  return () => life.abort();
}

export default { render };
