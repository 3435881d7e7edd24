"""A tiny widget that no chapter needs: on it the kit's manners are tried, once for all widgets.

A unit sigmoid(level (x - turn / 90)) and a dot at x that can be dragged, with a pebble lying close beside it.
"""

import traitlets

from nnbook.widgets.base import Numbers, Widget

SPECIMEN = """
const KEYS = ["unit", "shade", "done"], NAMES = ["x", "level", "turn"];

function render({ model, el }) {
  const life = new AbortController(), { signal } = life;
  let broken = "", status = "", shown = false, halo = null, held = null;
  const root = html("div", { class: "nn-root", role: "group", "data-nn": "specimen", "aria-label": "Specimen" },
    html("style", {}, STYLE));
  const say = live(root, signal);
  function accept(key, news) {
    if (key !== "unit") return true;
    const i = news.findIndex((v) => !Number.isFinite(v));
    broken = i < 0 ? "" : `${NAMES[i]} is ${news[i]}; showing the ${shown ? "last finite" : "starting"} state`;
    if (shown) hub.redraw();
    return !broken;
  }
  const hub = store(model, { keys: KEYS, undoable: KEYS.slice(0, 2), fallback: { unit: [0, 1, 0] }, signal,
    accept, draw, settled });
  const { state, act } = hub, look = theme(root, signal, hub.redraw);
  const output = () => sigmoid(state.unit[1] * (state.unit[0] - state.unit[2] / 90));
  function tell(text) { status = text; say(text); hub.redraw(); }
  function set(patch) { status = ""; hub.set(patch); }
  function settled(kind) {
    if (kind !== "preset" && kind !== "undo" && output() > 0.9 && !state.done.includes("a")) hub.set({ done: ["a"] });
    if (kind !== "preset") starts.clear();
    say(`The unit says ${fmt.prob(output())}.`);
  }
  const pair = (i, options) => paired({ ...options, oninput: (v) => set({ unit: state.unit.with(i, v) }),
    oncommit: () => hub.commit(), onrefuse: tell });
  const pairs = {
    x: pair(0, { label: "Place", min: -2, max: 2, step: 0.1, digits: 3 }),
    level: pair(1, { label: "Level", min: 0.5, max: 100, step: 0.1, log: true, digits: 3, unit: "/m",
      spoken: (v) => `level ${v} per metre` }),
    turn: pair(2, { label: "Turn", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true }),
  };
  const starts = menu({ label: "Start from", options: [["low", "low"], ["high", "high"]],
    onpick: (name) => act({ unit: [name === "low" ? -1 : -0.5, 2, 0] }, "preset") });
  const undoButton = button("Undo", hub.undo), resetButton = button("Reset", hub.reset);
  const shade = choice({ label: "Shade", options: [["soft", "soft"], ["hard", "hard"]],
    onchange: (v) => act({ shade: v }) });
  const score = value("output"), note = html("span", {}), python = drawer(tell);
  const chores = tasks([["a", "Make the unit say more than 0.9.", ""]]);
  const p = plot({ x: [-2, 2], y: [-1, 1], margin: [26, 12, 36, 30], signal, onresize: hub.redraw });
  p.el.style.height = "200px";
  root.append(html("div", { class: "nn-goal" }, ...chores.els.slice(0, 1), "The unit says ", score.el),
    p.el, ...Object.values(pairs).map((one) => one.el), shade.el,
    html("div", { class: "nn-top" }, starts.el, undoButton, resetButton),
    steady("level is -Infinity; showing the last finite state", note), python.el);
  const focused = (node) => { halo = Object.keys(pairs).find((key) => pairs[key].el.contains(node)); hub.redraw(); };
  root.addEventListener("focusin", (event) => focused(event.target));
  root.addEventListener("focusout", (event) => focused(event.relatedTarget));
  undoKey(root, undoButton);

  function draw() {
    p.resize();
    heat(p, 2, Array(4).fill(output()), ["bad", "good"].map((name) => mix(look(name), look("surface"), 0.4)));
    p.axes([[0, "0"]], [[0, "0"]], "x", "y");
    const dot = grip(p, "dot", [state.unit[0], 0], circle(...p.px(state.unit[0], 0), 7, "nn-grip"), halo === "x");
    const pebble = grip(p, "pebble", [0.3, 0], circle(...p.px(0.3, 0), 4, "nn-grip"), false);
    p.svg.replaceChildren(p.svg.firstChild, dot, pebble);
    NAMES.forEach((name, i) => pairs[name].set(state.unit[i]));
    shade.set(state.shade);
    starts.allow("high", state.done.includes("a"));
    undoButton.disabled = hub.untouched;
    for (const name of state.done) chores.tick(name);
    score.set(output(), fmt.prob(output()));
    note.textContent = status || broken;
    const [x, level, turn] = state.unit;
    python.set(`from nnlib.activations import sigmoid\\nprint(sigmoid(${level} * (${x} - ${turn} / 90)))`);
    root.dataset.state = JSON.stringify(state);
    root.dataset.ready = shown = "1";
  }
  drag(p.svg, signal, {
    start(event) {
      if (nearest(p, event) !== "dot") return false;
      held = { from: p.at(event)[0], x: state.unit[0] };
      pairs.x.focus();
      return true;
    },
    move: (event) => set({ unit: state.unit.with(0, pairs.x.nearest(held.x + p.at(event)[0] - held.from)) }),
    end: () => hub.commit(),
    cancel: hub.cancel,
  });
  show(root, el);
  draw();
  return () => life.abort();
}
export default { render };
"""


class Specimen(Widget):
    """The unit as (x, level, turn)."""

    name = "specimen"
    script = _esm = SPECIMEN

    unit = Numbers("unit", [-1, 2, 0])
    shade = traitlets.Enum(["soft", "hard"], "soft").tag(sync=True)
    done = traitlets.List(traitlets.Enum(["a"])).tag(sync=True)
