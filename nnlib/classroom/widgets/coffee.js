// The coffee roaster: three soft half-planes that the reader moves, and the output unit that counts their votes.

const STATE = ["theta", "standardise", "units", "selected", "probe", "show_beans", "show_rule", "done"];
const UNDOABLE = ["theta", "standardise", "units", "probe", "show_beans", "show_rule"];
const R = Math.sqrt(3), MAP = 144, SMALL = 48, EDGE = Math.log(9);
const ANGLE = 1, OFFSET = 0.01, LOWEST = 0.5, HIGHEST = 100;
const DASHES = ["", "7 4", "2 4"];
const VOTES = [["all", 2.5, "all three"], ["two", 1.5, "two of three"], ["any", 0.5, "any"]];
const exact = (x) => +x.toPrecision(14);
const radians = (degrees) => (degrees * Math.PI) / 180;
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];

// (w1, w2, b) <-> angle in degrees, offset in standard deviations, steepness per standard deviation.
function toLine([w1, w2, b]) {
  const k = Math.hypot(w1, w2);
  return k ? { angle: exact((Math.atan2(w2, w1) * 180) / Math.PI), offset: exact(-b / k) + 0, k: exact(k) } : { angle: 0, offset: 0, k: 0 };
}
function turned([w1, w2, b], angle) {
  const { k } = toLine([w1, w2, b]), size = k || LOWEST;
  return [...[Math.cos(radians(angle)), Math.sin(radians(angle))].map((c) => (Math.abs(size * c) < 1e-12 ? 0 : size * c)), b];
}
function shifted([w1, w2, b], offset) {
  const { k } = toLine([w1, w2, b]);
  return k ? [w1, w2, -k * offset + 0] : [LOWEST, 0, -LOWEST * offset + 0];
}
function sharpened(unit, k) {
  const { angle, offset } = toLine(unit);
  return shifted(turned([k, 0, 0], angle), offset);
}

