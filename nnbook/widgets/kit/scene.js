// needs: plot, drag, handles, numbers
// A picture of curves: a grid, lines that end at its frame, and handles on top.

// Shows `lines` and `handles` on a plot, with ticks [position, text] along both axes.
function scene(p, across, up, lines, handles) {
  const [x, y] = p.px(p.across[0], p.up[1]), [right, bottom] = p.px(p.across[1], p.up[0]);
  const box = { x, y, width: right - x, height: bottom - y, viewBox: `${x} ${y} ${right - x} ${bottom - y}` };
  const rules = up.map(([v]) => curve(`M${x} ${p.px(0, v)[1]}H${right}`, v === 0 ? "nn-rule nn-zero" : "nn-rule", 1));
  p.axes(across, up, "", "");
  p.svg.replaceChildren(p.svg.firstChild, svg("svg", box, ...rules, ...lines), ...handles);
}
function picture(widget, { x, y, margin = [14, 10, 24, 30] }) {
  const p = widget.plot({ x, y, margin });
  p.el.classList.add("nn-scene");
  return zoom(p, x, y);
}
function zoom(p, x, y) {
  [p.across, p.up] = [x, y];
  p.domain(x, y);
  return p;
}
const inside = (p, [x, y]) => x >= p.across[0] && x <= p.across[1] && y >= p.up[0] - 1e-9 && y <= p.up[1] + 1e-9;
// Ticks from one number to another.
const plain = (from, to, step = 1) => range(Math.round((to - from) / step) + 1, (i) => {
  const x = snap(from + i * step, 1e-6);
  return [x, minus(String(x))];
});

const diamond = ([x, y], r = 11) => curve(`M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`, "nn-grip");
const bead = (at) => circle(...at, 7.5, "nn-bead");

// Drags on a tab's picture: `take(name of the handle or null, place)` says what is held, or null, and `pull(held, to,
// by)` moves it; meanwhile it is `part.held`.
function grab(part, p, take, pull) {
  const { widget } = part;
  const letGo = (how) => () => { part.held = null; how(); };
  drag(p.svg, widget.signal, {
    start(event) {
      const from = p.at(event), held = take(nearest(p, event), from);
      part.held = held && { ...held, from };
      return Boolean(held);
    },
    move(event) {
      const to = p.at(event);
      pull(part.held, to, to.map((x, i) => x - part.held.from[i]));
    },
    end: letGo(() => widget.hub.commit()),
    cancel: letGo(() => widget.hub.cancel()),
  });
}
