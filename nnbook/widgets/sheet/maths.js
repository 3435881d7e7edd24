// needs: numbers
// The sheet: a network 2-2-1 of sigmoid units, one example, and the four equations, as in nnlib.

// The parameters in nnlib's order: where each starts and ends; a bias starts nowhere.
const PARAMETERS = [["x1", "h1"], ["x1", "h2"], ["x2", "h1"], ["x2", "h2"], ["", "h1"], ["", "h2"], ["h1", "out"], ["h2", "out"], ["", "out"]];
const FORTH = 5, BACK = 9; // the steps forward, and all steps

// σ'(z), exact where a is rounded to 0 or 1.
function slopeAt(z) {
  const e = Math.exp(-Math.abs(z));
  return e / (1 + e) ** 2;
}

// All numbers. A score's derivative is its `delta`; `gradients` are in the order of the parameters.
function sheetOf([w11, w12, w21, w22, b1, b2, v1, v2, c], [x1, x2], y, squared) {
  const z = [x1 * w11 + x2 * w21 + b1, x1 * w12 + x2 * w22 + b2], a = z.map(sigmoid), slopes = z.map(slopeAt);
  const out = a[0] * v1 + a[1] * v2 + c, p = sigmoid(out), rare = sigmoid(-Math.abs(out));
  const loss = squared ? (p - y) ** 2 : (out > 0 ? 1 - y : -y) * out + Math.log1p(Math.exp(-Math.abs(out)));
  const delta = squared ? 2 * (p - y) * slopeAt(out) : out > 0 ? 1 - y - rare : rare - y;
  const [d1, d2] = [v1, v2].map((v, j) => delta * v * slopes[j]);
  return { z, a, slopes, out, p, loss, delta, deltas: [d1, d2],
    gradients: [x1 * d1, x1 * d2, x2 * d1, x2 * d2, d1, d2, a[0] * delta, a[1] * delta, delta] };
}

const isKnown = (i, step) => step >= (i < 6 ? 9 : 7);

// Where the bead of a parameter stands on its rail, from 0 to 1: as roots, so that small ones differ and large ones fit.
const MOST = 6;
const shareOf = (v) => (1 + Math.sign(v) * Math.sqrt(Math.abs(v) / MOST)) / 2;
const valueAt = (share) => MOST * Math.sign(share - 0.5) * (2 * share - 1) ** 2;
