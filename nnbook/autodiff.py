"""Gradients by a library that differentiates programs by itself, recorded: a witness that knows none of our formulas.

`python -m nnbook.autodiff`, where PyTorch is installed, writes them anew, with the library's name and version.
To read them takes NumPy alone.
"""

import json
from importlib.resources import files
from itertools import pairwise

import numpy as np

FILE = files(__package__) / "autodiff.json"
ACTIVATIONS = "sigmoid", "tanh", "relu", "leaky_relu", "elu"
OUTPUTS = (
    ("softmax", "categorical_crossentropy"),
    ("sigmoid", "binary_crossentropy"),
    ("linear", "mse"),
    ("sigmoid", "mse"),
)
WIDTHS, ROWS = (4, 5, 6, 3), 7
SHEET = {
    "X": [[0.5, -1.0]],
    "Y": [[1.0]],
    "weights": [[[0.1, 0.2], [-0.3, 0.4]], [0.1, -0.2], [[0.5], [-0.6]], [0.3]],
}
"""The network 2-2-1 of chapter 8 on its one row."""


def case(seed=8):
    """X, one-hot Y and the weights [W, b, W, b, ...] of a network 4-5-6-3, all of them random."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(ROWS, WIDTHS[0]))
    Y = np.eye(WIDTHS[-1])[rng.integers(0, WIDTHS[-1], ROWS)]
    shapes = [shape for n, k in pairwise(WIDTHS) for shape in ((n, k), (k,))]
    return X, Y, [rng.normal(0, 0.7, shape) for shape in shapes]


def recorded():
    """{"library": its name and version, "sheet": gradient, "grid": {"tanh, softmax, ...": gradient}}, each gradient
    flat, in the order of `Network.parameters`.
    """
    return json.loads(FILE.read_text("utf-8"))


def key(activation, output, loss):
    return f"{activation}, {output}, {loss}"


def differentiate(X, Y, weights, activation, output, loss):
    """The gradient of J: only the forward pass is written down here, the library does the rest."""
    import torch

    functions = {
        "linear": lambda z: z,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.2),
        "elu": torch.nn.functional.elu,
        "softmax": lambda z: torch.softmax(z, 1),
    }
    costs = {
        "categorical_crossentropy": lambda a: -(Y * a.log()).sum(1).mean(),
        "binary_crossentropy": lambda a: torch.nn.functional.binary_cross_entropy(a, Y),
        "mse": lambda a: ((a - Y) ** 2).mean(),
    }
    A, Y = torch.tensor(X), torch.tensor(Y)
    theta = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in weights]
    last = len(theta) - 2
    for k in range(0, len(theta), 2):
        g = functions[output if k == last else activation]
        A = g(A @ theta[k] + theta[k + 1])
    costs[loss](A).backward()
    return torch.cat([w.grad.ravel() for w in theta]).tolist()


def write():
    import torch

    sheet = (np.array(x) for x in (SHEET["X"], SHEET["Y"]))
    ways = [(g, *output) for g in ACTIVATIONS for output in OUTPUTS]
    found = {
        "library": f"PyTorch {torch.__version__.partition('+')[0]}",
        "sheet": differentiate(
            *sheet, SHEET["weights"], "sigmoid", "sigmoid", "binary_crossentropy"
        ),
        "grid": {key(*way): differentiate(*case(), *way) for way in ways},
    }
    FILE.write_text(json.dumps(found, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    write()
