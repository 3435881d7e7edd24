"""Sequential: layers one after the other, and their parameters in one flat vector."""

from itertools import pairwise

import numpy as np

from nnlib._validate import batch, choose, positive_integer, real_array
from nnlib.layers import Dense

DTYPES = {name: np.dtype(name) for name in ("float32", "float64")}


class Sequential:
    """A feed-forward network: A^[0] = X, then A^[l] = g^[l](A^[l-1] W^[l] + b^[l]) for l = 1..L.

    `layers` is a list of `Dense`. The number of inputs n_0 is taken from the first X, or from `build`.
    All parameters live in one vector, `parameters`; each layer's W and b are views of it, in the order
    W^[1], b^[1], W^[2], b^[2], ..., each row by row. `dtype` is "float32" or "float64"; `seed` (an int, a
    numpy.random.Generator or None) decides the initial weights.
    """

    def __init__(self, layers=(), dtype="float32", seed=None):
        self.layers = []
        self.dtype = choose("dtype", getattr(dtype, "__name__", str(dtype)), DTYPES)
        self._rng = np.random.default_rng(seed)
        self._theta = None
        try:
            for layer in layers:
                self.add(layer)
        except (TypeError, ValueError):
            for layer in self.layers:
                layer.name = "layer"  # in no model after all
            raise

    def add(self, layer):
        """Append a layer. Raises TypeError for what is not a `Dense`, ValueError for one already in use."""
        if not isinstance(layer, Dense):
            raise TypeError(f"layer {len(self.layers) + 1}: expected a Dense, got {layer!r}")
        if self._theta is not None:
            raise ValueError("this model is built: a layer can only be added before it sees data")
        if layer.name != "layer":
            raise ValueError(f"{layer!r} is {layer.name} of a model already: make a new one")
        self.layers.append(layer)
        layer.name = f"layer {len(self.layers)}"

    def build(self, input_shape):
        """Allocate and draw all parameters for inputs of shape `(None, n)`; None stands for any number of rows.

        A model builds itself when it first sees data. Building again for the same n changes nothing; another n
        is refused with a ValueError.
        """
        n = input_shape[-1] if isinstance(input_shape, list | tuple) and input_shape else input_shape
        n = positive_integer("the last entry of input_shape", n)
        if not self.layers:
            raise ValueError("this model has no layers: Sequential([Dense(...), ...])")
        if self._theta is None:
            widths = [n] + [layer.units for layer in self.layers]
            count = sum((n_prev + 1) * units for n_prev, units in pairwise(widths))
            self._theta = np.zeros(count, self.dtype)
            self._bind(n)
            for layer in self.layers:
                layer.initialize(self._rng)
        elif n != self._n_inputs:
            raise ValueError(f"this model is built for {self._n_inputs} inputs, not {n}")

    def _bind(self, n_prev):
        start = 0
        for layer in self.layers:
            stop = start + (n_prev + 1) * layer.units
            layer.bind(self._theta[start:stop], n_prev)
            start, n_prev = stop, layer.units

    def __setstate__(self, state):
        # A copied or unpickled model has copies of the views; make them views of its own vector again.
        self.__dict__.update(state)
        if self._theta is not None:
            self._bind(self._n_inputs)

    @property
    def _n_inputs(self):
        return self.layers[0].W.shape[0]

    @property
    def parameters(self):
        """theta, shape (count_params(),): every weight and bias in one vector. Change it in place: theta[...] = ."""
        self._require_built()
        return self._theta

    def forward(self, X):
        """All layers in turn on X (m, n_0). Returns the output A^[L] (m, n_L) and one `Cache` per layer.

        Raises TypeError for what is not numbers, ValueError for another width, no rows, nan or infinity.
        """
        A, caches = self._inputs(X), []
        for layer in self.layers:
            A, cache = layer.forward(A)
            caches.append(cache)
        return A, caches

    def __call__(self, X):
        """The output A^[L] (m, n_L) for X (m, n_0)."""
        return self.forward(X)[0]

    def predict(self, X):
        """The same as `model(X)`; the name that Keras and scikit-learn users look for."""
        return self(X)

    def _inputs(self, X):
        X = batch("X", X, None if self._theta is None else self._n_inputs, self.dtype)
        if self._theta is None:
            self.build(X.shape)
        return X

    def get_weights(self):
        """Copies of [W^[1], b^[1], W^[2], b^[2], ...]: Keras' order and shapes, so weights travel both ways."""
        self._require_built()
        return [array.copy() for layer in self.layers for array in (layer.W, layer.b)]

    def set_weights(self, weights):
        """Copy [W^[1], b^[1], ...] into the model. One wrong shape, text, nan or infinity and nothing changes."""
        self._require_built()
        views = [(f"{layer.name}'s {name}", getattr(layer, name)) for layer in self.layers for name in "Wb"]
        if not isinstance(weights, list | tuple) or len(weights) != len(views):
            got = len(weights) if isinstance(weights, list | tuple) else type(weights).__name__
            raise ValueError(f"weights: expected a list of {len(views)} arrays (W and b of each layer), got {got}")
        arrays = [real_array(name, w, self.dtype) for (name, _), w in zip(views, weights, strict=True)]
        for (name, view), array in zip(views, arrays, strict=True):
            if array.shape != view.shape:
                raise ValueError(f"{name}: expected shape {view.shape}, got {array.shape}")
        self._theta[...] = np.concatenate([array.ravel() for array in arrays])

    def count_params(self):
        """sum over l of (n_{l-1} + 1) n_l: the weights and biases of all layers."""
        return self.parameters.size

    def summary(self):
        """Print one line per layer, with the shapes of W and b and how many parameters they hold."""
        self._require_built()
        row = "{:<9}{:<7}{:>6}  {:<11}{:<12}{:<8}{:>9}"
        print(row.format("layer", "type", "units", "activation", "W", "b", "params").rstrip())
        for layer in self.layers:
            cells = layer.units, layer.activation.name, str(layer.W.shape), str(layer.b.shape)
            print(row.format(layer.name, "Dense", *cells, f"{layer.W.size + layer.b.size:,}"))
        print(f"{self.count_params():,} parameters, {self._theta.nbytes:,} bytes as {self.dtype.name}")

    def _require_built(self):
        if self._theta is None:
            raise ValueError("this model has no parameters yet: call it on data, or build((None, n)) it first")
