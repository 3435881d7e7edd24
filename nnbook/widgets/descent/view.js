// needs: frame, tabs, readouts, scene, trail, run
// Gradient descent: one number on its parabola, and one neuron on the contours of its cost. Here is what the tabs share.

const lines = (...all) => all.filter((line) => line !== false).join("\n");
const counted = (n) => `${n} step${n === 1 ? "" : "s"}`;
const plainly = (x) => (x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e5) ? fmt.sci(x, 1) : fmt.digits(x, 3));
const scored = (J, n) => ({ name: "score", exact: J, text: plainly(J), label: `J, step ${n}` });

const stepsControl = (widget, key, handle) => ({ label: "Steps", min: 0, max: MOST, step: 1, digits: 0, handle,
  oninput: (n) => widget.set({ [key]: Math.round(n) }) });
const runOn = (widget, key) => run({
  length: MOST, at: () => widget.state[key], root: widget.root, signal: widget.signal,
  onstep: (n) => widget.act({ [key]: n }), onrun: (n) => widget.glide(() => widget.set({ [key]: n })), onstop: () => widget.hub.commit(),
});

// J after each step, and what task is set by a line: a plot beside the picture, on whose floor the count of steps can be pulled.
function costStrip(part, key, [low, high], place) {
  const { widget } = part, p = picture(widget, { x: [-0.7, MOST + 0.7], y: [low - 0.16 * (high - low), high], margin: [8, 8, 24, 34] });
  Object.assign(p, { key, place, floor: low - 0.1 * (high - low) });
  grab(part, p, (name) => {
    if (!name) return null;
    widget.pairs[key].focus();
    return { name, n: widget.state[key] };
  }, ({ n }, to, [by]) => widget.set({ [key]: widget.pairs[key].nearest(n + by) }));
  return p;
}
function drawCosts({ widget }, p, costs, n, { ticks, goal, by }) {
  const point = (J, i) => [i, p.place(J)], spot = p.px(n, p.floor);
  const border = by ? [[-1, p.place(goal)], [by, p.place(goal)], [by, p.floor]] : [[-1, p.place(goal)], [MOST + 1, p.place(goal)]];
  scene(p, [0, 5, 10].map((i) => [i, String(i)]).concat([[0.87 * MOST, "steps"]]), ticks,
    [...(goal ? [curve(p.path(border), "nn-goalline", 1.5, "5 4")] : []), curve(p.path([[n, p.floor], point(costs[n], n)]), "nn-plumb", 1.25), ...trail(p, costs.map(point))],
    [gripAt(spot, p.key, diamond(spot, 8), widget.halo === p.key)]);
}

class GradientDescent extends Tabbed {
  static label = "Gradient descent: steps down a parabola and down the cost of a neuron";
  static parts = { number: OneNumber, neuron: OneNeuron };
  static design = [...Tabbed.design, "x", "labels"];
  static noun = "state";
  static eases = ["number", "spot", "unit", "rate", "shift", "point"];
  static numbers = {
    number: (i) => ["start", "curvature", "learning rate"][i], unit: (i) => ["start w", "start b"][i],
    rate: () => "learning rate", shift: () => "shift",
  };
  fallback(trait) { return this.design.presets.first[trait]; }
  at(key) { return { spot: () => this.parts.number?.now.spot, point: () => this.parts.neuron?.now.point }[key]?.() ?? this.state[key] ?? NONE; }
}
const NONE = [];

const render = ({ model, el }) => new GradientDescent("descent", model).mount(el);
