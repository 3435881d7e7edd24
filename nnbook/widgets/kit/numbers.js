const clamp = (x, lo, hi) => Math.min(hi, Math.max(lo, x));
const snap = (x, step) => +(Math.round(x / step) * step).toFixed(6);
const range = (n, f) => Array.from({ length: n }, (_, i) => f(i));

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}
