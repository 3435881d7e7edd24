"""A tiny widget that no chapter needs: on it the kit's manners are tried, once for all widgets.

A unit sigmoid(level (x - turn / 90)) and a dot at x that can be dragged, with a pebble lying close beside it.
"""

from typing import ClassVar

import traitlets

from nnbook.widgets.base import Numbers, Widget

SPECIMEN = """// needs: frame, readouts, heat, drag, handles
const NAMES = ["x", "level", "turn"];

class Specimen extends Widget {
  static label = "Specimen";
  static kept = ["unit", "shade"];
  static noun = "state";
  static numbers = { unit: (i) => NAMES[i] };
  static todo = [["a", "Make the unit say more than 0.9.", "It says 1.00e−174 now."], ["b", "Make it hard.", "Hard."]];
  static eases = ["unit"];
  static first = "dot";

  get output() {
    const [x, level, turn] = this.state.unit;
    return sigmoid(level * (x - turn / 90));
  }
  fallback() { return [0, 1, 0]; }
  check(kind, was) {
    return { a: this.output > 0.9 && `It says ${fmt.prob(this.output)}.`,
      b: was.shade !== this.state.shade && this.state.shade === "hard" && "Hard." };
  }
  hint(task) { return task === "a" ? `It says ${fmt.prob(this.output)} now.` : ""; }
  score() {
    const { output } = this;
    return { name: "output", exact: output, text: fmt.prob(output), label: "says the unit",
      value: output, marks: [0.9] };
  }
  told() { return `The unit says ${fmt.prob(this.output)}.`; }
  forget(kind) { if (kind !== "preset") this.startMenu.clear(); }
  python() {
    const [x, level, turn] = this.state.unit;
    return `from nnlib.activations import sigmoid\\nprint(sigmoid(${level} * (${x} - ${turn} / 90)))`;
  }

  build() {
    const oninput = (i) => (v) => this.set({ unit: this.state.unit.with(i, v) });
    this.control({
      x: { label: "Place", min: -2, max: 2, step: 0.1, digits: 3, oninput: oninput(0) },
      level: { label: "Level", min: 0.5, max: 100, step: 0.1, log: true, digits: 3, unit: "/m",
        spoken: (v) => `level ${v} per metre`, oninput: oninput(1) },
      turn: { label: "Turn", min: -180, max: 180, step: 1, digits: 1, unit: "°", wrap: true, oninput: oninput(2) },
    });
    this.shade = choice({ label: "Shade", options: [["soft", "soft"], ["hard", "hard"]],
      onchange: (v) => this.act({ shade: v }) });
    this.start = button("Start", () => this.act({ unit: this.state.unit.with(0, 0) }), { primary: true });
    this.note = html("span", {});
    this.line = this.plot({ x: [-2, 2], y: [-2, 2], margin: [26, 12, 36, 30], square: true });
    this.line.el.style.maxWidth = "22em";
    this.grab();
    return [this.line.el,
      this.strip(html("div", {}, this.start, steady("level is -Infinity; showing the last finite state", this.note)),
        html("div", { class: "nn-pairs" }, ...this.controls(...NAMES)))];
  }
  more() { return [this.startMenu.el, this.shade.el]; }
  grab() {
    const { line: p, pairs } = this;
    let held = null;
    drag(p.svg, this.signal, {
      start: (event) => {
        if (nearest(p, event) !== "dot") return false;
        held = { from: p.at(event)[0], x: this.state.unit[0] };
        pairs.x.focus();
        return true;
      },
      move: (event) => {
        const x = pairs.x.nearest(held.x + p.at(event)[0] - held.from);
        this.set({ unit: this.state.unit.with(0, x) });
      },
      end: () => this.hub.commit(),
      cancel: this.hub.cancel,
    });
  }

  draw() {
    const { line: p, look, output, state } = this, [x] = this.eased("unit");
    const tint = (name) => mix(look(name), look("surface"), 0.4);
    if (p.width) {
      heat(p, 2, Array(4).fill(output), ["bad", "good"].map(tint));
      p.axes([[0, "0"]], [[0, "0"]], "x", "y");
      const dot = grip(p, "dot", [x, 0], circle(...p.px(x, 0), 7, "nn-grip"), this.halo === "x");
      const pebble = grip(p, "pebble", [0.3, 0], circle(...p.px(0.3, 0), 4, "nn-grip"), false);
      p.svg.replaceChildren(p.svg.firstChild, dot, pebble);
    }
    NAMES.forEach((name, i) => this.pairs[name].set(state.unit[i]));
    this.shade.set(state.shade);
    this.startMenu.allow("high", state.done.includes("a"));
    this.note.textContent = this.complaint();
  }
}

const render = ({ model, el }) => new Specimen("specimen", model).mount(el);
"""


class Specimen(Widget):
    """The unit as (x, level, turn)."""

    script = SPECIMEN
    tasks = "ab"
    starts: ClassVar = {
        "low": {"label": "low", "unit": [-1, 2, 0]},
        "high": {"label": "high", "unit": [-0.5, 2, 0]},
    }

    unit = Numbers("unit", [-1, 2, 0])
    shade = traitlets.Enum(["soft", "hard"], "soft").tag(sync=True)
