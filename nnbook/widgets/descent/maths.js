// needs: numbers, trail
// Gradient descent on J = c theta^2 / 2 and on the log-loss of a neuron [w, b] of one input.

const MOST = 20; // steps

// ---- one number ----

const bowl = (c, theta) => (c * theta * theta) / 2;
const downBowl = ([start, c, rate], n) => descend([start], ([theta]) => [c * theta], rate, n).map(([theta]) => theta);

// ---- one neuron ----

const average = (all) => all.reduce((sum, x) => sum + x, 0) / all.length;
const lossOf = (z, y) => (z > 0 ? 1 - y : -y) * z + Math.log1p(Math.exp(-Math.abs(z)));
const costOf = ([w, b], xs, labels) => average(xs.map((x, i) => lossOf(w * x + b, labels[i])));
function gradientOf([w, b], xs, labels) {
  const errors = xs.map((x, i) => sigmoid(w * x + b) - labels[i]);
  return [average(errors.map((e, i) => e * xs[i])), average(errors)];
}
const curvaturesOf = ([w, b], xs) => {
  const s = xs.map((x) => { const e = Math.exp(-Math.abs(w * x + b)); return e / (1 + e) ** 2; });
  return [average(s.map((v, i) => v * xs[i] * xs[i])), average(s.map((v, i) => v * xs[i])), average(s)];
};
// The curvature of the cost across its valley: the larger eigenvalue of the Hessian.
function steepest(unit, xs) {
  const [ww, wb, bb] = curvaturesOf(unit, xs);
  return (ww + bb) / 2 + Math.hypot((ww - bb) / 2, wb);
}
// The lowest point of the cost, by Newton's method.
function lowest(xs, labels) {
  let unit = [0, 0];
  for (let i = 0; i < 20; i++) {
    const [gw, gb] = gradientOf(unit, xs, labels), [ww, wb, bb] = curvaturesOf(unit, xs), det = ww * bb - wb * wb;
    unit = [unit[0] - (bb * gw - wb * gb) / det, unit[1] - (ww * gb - wb * gw) / det];
  }
  return unit;
}
