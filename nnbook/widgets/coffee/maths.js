// needs: numbers
// The roaster's network, and how often it is right. On the map, points are (u, v) in standard deviations; both axes
// run from -R to R.

const R = Math.sqrt(3), MAP = 144;

const midpoints = (n) => range(n, (i) => R * ((2 * i + 1) / n - 1));

// The network of a state; sums run in nnlib's order.
function network({ theta, standardise }, { mean, scale }) {
  const H = (theta.length - 1) / 4;
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
  return { theta, standardise, H, units, raw, onMap, votes, bias, forward };
}

// What one unit says on n x n cells of the map, row by row from the bottom.
function unitOnMap([a, b, c], n) {
  const mids = midpoints(n), says = new Float64Array(n * n);
  for (let r = 0, k = 0; r < n; r++) for (let i = 0; i < n; i++) says[k++] = sigmoid(a * mids[i] + b * mids[r] + c);
  return says;
}
// What the output says there, and its z.
function outputOnMap({ onMap, votes, bias }, n) {
  const z = new Float64Array(n * n).fill(bias);
  onMap.forEach((unit, j) => {
    const says = unitOnMap(unit, n), vote = votes[j];
    for (let k = 0; k < z.length; k++) z[k] += vote * says[k];
  });
  return { z, says: z.map(sigmoid) };
}

// What is true of the roasts at the midpoints of the map, and the share of it that a network gets right.
function truthOf({ mean, scale, rule }) {
  const standard = (roast) => roast.map((x, i) => (x - mean[i]) / scale[i]);
  const roastAt = (uv) => uv.map((x, i) => mean[i] + scale[i] * x);
  const isGood = ([T, D]) => rule.every(([a, b, c]) => a * T + b * D + c > 0);
  const roasts = midpoints(MAP).flatMap((v) => midpoints(MAP).map((u) => roastAt([u, v])));
  const good = roasts.map(isGood), hot = roasts.map(([T]) => T > 175);
  const agree = (facts, says) => {
    let right = 0;
    for (let k = 0; k < says.length; k++) right += says[k] > 0.5 === facts[k];
    return right / says.length;
  };
  return {
    standard, roastAt, isGood,
    baseline: good.filter((is) => !is).length / good.length,
    accuracy: (says) => agree(good, says),
    hotter: (unit) => agree(hot, unitOnMap(unit, MAP)),
  };
}
const isRight = (net, [T, D, y]) => net.forward([T, D]).A2 > 0.5 === (y === 1);

// The mean of -log of the probability that it gives to each bean's label.
const lossOf = (net, beans) => beans.reduce((sum, [T, D, y]) => {
  const z = net.forward([T, D]).Z2;
  return sum + Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
}, 0) / beans.length;

// Whether all votes weigh the same, and how many of them the output then asks for.
const equalVotes = (votes) => votes[0] > 0 && votes.every((v) => v === votes[0]);
const asksFor = ({ votes, bias }, tau) => equalVotes(votes) && Math.abs(bias + tau * votes[0]) < 1e-9;

// The corners of the triangle that three sides a x + b y + c = 0 enclose.
function cornersOf(rule) {
  const meet = ([a, b, c], [d, e, f]) => [(b * f - c * e) / (a * e - b * d), (c * d - a * f) / (a * e - b * d)];
  return rule.map((side, i) => meet(side, rule[(i + 1) % rule.length]));
}

// ---- recorded training ----

// A run as it travels: its numbers of epochs, losses, accuracies and parameters as float32, which keep six digits.
function filmOf({ hidden, data }) {
  const view = new DataView(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer), size = 4 * hidden + 1;
  const numbers = range(view.byteLength / 4, (i) => +view.getFloat32(4 * i, true).toPrecision(6)), n = numbers.length / (size + 3);
  const row = (k) => numbers.slice(k * n, (k + 1) * n), from = (i) => 3 * n + i * size;
  return { epochs: row(0), loss: row(1), accuracy: row(2), theta: range(n, (i) => numbers.slice(from(i), from(i + 1))) };
}
// The units whose three numbers differ between two networks of H units; all, where votes or their numbers do.
function movedUnits(before, after, H) {
  const differ = (i) => before[i] !== after[i];
  if (before.length !== after.length || range(H + 1, (i) => 3 * H + i).some(differ)) return range(H, (j) => j);
  return range(H, (j) => j).filter((j) => [j, H + j, 2 * H + j].some(differ));
}
