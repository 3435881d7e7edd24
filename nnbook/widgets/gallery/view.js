// needs: frame, readouts, drag, handles
// Activation gallery: up to three functions above their slopes, one cross-hair at z for all, which the reader moves, and
// beside them ten lamps for each function: what is left of a signal after that many such slopes.

const FAR = 8, SHOWN = 3, LAYERS = 10, PLACES = range(641, (i) => FAR * (i / 320 - 1));
const SIDES = [PLACES.slice(0, 321), [1e-9, ...PLACES.slice(321)]]; // a slope may jump at 0
const ASLEEP = 0.01, DARK = 1e-6; // slopes below are shaded; a lamp with less is dark
const EDGE = 0.008, NEAR = 0.95, AT = 3, SHARE = [0.005, 0.015]; // what tasks a to d take for reached: some pixels
const RANGES = [[-1.5, 3.5], [-0.25, 1.5]]; // of a and of the slope
const DASHES = ["", "9 4", "2 3.5"], LEFT = -6, DISC = 8.5; // strokes by row; where tails have handles
const TODO = [
  ["a", "Where does sigmoid’s slope fall to 0.01?", "z = −6.65: 0.0099; ten leave 8.9e−21."],
  ["b", "Which z lets most through ten sigmoids?", "z = −0.05: 9.5e−7. Never one millionth."],
  ["c", "Find a function that passes all at z = 3.", "leaky ReLU: 1 at 3.00, 1.0e−7 at −3.00."],
  ["d", "Let ten leaky ReLUs pass 1 % left of 0.", "Slope 0.63 leaves 0.00985; 0.2, 1.0e−7."],
];
const HINTS = {
  a: "Pull z along the curves, into the shade.",
  b: "Watch its lamps while you move z.",
  c: "Put it into a row, and z to 3.",
  d: "Put it into a row, and pull its slope up.",
};

const written = (x) => (Math.abs(x) < 1e-3 && x !== 0 ? fmt.sci(x, 1) : fmt.digits(+x.toPrecision(3), x === Math.trunc(x) ? 1 : 3));
const light = (x, floor = DARK) => clamp(1 - Math.log10(Math.abs(x)) / Math.log10(floor), 0, 1);

const python = (functions, [z], given) => `from nnlib import activations as g

z = ${z}
${functions.map((name) => `a = g.${name}(z${given(name)})
slope = g.${name}_derivative(z, a${given(name)})
print(a, slope, slope**${LAYERS})`).join("\n")}`;
const ARGUMENTS = ["negative_slope", "alpha", "beta"];

class ActivationGallery extends Widget {
  static label = "Activation gallery: functions, their slopes, and what ten slopes in a row let through";
  static kept = ["functions", "z", "parameters"];
  static noun = "state";
  static numbers = { z: () => "z", parameters: (i) => ["slope", "alpha", "beta"][i] };
  static todo = TODO;
  static eases = ["z", "parameters"];
  static first = "z";
  picked = ""; // the function that the reader has last turned to

  fallback(trait) { return this.design.presets.two[trait]; }
  python() {
    const { z, parameters } = this.state;
    const given = (name) => {
      const { parameter } = FUNCTIONS[name];
      return parameter === undefined ? "" : `, ${ARGUMENTS[parameter]}=${parameters[parameter]}`;
    };
    return python(this.names, z, given);
  }

  // ---- what is let through ----

