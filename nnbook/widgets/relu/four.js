// needs: tabs, numbers
// Four hinges: f(x) = sum of v max(0, x - k). Kinks slide along the axis; the bends and the end of the curve go up and down.

const RAMP = [1, 1, -1, -1], STEPS = [0, 1, 2, 3], WIDE = [-1, 6];
const GREY = { kinks: STEPS, weights: [1.5, -2, -0.5, 1] }; // what task f asks for
const NEVER = "it never comes back";
const END = 5; // from here on task e wants the curve at 0
const ASKED = 7; // where task d asks for the ramp
const KEPT = "Yes: flat at 4, it does not return to 0.";

class Four extends Part {
  static title = "Four hinges";
  static kept = ["kinks", "weights"];
  static other = ["selected"];
  static first = "bend-end";
  static todo = [
    ["d", "Load the ramp. Before you look: what is f(7)?", "Yes: flat at 4, it does not return to 0."],
    ["e", "Flip two signs so that it returns to 0.", "Up to 1.00; the weights sum to 0: flat at 0."],
    ["f", "Match the grey shape.", "A weight is the change of slope at its kink."],
  ];
  get sum() { return { kinks: this.state.kinks, weights: this.state.weights }; }

  // ---- tasks ----

  // Which shape the open task wants; of e only what comes after the last kink.
  get goal() { return { d: { kinks: STEPS, weights: RAMP }, f: GREY }[this.task] ?? null; }
  gapFrom(goal, sum = this.sum) {
    return furthest((x) => sumAt(sum, x), (x) => sumAt(goal, x), [...WIDE, ...sum.kinks, ...goal.kinks]);
  }
  tail(sum = this.sum) { return furthest((x) => sumAt(sum, x), () => 0, [Math.max(...sum.kinks, END), WIDE[1]]); }
  get top() { return Math.max(...this.sum.kinks.map((x) => Math.abs(sumAt(this.sum, x)))); }
  // What of the grey shape is right already: its slopes, its weights, its end.
  get right() {
    const { sum } = this, all = (mine, wanted) => mine.every((x, i) => Math.abs(x - wanted[i]) <= 0.05);
    return { slopes: all(slopesOf(sum), slopesOf(GREY)), weights: all(inOrder(sum.kinks).map((i) => sum.weights[i]), GREY.weights),
      end: Math.abs(endOf(sum) - endOf(GREY)) <= 0.05 };
  }
  get isRamp() { return this.gapFrom({ kinks: STEPS, weights: RAMP }).off <= RIGHT; }
  get isRight() { return this.said === sumAt({ kinks: STEPS, weights: RAMP }, ASKED); }
  check(kind, was) {
    const { sum, top, right } = this, tail = this.tail().off, moved = JSON.stringify(was) !== JSON.stringify(sum);
    return {
      d: this.isRamp && this.isRight && KEPT,
      e: moved && tail <= 0.05 && top > 0.1 && `Up to ${fmt.num(top, 2)}; the weights sum to 0: flat at 0.`,
      f: moved && Object.values(right).every(Boolean) && this.gapFrom(GREY).off <= 0.05 && "A weight is the change of slope at its kink.",
    };
  }
  answer(x) {
    const { widget } = this;
    this.said = x;
    if (!this.isRamp) return widget.tell("Noted. Now load the ramp.");
    if (!this.isRight) return widget.tell("Add up the slopes first.");
    widget.tell("");
    widget.say(widget.tick({ d: KEPT }).join(" "));
  }
  hint(task) {
    const tick = (is, text) => `${is ? "✓" : "○"} ${text}`, { slopes, weights, end } = this.right;
    return { d: "Or pull the bends yourself.", e: "Pull down the end of the curve.",
      f: [tick(slopes, "slopes"), tick(weights, "weights"), tick(end, "end")].join("   ") }[task];
  }
  score(task) {
    return task === "e" ? distance(this.tail().off, 5, "off 0 at its end") : distance(this.gapFrom(this.goal).off, 5, "off");
  }
  get isFlat() { return Math.abs(slopesOf(this.sum)[4]) < 1e-9; }
  told() { return `Slopes ${slopesOf(this.sum).map(short).join(", ")}; ${this.isFlat ? `ends flat at ${fmt.num(endOf(this.sum), 2)}` : NEVER}.`; }
  python() {
    const { kinks, weights } = this.state;
    return lines("import numpy as np", "from nnlib.piecewise import from_hinges", "", `net = from_hinges(kinks=[${kinks.join(", ")}], weights=[${weights.join(", ")}])`,
      "print(net(np.linspace(-1, 6, 8)[:, None]).ravel())");
  }

