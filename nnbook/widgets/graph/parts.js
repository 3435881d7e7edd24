// What both tabs do: a graph, of which each Step fills in one number more, and a question before some gradients.

// A tab states `graph` (see maths.js), `trait`, its numbers, of which the first is the weight, the last to be asked for, and
// `layout`, its nodes as kit/graph.js has them: the i-th number is what a node is given, and goes as far as `most`.

const LOOSE = 0.01; // how near a guess has to be

const said = (x) => {
  const size = Math.abs(x);
  if (x === 1) return "1";
  if (size > 0 && size < 5e-4) return fmt.sci(x, 1);
  return fmt.num(x, size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
};
const factor = (x) => (x < 0 ? `(${said(x)})` : said(x));
const near = (x, y) => Math.abs(x - y) <= LOOSE;

class Drawn extends Part {
  seen = {}; // by name, the numbers whose gradient was on show
  get spec() { return this.constructor.graph; }
  get weight() { return this.spec.given[0]; }
  get numbers() { return this.state[this.constructor.trait]; }
  get step() { return this.state[`${this.constructor.trait}_step`]; }
  get total() { return this.spec.nodes.length + this.spec.back.length; }
  get known() { return knownAfter(this.spec, this.step); }
  get now() { return computed(this.spec, this.numbers); }
  get asked() { return this.known.full ? this.spec.asked.find((name) => name === this.known.next) : undefined; }
  textOf(name) { return this.constructor.layout.find((node) => node.name === name).text; }

  go(step) { this.widget.act({ [`${this.constructor.trait}_step`]: step }, "step"); }
  onward() {
    const { asked } = this, place = `${asked} ${this.numbers}`;
    if (!asked || this.stale(asked) || this.warned === place) return this.go(this.known.end ? this.spec.nodes.length : this.step + 1);
    this.warned = place;
    this.widget.tell("Your turn: say it first. Or Step again.");
  }
  stale(name) { return this.seen[name] === String(this.numbers); }
  put(i, x) { this.widget.set({ [this.constructor.trait]: this.numbers.with(i, x) }); }

  // ---- the guess ----

  // Where a node goes: how strongly the end feels it there, and the local slope.
  paths(name) {
    const { gradient, slope } = this.now;
    return this.spec.nodes.filter(({ from }) => from.includes(name)).map((to) => [gradient[to.name], slope[to.name][name]]);
  }
  answer(x) {
    const { widget, asked } = this, truth = this.now.gradient[asked], paths = this.paths(asked);
    if (this.stale(asked)) return widget.tell("You have just seen it: move w or x first.");
    if (!near(x, truth)) return widget.tell(this.wrong(x, truth, paths));
    if (asked === this.weight) this.guessed = this.earned(paths, truth);
    this.go(this.step + 1);
  }
  wrong(x, truth, paths) {
    if (Number.isNaN(x)) return "A number, please, such as −0.25.";
    if (near(x, -truth)) return "So large, but the sign is the other.";
    const alone = paths.map(([above, slope]) => above * slope), product = alone.reduce((a, b) => a * b);
    if (paths.length > 1 && alone.some((part) => near(x, part))) return "That is one path. w has two: add them.";
    if (paths.length > 1 && near(x, product)) return "Along a path slopes multiply; paths add.";
    if (paths.some(([above]) => near(x, above))) return "That came from above. Now times the local slope.";
    if (paths.some(([, slope]) => near(x, slope))) return "That is a local slope. Times what came from above?";
    return paths.length > 1 ? "On each path: from above × local slope. Then add." : "From above × local slope.";
  }

  // ---- words ----

  // The arithmetic of the last step, and what it means.
  story({ value, gradient } = this.now) {
    const { last } = this.known, end = this.spec.nodes.at(-1).name;
    if (!last) return ["Only what is given is there.", "Step: one number more, from left to right."];
    const { name, way } = last;
    if (way === "forward") return this.forward(value)[name];
    if (name === end) return [`Gradient of ${this.textOf(end)} = 1`, `Now back: what would change ${this.named(end)}, how fast?`];
    const sum = this.paths(name).map(([above, local]) => `${said(above)} × ${factor(local)}`).join(" + "), g = gradient[name];
    const moves = g === 0 ? "does not move" : `${g < 0 ? "falls" : "rises"} by about ${fmt.digits(Math.abs(g) / 100, 2)}`;
    return [`Gradient of ${this.textOf(name)} = ${sum} = ${said(g)}`, `${this.textOf(name)} up by 0.01: ${this.named(end)} ${moves}.`];
  }
  named(end) { return end === "loss" ? "the loss" : end; }
  told() { return this.story().join(". "); }

  // ---- the page ----

  build() {
    const { trait, layout, columns } = this.constructor;
    this.picture = graphPlot(this.widget, columns, 2);
    this.main = button("Step", () => this.onward(), { primary: true });
    this.empty = button("Empty the graph", () => this.go(0));
    this.question = ask(this.asks(this.weight), (x) => this.answer(x));
    this.lines = [html("p", {}), html("p", { class: "nn-sense" })];
    this.widget.control(this.quantities());
    for (const { name } of layout.filter(({ kind, most }) => most && kind === "data")) this.widget.pairs[name].el.classList.add("nn-given");
    pullGraph(this.widget, this.picture, {
      along: () => rails(this.picture, this.parts()), share: (name) => this.shareOf(name), tap: (name) => this.tap?.(name),
      slide: (name, share) => {
        const { i, most } = layout.find((node) => node.name === name);
        this.put(i, this.widget.pairs[name].nearest(most * (2 * share - 1)));
      },
    });
    const pulled = (kind) => this.widget.controls(...layout.filter((node) => node.most && node.kind === kind).map(({ name }) => name));
    const [longest, sense] = this.constructor.longest;
    return {
      picture: [html("div", { class: "nn-caption" }, ...legend([["nn-key-param", "learns"], ["nn-key-data", "data, stays"],
        ["nn-key-value", "value"], ["nn-key-grade", "gradient"]])), this.picture.el],
      head: [steady(longest, this.lines[0]), steady(sense, this.lines[1])],
      controls: [html("div", { class: "nn-top nn-act" }, this.main, this.question), html("div", { class: "nn-pairs nn-act" }, ...pulled("parameter"))],
      more: [html("div", { class: "nn-pairs" }, ...pulled("data"), ...this.extra(), this.empty), this.buildTable(trait)],
    };
  }
  asks(name) { return `gradient of ${this.textOf(name)} =`; }
  extra() { return []; }
  quantities() {
    return Object.fromEntries(this.constructor.layout.filter(({ most }) => most).map(({ name, label, i, most }) =>
      [name, { label, min: -most, max: most, step: 0.1, digits: 4, places: 2, oninput: (x) => this.put(i, x) }]));
  }
  // All that is known, to be read, heard and tested.
  buildTable(trait) {
    this.figures = {};
    const cell = (kind, name) => {
      const figure = value(`${trait}_${kind}_${name}`, "td");
      this.figures[`${kind}_${name}`] = figure;
      return figure.el;
    };
    const { nodes, back } = this.spec, names = [...nodes.map(({ name }) => name), ...back.filter((name) => !nodes.some((node) => node.name === name))];
    const rows = names.map((name) => html("tr", {}, html("td", {}, this.textOf(name)),
      nodes.some((node) => node.name === name) ? cell("value", name) : html("td", {}), cell("gradient", name)));
    return table("Values and gradients", ["node", "value", "gradient"], html("tbody", {}, ...rows));
  }

  // ---- drawing ----

  shareOf(name) {
    const { i, most } = this.constructor.layout.find((node) => node.name === name);
    return (this.numbers[i] / most + 1) / 2;
  }
  // The graph as it is on its way to where it will be.
  parts() {
    const { trait, layout } = this.constructor, numbers = this.widget.eased(trait), { value, slope, gradient } = computed(this.spec, numbers);
    const { known: { values, gradients, last }, asked, weight } = this, k = Object.keys(this.widget.constructor.parts).indexOf(trait);
    const gone = 1 - clamp(this.step - this.widget.eased("steps")[k], 0, 1);
    const nodes = layout.map((node) => ({ ...node,
      value: node.i !== undefined ? fmt.num(value[node.name], node.most ? 2 : 0) : values.includes(node.name) ? said(value[node.name]) : "",
      gradient: gradients.includes(node.name) ? said(gradient[node.name]) : node.name === asked ? "?" : "",
      lit: last?.name === node.name ? last.way : undefined,
      share: node.most && (numbers[node.i] / node.most + 1) / 2 }));
    const edges = this.spec.nodes.flatMap(({ name: to, from }) => from.map((parent) => ({
      from: parent, to, gone,
      slope: !gradients.includes(to) || !this.spec.back.includes(parent) ? "" : parent === weight && parent === asked ? "× ?" : `× ${said(slope[to][parent])}`,
      lit: last && (last.way === "back" ? this.spec.back.includes(parent) && parent === last.name : to === last.name) ? last.way : undefined })));
    return { nodes, edges };
  }
  draw() {
    const { picture: p, widget, known, now, asked } = this;
    if (p.width) p.svg.replaceChildren(p.svg.firstChild, ...drawGraph(p, this.parts(), widget.halo));
    this.constructor.layout.filter(({ most }) => most).forEach(({ name, i }) => widget.pairs[name].set(this.numbers[i]));
    this.story().forEach((text, i) => { this.lines[i].textContent = text; });
    for (const [key, figure] of Object.entries(this.figures)) {
      const [kind, name] = key.split("_"), is = known[`${kind}s`].includes(name), x = now[kind][name];
      figure.set(is ? x : NaN, is ? said(x) : "?");
    }
    this.main.textContent = known.end ? "Again" : "Step";
    this.question.inert = !asked;
    if (asked && this.question.firstChild.data !== this.asks(asked)) {
      this.question.firstChild.data = this.asks(asked);
      this.question.control.value = "";
    }
    allow(this.empty, this.step > 0);
    for (const name of this.spec.asked) if (known.gradients.includes(name)) this.seen[name] = String(this.numbers);
  }
}
