// The picture: inputs on the left, hidden units in the middle, output and loss on the right. A weight is a string from
// unit to unit, plucked by its bead: above the straight line it is positive, below it negative. A bias is a bead above
// or below its unit.

const SUB = { x1: "x₁", x2: "x₂", h1: "h₁", h2: "h₂", out: "out" };
const HANDLES = PARAMETERS.map(([from, to]) => (from ? `${from}-${to}` : `bias-${to}`));
const nameOf = (i) => (PARAMETERS[i][0] ? `${SUB[PARAMETERS[i][0]]} → ${SUB[PARAMETERS[i][1]]}` : `b of ${SUB[PARAMETERS[i][1]]}`);
const REST = [0.5, 0.42, 0.42, 0.5]; // where on its string the bead of a first weight sits

// The boxes of all nodes in pixels: middle, half a width, half a height.
function boxes({ width, height, letter: em }) {
  const [w, h] = [{ x: 1.3, unit: 2.1, loss: 1.5 }, 1.3 * em], gap = width - 2 * em * (w.x + 2 * w.unit + w.loss) - 4;
  const columns = [w.x * em + 2];
  columns.push(columns[0] + (w.x + w.unit) * em + 0.46 * gap);
  columns.push(columns[1] + 2 * w.unit * em + 0.37 * gap, width - w.loss * em - 2);
  const box = (column, row, kind) => ({ x: columns[column], y: row * height, w: w[kind] * em, h });
  return { x1: box(0, 0.16, "x"), x2: box(0, 0.84, "x"), h1: box(1, 0.3, "unit"), h2: box(1, 0.7, "unit"), out: box(2, 0.5, "unit"), loss: box(3, 0.5, "loss") };
}
// From the right side of one box to the left side of another, straight.
function chord(all, from, to) {
  const [a, b] = [all[from], all[to]], ends = [[a.x + a.w, a.y], [b.x - b.w - 3, b.y]];
  ends[1][1] -= 0.45 * b.h * Math.sign(b.y - a.y); // two that meet in a box come in apart
  return ends;
}
// The rail of a parameter: [lowest, highest] place of its bead.
function railFor(p, all, i) {
  const [from, to] = PARAMETERS[i], reach = 1.3 * p.letter;
  if (from) {
    const [x, y] = between(chord(all, from, to), REST[i] ?? 0.5);
    return [[x, y + reach], [x, y - reach]];
  }
  const { x, y, h } = all[to], away = (to === "h1" ? -1 : 1) * (h + reach + 0.75 * p.letter);
  return [[x, y + away + reach], [x, y + away - reach]];
}
const sheetRails = (p) => Object.fromEntries(HANDLES.map((name, i) => [name, railFor(p, boxes(p), i)]));

// The string through three points, the middle one at t: its path and its point at any t.
function string([a, b], through, t) {
  const bend = [0, 1].map((k) => (through[k] - (1 - t) ** 2 * a[k] - t ** 2 * b[k]) / (2 * t * (1 - t)));
  return { d: `M${a.join(" ")}Q${bend.join(" ")} ${b.join(" ")}`,
    at: (s) => [0, 1].map((k) => (1 - s) ** 2 * a[k] + 2 * s * (1 - s) * bend[k] + s ** 2 * b[k]) };
}
// An arrow along a string: `way` is "", "forward" or "back", `lit` by the last step, `gone` how far its pulse is.
function arrow({ d, at }, { way, lit, gone, size }) {
  const back = way === "back", kind = `nn-wire nn-${way || "idle"}${lit ? " nn-now" : ""}`, width = 1.25 + 3 * size;
  const [tip, tail] = back ? [at(0.02), at(0.12)] : [at(1), at(0.9)];
  const pulse = lit && gone < 1 ? [circle(...at(back ? 1 - gone : gone), 6, `nn-pulse nn-${way}`)] : [];
  return [curve(d, kind, width + (lit ? 1 : 0), back ? "7 4" : ""),
    arrowhead(tip, [tip[0] - tail[0], tail[1] - tip[1]], 4 + (lit ? 1.5 : 0), `nn-tip ${kind}`), ...pulse];
}

