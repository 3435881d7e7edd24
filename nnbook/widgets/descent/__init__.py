"""Gradient descent: step by step down a parabola, and down the cost of one neuron."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.neuron import Neuron
from nnlib.optimizers import SGD

TABS = ["number", "neuron"]
MOST = 20

X = (1.0, 1.6, 2.0, 2.4, 2.7, 3.2, 3.6, 4.0, 4.4, 5.1)
Y = (0, 0, 1, 0, 0, 1, 0, 1, 1, 1)
"""Ten places with mean 3, and labels that no place parts: the cost has a lowest point."""


class GradientDescent(Widget):
    """Steps of gradient descent, in tabs: on J = c theta^2 / 2, and on the log-loss of a neuron of one input.

    On the first tab `number` is the start of theta, the curvature c and the learning rate, `steps` how many are taken.
    On the second `unit` is the start w, b of a neuron p = sigmoid(w (x - k) + b), `rate` its learning rate, `shift` is
    k, what is subtracted from each x, and `epochs` counts its steps, each on all ten points.
    """

    name = "descent"
    starts: ClassVar = {
        "first": {
            "label": "small steps",
            "number": [-3.0, 1.0, 0.1],
            "steps": 1,
            "unit": [0.0, 0.0],
            "rate": [0.2],
            "shift": [0.0],
            "epochs": 1,
        },
    }
    tasks = "abcdef"
    posed: ClassVar = {"tabs": ["neuron"], "rate": [1.1], "epochs": 20}
    alt = (
        "Contours of the cost J of one neuron over its bias b and its weight w: a long narrow valley. From w = 0, "
        "b = 0 twenty steps of gradient descent zigzag across it and get less than half of the way along it. Beside "
        "it ten labelled points with the S-curve of the neuron, and J after each step, up and down by turns."
    )

    tab = traitlets.Enum(TABS, "number").tag(sync=True)
    tabs = traitlets.List(traitlets.Enum(TABS), TABS).tag(sync=True)
    number = Numbers("number", starts["first"]["number"])
    steps = traitlets.Int(1, min=0, max=MOST).tag(sync=True)
    unit = Numbers("unit", starts["first"]["unit"])
    rate = Numbers("rate", starts["first"]["rate"])
    shift = Numbers("shift", starts["first"]["shift"])
    epochs = traitlets.Int(1, min=0, max=MOST).tag(sync=True)
    x = traitlets.List(list(X), read_only=True).tag(sync=True)
    labels = traitlets.List(list(Y), read_only=True).tag(sync=True)

    def __init__(self, start=None, **traits):
        if "tabs" in traits:
            traits = {"tab": traits["tabs"][0], **traits}
        super().__init__(start, **traits)

    @traitlets.validate("number", "rate")
    def _not_uphill(self, proposal):
        rate = proposal["value"][-1]
        if rate < 0:  # nan passes, so that the widget can say what it got
            raise traitlets.TraitError(
                f"{proposal['trait'].name}: expected a learning rate of at least 0, got {rate:g}"
            )
        return proposal["value"]

    @property
    def inputs(self):
        """What the neuron is given, X (10, 1): x - k."""
        return np.array(self.x)[:, np.newaxis] - self.shift[0]

    def theta(self):
        """The number on the first tab after its steps."""
        start, curvature, rate = self.number
        theta, optimizer = np.array([start]), SGD(rate)
        for _ in range(self.steps):
            optimizer.step(theta, curvature * theta)
        return float(theta[0])

    def model(self):
        """The neuron of the second tab after its steps, as a `Neuron`."""
        neuron = Neuron(1)
        neuron.parameters[...] = self.unit
        if self.epochs:
            neuron.fit(self.inputs, np.array(self.labels), self.rate[0], self.epochs)
        return neuron