function render({ model, el }) {
  const [H, mean, scale, rule, beans, presets] = ["hidden", "mean", "scale", "rule", "beans", "presets"].map((k) => model.get(k));
  const state = Object.fromEntries(STATE.map((key) => [key, model.get(key)]));
  const finite = (theta) => theta.every(Number.isFinite);
  const raw = (u, axis) => mean[axis] + scale[axis] * u;
  const standard = (x, axis) => (x - mean[axis]) / scale[axis];
  const past = history(), wire = sync(model), anchors = [];
  let before = null, halo = null, frame = 0, refused = "", painted = {};

  // ---- the network, in the same order of operations as nnlib ----
  const unit = (j, theta = state.theta) => [theta[j], theta[H + j], theta[2 * H + j]];
  const output = (theta = state.theta) => theta.slice(3 * H);
  const withUnit = (theta, j, [w1, w2, b]) => {
    const next = [...theta];
    [next[j], next[H + j], next[2 * H + j]] = [w1, w2, b];
    return next;
  };
  const input = (T, D) => (state.standardise ? [standard(T, 0), standard(D, 1)] : [T, D]);
  function forward(T, D) {
    const x = input(T, D), w = output();
    const Z1 = Array.from({ length: H }, (_, j) => { const [w1, w2, b] = unit(j); return x[0] * w1 + x[1] * w2 + b; });
    const A1 = Z1.map(sigmoid);
    const Z2 = A1.reduce((sum, a, j) => sum + a * w[j], 0) + w[H];
    return { Z1, A1, Z2, A2: sigmoid(Z2) };
  }
  // A unit's score as a line over the map's own coordinates (u, v), where both axes run from -R to R.
  function onMap(j) {
    const [w1, w2, b] = unit(j);
    return state.standardise ? [w1, w2, b] : [w1 * scale[0], w2 * scale[1], b + w1 * mean[0] + w2 * mean[1]];
  }
  // ... and over degrees and minutes.
  function inRaw(j) {
    const [w1, w2, b] = unit(j);
    return state.standardise ? [w1 / scale[0], w2 / scale[1], b - (w1 * mean[0]) / scale[0] - (w2 * mean[1]) / scale[1]] : [w1, w2, b];
  }
  function geometry(j) {
    const [a, b, c] = onMap(j), k = Math.hypot(a, b);
    if (!k) return null;
    const n = [a / k, b / k], t = [-n[1], n[0]], d = -c / k;
    let s = [-Infinity, Infinity];
    for (const i of [0, 1]) {
      const ends = Math.abs(t[i]) < 1e-12 ? (Math.abs(d * n[i]) < R ? s : [1, -1]) : [(-R - d * n[i]) / t[i], (R - d * n[i]) / t[i]].sort((x, y) => x - y);
      s = [Math.max(s[0], ends[0]), Math.min(s[1], ends[1])];
    }
    const at = (along) => [d * n[0] + along * t[0], d * n[1] + along * t[1]];
    return { n, t, d, k, at, s: s[0] < s[1] ? s : null };
  }

  const mids = (n) => Array.from({ length: n }, (_, i) => -R + (2 * R * (i + 0.5)) / n);
  const truth = [];
  for (const v of mids(MAP)) for (const u of mids(MAP)) truth.push(rule.every(([a, b, c]) => a * raw(u, 0) + b * raw(v, 1) + c > 0));
  const baseline = truth.filter((good) => !good).length / truth.length;
  function field() {
    const z = new Float64Array(MAP * MAP), w = output(), lines = Array.from({ length: H }, (_, j) => onMap(j)), m = mids(MAP);
    for (let row = 0, o = 0; row < MAP; row++) {
      for (let column = 0; column < MAP; column++, o++) {
        let sum = w[H];
        for (let j = 0; j < H; j++) sum += w[j] * sigmoid(lines[j][0] * m[column] + lines[j][1] * m[row] + lines[j][2]);
        z[o] = sum;
      }
    }
    return z;
  }
  const isGood = (z) => sigmoid(z) > 0.5;
  const agreement = (z) => z.reduce((n, score, i) => n + (isGood(score) === truth[i]), 0) / truth.length;
  const span = (j) => {
    const [a, b, c] = onMap(j), reach = R * (Math.abs(a) + Math.abs(b));
    return [c - reach, c + reach];
  };

  // ---- the page ----
  const root = html("div", { class: "nn-root nn-coffee", role: "group", "aria-label": "Coffee roaster: move three lines and see what the network calls good", "data-nn": "coffee" });
  root.append(html("style", {}, STYLE));
  const speaker = live(root);
  const note = html("p", { class: "nn-note" });
  const look = theme(root, () => { painted = {}; schedule(); });

  const startMenu = menu({ label: "Start from", options: Object.entries(presets).map(([name, p]) => [name, p.label]), onpick: (name) => {
    const { theta, standardise, probe } = presets[name];
    anchors.length = 0;
    act({ theta: [...theta], standardise, probe: [...probe] }, "preset");
  } });
  const unitsChoice = choice({ label: "Units", options: [["raw", "°C and minutes"], ["standardised", "standard deviations"]], onchange: (units) => act({ units }) });
  const standardiseBox = toggle({ label: "standardise inputs", onchange: (standardise) => act({ standardise }, "standardise") });
  const beansBox = toggle({ label: "beans", onchange: (show_beans) => act({ show_beans }) });
  const ruleBox = toggle({ label: "the true rule", onchange: (show_rule) => act({ show_rule }) });
  const undoButton = button("Undo", undo);
  const resetButton = button("Reset", () => { anchors.length = 0; act(first(), "preset"); });
  const initial = JSON.stringify(Object.fromEntries(UNDOABLE.map((k) => [k, finite(state.theta) || k !== "theta" ? state[k] : presets.own.theta])));
  const first = () => JSON.parse(initial);

  const names = [...Array.from({ length: H }, (_, j) => `unit ${j + 1}`), "output"];
  const group = unique();
  const radios = names.map((name, node) => html("input", { type: "radio", name: group, value: node, onchange: () => { set({ selected: node }); wire.flush(); } }));
  const small = Array.from({ length: H }, () => plot({ x: [-R, R], y: [-R, R], onresize: () => { painted = {}; schedule(); } }));
  const map = plot({ x: [-R, R], y: [-R, R], margin: [26, 2, 36, 42], onresize: () => { painted = {}; schedule(); } });
  const maps = small.map((p, j) => html("label", { class: "nn-small" }, p.el, html("span", {}, radios[j], names[j])));
  const big = html("div", { class: "nn-big" }, html("label", { class: "nn-out" }, radios[H], "output"), map.el);
  const edges = svg("svg", { class: "nn-edges", "aria-hidden": "true" });
  const stage = html("div", { class: "nn-stage", role: "radiogroup", "aria-label": "Node" }, edges, html("div", { class: "nn-maps" }, ...maps), big);

  const current = () => Math.min(state.selected, H - 1);
  const own = { oncommit: () => commit(), onrefuse: (text) => tell(text) };
  const edit = (change) => (v) => set({ theta: withUnit(state.theta, current(), change(unit(current()), v)) });
  const angle = paired({ label: "Angle", min: -180, max: 180, step: ANGLE, digits: 1, unit: "°", wrap: true, oninput: edit(turned), ...own });
  const offset = paired({ label: "Offset", min: -2.5, max: 2.5, step: OFFSET, digits: 3, unit: "SD", oninput: edit(shifted), ...own });
  const steep = paired({ label: "Steepness", min: LOWEST, max: HIGHEST, step: 0.1, log: true, digits: 3, unit: "/SD", valuetext: (v) => `steepness ${+v.toFixed(3)} per standard deviation`, oninput: edit(sharpened), ...own });
  const voters = Array.from({ length: H + 1 }, (_, i) => paired({
    label: i < H ? `Weight of unit ${i + 1}` : "Bias", min: i < H ? -30 : -90, max: i < H ? 30 : 90, step: 0.1, digits: 3,
    oninput: (v) => { const theta = [...state.theta]; theta[3 * H + i] = v; set({ theta }); }, ...own }));
  const vote = choice({ label: "Vote", options: VOTES.map(([name, , text]) => [name, text]), onchange: (name) => {
    const w = output(), equal = w[0] > 0 && w.slice(0, H).every((x) => x === w[0]), K = equal ? w[0] : 20;
    const tau = VOTES.find((v) => v[0] === name)[1];
    act({ theta: [...state.theta.slice(0, 3 * H), ...Array(H).fill(K), -tau * K] });
  } });
  const unitTitle = html("h4", {}), unitStrip = html("div", { class: "nn-strip" }, html("div", { class: "nn-head" }, unitTitle), angle.el, offset.el, steep.el);
  const outStrip = html("div", { class: "nn-strip" }, html("div", { class: "nn-head" }, html("h4", {}, "Output unit"), vote.el), ...voters.map((v) => v.el));
  const strips = html("div", { class: "nn-stack" }, unitStrip, outStrip);
  const probeAt = (axis) => (v) => set({ probe: axis ? [state.probe[0], v] : [v, state.probe[1]] });
  const probeT = paired({ label: "Probe temperature", min: 100, max: 320, step: 0.5, digits: 2, unit: "°C", oninput: probeAt(0), ...own });
  const probeD = paired({ label: "Probe time", min: 10, max: 18, step: 0.05, digits: 3, unit: "min", oninput: probeAt(1), ...own });

  const sentence = html("p", { class: "nn-line" }), weightLine = html("p", { class: "nn-weights" });
  const lineBox = html("div", { class: "nn-hold", "data-longest": "Unit 1 is on where D < −1000.00 − 10.0000·T." }, sentence);
  const weightBox = html("div", { class: "nn-hold", "data-longest": "w = (−100.0, −100.0, −100.0), b = −1000.0 [standardised]" }, weightLine);
  const cells = names.map((name, i) => {
    const layer = i < H ? `1_${i + 1}` : "2_1";
    const [z, a, slope] = [["Z", "z"], ["A", "a"], ["slope", "σ′"]].map(([n]) => value(n + layer, "td"));
    return { z, a, slope, row: html("tr", {}, html("th", { scope: "row" }, name), z.el, a.el, slope.el) };
  });
  const verdict = html("p", {});
  const table = html("table", {}, html("thead", {}, html("tr", {}, ...["at the probe", "z", "a", "slope σ′"].map((t) => html("th", { scope: "col" }, t)))), html("tbody", {}, ...cells.map((c) => c.row)));
  const mapScore = value("map_accuracy"), base = value("baseline"), beanScore = value("beans_right");
  const bar = html("div", { class: "nn-bar", "aria-hidden": "true" }, html("i", {}), html("b", {}));
  const score = html("p", {}, "Whole map ", mapScore.el, ' (always "bad": ', base.el, "). Beans: ", beanScore.el, ` of ${beans.length}.`);
  const chores = tasks([
    ["a", "Make unit 1 say: hotter than 175 °C.", "Unit 1 now turns on at 1000.0 °C."],
    ["b", "Find a roast where all three units say more than 0.9. What does the output say?", "The output says 2.45e−231."],
    ["c", "Reach 97 % of the whole map.", "100.0 %. Three lines close a triangle; each alone is only a half-plane."],
    ["d", "Keep 97 % and make all three slopes at the probe smaller than 0.001.", "Sharp and deaf: training could hardly move these lines."],
    ["e", "Switch standardising off. How many different answers are left?", "200: from 2.45e−231 to 2.45e−231, one for each bean."],
  ]);
  const python = drawer((text) => tell(text));
  root.append(
    html("div", { class: "nn-top" }, startMenu.el, undoButton, resetButton, standardiseBox.el, beansBox.el, ruleBox.el, unitsChoice.el),
    stage,
    legend([["nn-good", "good bean"], ["nn-bad", "bad bean"], ["nn-wrong", "network is wrong"], ["nn-half", "output 0.5 (thin: 0.1, 0.9)"], ["nn-arrow", "on side; longer = steeper"]]),
    strips,
    html("div", { class: "nn-read" },
      html("div", {}, lineBox, weightBox, bar, html("div", { class: "nn-hold", "data-longest": 'Whole map 100.0 % (always "bad": 79.2 %). Beans: 200 of 200.' }, score), html("div", { class: "nn-hold", "data-longest": "z runs from −10000 to −10000: the line is far off the map; more words." }, note)),
      html("div", {}, html("div", { class: "nn-probe" }, probeT.el, probeD.el), table, verdict)),
    chores.el,
    python.el,
  );
  el.replaceChildren(root);

  // ---- changing things ----
  function schedule() { frame ||= requestAnimationFrame(() => { frame = 0; draw(); }); }
  function tell(text) { refused = text; speaker.say(summary(), text); schedule(); }
  function begin() { before ||= JSON.stringify(Object.fromEntries(UNDOABLE.map((k) => [k, state[k]]))); }
  function set(patch) {
    if (Object.keys(patch).some((k) => UNDOABLE.includes(k))) begin();
    refused = "";
    Object.assign(state, patch);
    wire.send(patch);
    schedule();
  }
  function commit(kind) {
    const now = JSON.stringify(Object.fromEntries(UNDOABLE.map((k) => [k, state[k]])));
    if (before && before !== now) {
      past.commit(before);
      if (kind !== "preset") check(kind);
    }
    before = null;
    wire.flush();
    speaker.say(summary(), refused);
    schedule();
  }
  function act(patch, kind) { set(patch); commit(kind); }
  function undo() {
    const last = past.undo();
    if (!last) return;
    anchors.length = 0;
    set(JSON.parse(last));
    before = null;
    wire.flush();
    speaker.say(summary());
  }
  function summary() {
    const { A1, A2 } = forward(...state.probe), z = field();
    const right = beans.filter(([T, D, y]) => isGood(forward(T, D).Z2) === (y === 1)).length;
    return `Whole map ${fmt.pct(agreement(z))}, ${right} of ${beans.length} beans. At ${+state.probe[0].toFixed(2)} °C and ${fmt.num(state.probe[1], 1)} min the units say ${A1.map((a) => fmt.num(a, 2)).join(", ")}; output ${fmt.prob(A2)}, ${A2 > 0.5 ? "good" : "bad"}.`;
  }

  // ---- tasks: looked at when a gesture of the reader's ends, never taken back ----
  function check(kind) {
    const { A1, A2 } = forward(...state.probe), now = agreement(field());
    const [a, b, c] = inRaw(0), m = mids(MAP), [p, q, r] = onMap(0);
    const hot = m.flatMap((v) => m.map((u) => (p * u + q * v + r > 0) === raw(u, 0) > 175)).filter(Boolean).length / truth.length;
    const answers = beans.map(([T, D]) => forward(T, D).A2), texts = new Set(answers.map(fmt.prob));
    const many = `${texts.size}: from ${fmt.prob(Math.min(...answers))} to ${fmt.prob(Math.max(...answers))}.`;
    const news = {
      a: hot >= 0.98 && `Unit 1 now turns on at ${fmt.num(-(b * mean[1] + c) / a, 1)} °C.`,
      b: A1.every((x) => x > 0.9) && `The output says ${fmt.prob(A2)}.`,
      c: now >= 0.97 && `${fmt.pct(now)}. Three lines close a triangle; each alone is only a half-plane.`,
      d: now >= 0.97 && A1.every((x) => x * (1 - x) < 0.001) && "Sharp and deaf: training could hardly move these lines.",
      e: kind === "standardise" && !state.standardise && (texts.size === 1 ? `One: ${[...texts][0]} for every bean.` : many),
    };
    const fresh = Object.keys(news).filter((name) => news[name] && !state.done.includes(name));
    for (const name of fresh) chores.tick(name, news[name]);
    if (!fresh.length) return;
    set({ done: [...state.done, ...fresh] });
    refused = `Done: ${fresh.map((name) => news[name]).join(" ")}`;
  }

  // ---- drawing ----
  function draw() {
    const j = current(), onUnit = state.selected < H, z = field(), now = forward(...state.probe), line = toLine(unit(j));
    for (const p of [...small, map]) p.resize();
    small.forEach((p, i) => drawUnit(p, i));
    drawOutput(z);
    drawEdges();
    radios.forEach((radio, i) => { radio.checked = i === state.selected; });
    unitStrip.toggleAttribute("inert", !onUnit);
    outStrip.toggleAttribute("inert", onUnit);
    unitTitle.textContent = `Unit ${j + 1}`;
    angle.set(line.angle); offset.set(line.offset); steep.set(Math.max(line.k, LOWEST));
    voters.forEach((v, i) => v.set(output()[i]));
    const w = output(), kind = VOTES.find(([, tau]) => w[0] > 0 && w.slice(0, H).every((x) => x === w[0]) && Math.abs(w[H] + tau * w[0]) < 1e-9);
    vote.set(kind ? kind[0] : null);
    probeT.set(state.probe[0]); probeD.set(state.probe[1]);
    unitsChoice.set(state.standardise ? state.units : "raw"); unitsChoice.disable(!state.standardise);
    standardiseBox.set(state.standardise); beansBox.set(state.show_beans); ruleBox.set(state.show_rule);
    startMenu.allow("triangle", state.done.includes("c"));
    undoButton.disabled = past.empty;
    for (const name of state.done) chores.tick(name);

    cells.forEach((cell, i) => {
      const [score, a] = i < H ? [now.Z1[i], now.A1[i]] : [now.Z2, now.A2];
      cell.z.set(score, fmt.num(score, Math.abs(score) >= 1000 ? 0 : 2));
      cell.a.set(a, fmt.prob(a));
      cell.slope.set(a * (1 - a), fmt.prob(a * (1 - a)));
    });
    verdict.textContent = `Output ${fmt.prob(now.A2)}: ${now.A2 > 0.5 ? "good" : "bad"}.`;
    const whole = agreement(z), right = beans.filter(([T, D, y]) => isGood(forward(T, D).Z2) === (y === 1)).length;
    mapScore.set(whole, fmt.pct(whole)); base.set(baseline, fmt.pct(baseline)); beanScore.set(right, right);
    bar.firstChild.style.width = `${100 * whole}%`; bar.lastChild.style.left = `${100 * baseline}%`;
    sentence.textContent = onUnit ? lineInWords(j) : `The output says good where ${output().slice(0, H).map((x, i) => `${fmt.digits(x, 3)}·a${i + 1}`).join(" + ")} > ${fmt.digits(-w[H] + 0, 3)}.`;
    drawWeights(onUnit, j);
    const [lowest, highest] = span(j), flat = onUnit && line.k > 0 && lowest * highest > 0;
    note.textContent = refused || (flat ? `z runs from ${fmt.num(lowest, 0)} to ${fmt.num(highest, 0)}: the line is ${state.standardise ? "" : "far "}off the map.` : "");
    python.set(snippet());
    root.dataset.state = JSON.stringify(Object.fromEntries([...STATE, "hidden", "mean", "scale", "rule"].map((k) => [k, k in state ? state[k] : model.get(k)])));
    root.dataset.ready = "1";
  }

  function drawWeights(onUnit, j) {
    const asIs = !state.standardise, rawUnits = state.units === "raw" && !asIs;
    const numbers = onUnit ? (rawUnits ? inRaw(j) : unit(j)) : output(), last = numbers.length - 1;
    const digits = onUnit && rawUnits ? 4 : 3;
    const shown = numbers.map((x, i) => { const v = value(i === last ? "b" : `w${i + 1}`); v.set(x, fmt.digits(x, digits)); return v.el; });
    const label = !onUnit ? "" : asIs ? "[on raw inputs]" : rawUnits ? "[per °C and minute]" : "[standardised]";
    weightLine.replaceChildren("w = (", ...shown.slice(0, last).flatMap((v, i) => (i ? [", ", v] : [v])), "), b = ", shown[last], ` ${label}`);
  }

  function lineInWords(j) {
    const [a, b, c] = inRaw(j), { n, k } = geometry(j) || { k: 0 };
    if (!k) return `w = 0: no line; unit ${j + 1} always says ${fmt.num(sigmoid(c), 3)}.`;
    const solveT = Math.abs(n[1]) < 0.17, [lead, other] = solveT ? [a, b] : [b, a];
    const sign = lead > 0 ? ">" : "<", free = -c / lead, slope = -other / lead;
    const step = fmt.num(Math.abs(slope), solveT ? 2 : 4), none = !+step;
    const text = fmt.num(free, solveT ? 1 : 2) + (none ? (solveT ? " °C" : " min") : ` ${slope < 0 ? "−" : "+"} ${step}·${solveT ? "D" : "T"}`);
    return `Unit ${j + 1} is on where ${solveT ? "T" : "D"} ${sign} ${text}.`;
  }

  function drawUnit(p, j) {
    const key = JSON.stringify([onMap(j), p.width, state.selected === j]);
    if (painted[j] === key || !p.width) return;
    painted[j] = key;
    const [a, b, c] = onMap(j), m = mids(SMALL), share = new Float64Array(SMALL * SMALL);
    for (let r = 0; r < SMALL; r++) for (let i = 0; i < SMALL; i++) share[r * SMALL + i] = sigmoid(a * m[i] + b * m[r] + c);
    const surface = look.get("surface");
    heat(p, SMALL, share, ramp(channels(surface), tint(look.get("activation"), surface, 0.45)));
    p.svg.replaceChildren(...stroke(p, j, 2), ...softEdges(p, j));
    maps[j].classList.toggle("nn-on", state.selected === j);
  }

  const path = (p, points) => "M" + points.map(([u, v]) => p.px(u, v).map((x) => x.toFixed(1)).join(" ")).join("L");
  function stroke(p, j, width) {
    const g = geometry(j);
    if (!g?.s) return [];
    const d = path(p, g.s.map(g.at));
    return [svg("path", { d, class: "nn-under", "stroke-width": width + 3 }), svg("path", { d, class: "nn-stroke", "stroke-width": width, "stroke-dasharray": DASHES[j % 3] })];
  }
  // The lines where the unit says 0.1 and 0.9, unless they all but touch the middle one.
  function softEdges(p, j) {
    const [a, b, c] = onMap(j), k = Math.hypot(a, b), gap = ((EDGE / k) * p.width) / (2 * R);
    if (!k || gap < 2) return [];
    return [-EDGE, EDGE].flatMap((level) => {
      const g = clipped(a, b, c - level);
      return g ? [svg("path", { d: path(p, g), class: "nn-stroke nn-soft", "stroke-width": 1 })] : [];
    });
  }
  function clipped(a, b, c) {
    const k = Math.hypot(a, b), ends = [];
    for (const s of [-R, R]) {
      if (Math.abs(b) > 1e-12 * k) { const v = -(a * s + c) / b; if (Math.abs(v) <= R) ends.push([s, v]); }
      if (Math.abs(a) > 1e-12 * k) { const u = -(b * s + c) / a; if (Math.abs(u) <= R) ends.push([u, s]); }
    }
    return ends.length > 1 ? [ends[0], ends[ends.length - 1]] : null;
  }

  function drawOutput(z) {
    if (!map.width) return;
    const key = JSON.stringify([state.theta, state.standardise, state.show_beans, state.show_rule, map.width]);
    const surface = look.get("surface");
    if (painted.map !== key) {
      painted.map = key;
      const pen = heat(map, MAP, z.map(sigmoid), ramp(tint(look.get("bad"), surface, 0.45), channels(surface), tint(look.get("good"), surface, 0.45)));
      if (state.show_beans) drawBeans(pen);
      painted.contours = contours(z);
    }
    const onRaw = !state.standardise || state.units === "raw";
    const ticks = (axis, list) => list.map((x) => (onRaw ? [standard(x, axis), String(x)] : [x, fmt.num(x, 0)]));
    map.axes(onRaw ? ticks(0, [160, 200, 240, 280]) : ticks(0, [-1, 0, 1]), onRaw ? ticks(1, [12, 13, 14, 15]) : ticks(1, [-1, 0, 1]),
      onRaw ? "temperature T, °C" : "temperature, SD", onRaw ? "time D, min" : "time, SD");
    const lines = names.slice(0, H).flatMap((_, j) => {
      const [under, over] = stroke(map, j, j === state.selected ? 3 : 1.5);
      if (!under) return [];
      const press = svg("path", { d: over.getAttribute("d"), class: "nn-press", "data-line": j });
      const g = geometry(j), low = j !== state.selected || spots(j)?.up !== false;
      const [x, y] = map.px(...g.at(low ? g.s[0] + 0.2 : g.s[1] - 0.2));
      return [under, over, press, ...badge(x, y, j + 1)];
    });
    map.svg.replaceChildren(map.svg.firstChild, ...painted.contours, ...(state.show_rule ? ruleLines() : []), ...lines, ...handles(), ...probeMark());
  }
  function badge(x, y, text) {
    return [svg("circle", { cx: x, cy: y, r: 9, class: "nn-badge" }), svg("text", { x, y: y + 4.5, "text-anchor": "middle", class: "nn-number" }, text)];
  }
  function ruleLines() {
    const tip = ([a, b, c], [d, e, f]) => { const det = a * e - b * d; return [(b * f - c * e) / det, (c * d - a * f) / det]; };
    const corners = [[0, 1], [1, 2], [2, 0]].map(([i, k]) => tip(rule[i], rule[k])).map(([T, D]) => [standard(T, 0), standard(D, 1)]);
    return [svg("path", { d: path(map, corners) + "Z", class: "nn-rule" })];
  }
  function contours(z) {
    const drawn = [], labels = [];
    for (const [level, text, width] of [[0, "0.5", 2], [-EDGE, "0.1", 1], [EDGE, "0.9", 1]]) {
      const segments = iso(z, MAP, level).map((s) => s.map(([x, y]) => [R * (2 * x - 1), R * (2 * y - 1)]));
      if (!segments.length) continue;
      const d = segments.map((s) => path(map, s)).join("");
      drawn.push(svg("path", { d, class: "nn-under", "stroke-width": width + 2 }), svg("path", { d, class: "nn-iso", "stroke-width": width }));
      const far = segments.flat().reduce((best, point) => (point[0] > best[0] ? point : best));
      const [x, y] = map.px(...far), inside = Math.min(x, map.width - 30);
      if (labels.every(([lx, ly]) => Math.hypot(lx - inside, ly - y) > 18)) {
        labels.push([inside, y]);
        drawn.push(svg("text", { x: inside + 3, y: Math.max(y - 4, 40), class: "nn-level" }, text));
      }
    }
    return drawn;
  }
  function drawBeans(pen) {
    const zoom = map.canvas.width / parseFloat(map.canvas.style.width), [left, top] = [parseFloat(map.canvas.style.left), parseFloat(map.canvas.style.top)];
    pen.scale(zoom, zoom);
    for (const [T, D, y] of beans) {
      const [px, py] = map.px(standard(T, 0), standard(D, 1)), x = px - left, v = py - top;
      const shape = new Path2D();
      if (y) shape.arc(x, v, 3.5, 0, 7);
      else for (const s of [-1, 1]) { shape.moveTo(x - 3, v - 3 * s); shape.lineTo(x + 3, v + 3 * s); }
      pen.strokeStyle = look.get("surface");
      pen.lineWidth = y ? 3 : 5;
      pen.stroke(shape);
      if (y) { pen.fillStyle = look.get("good"); pen.fill(shape); }
      else { pen.strokeStyle = look.get("bad"); pen.lineWidth = 2; pen.stroke(shape); }
      if (isGood(forward(T, D).Z2) !== (y === 1)) {
        pen.strokeStyle = look.get("ink");
        pen.lineWidth = 1.5;
        pen.beginPath();
        pen.arc(x, v, 6.5, 0, 7);
        pen.stroke();
      }
    }
  }

  // ---- handles ----
  const arrowLength = (k) => 24 + 26 * Math.log10(2 * k);
  const perUnit = () => map.px(1, 0)[0] - map.px(0, 0)[0];
  // Where the three handles of unit j sit, in (u, v).
  function spots(j) {
    const g = geometry(j);
    if (!g || !state.standardise) return null;
    const along = g.s && clamp(anchors[j] ? dot(anchors[j], g.t) : (g.s[0] + g.s[1]) / 2, g.s[0], g.s[1]);
    const disc = g.s ? g.at(along) : g.at(0).map((x) => clamp(x, -R, R));
    const up = g.s && g.s[1] - along > along - g.s[0] - 1e-9;
    const far = g.s && (up ? g.s[1] - 0.12 : g.s[0] + 0.12);
    const reach = arrowLength(toLine(unit(j)).k) / perUnit();
    const out = g.s ? 1 : Math.sign(dot(disc, g.n) - g.d) * -1;
    return { g, disc, up, ring: g.s && g.at(far), tip: disc.map((x, i) => clamp(x + out * reach * g.n[i], -R + 0.04, R - 0.04)) };
  }
  function handles() {
    const j = state.selected, at = j < H && spots(j);
    if (!at) return [];
    const [[x0, y0], [x1, y1]] = [at.disc, at.tip].map((q) => map.px(...q));
    const turn = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
    const marks = [["steepness", at.tip, svg("path", { d: "M7 0L-5 -6L-5 6Z", transform: `translate(${x1} ${y1}) rotate(${turn})`, class: "nn-grip" })]];
    if (at.ring) { const [x, y] = map.px(...at.ring); marks.push(["angle", at.ring, svg("circle", { cx: x, cy: y, r: 7, class: "nn-ringgrip" })]); }
    marks.push(["offset", at.disc, svg("circle", { cx: x0, cy: y0, r: 7.5, class: "nn-grip" })]);
    return [svg("path", { d: `M${x0} ${y0}L${x1} ${y1}`, class: "nn-under", "stroke-width": 5 }), svg("path", { d: `M${x0} ${y0}L${x1} ${y1}`, class: "nn-stroke", "stroke-width": 2.5 }),
      ...marks.map(([name, point, mark]) => grip(`u${j + 1}-${name}`, point, mark))];
  }
  function grip(name, point, mark) {
    const [cx, cy] = map.px(...point);
    const ring = halo === name.replace(/^u\d+-/, "") ? [svg("circle", { cx, cy, r: 13, class: "nn-halo" })] : [];
    return svg("g", { "data-handle": name, "data-x": cx, "data-y": cy }, ...ring, mark, svg("circle", { cx, cy, r: 22, class: "nn-hit" }));
  }
  function probeMark() {
    const uv = [standard(state.probe[0], 0), standard(state.probe[1], 1)], held = uv.map((x) => clamp(x, -R, R));
    const [x, y] = map.px(...held), inside = uv.every((q) => Math.abs(q) <= R);
    if (inside) return [grip("probe", held, svg("path", { d: `M${x - 13} ${y}H${x + 13}M${x} ${y - 13}V${y + 13}M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0`, class: "nn-cross" }))];
    const [dx, dy] = [uv[0] - held[0], held[1] - uv[1]], turn = (Math.atan2(dy, dx) * 180) / Math.PI;
    const off = [0, 1].filter((i) => Math.abs(uv[i]) > R).map((i) => `${+state.probe[i].toFixed(2)} ${i ? "min" : "°C"}`).join(", ");
    const right = x > map.width / 2, low = y < 60;
    return [grip("probe", held, svg("path", { d: "M10 0L-6 -8L-6 8Z", transform: `translate(${x} ${y}) rotate(${turn}) translate(-11 0)`, class: "nn-outside" })),
      svg("text", { x: x + (right ? -14 : 14), y: low ? y + 34 : y - 14, "text-anchor": right ? "end" : "start", class: "nn-level" }, `(${off}, outside the map)`)];
  }
  const controls = { angle, offset, steepness: steep, probe: probeT };
  let held = null;
  const grips = drag(map.svg, {
    start(event) {
      const box = map.svg.getBoundingClientRect(), reach = event.pointerType === "touch" ? 22 : 12;
      const near = [...map.svg.querySelectorAll("[data-handle]")]
        .map((g) => [Math.hypot(event.clientX - box.left - g.dataset.x, event.clientY - box.top - g.dataset.y), g.dataset.handle])
        .filter(([distance, name]) => distance <= (name === "probe" ? reach + 3 : reach)).sort((a, b) => a[0] - b[0])[0];
      if (!near) {
        const line = event.target.dataset?.line;
        if (line !== undefined) { set({ selected: +line }); wire.flush(); }
        return false;
      }
      const name = near[1].replace(/^u\d+-/, ""), j = current(), at = spots(j);
      begin();
      held = { name, j, at, from: map.at(event), unit: unit(j), line: toLine(unit(j)), probe: state.probe };
      if (name !== "probe") anchors[j] = at.disc;
      controls[name].focus();
    },
    move(event) {
      const to = map.at(event), by = [to[0] - held.from[0], to[1] - held.from[1]], { name, j, at } = held;
      if (name === "probe") {
        const moved = held.probe.map((x, i) => snap(clamp(clamp(raw(standard(x, i), i), raw(-R, i), raw(R, i)) + by[i] * scale[i], raw(-R, i), raw(R, i)), i ? 0.05 : 0.5));
        set({ probe: moved });
        return;
      }
      const next = { offset: () => shifted(held.unit, clamp(snap(held.line.offset + dot(by, at.g.n), OFFSET), -2.5, 2.5)), angle: () => rotated(to), steepness: () => stretched(by) }[name]();
      set({ theta: withUnit(state.theta, j, next) });
    },
    end() { held = null; commit(); },
    cancel() {
      held = null;
      if (before) set(JSON.parse(before));
      before = null;
      wire.flush();
    },
  });
  function rotated(to) {
    const { at, from, line } = held, bearing = (q) => Math.atan2(q[1] - at.disc[1], q[0] - at.disc[0]);
    let degrees = Math.round(line.angle + ((bearing(to) - bearing(from)) * 180) / Math.PI);
    degrees = ((((degrees + 180) % 360) + 360) % 360) - 180;
    const away = dot(at.disc, [Math.cos(radians(degrees)), Math.sin(radians(degrees))]);
    return shifted(turned(held.unit, degrees), clamp(snap(away, OFFSET), -2.5, 2.5));
  }
  function stretched(by) {
    const { at, line } = held, length = arrowLength(line.k) + dot(by, at.g.n) * perUnit();
    const k = clamp(10 ** ((length - 24) / 26) / 2, LOWEST, HIGHEST), ratio = HIGHEST / LOWEST;
    const position = Math.round((100 * Math.log(k / LOWEST)) / Math.log(ratio));
    return sharpened(held.unit, +(LOWEST * ratio ** (position / 100)).toPrecision(4));
  }

  function drawEdges() {
    const box = stage.getBoundingClientRect(), to = map.el.getBoundingClientRect();
    if (!box.width) return;
    const marks = small.map((p, j) => {
      const from = p.el.getBoundingClientRect(), across = from.right < to.left, w = output()[j];
      const [x0, y0] = across ? [from.right - box.left, (from.top + from.bottom) / 2 - box.top] : [(from.left + from.right) / 2 - box.left, from.bottom - box.top + 24];
      const [x1, y1] = across ? [to.left - box.left + 18, (to.top + to.bottom) / 2 - box.top + (j - (H - 1) / 2) * 26] : [x0, to.top - box.top + 20];
      const [x, y] = [x0 + 0.45 * (x1 - x0), y0 + 0.45 * (y1 - y0)];
      return [svg("path", { d: `M${x0} ${y0}L${x1} ${y1}`, class: "nn-stroke", "stroke-width": clamp(Math.abs(w) / 5, 1, 6), "stroke-dasharray": w < 0 ? "5 4" : "" }), ...badge(x, y, w < 0 ? "−" : w > 0 ? "+" : "0")];
    });
    put(edges, { viewBox: `0 0 ${box.width} ${box.height}` }, []).replaceChildren(...marks.flat());
  }

  function snippet() {
    const rawUnits = state.standardise && state.units === "raw", units = Array.from({ length: H }, (_, j) => (rawUnits ? inRaw(j) : unit(j)));
    const row = (numbers) => `[${numbers.join(", ")}]`, scaled = state.standardise && !rawUnits;
    return [
      "import numpy as np", "from nnlib import Dense, Sequential", "",
      `net = Sequential([Dense(${H}, activation="sigmoid"), Dense(1, activation="sigmoid")], dtype="float64")`,
      "net.build((None, 2))",
      `W1 = [${row(units.map((u) => u[0]))},`, `      ${row(units.map((u) => u[1]))}]`,
      `b1 = ${row(units.map((u) => u[2]))}`, `W2 = [${output().slice(0, H).map((w) => row([w])).join(", ")}]`, `b2 = [${output()[H]}]`,
      "net.set_weights([W1, b1, W2, b2])", "",
      `X = np.array([${row(state.probe)}])  # degrees Celsius, minutes`,
      ...(scaled ? [`X_std = (X - ${row(mean)}) / ${row(scale)}`, "print(net(X_std))"] : ["print(net(X))"]),
    ].join("\n");
  }

  // ---- keys, focus, news from Python ----
  root.addEventListener("keydown", (event) => {
    const typing = event.target.type === "number" && document.activeElement === event.target && event.target.dataset.typed;
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !typing) { event.preventDefault(); undo(); }
  });
  root.addEventListener("input", (event) => { if (event.target.type === "number") event.target.dataset.typed = "1"; });
  root.addEventListener("change", (event) => { delete event.target.dataset.typed; });
  const focused = () => {
    const found = Object.entries({ ...controls, time: probeD }).find(([, c]) => c.el.contains(document.activeElement));
    const next = found ? (found[0] === "time" ? "probe" : found[0]) : null;
    if (next !== halo) { halo = next; schedule(); }
  };
  root.addEventListener("focusin", focused);
  root.addEventListener("focusout", () => setTimeout(focused));

  const where2 = (i) => (i < 2 * H ? `unit ${(i % H) + 1}: weight` : i < 3 * H ? `unit ${i - 2 * H + 1}: bias` : i < 4 * H ? `output: weight ${i - 3 * H + 1}` : "output: bias");
  const receive = (key) => () => {
    const incoming = model.get(key);
    if (key === "theta" && !finite(incoming)) {
      const i = incoming.findIndex((x) => !Number.isFinite(x));
      tell(`${where2(i)} is ${incoming[i]}; showing the last finite state`);
      return;
    }
    if (JSON.stringify(incoming) === JSON.stringify(state[key])) { if (key === "theta" && refused.includes("last finite")) tell(""); return; }
    state[key] = incoming;
    refused = "";
    schedule();
  };
  const listeners = STATE.map((key) => [`change:${key}`, receive(key)]);
  for (const [event, callback] of listeners) model.on(event, callback);
  if (!finite(state.theta)) {
    const i = state.theta.findIndex((x) => !Number.isFinite(x));
    refused = `${where2(i)} is ${state.theta[i]}; showing the starting state`;
    state.theta = presets.own.theta;
  }
  schedule();

  return () => {
    wire.flush();
    for (const [event, callback] of listeners) model.off(event, callback);
    for (const p of [...small, map]) p.stop();
    cancelAnimationFrame(frame);
    grips.stop();
    look.stop();
    speaker.stop();
  };
}

export default { render };
