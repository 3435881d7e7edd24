"""Sigmoid neuron: one unit on a number line, its curve to be pulled by hand, and what each point costs it."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.activations import sigmoid
from nnlib.neuron import Neuron

POINTS = 12


def drawn_points(m=POINTS, seed=1190):
    """Places x (m,) and labels y (m,), 1 with probability sigmoid(2 x): the two classes overlap.

    One place is drawn in each of m equal stretches of -3 to 3, and rounded to 0.1. With this seed no
    place parts the twelve labels with fewer than two on its wrong side.
    """
    rng = np.random.default_rng(seed)
    x = (6 * (np.arange(m) + rng.random(m)) / m - 3).round(1)
    return x, (rng.random(m) < sigmoid(2 * x)).astype(int)


def _drawn():
    return [column.tolist() for column in drawn_points()]


class SigmoidNeuron(Widget):
    """A neuron of one input over twelve labelled points, to be moved by hand, and the log-loss of each point.

    `unit` is w, b of p = sigmoid(w x + b), `x` the points' places, `labels` their labels. What has p above `threshold`
    is classified as 1. `point` is the number, from 0, of the point that is told in words. It opens too far right.
    """

    name = "sigmoid"
    starts: ClassVar = {
        "right": {"label": "a curve too far right", "unit": [2.5, -4.0]},
    }
    tasks = "abcd"
    posed: ClassVar = {"unit": [2.5, 0.0]}
    alt = (
        "Twelve points along a number line, label 1 at the top and label 0 at the bottom, and between them an S-curve "
        "with its middle at 0. Two points are ringed, on the wrong side of the threshold 0.5: a 1 on the left, a 0 on "
        "the right. Below each point a bar, its log-loss; the two have the longest. A mark on each bar, its squared "
        "error, never gets past 1. The mean log-loss is 0.349, the mean squared error 0.127."
    )

    unit = Numbers("unit", starts["right"]["unit"])
    x = Numbers("x", _drawn()[0])
    labels = traitlets.List(_drawn()[1], read_only=True).tag(sync=True)
    threshold = Numbers("threshold", [0.5])
    point = traitlets.Int(4, min=0, max=POINTS - 1).tag(sync=True)

    @traitlets.validate("threshold")
    def _a_probability(self, proposal):
        (tau,) = proposal["value"]
        if tau <= 0 or tau >= 1:  # nan passes, so that the widget can say what it got
            raise traitlets.TraitError(
                f"threshold: expected a number between 0 and 1, got {tau:g}"
            )
        return proposal["value"]

    def model(self):
        """The unit on display, as a `Neuron`."""
        neuron = Neuron(1)
        neuron.parameters[...] = self.unit
        return neuron
