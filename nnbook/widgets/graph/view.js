// needs: frame, tabs, ask, readouts, graph
// Computation graph: one neuron and its loss, and a weight that is used twice. Values fill from left to right, gradients
// run back, and whatever is given can be pulled.

const BELOW = 0.5, FULL = 3; // task a, and the loss that fills its bar
const W = { name: "w", text: "w", kind: "parameter", i: 0, most: 3 };

class NeuronGraph extends Drawn {
  static title = "One neuron";
  static trait = "neuron";
  static graph = NEURON;
  static columns = 4;
  static kept = ["neuron", "neuron_step"];
  static first = "w";
  static longest = ["Gradient of w·x = −0.222 × 0.888 = −0.222", "w·x up by 0.01: the loss rises by about 0.0022."];
  static todo = [
    ["a", "Drag w until the loss falls below 0.5.", "w = −0.70, with x = −1.50: loss 0.252."],
    ["b", "Step back to w: say each gradient asked for.", "−0.886 from above × 1.50 = −1.33."],
    ["c", "Move b against its gradient: halve the loss.", "b from −0.20 to 1.50: loss from 2.17 to 0.252."],
  ];
  static layout = [
    { ...W, at: [0, 0], label: "Weight w" },
    { name: "b", text: "b", kind: "parameter", at: [0.8, 2], label: "Bias b", i: 1, most: 3 },
    { name: "x", text: "x", kind: "data", at: [0, 1], label: "Input x", i: 2, most: 2 },
    { name: "wx", text: "w·x", kind: "computed", at: [1.3, 1] },
    { name: "z", text: "z", kind: "computed", at: [2.2, 1] },
    { name: "p", text: "p", kind: "computed", at: [3.1, 1] },
    { name: "y", text: "y", kind: "data", at: [3.1, 2], i: 3 },
    { name: "loss", text: "loss", kind: "loss", at: [4, 1] },
  ];

  get loss() { return this.now.value.loss; }
  check(kind, was) {
    const before = computed(NEURON, was.neuron).value, { loss } = this, changed = this.numbers.map((x, i) => x !== was.neuron[i]);
    const only = (k) => changed.every((is, i) => is === (i === k)), { guessed } = this, [w, b, x] = this.numbers;
    this.guessed = "";
    if (!only(1) || !this.known.gradients.includes("b")) this.from = null;
    else this.from ??= { b: was.neuron[1], loss: before.loss };
    const { from } = this;
    return {
      a: this.known.full && only(0) && before.loss >= BELOW && loss < BELOW &&
        `w = ${fmt.num(w, 2)}, with x = ${fmt.num(x, 2)}: loss ${said(loss)}.`,
      b: guessed,
      c: from && loss <= from.loss / 2 && // convex in b, the loss falls only against its gradient
        `b from ${fmt.num(from.b, 2)} to ${fmt.num(b, 2)}: loss from ${said(from.loss)} to ${said(loss)}.`,
    };
  }
  forget(kind) { if (QUIET.includes(kind)) this.from = null; }
  earned([[above, slope]], truth) { return `${said(above)} from above × ${factor(slope)} = ${said(truth)}.`; }
  hint(task) {
    const { gradients, full, end } = this.known, { b } = this.now.gradient;
    if (task === "a") return full ? "All to its right follows." : "Step until the loss is there.";
    if (task === "b") return this.asked ? "What came from above, times the local slope." : end ? "It was shown. Again, move w, then Step." : "One Step, one number.";
    if (!gradients.includes("b")) return "Step back until b has its gradient.";
    return `The gradient is ${b < 0 ? "negative: b has to go up" : "positive: b has to go down"}.`;
  }
  score(task) {
    const { known: { full, gradients, end }, loss, from, now } = this, cost = full ? said(loss) : "?";
    if (task === "b") return { text: end ? said(now.gradient.w) : "?", label: `w’s gradient, loss ${cost}` };
    const mark = task === "c" ? (from?.loss ?? loss) / 2 : BELOW;
    return { text: cost, label: `loss, gradients ${gradients.length}/6`, value: full ? Math.min(1, loss / FULL) : 0,
      marks: [Math.min(1, mark / FULL)] };
  }
  forward({ w, x, b, wx, z, p, y, loss }) {
    return {
      wx: [`w·x = ${said(w)} × ${factor(x)} = ${said(wx)}`, "Weight times input."],
      z: [`z = ${said(wx)} + ${factor(b)} = ${said(z)}`, "The bias is added: the score."],
      p: [`p = σ(${said(z)}) = ${said(p)}`, "Pressed between 0 and 1: is the label 1?"],
      loss: y ? [`loss = −ln ${said(p)} = ${said(loss)}`, "The label y is 1: the smaller p, the dearer."]
        : [`loss = −ln(1 − ${said(p)}) = ${said(loss)}`, "The label y is 0: the larger p, the dearer."],
    };
  }
  tap(name) { if (name === "y") this.widget.act({ neuron: this.numbers.with(3, 1 - this.numbers[3]) }); }
  extra() {
    this.label = toggle({ label: "label y is 1", onchange: () => this.tap("y") });
    return [this.label.el];
  }
  draw() {
    super.draw();
    this.label.set(this.numbers[3] === 1);
  }
  python() {
    const [w, b, x, y] = this.numbers;
    return `from nnlib.graph import Node

w, b, x = Node(${w}, "w"), Node(${b}, "b"), Node(${x}, "x")
wx = w * x
z = wx + b
p = z.sigmoid()
loss = -${y ? "p.log()" : "(1 - p).log()"}  # the label is ${y}
loss.backward()
for node in (wx, z, p, loss, b, w):
    print(node.value, node.grad)`;
  }
}

