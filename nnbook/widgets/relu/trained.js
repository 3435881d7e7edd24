// needs: tabs, numbers, player
// Recorded training: a 1-16-1 network that is to follow a sine, from three starts, beside the network set by hand.

const APART = 1 / 1024; // the places where a network's distance from the sine is measured
const AIR = 0.1; // beside the data
const insiders = (kinks) => kinks.filter((k) => k > 0 && k < 1).length;
const shortError = (e) => (e < 0.1 ? fmt.digits(e, 3) : fmt.num(e, 3));

class Trained extends Part {
  static title = "Trained";
  static kept = ["run", "frame"];
  static other = ["outside"];
  static todo = [
    ["l", "Find a start where training fails.", "kinks spread, seed 4: 1.118 off at the end."],
    ["m", "Watch the kinks: which start spreads them?", "x rescaled: from one place to 14 inside."],
    ["n", "Find a run that ends within 0.1 of the sine.", "kinks spread, seed 4: 0.0812; by hand 0.0188."],
  ];
  met = {}; // the frames that the reader has seen, by start
  picked = null; // the task for which the reader last picked a run

  // ---- what is on display ----

  // Recordings may come after the page.
  get arrived() { return Boolean(this.design.films.theta); }
  get last() { return this.design.films.steps.length - 1; }
  get ends() { return this.state.frame === this.last; }
  // The network of the frame, computed once: its units [w, b, v, 0], its constant, and what is said about it.
  get now() {
    const { state: { run, frame }, arrived } = this, key = String([run, frame, arrived]);
    if (this.key === key) return this.found;
    const { units, constant } = arrived ? this.parameters(run, frame) : { units: [], constant: 0 }, net = (x) => units.reduce((sum, u) => sum + hingeAt(u, x), constant);
    const kinks = units.map(kinkOf), off = units.map((u) => !hingeOn(u, 0) && !hingeOn(u, 1));
    const error = Math.max(...range(1025, (i) => Math.abs(net(i * APART) - TARGETS.sine.f(i * APART))));
    this.key = key;
    return this.found = { units, constant, net, kinks, off, error, within: insiders(kinks) };
  }
  // Six digits were recorded, which a float32 keeps.
  parameters([start, seed], frame) {
    const { films: { starts, steps } } = this.design, size = 3 * UNITS + 1, from = ((seed * starts.length + starts.indexOf(start)) * steps.length + frame) * size;
    const [w, b, v] = range(3, (k) => range(UNITS, (i) => this.recorded(from + k * UNITS + i)));
    return { units: w.map((x, i) => [x, b[i], v[i], 0]), constant: this.recorded(from + size - 1) };
  }
  recorded(i) {
    this.bytes ??= new DataView(Uint8Array.from(atob(this.design.films.theta), (c) => c.charCodeAt(0)).buffer);
    return +this.bytes.getFloat32(4 * i, true).toPrecision(6);
  }

  // ---- tasks ----

  check() {
    const { state: { run: [start, seed] }, now: { error }, ends, picked } = this, said = `${start}, seed ${seed}: ${shortError(error)}`;
    return {
      l: ends && picked && error > FAILED && `${said} off at the end.`,
      n: ends && picked === "n" && error <= NEAR && `${said}; by hand ${shortError(this.byHand)}.`,
    };
  }
  // The start in front as the answer to task m.
  answer() {
    if (!this.arrived) return;
    const { widget, last, met, state: { run } } = this, [start] = run, [from, to] = [0, last].map((frame) => this.parameters(run, frame).units.map(kinkOf));
    const within = insiders(to);
    if ((met[start]?.size ?? 0) <= last / 2) return widget.tell("Play this start first, and watch the diamonds.");
    if (Math.max(...from) - Math.min(...from) > RIGHT) return widget.tell("They were spread before training. Where does training do it?");
    if (within <= UNITS / 2) return widget.tell(`Only ${within} of ${UNITS} end inside, in a bunch.`);
    widget.tell("");
    widget.say(widget.tick({ m: `${start}: from one place to ${within} inside.` }).join(" "));
  }
  forget(kind) { if (QUIET.includes(kind)) this.picked = null; }
  hint(task) {
    return { l: "Choose a start, play it to the end.", m: "Play each start; then say: this start.", n: "Choose start and seed; only the end counts." }[task];
  }
  score(task) {
    const { error } = this.now, at = (e) => clamp(-Math.log10(e) / 2, 0, 1);
    return { text: this.arrived ? shortError(error) : "…", label: "largest error", value: at(error), marks: task === "n" ? [at(NEAR)] : [] };
  }
  get byHand() { return (this.built ??= errorOf(UNITS, "even", TARGETS.sine)); }
  count(frame) { return this.design.films.steps[frame].toLocaleString("en"); }
  told() {
    const { now: { error, within }, state: { run: [start, seed], frame } } = this;
    return `${start}, seed ${seed}, after ${this.count(frame)} steps: trained ${shortError(error)}, constructed ${shortError(this.byHand)}; ${within} of ${UNITS} kinks inside the data.`;
  }
  python() {
    const { units, constant } = this.now, [w, b, v] = range(3, (k) => `[${units.map((u) => u[k]).join(", ")}]`);
    return lines("import numpy as np", "from nnlib.layers import Dense", "from nnlib.model import Sequential", "",
      `net = Sequential([Dense(${UNITS}, activation="relu"), Dense(1)], dtype="float64")`, "net.build((None, 1))",
      `w = ${w}`, `b = ${b}`, `v = ${v}`, `net.set_weights([[w], b, np.reshape(v, (-1, 1)), [${constant}]])`,
      "x = np.linspace(0, 1, 1025)", "print(np.abs(net(x[:, None]).ravel() - np.sin(2 * np.pi * x)).max())");
  }

