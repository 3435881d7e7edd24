// needs: plot, line, handles
// A unit's line on a plot, and what moves it.

function stroke(p, line, { width, kind = "nn-stroke", dash = "" }) {
  const g = geometry(line, p);
  if (!g?.s) return [];
  const d = p.path(g.s.map(g.at));
  return [curve(d, "nn-under", width + 3), curve(d, kind, width, dash)];
}

// ---- handles: the disc is the offset, the ring the angle, the arrow's tip the steepness ----

const arrowLength = (k) => 24 + 26 * Math.log10(2 * k);

// The disc sits where it was last put, as near as the line allows; off the plot it waits on the border.
function spots(p, unit, anchor) {
  const g = geometry(unit, p), inside = (margin) => (x) => clamp(x, p.low + margin, p.high - margin);
  if (!g?.s) return g && { g, disc: g.at(0).map(inside(0)) };
  const middle = (g.s[0] + g.s[1]) / 2, along = clamp(anchor ? dot(anchor, g.t) : middle, ...g.s);
  const reach = arrowLength(toLine(unit).k) / p.unit(), low = along > middle + 0.3, disc = g.at(along);
  const tip = disc.map((x, i) => x + reach * g.n[i]).map(inside(0.04));
  return { g, disc, tip, low, ring: g.at(low ? g.s[0] + 0.14 : g.s[1] - 0.14) };
}
function lineGrips(p, { disc, ring, tip, g }, prefix, halo) {
  const pixel = p.px(...disc), hold = (what, uv, mark) => grip(p, prefix + what, uv, mark, halo === what);
  if (!ring) return [hold("offset", disc, arrowhead(pixel, g.n.map((x) => Math.sign(g.d) * x), 9, "nn-grip"))];
  const shaft = p.path([disc, tip]);
  return [curve(shaft, "nn-under", 5), curve(shaft, "nn-stroke", 2.5),
    hold("steepness", tip, arrowhead(p.px(...tip), g.n, 7, "nn-grip")),
    hold("angle", ring, circle(...p.px(...ring), 7, "nn-ringgrip")),
    hold("offset", disc, circle(...pixel, 7.5, "nn-grip"))];
}

// The unit that a handle, taken at `from` and drawn to `to`, makes of held.unit; `pairs` say the steps.
const pulls = {
  offset: ({ unit, g }, by, to, pairs) => shifted(unit, pairs.offset.nearest(toLine(unit).offset + dot(by, g.n))),
  // About the disc, which stays where it is: a new angle, and the offset that goes with it.
  angle({ unit, disc, from }, by, to, pairs) {
    const bearing = ([u, v]) => (Math.atan2(v - disc[1], u - disc[0]) * 180) / Math.PI;
    const degrees = Math.round(toLine(unit).angle + bearing(to) - bearing(from));
    const angle = degrees - 360 * Math.round(degrees / 360);
    return shifted(turned(unit, angle), pairs.offset.nearest(dot(disc, facing(angle))));
  },
  steepness({ unit, g }, by, to, pairs, p) {
    const length = arrowLength(toLine(unit).k) + dot(by, g.n) * p.unit();
    return sharpened(unit, pairs.steepness.nearest(10 ** ((length - 24) / 26) / 2));
  },
};
