// Numbers as the page writes them.

const minus = (text) => text.replaceAll("-", "−");
const fmt = {
  num: (x, digits) => minus((Math.abs(x) < 0.5 * 10 ** -digits ? 0 : x).toFixed(digits)),
  sci: (x, digits = 2) => minus(x.toExponential(digits).replace("e+", "e")),
  prob: (p) => (p === 0 ? "0" : p < 0.001 ? fmt.sci(p) : p.toFixed(3)),
  pct: (p) => `${(100 * p).toFixed(1)} %`,
  digits(x, n) {
    if (x === 0) return x.toFixed(n - 1);
    if (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e6) return fmt.sci(x, n - 1);
    return minus(Math.abs(x) >= 10 ** n ? x.toFixed(0) : x.toPrecision(n));
  },
};
