// needs: numbers
// A neuron [w, b] of one input: what it says of each point, what that costs, and the least that any neuron costs.

const score = ([w, b], x) => x * w + b;
const logit = (p) => Math.log(p / (1 - p));

// Where p is 1/2, in so many digits that it stays when the steepness changes.
const middleOf = ([w, b]) => +(-b / w).toPrecision(12) + 0;
const through = (middle, w) => [w, -w * middle + 0];

// The log-loss, from the score as in nnlib.
const logLoss = (z, y) => (z > 0 ? 1 - y : -y) * z + Math.log1p(Math.exp(-Math.abs(z)));

const judged = (unit, xs, labels) => xs.map((x, i) => {
  const z = score(unit, x), p = sigmoid(z);
  return { z, p, loss: logLoss(z, labels[i]), squared: (p - labels[i]) ** 2 };
});
const mean = (all) => all.reduce((sum, x) => sum + x, 0) / all.length;
const meanLoss = (unit, xs, labels) => mean(xs.map((x, i) => logLoss(score(unit, x), labels[i])));

// What a threshold on p gets wrong: labels 1 that are not above it, labels 0 that are.
function counted(rows, labels, threshold) {
  const above = rows.map(({ z }) => z > logit(threshold)), of = (label) => labels.map((y, i) => y === label && above[i] !== (y === 1));
  const [alarms, misses] = [of(0), of(1)];
  const count = (all) => all.filter(Boolean).length;
  return { wrong: labels.map((_, i) => misses[i] || alarms[i]), misses: count(misses), alarms: count(alarms) };
}
// The fewest false alarms of a threshold that misses nothing: the labels 0 with no smaller score than some label 1.
function fewestAlarms(rows, labels) {
  const lowest = Math.min(...rows.filter((_, i) => labels[i]).map(({ z }) => z));
  return rows.filter(({ z }, i) => !labels[i] && z >= lowest).length;
}

// The least mean log-loss of any w and b, by Newton's method with halved steps; null if a place parts the labels: then
// a steeper curve through it is always better.
function leastLoss(xs, labels) {
  const [zeros, ones] = [0, 1].map((label) => xs.filter((_, i) => labels[i] === label));
  if (Math.max(...zeros) <= Math.min(...ones) || Math.max(...ones) <= Math.min(...zeros)) return null;
  let unit = [0, 0], loss = meanLoss(unit, xs, labels);
  for (let i = 0; i < 50; i++) {
    const [step, now] = [newton(unit, xs, labels), loss];
    for (let share = 1; share > 1e-6; share /= 2) {
      const next = unit.map((v, k) => v - share * step[k]), found = meanLoss(next, xs, labels);
      if (found >= loss) continue;
      [unit, loss] = [next, found];
      break;
    }
    if (now === loss) break;
  }
  return loss;
}
function newton(unit, xs, labels) {
  let [gw, gb, ww, wb, bb] = [0, 0, 0, 0, 0];
  xs.forEach((x, i) => {
    const p = sigmoid(score(unit, x)), e = p - labels[i], s = p * (1 - p);
    [gw, gb, ww, wb, bb] = [gw + e * x, gb + e, ww + s * x * x, wb + s * x, bb + s];
  });
  const det = ww * bb - wb * wb;
  return [(bb * gw - wb * gb) / det, (ww * gb - wb * gw) / det];
}
