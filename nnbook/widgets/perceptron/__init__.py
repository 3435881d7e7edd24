"""The perceptron trainer: the rule row by row on points the reader moves, and the hard step against a soft unit."""

import math
from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.activations import sigmoid
from nnlib.data.datasets import GATES, gates
from nnlib.neuron import Neuron
from nnlib.perceptron import Perceptron
from nnlib.validation import short

EPOCHS = 100
"""Where the widget stops, as `Perceptron.fit` does."""

ROWS = 8
LOW, HIGH = -1.0, 2.0


def noisy_points(m=200, seed=0):
    """Points X (m, 2) of a square and labels y (m,), 1 with probability sigmoid(2 x1)."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-2, 2, (m, 2)).round(2)
    return X, (rng.random(m) < sigmoid(2 * X[:, 0])).astype(int)


def rows(X, y):
    """[x1, x2, label] of each row of X (m, 2) and y (m,), as lists."""
    pairs = zip(np.asarray(X).tolist(), np.asarray(y).tolist(), strict=True)
    return [[*x, label] for x, label in pairs]


def _lines():
    X, y = noisy_points()
    rule, neuron = Perceptron().fit(X, y, EPOCHS), Neuron(2)
    neuron.fit(X, y, learning_rate=1.0, epochs=1000)
    return {
        "steep": ("a steep start", [10, 0, 0]),
        "rule": ("rule, 100 epochs", [*rule.w, rule.b]),
        "logistic": ("logistic neuron", neuron.parameters),
        "drawn": ("the true line", [2, 0, 0]),
    }


LINES = {
    name: {"label": label, "line": [float(x) for x in line]}
    for name, (label, line) in _lines().items()
}
"""Lines w1, w2, b for the noisy points; "steep" is what the reader meets first."""


PRESETS = {
    name: {"label": name, "data": rows(*gates(name)), "step": 0, "selected": 0}
    for name in GATES
}
"""The gates that the rule can start from."""


class PerceptronTrainer(Widget):
    """A perceptron that learns row by row, and the hard step against a soft unit on noisy labels.

    `start` is a gate: "AND", "OR", "NAND" or "XOR". `data` has a row [x1, x2, label] for each point (at most 8, x1
    and x2 from -1 to 2), and `step` says how many rows the rule has read since w = 0, b = 0. `tab` is "rule" or
    "soft"; there, `line` is w1, w2, b and `noisy` the rows it is judged on.
    """

    name = "perceptron"
    starts = PRESETS
    tasks = "abcde"
    posed: ClassVar = {"start": "XOR", "step": 9}
    alt = (
        "The four points of XOR, and a line that gets two of them right. Beside it, the rows the perceptron rule has "
        "read: row 2 meets w = (−1, 0), b = 0 in epoch 2 and once more in epoch 3, so the same mistakes come back for "
        "ever. No line gets more than 3 of the 4 points right."
    )

    tab = traitlets.Enum(["rule", "soft"], "rule").tag(sync=True)
    data = traitlets.List().tag(sync=True)
    step = traitlets.Int(0, min=0, max=EPOCHS * ROWS).tag(sync=True)
    selected = traitlets.Int(0, min=0, max=ROWS - 1).tag(sync=True)
    line = Numbers("line", LINES["steep"]["line"])
    shade = traitlets.Enum(["hard", "soft"], "soft").tag(sync=True)
    lines = traitlets.Dict(LINES, read_only=True).tag(sync=True)
    noisy = traitlets.List(rows(*noisy_points()), read_only=True).tag(sync=True)

    @traitlets.validate("data")
    def _fits(self, proposal):
        data = proposal["value"]
        if not 1 <= len(data) <= ROWS:
            raise traitlets.TraitError(
                f"data: expected 1 to {ROWS} rows [x1, x2, label], got {len(data)}"
            )
        return [_row(i, row) for i, row in enumerate(data)]

    @property
    def points(self):
        """The points on the plane, as an array (m, 2)."""
        return np.array([row[:2] for row in self.data])

    @property
    def labels(self):
        """Their labels, 0 or 1, as an array (m,)."""
        return np.array([row[2] for row in self.data])

    def set_points(self, X, y):
        """Show the points X (m, 2) with labels y (m,), before the first step."""
        X, y = np.asarray(X), np.asarray(y)
        if X.shape != (len(y), 2):
            raise ValueError(
                f"X: expected shape ({len(y)}, 2), as many rows as labels, got {X.shape}"
            )
        with self.hold_trait_notifications():
            self.data, self.step = rows(X, y), 0

    def model(self):
        """The `Perceptron` on display: its w and b, and its mistakes up to here."""
        X, y, m = self.points, self.labels, len(self.data)
        unit = Perceptron().fit(X, y, EPOCHS)
        read = min(self.step, m * len(unit.mistakes))
        unit.converged = unit.converged and read == m * len(unit.mistakes)
        past = [c for c in unit.history if (c.epoch - 1) * m + c.row < read]
        unit.w, unit.b = (past[-1].w.copy(), past[-1].b) if past else (np.zeros(2), 0.0)
        epochs = range(1, math.ceil(read / m) + 1)
        unit.mistakes = [sum(c.epoch == epoch for c in past) for epoch in epochs]
        unit.history = past
        return unit

    def neuron(self):
        """The soft unit on display on the other tab, as a logistic `Neuron`."""
        neuron = Neuron(2)
        neuron.parameters[...] = self.line
        return neuron


def _row(i, row):
    """Row i of `data` as [float, float, int]; refused in one line where it is none."""
    try:
        x1, x2, label = (float(x) for x in row)
        fits = LOW <= x1 <= HIGH and LOW <= x2 <= HIGH and label in (0, 1)
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise traitlets.TraitError(
            f"data, row {i + 1}: expected x1 and x2 from {LOW:g} to {HIGH:g} and a label 0 or 1, got {short(row)}"
        )
    return [x1, x2, int(label)]
