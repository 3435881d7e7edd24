"""Hard or soft: one line on noisy labels, and what the answers of a hard and of a soft unit cost on it."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.activations import sigmoid
from nnlib.neuron import Neuron
from nnlib.perceptron import Perceptron

STEEP = 100


def noisy_points(m=200, seed=0):
    """Points X (m, 2) of a square and labels y (m,), 1 with probability sigmoid(2 x1)."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-2, 2, (m, 2)).round(2)
    return X, (rng.random(m) < sigmoid(2 * X[:, 0])).astype(int)


def _rows():
    X, y = noisy_points()
    return [[*x, label] for x, label in zip(X.tolist(), y.tolist(), strict=True)]


def _where_the_rule_stopped():
    """The line w1, w2, b of a perceptron after 100 epochs on the noisy points, with w of length `STEEP`."""
    unit = Perceptron().fit(*noisy_points(), epochs=100)
    line = np.array([*unit.w, unit.b]) * (STEEP / np.hypot(*unit.w))
    return line.tolist()


class HardOrSoft(Widget):
    """One line on noisy labels, to be moved by hand, and the squared error of its hard and of its soft answers.

    `line` is w1, w2, b. `probe` is the point x1, x2 whose answers are told in words, and `noisy` has the rows
    [x1, x2, label] that both units are judged on. It opens on the line that the perceptron rule has reached there
    after 100 epochs, so steep that soft answers are hard ones.
    """

    name = "hardsoft"
    starts: ClassVar = {
        "rule": {
            "label": "the perceptron's line, very steep",
            "line": _where_the_rule_stopped(),
        }
    }
    tasks = "abc"
    posed: ClassVar = {"line": [2.0, 0.0, 0.0]}
    alt = (
        "Two hundred noisy labels on a plane, ones mostly on the right. An upright line of steepness 2 runs through "
        "the middle, and the shading fades across it from 0 to 1. Beside the plane two bars: the squared error of the "
        "hard answers, 0.175, and that of the soft ones, 0.121, which is less than the 0.140 of the best hard line."
    )

    line = Numbers("line", starts["rule"]["line"])
    probe = Numbers("probe", [0.5, -1.0])
    noisy = traitlets.List(_rows(), read_only=True).tag(sync=True)

    def model(self):
        """The soft unit on display, as a `Neuron`; the hard one answers `heaviside` of the same score."""
        neuron = Neuron(2)
        neuron.parameters[...] = self.line
        return neuron