  through(name, z = this.state.z[0], parameters = this.state.parameters) {
    return applied(name, parameters)(z)[1] ** LAYERS;
  }
  get names() { return this.state.functions.filter(Boolean); }
  shows(name) { return this.state.functions.includes(name); }
  // The function of those on show that is nearest to letting all of a signal through; of equals the one last turned to.
  get clearest() {
    const away = (name) => Math.abs(Math.log(Math.abs(this.through(name))));
    return this.names.sort((one, other) => away(one) - away(other) || (other === this.picked) - (one === this.picked))[0];
  }
  // The function whose parameter has a control now: the one last turned to, or else the first that has any.
  get tuned() {
    const able = this.names.filter((name) => FUNCTIONS[name].parameter !== undefined);
    return able.includes(this.picked) ? this.picked : able[0];
  }
  // Only the task on display can be done: none by chance on the way to another.
  check() {
    const task = this.goal.task(this.state.done);
    return { [task]: this[`check_${task}`]() };
  }
  check_a() {
    const [z] = this.state.z, [, slope] = applied("sigmoid")(z);
    return this.shows("sigmoid") && slope >= EDGE && slope < ASLEEP &&
      `z = ${fmt.num(z, 2)}: ${fmt.num(slope, 4)}; ten leave ${written(slope ** LAYERS)}.`;
  }
  check_b() {
    const [z] = this.state.z, left = this.through("sigmoid");
    return this.shows("sigmoid") && left >= NEAR * this.through("sigmoid", 0) &&
      `z = ${fmt.num(z, 2)}: ${written(left)}. Never one millionth.`;
  }
  check_c() {
    const [z] = this.state.z, { clearest } = this;
    return Math.abs(z - AT) < 0.11 && Math.abs(this.through(clearest) - 1) < 1e-9 &&
      `${FUNCTIONS[clearest].title}: 1 at ${fmt.num(z, 2)}, ${written(this.through(clearest, -z))} at ${fmt.num(-z, 2)}.`;
  }
  check_d() {
    const { z: [z], parameters: [slope] } = this.state, left = this.through("leaky_relu"), [low, high] = SHARE;
    const [usual] = this.design.presets.two.parameters;
    return this.shows("leaky_relu") && z < 0 && left > low && left < high &&
      `Slope ${fmt.num(slope, 2)} leaves ${written(left)}; ${usual}, ${written(usual ** LAYERS)}.`;
  }
  told() {
    const { z: [z], parameters } = this.state;
    const of = (name) => {
      const [a, slope] = applied(name, parameters)(z);
      return `${FUNCTIONS[name].title}: a ${fmt.num(a, 3)}, slope ${written(slope)}, ten in a row ${written(slope ** LAYERS)}.`;
    };
    return [`z = ${fmt.num(z, 2)}.`, ...this.names.map(of)].join(" ");
  }
  hint(task) {
    if ("ab".includes(task) && !this.shows("sigmoid")) return "Put sigmoid back into a row.";
    const left = this.through(this.clearest);
    return task === "c" && left > 1 + 1e-9 ? `${written(left)} is more than all: another one.` : HINTS[task];
  }
  score(task) {
    const [name, floor, mark] = { a: ["sigmoid"], b: ["sigmoid", 1e-12, DARK], c: [this.clearest, DARK, 1],
      d: ["leaky_relu", 1e-8, 0.01] }[task];
    const { title } = FUNCTIONS[name], [, slope] = applied(name, this.state.parameters)(this.state.z[0]);
    if (!this.shows(name)) return { text: "–", label: `no ${title}` };
    if (task === "a") return { text: written(slope), label: "slope", value: 4 * slope, marks: [4 * ASLEEP] };
    return { text: written(slope ** LAYERS), label: task === "c" ? title : "left",
      value: light(slope ** LAYERS, floor), marks: [light(mark, floor)] };
  }

  // ---- the page ----