  // ---- the page ----

  build() {
    const { widget } = this;
    this.plane = picture(widget, { x: WIDE, y: [-2, 6], margin: [10, 14, 24, 30] });
    this.table = slopeTable();
    const edit = (key) => (x) => widget.set({ [key]: this.state[key].with(this.state.selected, x) });
    widget.control({
      place: { label: "Place k", min: 0, max: 5, step: 0.05, digits: 4, oninput: edit("kinks") },
      weight: { label: "Weight v", min: -3, max: 3, step: 0.1, digits: 4, oninput: edit("weights") },
    });
    this.figures = { end_value: value("end_value"), ...Object.fromEntries(range(5, (i) => [`slope_${i}`, value(`slope_${i}`, "b")])) };
    this.ends = [html("span", {}, "ends flat at ", this.figures.end_value.el), html("span", {}, NEVER)];
    const slopes = range(5, (i) => [i ? ", " : "", this.figures[`slope_${i}`].el]).flat();
    const longest = `Slopes 0, −11.95, −11.95, −11.95, −11.95; ${NEVER}.`;
    grab(this, this.plane, (name) => this.take(name), (held, to, by) => this.pull(held, by));
    return {
      picture: [this.plane.el, this.buildChips()],
      head: [steady(longest, html("p", {}, "Slopes ", ...slopes, "; ", ...this.ends, "."))],
      more: [this.table.el],
      controls: [html("div", { class: "nn-pairs" }, ...widget.controls("place", "weight")), this.buildPresets()],
    };
  }
  buildPresets() {
    const { widget, design: { presets } } = this;
    const load = (name) => widget.act(without("label", presets[name]), "preset");
    const preset = (name, text) => button(text, () => load(name));
    const ramp = button("Ramp", () => {
      load("ramp");
      if (this.said !== undefined && this.task === "d") this.answer(this.said);
    }, { primary: true });
    this.trapezoid = preset("trapezoid", "Trapezoid");
    this.question = ask(`f(${ASKED}) =`, (x) => this.answer(x));
    return html("div", { class: "nn-top nn-act" }, ramp, this.trapezoid, preset("clear", "Clear"), this.question);
  }
  buildChips() {
    const group = unique();
    this.chips = range(4, (i) => {
      const name = `hinge ${i + 1}`, number = html("b", {}), onchange = () => this.widget.set({ selected: i });
      const radio = html("input", { type: "radio", name: group, "aria-label": name, onchange });
      return { radio, number, el: html("label", {}, radio, html("span", {}, name), number) };
    });
    return html("div", { class: "nn-hinges", role: "radiogroup", "aria-label": "Hinge" }, ...this.chips.map(({ el }) => el));
  }

  // ---- hands ----

  // The bends, from left to right: each is moved by the weight of the hinge before it, as far as there is a gap. The last
  // is the end of the curve, or where it leaves the picture.
  bends({ kinks, weights }) {
    const sum = { kinks, weights }, order = inOrder(kinks), slopes = slopesOf(sum), [low, high] = this.plane.up, found = [];
    for (const [j, by] of order.entries()) {
      const next = order[j + 1], from = kinks[by], y = sumAt(sum, from), slope = slopes[j + 1], to = j < 3 ? kinks[next] : WIDE[1];
      const leaves = slope ? ((slope > 0 ? high : low) - y) / slope : Infinity;
      const end = this.held?.name === "bend-end" ? this.held : { i: by, gap: Math.min(WIDE[1] - from, leaves) };
      const add = (name, gap) => found.push({ name, by, gap, at: [from + gap, y + slope * gap] });
      if (end.i === by && (j === 3 || from + end.gap < to - 1e-9)) return add("bend-end", end.gap), found;
      if (to - from > 1e-9) add(`bend-${next + 1}`, to - from);
    }
    return found;
  }
  take(name) {
    if (!name) return null;
    const { state: { kinks, weights }, widget } = this, bend = this.bends(this.sum).find((b) => b.name === name);
    const i = bend ? bend.by : +name.at(-1) - 1;
    widget.set({ selected: i });
    widget.pairs[bend ? "weight" : "place"].focus();
    return { name, i, gap: bend?.gap, was: bend ? weights[i] : kinks[i] };
  }
  pull({ gap, i, was }, [across, up]) {
    const { state: { kinks, weights }, widget } = this;
    if (gap) widget.set({ weights: weights.with(i, clamp(rest(was + up / gap), -3, 3) + 0) });
    else widget.set({ kinks: kinks.with(i, clamp(snap(was + across, 0.05), 0, 5)) });
  }

