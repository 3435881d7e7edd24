// needs: numbers, line
// What the answers of a hard and of a soft unit on one line cost, and how few mistakes any line can make.

const STEEPEST = 200;

const score = ([w1, w2, b], [x1, x2]) => x1 * w1 + x2 * w2 + b;
const says = (z) => ({ hard: +(z > 0), soft: sigmoid(z) });

// Squared error of both on average over rows [x1, x2, label].
function squared(line, rows) {
  const sum = { hard: 0, soft: 0 };
  for (const row of rows) {
    const answer = says(score(line, row));
    for (const unit in sum) sum[unit] += (answer[unit] - row[2]) ** 2 / rows.length;
  }
  return sum;
}

// The least that soft answers cost on this line, at whatever steepness.
const leastSquared = (line, rows) =>
  Math.min(...range(101, (i) => squared(sharpened(line, LOWEST * (STEEPEST / LOWEST) ** (i / 100)), rows).soft));

// The fewest mistakes of any line. Points that some line parts are also parted by a line through one of them, turned by
// a hair: so turn a line half round about each point in turn, and count while the others change sides. Points are
// taken in hundredths, whole numbers, so that those on one line are seen to be.
function fewestMistakes(rows) {
  const points = rows.map(([x1, x2, label]) => [Math.round(100 * x1), Math.round(100 * x2), label]);
  const cross = (p, q) => p.u * q.v - p.v * q.u;
  let fewest = Infinity;
  for (const pivot of points) {
    const others = points.filter((point) => point !== pivot).map(([x1, x2, label]) => {
      const u = x1 - pivot[0], v = x2 - pivot[1], above = v > 0 || (v === 0 && u > 0), side = above ? 1 : -1;
      return { u: side * u, v: side * v, wrong: above !== (label === 1) };
    }).sort((p, q) => cross(q, p));
    let wrong = others.filter((point) => point.wrong).length;
    const note = () => { fewest = Math.min(fewest, wrong, others.length - wrong); };
    note();
    others.forEach((point, i) => {
      wrong += point.wrong ? -1 : 1;
      if (i + 1 === others.length || cross(point, others[i + 1]) > 0) note();
    });
  }
  return fewest;
}
