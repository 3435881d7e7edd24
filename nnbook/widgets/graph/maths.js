// needs: numbers
// Two graphs as lists of what is computed from what, in order; the chain rule for any such list, as in nnlib.graph.

const NEURON = {
  given: ["w", "b", "x", "y"],
  nodes: [
    { name: "wx", from: ["w", "x"], value: (w, x) => w * x, slopes: (w, x) => [x, w] },
    { name: "z", from: ["wx", "b"], value: (wx, b) => wx + b, slopes: () => [1, 1] },
    { name: "p", from: ["z"], value: (z) => sigmoid(z), slopes: (z, p) => [p * (1 - p)] },
    { name: "loss", from: ["p", "y"], value: (p, y) => -Math.log(y ? p : 1 - p), slopes: (p, y) => [y ? -1 / p : 1 / (1 - p), 0] },
  ],
  back: ["loss", "p", "z", "b", "wx", "w"],
  asked: ["z", "w"],
};
const TWICE = {
  given: ["shared", "input"],
  nodes: [
    { name: "wx", from: ["shared", "input"], value: (w, x) => w * x, slopes: (w, x) => [x, w] },
    { name: "square", from: ["shared"], value: (w) => w * w, slopes: (w) => [2 * w] },
    { name: "f", from: ["wx", "square"], value: (wx, square) => wx + square, slopes: () => [1, 1] },
  ],
  back: ["f", "wx", "square", "shared"],
  asked: ["shared"],
};

// Every node's value and gradient, and every edge's slope as slope[to][from].
function computed({ given, nodes }, numbers) {
  const value = Object.fromEntries(given.map((name, i) => [name, numbers[i]])), slope = {}, gradient = {};
  for (const { name, from, ...node } of nodes) {
    const operands = from.map((parent) => value[parent]);
    value[name] = node.value(...operands);
    const slopes = node.slopes(...operands, value[name]);
    slope[name] = Object.fromEntries(from.map((parent, i) => [parent, slopes[i]]));
  }
  gradient[nodes.at(-1).name] = 1;
  for (const { name, from } of nodes.toReversed()) {
    for (const parent of from) gradient[parent] = (gradient[parent] ?? 0) + gradient[name] * slope[name][parent];
  }
  return { value, slope, gradient };
}

// What is known after so many steps, values first and then gradients; and what the last one found.
function knownAfter({ nodes, back }, step) {
  const names = nodes.map(({ name }) => name), forth = names.length, gone = Math.max(0, step - forth);
  const last = step === 0 ? null : gone ? { name: back[gone - 1], way: "back" } : { name: names[step - 1], way: "forward" };
  return { values: names.slice(0, step), gradients: back.slice(0, gone), last, full: step >= forth, end: gone === back.length,
    next: step < forth ? names[step] : back[gone] };
}
