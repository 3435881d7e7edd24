"""Activation gallery: functions of nnlib and their slopes over one z, and what ten such slopes in a row let through."""

from typing import ClassVar

import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.activations import ACTIVATIONS
from nnlib.validation import choose, short

FUNCTIONS = [name for name in ACTIVATIONS if name != "softmax"]
SHOWN = 3


class ActivationGallery(Widget):
    """Up to three activation functions above their slopes, with one cross-hair at z for all.

    `functions` are their names in nnlib, "" for a row left empty. `z` is [z], and `parameters` are the negative slope
    of leaky ReLU, ELU's alpha and swish's beta.
    """

    name = "gallery"
    starts: ClassVar = {
        "two": {
            "label": "sigmoid and tanh",
            "functions": ["sigmoid", "tanh"],
            "z": [1.0],
            "parameters": [0.2, 1.0, 1.0],
        }
    }
    tasks = "abcd"
    posed: ClassVar = {"functions": ["sigmoid", "tanh", "relu"], "z": [3.0]}
    alt = (
        "Sigmoid, tanh and ReLU over one axis z, and below them their slopes; the stretches with slopes below 0.01 are "
        "shaded, on both sides for sigmoid and tanh, on the left for ReLU. A cross-hair stands at z = 3. Beside it ten "
        "lamps for each function show what is left after one to ten such slopes: those of sigmoid and tanh go dark "
        "after a few, and less than a trillionth is left; those of ReLU all shine."
    )

    functions = traitlets.List(starts["two"]["functions"]).tag(sync=True)
    z = Numbers("z", starts["two"]["z"])
    parameters = Numbers("parameters", starts["two"]["parameters"])

    @traitlets.validate("functions")
    def _known_functions(self, proposal):
        names = proposal["value"]
        shown = [name for name in names if name != ""]
        if not shown or len(names) > SHOWN or len({*map(str, shown)}) < len(shown):
            raise traitlets.TraitError(
                f"functions: expected 1 to {SHOWN} different names, got {short(names)}"
            )
        for name in shown:
            choose("function", name, dict.fromkeys(FUNCTIONS), traitlets.TraitError)
        return names