  // ---- the page ----

  build() {
    const { widget, design: { films: { starts, seeds, steps } } } = this, margin = [8, 10, 22, 46];
    this.plane = picture(widget, { x: [0, 1], y: [-1.5, 1.5], margin });
    this.rug = picture(widget, { x: [0, 1], y: [-1, UNITS], margin: [4, 10, 4, 46] });
    this.starts = choice({ label: "Start", options: starts.map((name) => [name, name]), onchange: (name) => this.pick([name, this.state.run[1]]) });
    this.seeds = choice({ label: "Seed", options: range(seeds, (i) => [String(i), String(i)]), onchange: (i) => this.pick([this.state.run[0], +i]) });
    this.player = player({
      label: "Step", length: steps.length, name: (i) => `${this.count(i)} of ${this.count(this.last)}`, spoken: (i) => `after ${this.count(i)} steps`,
      onframe: (frame) => this.show(frame), onstop: () => widget.hub.commit(), root: widget.root, signal: widget.signal,
    });
    this.outside = toggle({ label: "Look outside", onchange: (outside) => widget.set({ outside }) });
    this.claim = html("div", {}, button("This start", () => this.answer()));
    this.figures = Object.fromEntries(["trained", "constructed", "kinks_inside"].map((name) => [name, value(name, "b")]));
    const { trained, constructed, kinks_inside: within } = this.figures;
    const keys = legend([["nn-key-sum", "trained"], ["nn-key-hand", "constructed"], ["nn-key-grey", "sine"], ["nn-key-off", "off unit"]]);
    return {
      picture: [html("div", { class: "nn-boards nn-films" }, html("div", { class: "nn-top" }, this.starts.el, this.seeds.el,
        html("div", { class: "nn-stack nn-side" }, this.outside.el, this.claim)), this.plane.el, this.rug.el)],
      head: [steady("trained 0.0230, constructed 0.0188; 16 of 16 kinks inside the data",
        html("p", {}, "trained ", trained.el, ", constructed ", constructed.el, "; ", within.el, ` of ${UNITS} kinks inside the data`))],
      controls: [this.player.el, html("div", { class: "nn-legend nn-hint" }, ...keys)],
    };
  }
  pick(run) {
    this.picked = this.task;
    this.widget.act({ run });
  }
  show(frame) {
    if (!this.arrived) return;
    (this.met[this.state.run[0]] ??= new Set()).add(frame);
    this.widget.set({ frame });
  }

  // ---- drawing ----

  draw() {
    const { state: { run: [start, seed], frame, outside }, now: { error, within }, figures, task } = this;
    this.starts.set(start);
    this.seeds.set(String(seed));
    this.player.set(frame);
    this.outside.set(outside);
    this.claim.inert = task !== "m";
    this.outside.el.inert = task === "m";
    figures.trained.set(error, shortError(error));
    figures.constructed.set(this.byHand, shortError(this.byHand));
    figures.kinks_inside.set(within, String(within));
    if (!this.plane.width) return;
    const x = outside ? [-0.5, 1.5] : [-AIR, 1 + AIR];
    zoom(this.plane, x, [-1.5, 1.5]);
    zoom(this.rug, x, [-1, UNITS]);
    this.drawPlane(x);
    this.drawRug(x);
  }
  // What lies beside the data.
  beyond(p) {
    const [[left, top], [right, bottom]] = [p.px(0, p.up[1]), p.px(1, p.up[0])], [[from], [to]] = [p.px(p.across[0], 0), p.px(p.across[1], 0)];
    return [[from, left], [right, to]].map(([a, b]) => svg("rect", { x: a, y: top, width: b - a, height: bottom - top, class: "nn-beyond" }));
  }
  drawPlane([low, high]) {
    const { plane, state: { outside }, now: { net, kinks } } = this, { f } = TARGETS.sine;
    const along = (xs, g) => plane.path(xs.map((x) => [x, g(x)])), fine = range(FINE + 1, (i) => low + ((high - low) * i) / FINE);
    const broken = [low, ...kinks.filter((k) => k > low && k < high).sort((a, b) => a - b), high];
    const built = interpolant(f, knotsOf(UNITS, "even", [0, 1])), hand = [low, ...built.kinks, high];
    scene(plane, outside ? plain(low, high, 0.5) : plain(0, 1, 0.25), plain(-1, 1),
      [...this.beyond(plane), curve(along(fine, f), "nn-grey", 7), sumLine(along(broken, net)), curve(along(hand, (x) => sumAt(built, x)), "nn-hand", 1.75)], []);
  }
  // A row for each unit, so that the eye can follow its kink; at the border those further out.
  drawRug([low, high]) {
    const { rug, now: { kinks, off } } = this, size = clamp((rug.px(0, 0)[1] - rug.px(0, 1)[1]) * 0.9, 3, 6);
    const marks = kinks.map((k, i) => {
      const [x, y] = rug.px(clamp(k, low, high), UNITS - 1 - i), side = Math.sign(k - clamp(k, low, high));
      const d = side ? `M${x} ${y}l${-side * 2 * size} ${-size}v${2 * size}Z` : `M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}Z`;
      return curve(d, off[i] ? "nn-rug nn-dead" : "nn-rug", 1.25);
    });
    const [, middle] = rug.px(0, UNITS / 2 - 0.5);
    scene(rug, [], [], [...this.beyond(rug), ...marks], [words(rug.left - 5, middle + 4, "kinks", "nn-hint", "end")]);
  }
}
