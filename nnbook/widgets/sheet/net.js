// The picture: inputs on the left, hidden units in the middle, output and loss on the right. A weight is a string from
// unit to unit, plucked by its bead: above the straight line it is positive, below it negative. A bias is a bead above
// or below its unit.

const SUB = { x1: "x₁", x2: "x₂", h1: "h₁", h2: "h₂", out: "out" };
const HANDLES = PARAMETERS.map(([from, to]) => (from ? `${from}-${to}` : `bias-${to}`));
const nameOf = (i) => (PARAMETERS[i][0] ? `${SUB[PARAMETERS[i][0]]} → ${SUB[PARAMETERS[i][1]]}` : `b of ${SUB[PARAMETERS[i][1]]}`);
const REST = [0.5, 0.36, 0.36, 0.5, , , 0.55, 0.55]; // where on its string the bead of a weight sits

const TALL = 1.2, REACH_UP = 1.2, CLEAR = 0.6; // half a box, how far a bead goes, and the room between, in letters

// The numbers of a weight stand above its bead, −1, or below, 1: where there is room.
const SIDE = [-1, 1, -1, 1, , , -1, 1], CROWDED = 1.5;
const sideOf = (i, v) => ((i === 1 && v < -CROWDED) || (i === 2 && v > CROWDED) ? -SIDE[i] : SIDE[i]);

// The boxes of all nodes in pixels: middle, half a width, half a height.
function boxes({ width, height, letter: em }) {
  const wide = { x: 1.15, unit: 2.4, loss: 1.5 }, gap = width - 2 * em * (wide.x + 2 * wide.unit + wide.loss) - 4;
  const columns = [wide.x * em + 2];
  columns.push(columns[0] + (wide.x + wide.unit) * em + 0.45 * gap);
  columns.push(columns[1] + 2 * wide.unit * em + 0.4 * gap, width - wide.loss * em - 2);
  const box = (column, y, kind) => ({ x: columns[column], y, w: wide[kind] * em, h: TALL * em });
  const [x, hidden] = [2.5 * em, (TALL + CLEAR + 2 * REACH_UP + 0.5) * em];
  return { x1: box(0, x, "x"), x2: box(0, height - x, "x"), h1: box(1, hidden, "unit"), h2: box(1, height - hidden, "unit"),
    out: box(2, height / 2, "unit"), loss: box(3, height / 2, "loss") };
}
// From the right side of one box to the left side of another, straight.
function chord(all, from, to) {
  const [a, b] = [all[from], all[to]], ends = [[a.x + a.w, a.y], [b.x - b.w - 3, b.y]];
  ends[1][1] -= 0.45 * b.h * Math.sign(b.y - a.y); // two that meet in a box come in apart
  return ends;
}
// The rail of a parameter: [lowest, highest] place of its bead.
function railFor(p, all, i) {
  const [from, to] = PARAMETERS[i], reach = REACH_UP * p.letter;
  if (from) {
    const [x, y] = between(chord(all, from, to), REST[i]);
    return [[x, y + reach], [x, y - reach]];
  }
  const { x, y, h } = all[to], away = (to === "h1" ? -1 : 1) * (h + reach + CLEAR * p.letter);
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
  const back = way === "back", kind = `nn-wire nn-${way || "idle"}${lit ? " nn-now" : ""}`, width = back ? 0.75 + 5 * size : 1.25 + 2.5 * size;
  const [tip, tail] = back ? [at(0.02), at(0.12)] : [at(1), at(0.9)];
  const pulse = lit && gone < 1 ? [circle(...at(back ? 1 - gone : gone), 6, `nn-pulse nn-${way}`)] : [];
  return [curve(d, kind, width + (lit ? 0.75 : 0), back ? "7 4" : ""),
    arrowhead(tip, [tip[0] - tail[0], tail[1] - tip[1]], 4 + (lit ? 1.5 : 0), `nn-tip ${kind}`), ...pulse];
}

// All of it as elements. `show` has `theta`, as numbers; for each parameter its value and, once it is known, its gradient
// as texts, `values` and `given`; in `arrows` how its arrow is drawn, and last that of the loss; and the `nodes`.
function drawSheet(p, show, { halo, picked }) {
  const all = boxes(p), em = p.letter;
  const strings = [], grips = [];
  PARAMETERS.forEach(([from, to], i) => {
    const rail = railFor(p, all, i), [x, y] = between(rail, shareOf(show.theta[i])), name = HANDLES[i];
    const middle = between(rail, 0.5)[1], given = show.given[i];
    const top = !from ? middle - 0.1 * em : y + (sideOf(i, show.theta[i]) > 0 ? 1.2 : given ? -1.7 : -0.82) * em;
    const [left, side] = from ? [x, "middle"] : [x + 0.85 * em, "start"];
    if (from) strings.push(arrow(string(chord(all, from, to), [x, y], REST[i]), show.arrows[i]));
    else strings.push([curve(`M${rail[0].join(" ")}L${rail[1].join(" ")}`, "nn-run", 3), curve(`M${x - 5} ${middle}h10`, "nn-run", 2)]);
    const bead = circle(x, y, 7.5, `nn-grip${picked === i ? " nn-chosen" : ""}`);
    grips.push([words(left, top, show.values[i], "nn-worth nn-weight", side),
      words(left, top + 0.88 * em, given, `nn-grade${show.arrows[i].lit ? " nn-now" : ""}`, side), gripAt([x, y], name, bead, halo === name)]);
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
    words(x - w, rim(over), delta, `nn-grade${lit === "back" ? " nn-now" : ""}`, "start"))];
}
