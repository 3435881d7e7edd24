// needs: numbers
// Sums of hinges v max(0, x - k): their slopes, how far they are from another curve, and the one that joins knots.

const POINTS = 65; // of every piece, where its distance from the target is measured
const WIDEST = 64; // pieces
const TIE = 1e-9; // errors that close are as large as each other
const UNITS = 16; // of the trained networks
const [FAILED, NEAR] = [0.25, 0.1]; // how far off a run has failed, and how near is near

// ---- one hinge [w, b, v, c] ----

const kinkOf = ([w, b]) => (w ? -b / w + 0 : NaN);
const hingeAt = ([w, b, v, c], x) => v * Math.max(0, w * x + b) + c;
const hingeOn = ([w, b], x) => w * x + b > 0;
// The slopes left and right of the kink.
const arms = ([w, , v]) => [Math.min(w, 0) * v + 0, Math.max(w, 0) * v + 0];

// ---- sums of hinges ----

const sumAt = ({ kinks, weights, constant = 0 }, x) =>
  kinks.reduce((sum, k, i) => sum + weights[i] * Math.max(0, x - k), constant);
const inOrder = (kinks) => range(kinks.length, (i) => i).sort((i, j) => kinks[i] - kinks[j]);
// The slopes of the pieces from left to right, which begin with 0.
function slopesOf({ kinks, weights }) {
  let slope = 0;
  return [0, ...inOrder(kinks).map((i) => (slope += weights[i]))];
}
// Where the sum stays beyond its last kink, if it is flat there.
const endOf = ({ kinks, weights }) => -kinks.reduce((sum, k, i) => sum + weights[i] * k, 0) + 0;
// Where two broken lines are furthest apart, which is at one of their corners or at an end, and how far.
function furthest(f, g, corners) {
  const away = (x) => Math.abs(f(x) - g(x)), at = corners.reduce((best, x) => (away(x) > away(best) ? x : best));
  return { off: away(at), at, ends: [[at, f(at)], [at, g(at)]] };
}

// ---- joining the dots ----

const between = (grid, t) => {
  const at = clamp(t, 0, 1) * (grid.length - 1), i = Math.min(Math.floor(at), grid.length - 2);
  return grid[i] + (at - i) * (grid[i + 1] - grid[i]);
};
const TARGETS = {
  sine: { text: "sin 2πx", on: [0, 1], up: [-1.3, 1.3], f: (x) => Math.sin(2 * Math.PI * x), curvature: 4 * Math.PI ** 2, python: "np.sin(2 * np.pi * x)" },
  square: { text: "x²", on: [-1, 1], up: [-0.35, 1.15], f: (x) => x * x, curvature: 2, python: "x**2" },
  abs: { text: "|x|", on: [-1, 1], up: [-0.35, 1.15], f: Math.abs, why: "it has a corner", python: "abs(x)" },
  root: { text: "√x", on: [0, 1], up: [-0.3, 1.15], f: Math.sqrt, why: "f″ is not bounded at 0", python: "np.sqrt(x)" },
  drawn: { text: "your own", on: [0, 1], up: [-1.3, 1.3], why: "it has corners" },
};
const target = ({ target: name, drawn }) => ({ ...TARGETS[name], ...(name === "drawn" && { f: (x) => between(drawn, x) }) });

function knotsOf(n, spacing, [low, high]) {
  const part = (i) => { const q = i / n; return spacing === "graded" ? q * q * q * q : q; };
  return range(n + 1, (i) => low + (high - low) * part(i));
}
// The sum of hinges that equals f at the knots and is straight between them.
function interpolant(f, knots) {
  const values = knots.map(f), slopes = range(knots.length - 1, (i) => (values[i + 1] - values[i]) / (knots[i + 1] - knots[i]));
  return { kinks: knots.slice(0, -1), weights: slopes.map((s, i) => s - (slopes[i - 1] ?? 0)), constant: values[0] };
}
// Its values at the knots, piece by piece.
function corners({ weights, constant }, knots) {
  let slope = 0, y = constant;
  return [y, ...weights.map((v, i) => (y += (slope += v) * (knots[i + 1] - knots[i])))];
}
// The largest |f - g| over all points of all pieces, and where it is first met.
function worst(f, g, knots) {
  const points = knots.slice(1).flatMap((to, i) => range(POINTS, (j) => knots[i] + (j * (to - knots[i])) / (POINTS - 1)));
  const all = points.map((x) => Math.abs(f(x) - g(x))), error = Math.max(...all);
  return { error, at: points[all.findIndex((e) => e > error - TIE)] };
}
// The error of n pieces, each straight between its ends.
function errorOf(n, spacing, { f, on }) {
  const knots = knotsOf(n, spacing, on);
  return Math.max(...range(n, (i) => {
    const [a, b] = [knots[i], knots[i + 1]], [u, v] = [f(a), f(b)];
    return worst(f, (x) => u + ((v - u) * (x - a)) / (b - a), [a, b]).error;
  }));
}