// All of it as elements. `show` has texts: value and gradient of each parameter, rows of each node, delta of each unit;
// `theta` and, where known, `gradients` as numbers; for each parameter and for the loss how its arrow is drawn.
function drawSheet(p, show, { halo, picked }) {
  const all = boxes(p), em = p.letter;
  const strings = [], grips = [];
  PARAMETERS.forEach(([from, to], i) => {
    const rail = railFor(p, all, i), [x, y] = between(rail, shareOf(show.theta[i])), name = HANDLES[i];
    if (from) strings.push(arrow(string(chord(all, from, to), [x, y], REST[i] ?? 0.5), show.arrows[i]));
    else strings.push([curve(`M${rail[0].join(" ")}L${rail[1].join(" ")}`, "nn-run", 3), curve(`M${x - 5} ${(rail[0][1] + rail[1][1]) / 2}h10`, "nn-run", 2)]);
    const spot = from ? [[x, y - 0.85 * em], [x, y + 1.4 * em], "middle"] : [[x + 0.85 * em, y - 0.15 * em], [x + 0.85 * em, y + 0.95 * em], "start"];
    if (i === 0) [spot[0][1], spot[1][1]] = [y - 1.7 * em, y - 0.8 * em];
    if (i === 3) [spot[0][1], spot[1][1]] = [y + 1.25 * em, y + 2.15 * em];
    const bead = circle(x, y, 7.5, `nn-grip${picked === i ? " nn-chosen" : ""}`);
    grips.push([words(...spot[0], show.values[i], "nn-worth nn-weight", spot[2]),
      words(...spot[1], show.given[i], `nn-grade${show.arrows[i].lit ? " nn-now" : ""}`, spot[2]), gripAt([x, y], name, bead, halo === name)]);
  });
  const { out, loss } = all, tail = [[out.x + out.w, out.y], [loss.x - loss.w - 3, loss.y]];
  const last = arrow(string(tail, between(tail, 0.5), 0.5), show.arrows.at(-1));
  const nodes = Object.entries(all).flatMap(([name, box]) => drawBox(em, name, box, show.nodes[name]));
  const inviting = grips.splice(7, 1); // the first handle is one that pays
  return [...last, ...strings.flat(), ...nodes, ...inviting.flat(), ...grips.flat()];
}
// A node: rows of [name, number], its name outside, below or above it its delta.
function drawBox(em, name, { x, y, w, h }, { rows, kind, lit, tint = 0, delta = "", label = "" }) {
  const over = name === "h1" ? 1 : -1, rim = (side) => y + side * h + (side > 0 ? 1.05 : -0.4) * em;
  const pairs = rows.map(([what, number], k) => {
    const at = y + (k ? 0.95 : -0.3) * em;
    return number === undefined ? [words(x, at, what, k ? "nn-worth" : "nn-name")]
      : [words(x - w + 0.4 * em, at, what, "nn-what", "start"), words(x + w - 0.35 * em, at, number, "nn-worth", "end")];
  });
  return [svg("g", { class: `nn-node nn-is-${kind}${lit ? ` nn-lit nn-${lit}` : ""}`, "data-node": name, style: `--nn-tint: ${tint}%` },
    svg("rect", { x: x - w, y: y - h, width: 2 * w, height: 2 * h, rx: kind === "data" ? 3 : 0.5 * em }), ...pairs.flat(),
    ...(kind === "computed" ? [words(x - w + 2, rim(-over), label, "nn-name", "start")] : label ? [words(x, rim(1), label, "nn-under-name")] : []),
    words(x, rim(over), delta, `nn-grade${lit === "back" ? " nn-now" : ""}`))];
}
