// needs: numbers
// The perceptron rule, what one correction adds up to, and the best that any line can do.

const EPOCHS = 100;

const score = ([w1, w2, b], [x1, x2]) => x1 * w1 + x2 * w2 + b;
const says = (unit, x) => +(score(unit, x) > 0);
const count = (list, test) => list.filter(test).length;
const rightOf = (unit, data) => count(data, (row) => says(unit, row) === row[2]);

// Every row the rule reads from w = 0, b = 0 on, until a pass has no mistake or EPOCHS are over. If it has not ended,
// `first` and `again` are the earliest two readings that began with the same weights at the same row: a circle.
function learn(data) {
  const read = [], seen = new Map(), run = { read, mistakes: [], ended: false };
  let unit = [0, 0, 0];
  while (!run.ended && run.mistakes.length < EPOCHS) {
    let mistakes = 0;
    data.forEach(([x1, x2, target], row) => {
      const key = `${row} ${unit}`, z = score(unit, [x1, x2]), output = +(z > 0), error = target - output, before = unit;
      if (run.again === undefined && seen.has(key)) [run.first, run.again] = [seen.get(key), read.length];
      seen.set(key, read.length);
      if (error) unit = [unit[0] + error * x1, unit[1] + error * x2, unit[2] + error];
      mistakes += error !== 0;
      read.push({ pass: run.mistakes.length + 1, row, z, output, error, before, unit });
    });
    run.mistakes.push(mistakes);
    run.ended = mistakes === 0;
  }
  return run.ended ? { ...run, first: undefined, again: undefined } : run;
}
const total = (run) => run.mistakes.reduce((sum, n) => sum + n, 0);

// Where the next mistake has been read, n rows having been; without one, the end.
function pastMistake({ read }, n) {
  const next = read.findIndex(({ error }, i) => i >= n && error);
  return next < 0 ? read.length : next + 1;
}
// The last correction among the first n readings.
const correction = ({ read }, n) => read.slice(0, n).findLast(({ error }) => error);

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
    const splits = places.map((place) => count(on, (point) => along(point) > place === (point[2] === 1)));
    const either = (right, all) => Math.max(right, all - right);
    most = Math.max(most, either(left, off.length) + Math.max(...splits.map((right) => either(right, on.length))));
  }));
  return most;
}

// The corners of the part of a square from `low` to `high` where the unit says 1: cut it along z = 0.
function yesSide(unit, low, high) {
  const corners = [[low, low], [high, low], [high, high], [low, high]];
  return corners.flatMap((from, i) => {
    const to = corners[(i + 1) % 4], [z, next] = [score(unit, from), score(unit, to)], t = z / (z - next);
    const kept = z > 0 ? [from] : [];
    return z > 0 === next > 0 ? kept : [...kept, from.map((x, k) => x + t * (to[k] - x))];
  });
}

// The place on a coarse grid that is farthest from all points.
function freePlace(data) {
  const room = (spot) => Math.min(...data.map((point) => Math.hypot(point[0] - spot[0], point[1] - spot[1])));
  const grid = range(25, (i) => [(i % 5) / 2 - 0.5, Math.floor(i / 5) / 2 - 0.5]);
  return grid.reduce((best, spot) => (room(spot) > room(best) ? spot : best));
}

// What is to be said to an answer to "how many of the lamp's rows can a line get right?".
function reply(answer) {
  if (answer === 3) return "Yes: cut off one corner, and only the opposite one is wrong.";
  if (answer === 4) return "Not 4: rows 1, 2 add up to w₁ + w₂ + 2b > 0; with b ≤ 0 (row 0), row 3 is 1 too.";
  if (answer > 4) return "The lamp has 4 rows.";
  return "More: with all on one side 2 are right, and a line can cut off a corner.";
}
