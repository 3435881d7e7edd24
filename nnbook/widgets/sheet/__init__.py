"""Backprop sheet: a 2-2-1 network with all its numbers, filled forward, and carried back by four equations."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.layers import Dense
from nnlib.losses import BinaryCrossentropy, MeanSquaredError
from nnlib.model import Sequential

MOST = 6
LOSSES = {"cross-entropy": BinaryCrossentropy, "squared error": MeanSquaredError}


def sheet_model(theta):
    """The network 2-2-1 of sigmoid units with the parameters W1 by rows, b1, W2, b2, in float64."""
    model = Sequential([Dense(2, "sigmoid"), Dense(1, "sigmoid")], dtype="float64")
    model.build((None, 2))
    model.parameters[...] = theta
    return model


class BackpropSheet(Widget):
    """The whole worked sheet of a network 2-2-1: every number forward, every gradient back, every parameter a handle.

    `theta` is W1 by rows, b1, W2, b2, in the order of `Sequential.parameters`; `x` the input and `y` its label; `loss`
    how the output is judged. `step` counts what is filled in: Z1, A1, Z2, A2 and the loss, then the four steps back.
    `picked` is the parameter, from 0, whose control is shown; `rate` the learning rate of Descend. It opens with
    everything forward filled in, and nothing back.
    """

    name = "sheet"
    starts: ClassVar = {
        "sheet": {
            "label": "the sheet",
            "theta": [0.1, 0.2, -0.3, 0.4, 0.1, -0.2, 0.5, -0.6, 0.3],
            "x": [0.5, -1.0],
        },
    }
    tasks = "abcd"
    posed: ClassVar = {"step": 9}
    alt = (
        "A network of two inputs, 0.5 and −1, two hidden units and an output, all its numbers written in. Forward the "
        "hidden units answer 0.611 and 0.378, the output 0.594, and with the label 1 the loss is 0.522. Back, as "
        "dashed arrows: −0.406 at the score of the output, −0.248 and −0.153 at the weights into it, −0.0483 and "
        "0.0573 at the hidden scores, and at the first weights −0.0242, 0.0287, 0.0483 and −0.0573. Below it the four "
        "steps back."
    )

    theta = Numbers("theta", starts["sheet"]["theta"])
    x = Numbers("x", starts["sheet"]["x"])
    y = traitlets.Int(1, min=0, max=1).tag(sync=True)
    loss = traitlets.Enum(list(LOSSES), "cross-entropy").tag(sync=True)
    step = traitlets.Int(5, min=0, max=9).tag(sync=True)
    picked = traitlets.Int(7, min=0, max=8).tag(sync=True)
    rate = Numbers("rate", [1.0])

    @traitlets.validate("theta", "x")
    def _within_reach(self, proposal):
        name, most = (
            proposal["trait"].name,
            MOST if proposal["trait"].name == "theta" else 2,
        )
        for number in proposal["value"]:
            if np.isfinite(number) and abs(number) > most:
                raise traitlets.TraitError(
                    f"{name}: expected numbers from {-most} to {most}, got {number:g}"
                )
        return proposal["value"]

    @traitlets.validate("rate")
    def _positive(self, proposal):
        (rate,) = proposal["value"]
        if rate <= 0:  # nan passes, so that the widget can say what it got
            raise traitlets.TraitError(f"rate: expected a number above 0, got {rate:g}")
        return proposal["value"]

    def model(self):
        """The network on display, as a `Sequential`."""
        return sheet_model(self.theta)
