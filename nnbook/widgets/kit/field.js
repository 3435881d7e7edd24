// needs: heat, iso, numbers
// A function f(u, v) of a plot's plane, on its canvas: tinted by `share(f)` (0..1) from colour to colour of `stops`,
// with contour lines at `levels`. The plot has its domain in `across` and `up`. One row more than is seen on each side
// takes the lines to the edge.
function field(p, f, { n = 72, levels, share, stops, line }) {
  const all = n + 2, place = (i, [from, to]) => from + ((i - 0.5) / n) * (to - from), us = range(all, (i) => place(i, p.across));
  const grid = range(all, (r) => place(r, p.up)).flatMap((v) => us.map((u) => f(u, v)));
  const seen = range(n, (r) => grid.slice((r + 1) * all + 1, (r + 1) * all + 1 + n)).flat();
  const pen = heat(p, n, seen.map(share), stops), [wide, tall] = [p.canvas.style.width, p.canvas.style.height].map(parseFloat);
  const at = ([x, y]) => [((x * all - 1) / n) * wide, (1 - (y * all - 1) / n) * tall];
  [pen.strokeStyle, pen.lineWidth] = [line, 1];
  pen.beginPath();
  for (const [from, to] of levels.flatMap((level) => iso(grid, all, level))) {
    pen.moveTo(...at(from));
    pen.lineTo(...at(to));
  }
  pen.stroke();
}
