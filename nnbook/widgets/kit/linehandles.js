// needs: plot, line, handles
// A unit's line on a plot, and what moves it.

const SOFT = Math.log(9); // a unit says 0.1 and 0.9 where its z is -SOFT and SOFT

function stroke(p, line, { width, kind = "nn-stroke", dash = "" }) {
  const g = geometry(line, p);
  if (!g?.s) return [];
  const d = p.path(g.s.map(g.at));
  return [curve(d, "nn-under", width + 3), curve(d, kind, width, dash)];
}
// The lines where a unit says 0.1 and 0.9, unless they all but touch the middle one.
function softEdges(p, [a, b, c]) {
  if ((SOFT / Math.hypot(a, b)) * p.unit() < 2) return [];
  const edge = (level) => stroke(p, [a, b, c - level], { width: 1, kind: "nn-stroke nn-soft" }).slice(1);
  return [...edge(-SOFT), ...edge(SOFT)];
}
// How many pixels a point of the plot is away from a line.
const awayFrom = (p, [u, v], [a, b, c]) => (Math.abs(a * u + b * v + c) / Math.hypot(a, b)) * p.unit();

// ---- handles: the disc is the offset, the ring the angle, the arrow's tip the steepness ----

const arrowLength = (k) => 24 + 26 * Math.log10(2 * k);

// Disc and ring sit where they were last put (`put.disc`, `put.ring`), as near as the line allows, and the ring stays
// on its side of the disc. Of a line that is off the plot, the disc waits on the border.
function spots(p, unit, put) {
  const g = geometry(unit, p), inside = (margin) => (x) => clamp(x, p.low + margin, p.high - margin);
  if (!g?.s) return g && { g, disc: g.at(0).map(inside(0)) };
  const [from, to] = g.s, along = (uv) => clamp(dot(uv, g.t), from, to), apart = 34 / p.unit();
  const disc = put?.disc ? along(put.disc) : (from + to) / 2;
  const side = put?.side ?? (to - disc < disc - from - 0.6 ? -1 : 1), end = side < 0 ? from + 0.14 : to - 0.14;
  const ring = disc + side * Math.max(side * ((put?.ring ? along(put.ring) : end) - disc), apart);
  const reach = arrowLength(toLine(unit).k) / p.unit(), tip = g.at(disc).map((x, i) => x + reach * g.n[i]);
  return { g, side, disc: g.at(disc), tip: tip.map(inside(0.04)), ring: g.at(clamp(ring, from, to)) };
}
// Where a handle that was taken at `held` is put when the pointer has gone `by`: it stays under the pointer.
function putAlong(held, by) {
  const moved = (uv) => uv.map((x, i) => x + by[i]), { disc, ring, side, name } = held;
  return { side, disc: name === "offset" ? moved(disc) : disc, ring: name === "angle" ? moved(ring) : ring };
}
function lineGrips(p, { disc, ring, tip, g }, prefix, halo) {
  const pixel = p.px(...disc), hold = (what, uv, mark) => grip(p, prefix + what, uv, mark, halo === what);
  if (!ring) return [hold("offset", disc, arrowhead(pixel, g.n.map((x) => Math.sign(g.d) * x), 9, "nn-grip"))];
  const shaft = p.path([disc, tip]);
  return [curve(shaft, "nn-under", 5), curve(shaft, "nn-stroke", 2.5),
    hold("offset", disc, circle(...pixel, 8, "nn-grip")),
    hold("steepness", tip, arrowhead(p.px(...tip), g.n, 7.5, "nn-grip")),
    hold("angle", ring, circle(...p.px(...ring), 7, "nn-ringgrip"))];
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
