"""The perceptron trainer: the rule, mistake by mistake, on points that the reader moves."""

import math
from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Widget
from nnlib.data.datasets import gates
from nnlib.perceptron import Perceptron
from nnlib.validation import short

EPOCHS = 100
"""Where the widget stops, as `Perceptron.fit` does."""

ROWS = 8
LOW, HIGH = -1.5, 2.5


def rows(X, y):
    """[x1, x2, label] of each row of X (m, 2) and y (m,), as lists."""
    pairs = zip(np.asarray(X).tolist(), np.asarray(y).tolist(), strict=True)
    return [[*x, label] for x, label in pairs]


def _before_mistake_2(X, y):
    """How many rows the rule has read when its second mistake is next."""
    mistake = Perceptron().fit(X, y, EPOCHS).history[1]
    return (mistake.epoch - 1) * len(y) + mistake.row


PRESETS = {
    name: {
        "label": f"{name} ({gate})",
        "data": rows(*gates(gate)),
        "step": _before_mistake_2(*gates(gate)),
    }
    for name, gate in (("bell", "OR"), ("press", "AND"), ("lamp", "XOR"))
}
"""The three machines that the rule can start from, a line drawn and a mistake ahead."""


class PerceptronTrainer(Widget):
    """A perceptron that learns from its mistakes, on points that can be moved and added while it does.

    `start` is "bell" (OR), "press" (AND) or "lamp" (XOR). `data` has a row [x1, x2, label] for each point (at most 8,
    x1 and x2 from -1.5 to 2.5), and `step` says how many rows the rule has read since w = 0, b = 0; with fewer to read,
    it has read them all. `answers` are the reader's to the question how many of the lamp's rows one line gets right.
    """

    name = "perceptron"
    starts = PRESETS
    tasks = "abcd"
    posed: ClassVar = {"start": "bell", "step": 16}
    alt = (
        "The four points of the bell (OR) and the line that the rule has found after four mistakes; the line before it "
        "is dashed. Beside it the last correction: row 0 was answered 1 and should be 0, so from w = (1, 1) and b = 1 "
        "the row (0, 0) and its constant 1 are taken away, which leaves w = (1, 1), b = 0. Pass 4 has no mistake."
    )

    data = traitlets.List().tag(sync=True)
    step = traitlets.Int(0, min=0, max=EPOCHS * ROWS).tag(sync=True)
    selected = traitlets.Int(0, min=0, max=ROWS - 1).tag(sync=True)
    answers = traitlets.List(traitlets.Int()).tag(sync=True)

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
        """Show the points X (m, 2) with labels y (m,), before the first row is read."""
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


def _row(i, row):
    """Row i of `data` as [float, float, int]; refused in one line where it is none."""
    try:
        x1, x2, label = (float(x) for x in row)
        fits = LOW <= x1 <= HIGH and LOW <= x2 <= HIGH and label in (0, 1)
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise traitlets.TraitError(
            f"data, row {i}: expected x1 and x2 from {LOW:g} to {HIGH:g} and a label 0 or 1, got {short(row)}"
        )
    return [x1, x2, int(label)]
