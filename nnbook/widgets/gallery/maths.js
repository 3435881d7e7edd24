// needs: numbers
// Activation functions as in nnlib: [a, slope] at z, with the parameter p of those that have one.

const FUNCTIONS = {
  linear: { title: "linear", at: (z) => [z, 1] },
  sigmoid: { title: "sigmoid", at: (z) => [sigmoid(z), sigmoid(z) * (1 - sigmoid(z))] },
  tanh: { title: "tanh", at: (z) => [Math.tanh(z), 1 - Math.tanh(z) ** 2] },
  relu: { title: "ReLU", at: (z) => [Math.max(z, 0), +(z > 0)] },
  leaky_relu: { title: "leaky ReLU", parameter: 0, at: (z, p) => (z > 0 ? [z, 1] : [p * z, p]) },
  elu: { title: "ELU", parameter: 1, at: (z, p) => (z > 0 ? [z, 1] : [p * Math.expm1(z), p * Math.expm1(z) + p]) },
  swish: { title: "swish", parameter: 2, at: swish },
  softplus: { title: "softplus", at: (z) => [Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), sigmoid(z)] },
};

function swish(z, p) {
  const s = sigmoid(p * z), a = s > 0 ? z * s : 0;
  return [a, s + (s < 1 ? p * a * (1 - s) : 0)];
}

// The function `name` with its parameter.
const applied = (name, parameters = []) => {
  const { at, parameter } = FUNCTIONS[name];
  return (z) => at(z, parameters[parameter]);
};

// Swish has its lowest point where beta z = DIP: there 1 + beta z (1 - sigmoid(beta z)) is 0.
const DIP = -1.278464542761074;

// What is left of a signal after one, two ... `layers` slopes.
const passed = (slope, layers) => range(layers, (i) => slope ** (i + 1));

// Stretches [from, to] of `places` (in order) where `is` holds.
function stretches(places, is) {
  const found = [];
  places.forEach((z, i) => {
    if (!is(z)) return;
    if (i && is(places[i - 1])) found.at(-1)[1] = z;
    else found.push([z, z]);
  });
  return found;
}
