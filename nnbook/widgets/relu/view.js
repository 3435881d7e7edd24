// needs: frame, tabs, ask, series, readouts, drag, handles
// The ReLU builder: one hinge, four hinges, and as many as it takes to follow a curve. Here is what its tabs share.

const RIGHT = 1e-2; // how near counts as there

// ---- pictures ----

// A picture with its lines cut off at its frame, a grid behind them and handles before them.
function scene(p, across, up, lines, handles) {
  const [x, y] = p.px(p.across[0], p.up[1]), [right, bottom] = p.px(p.across[1], p.up[0]);
  const box = { x, y, width: right - x, height: bottom - y, viewBox: `${x} ${y} ${right - x} ${bottom - y}` };
  const rules = up.map(([v]) => curve(`M${x} ${p.px(0, v)[1]}H${right}`, v === 0 ? "nn-rule nn-zero" : "nn-rule", 1));
  p.axes(across, up, "", "");
  p.svg.replaceChildren(p.svg.firstChild, svg("svg", box, ...rules, ...lines), ...handles);
}
function picture(widget, { x, y, margin = [8, 10, 24, 30] }) {
  const p = widget.plot({ x, y, margin });
  [p.across, p.up] = [x, y];
  return p;
}
function zoom(p, x, y) {
  [p.across, p.up] = [x, y];
  p.domain(x, y);
}
const goalLine = (d) => curve(d, "nn-grey", 10);
const sumLine = (d) => [curve(d, "nn-sum-under", 8), curve(d, "nn-sum", 3.5)];
const diamond = ([x, y], r = 11) => curve(`M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`, "nn-grip");
const bead = (at) => circle(...at, 7.5, "nn-bead");
const plain = (from, to, step = 1) => range(Math.round((to - from) / step) + 1, (i) => [snap(from + i * step, 1e-6), minus(String(snap(from + i * step, 1e-6)))]);
const inside = (p, [x, y]) => x >= p.across[0] && x <= p.across[1] && y >= p.up[0] - 1e-9 && y <= p.up[1] + 1e-9;

// ---- hands ----

// Weights come to rest on tenths when a hand is near one.
function rest(x) {
  const tenth = snap(x, 0.1);
  return Math.abs(x - tenth) < 0.03 ? tenth : snap(x, 0.01);
}
// Drags on a plot: `take(name, at, event)` returns what is held, or null; `pull(held, to, by)` moves it.
function grab(part, p, take, pull) {
  const { widget } = part;
  drag(p.svg, widget.signal, {
    start(event) {
      const from = p.at(event), held = take(nearest(p, event), from, event);
      part.held = held && { ...held, from };
      return Boolean(held);
    },
    move(event) {
      const to = p.at(event);
      pull(part.held, to, to.map((x, i) => x - part.held.from[i]));
    },
    end() { part.held = null; widget.hub.commit(); },
    cancel() { part.held = null; widget.hub.cancel(); },
  });
}
// A score that falls as the curve comes closer to what it should be.
const distance = (name, off, full, label) => ({ name, exact: off, text: fmt.num(off, 2), label, value: clamp(1 - off / full, 0, 1) });

const NONE = [];
const lines = (...all) => all.filter(Boolean).join("\n");

class ReLUBuilder extends Tabbed {
  static label = "ReLU builder: broken lines from hinges";
  static parts = { hinge: Hinge, four: Four, pieces: Pieces };
  static noun = "curve";
  static eases = ["hinge", "kinks", "weights", "curve"];
  static first = "arm";
  static numbers = {
    hinge: (i) => "wbvc"[i],
    kinks: (i) => `kink ${i + 1}`,
    weights: (i) => `weight ${i + 1}`,
    knots: (i) => `knot ${i}`,
    edited: (i) => (i ? `weight ${i} of the edited curve` : "constant of the edited curve"),
    drawn: (i) => `point ${i} of the drawn curve`,
  };
  fallback(trait) { return this.design.presets.first[trait]; }
  easing(key) { return key === "curve" ? this.parts.pieces?.samples ?? NONE : this.state[key]; }
}

const render = ({ model, el }) => new ReLUBuilder("relu", model).mount(el);
