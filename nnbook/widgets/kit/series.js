// needs: plot, numbers
// Series over logarithmic axes: a plot of powers of ten, with ticks at plain numbers.

const logTicks = (marks) => marks.map((x) => [Math.log10(x), minus(String(x))]);
// Where a number is on such a plot; what is below its least stands on its edge.
const logPoint = (p, [u, v], least) => p.px(Math.log10(u), Math.log10(Math.max(v, least)));
// The line v = V (u / U)^power through [U, V], from `low` to `high`.
const powerLine = (p, [u, v], power, [low, high]) =>
  p.path([low, high].map((x) => [Math.log10(x), Math.log10(v) + power * Math.log10(x / u)]));
