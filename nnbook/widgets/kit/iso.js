// Marching squares: segments along which an n x n grid of cell midpoints crosses `level`, as shares of the width.
function iso(grid, n, level) {
  const segments = [];
  for (let r = 0; r < n - 1; r++) {
    for (let c = 0; c < n - 1; c++) {
      const o = r * n + c, above = grid[o] > level;
      if (above === grid[o + 1] > level && above === grid[o + n] > level && above === grid[o + n + 1] > level) continue;
      const corner = [0, 1, n + 1, n].map((i) => grid[o + i] - level), cuts = [];
      for (let k = 0; k < 4; k++) {
        const a = corner[k], b = corner[(k + 1) % 4];
        if (a > 0 === b > 0) continue;
        const t = k < 2 ? a / (a - b) : b / (b - a);
        cuts.push([(c + 0.5 + [t, 1, t, 0][k]) / n, (r + 0.5 + [0, t, 1, t][k]) / n]);
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) segments.push([cuts[k], cuts[k + 1]]);
    }
  }
  return segments;
}