  build() {
    this.above = this.plot({ x: [-FAR, FAR], y: RANGES[0], margin: [13, 12, 5, 24] });
    this.below = this.plot({ x: [-FAR, FAR], y: RANGES[1], margin: [13, 12, 20, 24] });
    this.rows = range(SHOWN, (i) => row(i, (name) => this.put(i, name), () => this.pick(this.state.functions[i])));
    this.buildControls();
    for (const p of [this.above, this.below]) grab(this, p);
    this.note = html("p", { class: "nn-note" });
    [this.ring] = legend([["nn-ring", "pull: parameter"]]);
    this.none = html("p", { class: "nn-none" }, "These have no parameter.");
    const tuners = Object.keys(FUNCTIONS).filter((name) => this.pairs[name]);
    return [html("div", { class: "nn-hall", "data-poster": true },
      html("div", { class: "nn-panels" }, html("p", {}, "a = g(z)", this.ring), this.above.el,
        html("p", {}, "slope g′(z)", ...legend([["nn-shade", `within ${ASLEEP} of 0`]])), this.below.el, this.note),
      this.strip(html("div", { class: "nn-rows" }, html("p", {}, `Left after 1, 2 … ${LAYERS} such slopes`), ...this.rows.map(({ el }) => el)),
        html("div", { class: "nn-pairs nn-act" }, ...this.controls("z"),
          html("div", { class: "nn-stack" }, ...this.controls(...tuners), this.none))))];
  }
  buildControls() {
    const tune = (name, label, options) => ({ label, digits: 3, ...options,
      oninput: (x) => this.set({ parameters: this.state.parameters.with(FUNCTIONS[name].parameter, x) }) });
    this.control({
      z: { label: "z", min: -FAR, max: FAR, step: 0.05, digits: 3, oninput: (z) => this.set({ z: [z] }) },
      leaky_relu: tune("leaky_relu", "slope of leaky", { min: 0, max: 1, step: 0.01 }),
      elu: tune("elu", "α of ELU", { min: 0, max: 1.5, step: 0.05 }),
      swish: tune("swish", "β of swish", { min: 0.2, max: 10, step: 0.1, log: true, digits: 4 }),
    });
  }
  // Shows the function `name` in row i, or none ("").
  put(i, name) {
    const rows = range(SHOWN, (k) => (k === i ? name : this.state.functions[k] ?? ""));
    this.picked = name;
    this.act({ functions: rows.slice(0, 1 + rows.findLastIndex(Boolean)) });
  }
  pick(name) {
    this.picked = name;
    this.hub.redraw();
  }

  // ---- drawing ----

  draw() {
    const { functions, z, parameters } = this.state, { tuned } = this, [now] = this.eased("z"), there = this.eased("parameters");
    this.drawPanels(now, there);
    this.rows.forEach(({ set }, i) => {
      const name = functions[i] || "linear"; // stands in for what an empty row does not show
      set(functions, applied(name, parameters)(z[0]), applied(name, there)(now)[1]);
    });
    this.pairs.z.set(z[0]);
    for (const [name, { parameter }] of Object.entries(FUNCTIONS)) {
      if (parameter === undefined) continue;
      this.pairs[name].set(parameters[parameter]);
      this.pairs[name].el.inert = name !== tuned;
    }
    this.none.inert = Boolean(tuned);
    this.ring.inert = !tuned;
    this.note.textContent = this.complaint();
  }
  drawPanels(z, parameters) {
    const { functions } = this.state;
    const curves = functions.flatMap((name, i) => (name ? [{ i, g: applied(name, parameters) }] : []));
    [this.above, this.below].forEach((p, which) => {
      if (!p.width) return;
      this.once(`panel ${which}`, [functions, parameters], () => this.paintCurves(p, which, curves));
      const spots = curves.map(({ g, i }) => ({ i, v: g(z)[which] }));
      const [axes, picture] = p.svg.children;
      p.svg.replaceChildren(axes, picture, ...cross(p, z, spots, this.halo === "z", which), ...this.tuner(p, which, parameters));
    });
  }
  // The part of the picture that z does not change: shades, axes and curves.
  paintCurves(p, which, curves) {
    const ticks = which ? range(9, (i) => [2 * i - FAR, i < 8 ? fmt.num(2 * i - FAR, 0) : "z"]) : [];
    const [low, high] = RANGES[which], [x0, y0] = p.px(-FAR, high), [x1, y1] = p.px(FAR, low);
    const box = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
    const shades = curves.flatMap(({ g }) => stretches(PLACES, (z) => Math.abs(g(z)[1]) < ASLEEP)).map(([from, to]) => {
      const [x] = p.px(from, 0), width = p.px(to, 0)[0] - x;
      return svg("rect", { ...box, x, width: Math.max(width, 1), class: "nn-shade" });
    });
    const lines = curves.map(({ g, i }) => {
      const d = SIDES.map((side) => p.path(side.map((z) => [z, g(z)[which]]))).join("");
      return curve(d, `nn-curve nn-${which ? "slope" : "output"}`, 2.5, DASHES[i]);
    });
    const grid = [p.path([[-FAR, 0], [FAR, 0]]), p.path([[0, low], [0, high]])].map((d) => curve(d, "nn-zero", 1));
    p.axes(ticks, which ? [[0, "0"], [1, "1"]] : range(5, (i) => [i - 1, fmt.num(i - 1, 0)]), "", "");
    const inner = svg("svg", { ...box, viewBox: Object.values(box).join(" ") }, ...shades, ...grid, ...lines);
    p.svg.replaceChildren(p.svg.firstChild, inner);
  }
  // The handle of the parameter that has a control, on its own curve.
  tuner(p, which, parameters) {
    const spot = tunerAt(this.tuned, parameters);
    if (spot?.which !== which || !spot.at.every(Number.isFinite)) return [];
    return [grip(p, this.tuned, spot.at, circle(...p.px(...spot.at), 7, "nn-ringgrip"), this.halo === this.tuned)];
  }
}