  // ---- drawing ----

  draw() {
    const { state: { kinks, weights, selected }, widget: { pairs, lights }, figures, sum } = this, slopes = slopesOf(sum);
    pairs.place.set(kinks[selected]);
    pairs.weight.set(weights[selected]);
    lights.set(pairs.place.el, `kink-${selected + 1}`);
    lights.set(pairs.weight.el, this.bends(sum).find((b) => b.by === selected)?.name);
    this.chips.forEach(({ radio, number }, i) => {
      radio.checked = i === selected;
      number.textContent = `${weights[i] > 0 ? "+" : ""}${fmt.num(weights[i], Math.abs(weights[i] - snap(weights[i], 0.1)) < 1e-9 ? 1 : 2)}`;
    });
    slopes.forEach((s, i) => figures[`slope_${i}`].set(s, short(s)));
    figures.end_value.set(endOf(sum), fmt.num(endOf(sum), 2));
    this.ends.forEach((el, i) => { el.hidden = i === +this.isFlat; });
    this.table.set(sum);
    this.question.inert = this.task !== "d";
    const solved = this.state.done.includes("e"); // which the trapezoid is the answer to
    allow(this.trapezoid, solved);
    put(this.trapezoid, { title: !solved && "After task 2: it is the answer" }, []);
    if (this.plane.width) this.drawPlane({ kinks: this.widget.eased("kinks"), weights: this.widget.eased("weights") });
  }
  drawPlane(sum) {
    const { plane, goal, widget: { halo }, state: { selected } } = this, last = Math.max(...sum.kinks);
    const broken = (s) => plane.path([WIDE[0], ...inOrder(s.kinks).map((i) => s.kinks[i]), WIDE[1] + 1].map((x) => [x, sumAt(s, x)]));
    const grey = goal ? broken(goal) : plane.path([[last, 0], [WIDE[1] + 1, 0]]);
    const hinge = (k, v) => plane.path([[k, 0], [WIDE[1] + 1, v * (WIDE[1] + 1 - k)]]);
    const parts = sum.kinks.map((k, i) => curve(hinge(k, sum.weights[i]), "nn-unit", i === selected ? 2.5 : 1.5, "5 4"))
      .filter((_, i) => sum.weights[i]);
    const grips = sum.kinks.map((k, i) => {
      const at = plane.px(k, 0), name = `kink-${i + 1}`;
      return gripAt(at, name, diamond(at, i === selected ? 12 : 9), halo === name);
    });
    const bends = this.bends(sum).filter(({ at }) => inside(plane, at)).map(({ name, at }) => {
      const xy = plane.px(...at), end = name === "bend-end";
      return gripAt(xy, name, end ? circle(...xy, 9, "nn-grip") : bead(xy), halo === name);
    });
    const apart = gapLine(plane, goal ? this.gapFrom(goal, sum) : this.tail(sum));
    scene(plane, plain(...WIDE), plain(-2, 6, 2), [goalLine(grey), apart, ...parts, sumLine(broken(sum)), ...this.tags(sum)], [...grips, ...bends]);
  }
  // The slope of each piece, written above it where there is room.
  tags(sum) {
    const { plane } = this, stops = [WIDE[0], ...inOrder(sum.kinks).map((i) => sum.kinks[i]), WIDE[1]], slopes = slopesOf(sum);
    return slopes.flatMap((slope, i) => {
      const ends = [stops[i], stops[i + 1]].map((x) => plane.px(x, sumAt(sum, x)));
      if (ends[1][0] - ends[0][0] < 62 || !i) return [];
      const [x, y] = [0, 1].map((j) => (ends[0][j] + ends[1][j]) / 2), lean = Math.abs(slope) < 0.1 ? 0 : Math.sign(slope);
      const side = lean > 0 ? "end" : lean < 0 ? "start" : "middle";
      return [words(x - 9 * lean, y - 9, `slope ${short(slope)}`, "nn-level nn-number", side)];
    });
  }
}

const short = (x) => minus(String(+(Math.abs(x) < 1e-9 ? 0 : x).toFixed(2)));
