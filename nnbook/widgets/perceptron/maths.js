// needs: numbers
// The perceptron rule, the best that any line can do, and what a hard and a soft unit cost on the same line.

const EPOCHS = 100;

const score = ([w1, w2, b], [x1, x2]) => x1 * w1 + x2 * w2 + b;
const count = (list, test) => list.filter(test).length;

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

// The place on a coarse grid that is farthest from all points.
function freePlace(data) {
  const room = (spot) => Math.min(...data.map((point) => Math.hypot(point[0] - spot[0], point[1] - spot[1])));
  const grid = range(25, (i) => [(i % 5) / 2 - 0.5, Math.floor(i / 5) / 2 - 0.5]);
  return grid.reduce((best, spot) => (room(spot) > room(best) ? spot : best));
}