// The vertical line of the cross-hair, with the number of each row where it meets that row's curve, and its knob.
function cross(p, z, spots, lit, which) {
  const [low, high] = RANGES[which], d = p.path([[z, low], [z, high]]), [x, y] = p.px(z, high);
  const seen = spots.filter(({ v }) => v >= low && v <= high);
  const discs = besideEachOther(seen.map(({ v, i }) => ({ i, x, y: p.px(z, v)[1] })), z > FAR - 2 ? -1 : 1);
  const pill = (more, kind) => svg("rect",
    { x: x - 15 - more, y: y - 8 - more, width: 30 + 2 * more, height: 16 + 2 * more, rx: 8 + more, class: kind });
  const knob = svg("g", {}, ...(lit ? [pill(2.5, "nn-halo")] : []), pill(0, "nn-grip"),
    curve(`M${x - 6} ${y - 4}l-4 4l4 4M${x + 6} ${y - 4}l4 4l-4 4`, "nn-chevrons", 2));
  return [curve(d, "nn-rail", 2 * REACH), curve(d, "nn-hair", 1.5),
    ...discs.map((disc) => numbered(disc.x, disc.y, disc.i, which ? "slope" : "output")),
    grip(p, which ? "z-below" : "z", [z, high], knob, false)];
}
const numbered = (x, y, i, kind) => svg("g", { class: `nn-spot nn-${kind}` }, circle(x, y, DISC), words(x, y + 4.3, i + 1));

// Discs that would hide one another move aside, and stay at their height.
function besideEachOther(discs, side) {
  discs.forEach((disc, k) => {
    const hides = (other) => Math.hypot(other.x - disc.x, other.y - disc.y) < 2 * DISC - 3;
    while (discs.slice(0, k).some(hides)) disc.x += side * (2 * DISC - 2);
  });
  return discs;
}

// Where the parameter of a function can be grabbed, and what it becomes when its handle is drawn to [u, v].
const TUNERS = {
  leaky_relu: { which: 1, at: (slope) => [LEFT, slope], to: ([, v]) => v },
  elu: { which: 0, at: (alpha) => [LEFT, alpha * Math.expm1(LEFT)], to: ([, v]) => v / Math.expm1(LEFT) },
  swish: { which: 0, at: (beta) => [DIP / beta, (DIP / beta) * sigmoid(DIP)], to: ([u]) => DIP / Math.min(u, -1e-3) },
};
function tunerAt(name, parameters) {
  if (!name) return null;
  const { which, at } = TUNERS[name];
  return { which, at: at(parameters[FUNCTIONS[name].parameter]) };
}

