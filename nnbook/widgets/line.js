// A unit (w1, w2, b) as a line that the reader moves. Both axes of its plot run from p.low to p.high: angles are true.

const LOWEST = 0.5, REACH = 22;

const exact = (x) => +x.toPrecision(14) + 0;
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const facing = (degrees) => [Math.cos, Math.sin].map((f) => f((degrees * Math.PI) / 180));

// ---- angle in degrees, offset in units of the axes, steepness k ----

function toLine([w1, w2, b]) {
  const k = Math.hypot(w1, w2);
  if (!k) return { angle: 0, offset: 0, k };
  return { angle: exact((Math.atan2(w2, w1) * 180) / Math.PI), offset: exact(-b / k), k: exact(k) };
}
function turned([w1, w2, b], angle) {
  const k = toLine([w1, w2, b]).k || LOWEST;
  return [...facing(angle).map((c) => (Math.abs(k * c) < 1e-12 ? 0 : k * c)), b];
}
function shifted([w1, w2, b], offset) {
  const { k } = toLine([w1, w2, b]);
  return k ? [w1, w2, -k * offset] : [LOWEST, 0, -LOWEST * offset];
}
function sharpened(unit, k) {
  const { angle, offset } = toLine(unit);
  return shifted(turned([k, 0, 0], angle), offset);
}

// Where a u + b v + c = 0 runs: normal n (to the on side), direction t, distance d, and its stretch `s` on the plot.
function geometry([a, b, c], { low, high }) {
  const k = Math.hypot(a, b);
  if (!k) return null;
  const n = [a / k, b / k], t = [-n[1], n[0]], d = -c / k;
  const ends = [0, 1].map((i) => [low, high].map((edge) => (edge - d * n[i]) / t[i]).sort((x, y) => x - y));
  const from = Math.max(ends[0][0], ends[1][0]), to = Math.min(ends[0][1], ends[1][1]);
  return { n, t, d, k, s: from < to ? [from, to] : null, at: (along) => [0, 1].map((i) => d * n[i] + along * t[i]) };
}
function stroke(p, line, { width, kind = "nn-stroke", dash = "" }) {
  const g = geometry(line, p);
  if (!g?.s) return [];
  const d = p.path(g.s.map(g.at));
  return [curve(d, "nn-under", width + 3), curve(d, kind, width, dash)];
}

// ---- handles: the disc is the offset, the ring the angle, the arrow's tip the steepness ----

const arrowLength = (k) => 24 + 26 * Math.log10(2 * k);

// The disc sits where it was last put, as near as the line allows; off the plot it waits on the border.
function spots(p, unit, anchor) {
  const g = geometry(unit, p), inside = (margin) => (x) => clamp(x, p.low + margin, p.high - margin);
  if (!g?.s) return g && { g, disc: g.at(0).map(inside(0)) };
  const middle = (g.s[0] + g.s[1]) / 2, along = clamp(anchor ? dot(anchor, g.t) : middle, ...g.s);
  const reach = arrowLength(toLine(unit).k) / p.unit(), low = along > middle + 0.3, disc = g.at(along);
  const tip = disc.map((x, i) => x + reach * g.n[i]).map(inside(0.04));
  return { g, disc, tip, low, ring: g.at(low ? g.s[0] + 0.14 : g.s[1] - 0.14) };
}
// An arrowhead around [x, y], pointing along (u, v).
function arrowhead([x, y], [u, v], size, kind) {
  const turn = (-Math.atan2(v, u) * 180) / Math.PI;
  const head = curve(`M${size / 2} 0l${-1.6 * size} ${-size}v${2 * size}Z`, kind);
  return put(head, { transform: `translate(${x} ${y}) rotate(${turn})` }, []);
}
// A handle; `lit` puts a halo on it.
function grip(p, name, uv, mark, lit) {
  const [x, y] = p.px(...uv), halo = lit ? [circle(x, y, 13, "nn-halo")] : [];
  return svg("g", { "data-handle": name, "data-x": x, "data-y": y }, ...halo, mark, circle(x, y, REACH, "nn-hit"));
}
function lineGrips(p, { disc, ring, tip, g }, prefix, halo) {
  const pixel = p.px(...disc), hold = (what, uv, mark) => grip(p, prefix + what, uv, mark, halo === what);
  if (!ring) return [hold("offset", disc, arrowhead(pixel, g.n.map((x) => Math.sign(g.d) * x), 9, "nn-grip"))];
  const shaft = p.path([disc, tip]);
  return [curve(shaft, "nn-under", 5), curve(shaft, "nn-stroke", 2.5),
    hold("steepness", tip, arrowhead(p.px(...tip), g.n, 7, "nn-grip")),
    hold("angle", ring, circle(...p.px(...ring), 7, "nn-ringgrip")),
    hold("offset", disc, circle(...pixel, 7.5, "nn-grip"))];
}
function nearest(p, event) {
  const box = p.svg.getBoundingClientRect();
  const away = ({ dataset }) => Math.hypot(event.clientX - box.left - dataset.x, event.clientY - box.top - dataset.y);
  const [first] = [...p.svg.querySelectorAll("[data-handle]")].sort((a, b) => away(a) - away(b));
  return first && away(first) <= REACH ? first.dataset.handle : null;
}
// The unit that a handle, taken at `from` and drawn to `to`, makes of held.unit; `pairs` say the steps.
const pulls = {
  offset: ({ unit, g }, by, to, pairs) => shifted(unit, pairs.offset.nearest(toLine(unit).offset + dot(by, g.n))),
  // About the disc, which stays where it is: a new angle, and the offset that goes with it.
  angle({ unit, disc, from }, by, to, pairs) {
    const bearing = ([u, v]) => (Math.atan2(v - disc[1], u - disc[0]) * 180) / Math.PI;
    const degrees = Math.round(toLine(unit).angle + bearing(to) - bearing(from));
    const angle = degrees - 360 * Math.round(degrees / 360);
    return shifted(turned(unit, angle), pairs.offset.nearest(dot(disc, facing(angle))));
  },
  steepness({ unit, g }, by, to, pairs, p) {
    const length = arrowLength(toLine(unit).k) + dot(by, g.n) * p.unit();
    return sharpened(unit, pairs.steepness.nearest(10 ** ((length - 24) / 26) / 2));
  },
};

// A labelled point on a canvas: a disc for 1, a cross for 0, a ring around what is wrong.
function drawLabel(pen, look, [x, y], label, wrong) {
  const line = (shape, colour, width) => {
    [pen.strokeStyle, pen.lineWidth] = [look(colour), width];
    pen.stroke(shape);
  };
  const ring = (r) => new Path2D(`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`);
  const mark = label ? ring(3.5) : new Path2D(`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`);
  line(mark, "surface", label ? 3 : 5);
  pen.fillStyle = look("good");
  if (label) pen.fill(mark);
  else line(mark, "bad", 2);
  if (wrong) line(ring(6.5), "ink", 1.5);
}
