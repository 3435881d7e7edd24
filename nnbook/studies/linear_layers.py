"""Networks of linear layers, beside one line and beside ReLUs: what they can learn, and on which path."""

import numpy as np

from nnlib import SGD, Adam, Dense, Sequential, data
from nnlib.neuron import Neuron

SEEDS = 10
TASKS = "moons", "rings"
STRIDE = 3
"""Of the epochs on the path, every third is kept."""


def sine(seed, m=100):
    """x (m, 1) from -3 to 3 and sin x."""
    x = np.random.default_rng(seed).uniform(-3, 3, (m, 1))
    return x, np.sin(x[:, 0])


def rings(seed, m=400):
    """Class 0 within radius 1, class 1 from 1.5 to 2.5: X (m, 2), y (m,)."""
    rng = np.random.default_rng(seed)
    y = np.arange(m) % 2
    r, t = rng.uniform(0, 1, m) + 1.5 * y, rng.uniform(0, 2 * np.pi, m)
    return r[:, None] * np.column_stack([np.cos(t), np.sin(t)]), y


def deep(hidden, output, seed):
    """n-25-15-1 with hidden layers of one kind."""
    layers = [Dense(25, hidden), Dense(15, hidden), Dense(1, output)]
    return Sequential(layers, seed=seed, dtype="float64")


def regression(hidden, seed):
    """What a deep net has learned of the sine: its answers, and their root mean squared error."""
    x, y = sine(seed)
    net = deep(hidden, "linear", seed)
    for rate in (1e-2, 1e-3, 1e-4):  # smaller steps at the end, so that it settles
        net.compile(Adam(rate), "mse")
        net.fit(x, y, epochs=60)
    return net(x)[:, 0], float(np.sqrt(np.mean((net(x)[:, 0] - y) ** 2)))


def accuracy(task, hidden, seed):
    """Share of 400 training points right, with a sigmoid output; hidden=None: a single sigmoid unit."""
    X, y = data.moons(400, seed=seed) if task == "moons" else rings(seed)
    if hidden is None:
        net = Neuron(2)
        net.fit(X, y, learning_rate=1, epochs=500)
        return float((net.classify(X) == y).mean())
    net = deep(hidden, "sigmoid", seed)
    net.compile(Adam(0.01), "binary_crossentropy")
    net.fit(X, y, epochs=60)
    return float(((net(X)[:, 0] > 0.5) == y).mean())


def path(sizes, seed, epochs=60):
    """J after each step of plain gradient descent on a linear target, all weights small at first."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((200, 4))
    layers = [Dense(n, kernel_initializer="uniform") for n in sizes]
    net = Sequential(layers, seed=seed, dtype="float64")
    net.compile(SGD(0.1), "mse")
    return net.fit(X, X @ [1, -1, 0.5, 0], epochs=epochs, batch_size=200).history[
        "loss"
    ]


def run(seed):
    """RMSE on the sine of the least-squares line, linear layers, ReLU layers; how far the first two lines are
    apart; accuracies; and J on the path of one linear layer and of three.
    """
    x, y = sine(seed)
    rows = data.add_bias_column(x)
    line = rows @ np.linalg.lstsq(rows, y)[0]
    said, rmse = regression("linear", seed)
    return {
        "rmse": [
            float(np.sqrt(np.mean((line - y) ** 2))),
            rmse,
            regression("relu", seed)[1],
        ],
        "apart": float(abs(said - line).max()),
        "accuracy": [
            [accuracy(task, g, seed) for g in (None, "linear", "relu")]
            for task in TASKS
        ],
        "path": [path(sizes, seed)[::STRIDE] for sizes in ((1,), (25, 15, 1))],
    }