// What an event on a panel is about: a parameter's handle, or z, whose whole line can be grabbed.
function target(p, event, [z]) {
  const near = nearest(p, event), reach = event.pointerType === "touch" ? FINGER : REACH;
  if (near) return near.replace("-below", "");
  return Math.abs(p.at(event)[0] - z) * p.unit() <= reach ? "z" : null;
}
function grab(widget, p) {
  const { pairs } = widget;
  let held = null;
  drag(p.svg, widget.signal, {
    start(event) {
      const { z, parameters } = widget.state, name = target(p, event, z);
      if (!name) return false;
      held = { name, from: p.at(event), spot: name === "z" ? [z[0], 0] : tunerAt(name, parameters).at };
      pairs[name].focus();
      return true;
    },
    move(event) {
      const { name, from, spot } = held, to = p.at(event).map((x, i) => spot[i] + x - from[i]);
      if (name === "z") return widget.set({ z: [pairs.z.nearest(to[0])] });
      const { parameter } = FUNCTIONS[name], x = pairs[name].nearest(TUNERS[name].to(to));
      widget.set({ parameters: widget.state.parameters.with(parameter, x) });
    },
    end: () => widget.hub.commit(),
    cancel: widget.hub.cancel,
    tap(event) {
      if (!target(p, event, widget.state.z)) widget.act({ z: [pairs.z.nearest(p.at(event)[0])] });
    },
  });
}

// One row: which function it shows, its a and slope at z, ten lamps, and what is left after the tenth.
function row(i, onput, onpick) {
  const options = Object.entries(FUNCTIONS).map(([name, { title }]) => html("option", { value: name }, title));
  const none = html("option", { value: "" }), lamps = range(LAYERS, (k) => html("i", { style: `--nn-layer: ${k}` }));
  const select = html("select", { "aria-label": `Function ${i + 1}`, onchange: () => onput(select.value), onfocus: onpick }, ...options, none);
  const [a, slope, left] = ["a", "slope", "ten"].map((what) => ({ what, el: html("b", {}) }));
  const line = svg("svg", { class: "nn-swatch", "aria-hidden": "true", width: 30, height: 18 },
    curve("M0 9h30", "nn-curve nn-output", 2.5, DASHES[i]), numbered(15, 9, i, "output"));
  const night = `--nn-lamp: ${COLOURS.gradient[1]}; --nn-night: ${COLOURS.background[1]}`; // in both themes
  const el = html("div", { class: "nn-row", style: night }, line, select,
    html("span", {}, "a ", a.el), html("span", {}, "slope ", slope.el),
    html("div", { class: "nn-lamps", "aria-hidden": "true" }, ...lamps), html("span", {}, left.el));
  return {
    el,
    set(functions, values, shining) { // `shining` is the slope on its way, which the lamps show
      const name = functions[i];
      el.classList.toggle("nn-empty", !name);
      for (const option of options) option.disabled = option.value !== name && functions.includes(option.value);
      none.textContent = name ? "none" : "add …";
      none.disabled = name && functions.every((other) => !other || other === name);
      select.value = name ?? "";
      const signal = name ? passed(shining, LAYERS) : range(LAYERS, () => 0);
      lamps.forEach((lamp, k) => {
        lamp.style.setProperty("--nn-lit", light(signal[k]));
        lamp.style.setProperty("--nn-glow", clamp(Math.log10(Math.abs(signal[k])), 0, 1));
      });
      [a, slope, left].forEach(({ what, el }, k) => tell(el, `${what}_${name}`, name ? [...values, values[1] ** LAYERS][k] : undefined));
    },
  };
}
function tell(el, name, x) {
  el.textContent = x === undefined ? "–" : written(x);
  put(el, { "data-name": x === undefined ? x : name, "data-v": x }, []);
}

const render = ({ model, el }) => new ActivationGallery("gallery", model).mount(el);
