// needs: numbers
// A unit (w1, w2, b) as a line that the reader moves. Both axes of its plot run from p.low to p.high: angles are true.

const LOWEST = 0.5;

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