class TwiceGraph extends Drawn {
  static title = "Used twice";
  static trait = "twice";
  static graph = TWICE;
  static columns = 4;
  static kept = ["twice", "twice_step"];
  static first = "shared";
  static longest = ["Gradient of w = 1 × (−2.00) + 1 × (−3.00) = −3.00", "w·x up by 0.01: f rises by about 0.022."];
  static todo = [["d", "w is used twice: say its gradient.", "−1.00 on one path + 3.00 on the other = −2.00."]];
  static layout = [
    { ...W, name: "shared", at: [0, 1], label: "Weight w" },
    { name: "input", text: "x", kind: "data", at: [0, 0], label: "Input x", i: 1, most: 2 },
    { name: "wx", text: "w·x", kind: "computed", at: [1.9, 0.15] },
    { name: "square", text: "w²", kind: "computed", at: [1.9, 1.85] },
    { name: "f", text: "f", kind: "loss", at: [4, 1] },
  ];

  check() {
    const { guessed } = this;
    this.guessed = "";
    return { d: guessed };
  }
  earned([[, one], [, other]], truth) { return `${said(one)} on one path + ${factor(other)} on the other = ${said(truth)}.`; }
  hint() { return this.asked ? "One path by w·x, one by w²." : this.known.end ? "It was shown. Again, move w, then Step." : "One Step, one number."; }
  score() {
    const { known: { full, end, values, gradients }, now } = this;
    return { text: end ? said(now.gradient.shared) : "?", label: `w’s gradient, f = ${full ? said(now.value.f) : "?"}`,
      value: (values.length + gradients.length) / this.total };
  }
  forward({ shared: w, input: x, wx, square, f }) {
    return {
      wx: [`w·x = ${said(w)} × ${factor(x)} = ${said(wx)}`, "One way that w goes."],
      square: [`w² = ${said(w)} × ${factor(w)} = ${said(square)}`, "And the other: w is used twice."],
      f: [`f = ${said(wx)} + ${said(square)} = ${said(f)}`, "Here both ways meet."],
    };
  }
  python() {
    const [w, x] = this.numbers;
    return `from nnlib.graph import Node

w, x = Node(${w}, "w"), Node(${x}, "x")
wx, square = w * x, w**2
f = wx + square
f.backward()
for node in (wx, square, f, w):
    print(node.value, node.grad)`;
  }
}

class ComputationGraph extends Tabbed {
  static label = "Computation graph: values forward, gradients back";
  static parts = { neuron: NeuronGraph, twice: TwiceGraph };
  static noun = "graph";
  static eases = ["neuron", "twice", "steps"];
  static numbers = { neuron: (i) => ["w", "b", "x", "y"][i], twice: (i) => ["w", "x"][i] };
  fallback(trait) { return this.design.presets.wrong[trait]; }
  at(key) {
    if (key !== "steps") return this.state[key];
    const now = [this.state.neuron_step, this.state.twice_step];
    if (String(now) !== String(this.steps)) this.steps = now;
    return this.steps;
  }
}

const render = ({ model, el }) => new ComputationGraph("graph", model).mount(el);
