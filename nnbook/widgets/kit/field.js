// needs: heat, iso, numbers
// A function f(u, v) of a plot's plane, on its canvas: tinted by `share(f)` (0..1) from colour to colour of `stops`,
// with contour lines at `levels`. The plot has its domain in `across` and `up`.
function field(p, f, { n = 72, levels, share, stops, line }) {
  const [[left, right], [low, high]] = [p.across, p.up], place = (i, from, to) => from + ((i + 0.5) / n) * (to - from);
  const us = range(n, (i) => place(i, left, right)), grid = range(n, (r) => place(r, low, high)).flatMap((v) => us.map((u) => f(u, v)));
  const pen = heat(p, n, grid.map(share), stops), [wide, tall] = [p.canvas.style.width, p.canvas.style.height].map(parseFloat);
  [pen.strokeStyle, pen.lineWidth] = [line, 1];
  pen.beginPath();
  for (const level of levels) {
    for (const [[x0, y0], [x1, y1]] of iso(grid, n, level)) {
      pen.moveTo(x0 * wide, (1 - y0) * tall);
      pen.lineTo(x1 * wide, (1 - y1) * tall);
    }
  }
  pen.stroke();
}
