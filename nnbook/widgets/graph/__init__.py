"""Computation graph: values that fill from left to right, gradients that run back; a neuron, a weight used twice."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.graph import Node

TABS = ["neuron", "twice"]
MOST = {"w": 3, "b": 3, "x": 2}


def neuron_graph(w, b, x, y):
    """The nodes of one neuron and its log-loss, by name, with their gradients."""
    w, b, x = Node(w, "w"), Node(b, "b"), Node(x, "x")
    wx = w * x
    z = wx + b
    p = z.sigmoid()
    loss = -(p if y else 1 - p).log()
    loss.backward()
    return {"wx": wx, "z": z, "p": p, "loss": loss, "b": b, "w": w}


def twice_graph(w, x):
    """The nodes of f = w x + w^2, by name, with their gradients."""
    w, x = Node(w, "w"), Node(x, "x")
    wx, square = w * x, w**2
    f = wx + square
    f.backward()
    return {"wx": wx, "square": square, "f": f, "w": w}


class ComputationGraph(Widget):
    """The graph of one neuron and its log-loss, and on a second tab that of f = w x + w^2, where w is used twice.

    `tab` is the tab in front and `tabs` which there are. `neuron` is w, b, x and the label y; `neuron_step` counts what
    is filled in: 4 values, from left to right, then 6 gradients, from right to left. `twice` is w and x of the second
    graph, `twice_step` counts its 3 values and 4 gradients. It opens with the neuron's values, and no gradient yet.
    """

    name = "graph"
    starts: ClassVar = {
        "wrong": {
            "label": "a weight with the wrong sign",
            "neuron": [-1.5, 0.2, 1.5, 1.0],
            "twice": [1.5, -1.0],
        },
    }
    tasks = "abcd"
    posed: ClassVar = {"tabs": ["neuron"], "neuron_step": 10}
    alt = (
        "From left to right w = −1.50 and x = 1.50, their product −2.25, with the bias b = 0.20 the score z = −2.05, "
        "p = 0.114, and with the label y = 1 the loss 2.17. Below the nodes the gradients that came back: 1 at the "
        "loss, −8.77 at p, −0.886 at z, b and the product, −1.33 at w. The data x and y have none."
    )

    tab = traitlets.Enum(TABS, "neuron").tag(sync=True)
    tabs = traitlets.List(traitlets.Enum(TABS), TABS).tag(sync=True)
    neuron = Numbers("neuron", starts["wrong"]["neuron"])
    neuron_step = traitlets.Int(4, min=0, max=10).tag(sync=True)
    twice = Numbers("twice", starts["wrong"]["twice"])
    twice_step = traitlets.Int(0, min=0, max=7).tag(sync=True)

    def __init__(self, start=None, **traits):
        if "tabs" in traits:
            traits = {"tab": traits["tabs"][0], **traits}
        super().__init__(start, **traits)

    @traitlets.validate("neuron", "twice")
    def _within_reach(self, proposal):
        name = proposal["trait"].name
        limits = [MOST[of] for of in ("wbx" if name == "neuron" else "wx")]
        numbers = proposal["value"]
        for of, number, most in zip(
            "wbx" if len(limits) == 3 else "wx", numbers, limits, strict=False
        ):
            if np.isfinite(number) and abs(number) > most:
                raise traitlets.TraitError(
                    f"{name}: expected {of} from {-most} to {most}, got {number:g}"
                )
        if name == "neuron" and np.isfinite(numbers[3]) and numbers[3] not in (0, 1):
            raise traitlets.TraitError(
                f"neuron: expected a label y of 0 or 1, got {numbers[3]:g}"
            )
        return numbers

    def model(self):
        """The nodes of the graph in front, by name, as `nnlib.graph.Node`s with their gradients."""
        return (
            neuron_graph(*self.neuron)
            if self.tab == "neuron"
            else twice_graph(*self.twice)
        )
