"""The ReLU builder: broken lines from hinges. One, four, as many as it takes to follow a curve, and trained ones."""

import base64
from functools import cache
from typing import ClassVar

import numpy as np
import traitlets

from nnbook.studies import Study
from nnbook.studies.trained_relus import FRAMES, SEEDS, STARTS, UNITS
from nnbook.widgets.base import Numbers, Widget
from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.piecewise import from_hinges, kinks, relu_interpolant
from nnlib.validation import choose

TABS = ["hinge", "four", "pieces", "trained"]
WIDEST = 64
GRID = 65

TARGETS = {
    "sine": ((0, 1), lambda x: np.sin(2 * np.pi * x)),
    "square": ((-1, 1), np.square),
    "abs": ((-1, 1), np.abs),
    "root": ((0, 1), np.sqrt),
    "drawn": ((0, 1), None),
}


def knots_of(n, spacing, low, high):
    """The ends of `n` pieces of [low, high], as wide as each other or ("graded") at low + (high - low) (i/n)^4."""
    part = np.arange(n + 1) / n
    if spacing == "graded":
        part = part * part * part * part
    return (low + (high - low) * part).tolist()


def _hill():
    """A curve to be drawn over: a hill and a dip."""
    x = np.linspace(0, 1, GRID)
    y = 0.9 * np.exp(-(((x - 0.3) / 0.14) ** 2)) - 0.5 * np.exp(
        -(((x - 0.75) / 0.1) ** 2)
    )
    return y.round(2).tolist()


@cache
def _recorded():
    """The parameters of the recorded networks (seeds, starts, frames, 49), in nnlib's flat order."""
    return Study("trained_relus")["theta"]


def _on_steps(label, weights):
    return {
        "label": label,
        "kinks": [0.0, 1.0, 2.0, 3.0],
        "weights": [float(v) for v in weights],
    }


class ReLUBuilder(Widget):
    """Broken lines from hinges, in tabs: one hinge, four, as many as it takes to follow a curve, and trained ones.

    `tab` is the tab in front and `tabs` which there are. `hinge` is w, b, v, c of v max(0, w x + b) + c; `kinks` and
    `weights` are the four hinges'. On the third tab the curve joins the points of `target` at its `n` + 1 `knots`,
    which follow from `n` and `spacing` unless that is "hand"; `edited`, if not empty, is a constant and n weights that
    stand instead; `drawn` is the target "drawn" at 65 places of [0, 1], straight between them.
    On the last tab `run` is a recorded training, named by its start, one of `nnbook.studies.trained_relus.STARTS`, and
    its seed; `frame` is a place in that module's `FRAMES`.
    """

    name = "relu"
    starts: ClassVar = {
        "first": {
            **_on_steps("one move away", [1, 0, 0, 0]),
            "hinge": [-0.5, -0.5, 1.0, 0.0],
        },
        "ramp": _on_steps("ramp", [1, 1, -1, -1]),
        "trapezoid": _on_steps("trapezoid", [1, -1, -1, 1]),
        "clear": _on_steps("clear", [0, 0, 0, 0]),
    }
    tasks = "abcdefghijklmn"
    posed: ClassVar = [
        {"tabs": ["four"], "start": "ramp"},
        {"tabs": ["four"], "start": "trapezoid", "done": ["d"]},
    ]
    alt = (
        "Four hinges at 0, 1, 2, 3. With weights 1, 1, −1, −1 the sum climbs and stays at 4; with 1, −1, −1, 1 it "
        "rises to 1, stays, and returns to 0."
    )

    tab = traitlets.Enum(TABS, "hinge").tag(sync=True)
    tabs = traitlets.List(traitlets.Enum(TABS), TABS).tag(sync=True)
    hinge = Numbers("hinge", starts["first"]["hinge"])
    kinks = Numbers("kinks", starts["first"]["kinks"])
    weights = Numbers("weights", starts["first"]["weights"])
    selected = traitlets.Int(0, min=0, max=3).tag(sync=True)
    target = traitlets.Enum(list(TARGETS), "square").tag(sync=True)
    n = traitlets.Int(2, min=1, max=WIDEST).tag(sync=True)
    spacing = traitlets.Enum(["even", "graded", "hand"], "even").tag(sync=True)
    knots = Numbers("knots", knots_of(2, "even", -1, 1), sizes=range(2, WIDEST + 2))
    edited = Numbers("edited", [], sizes=[0, *range(2, WIDEST + 2)])
    drawn = Numbers("drawn", _hill())
    knot = traitlets.Int(1, min=0, max=WIDEST - 1).tag(sync=True)
    outside = traitlets.Bool(False).tag(sync=True)
    run = traitlets.Tuple(
        traitlets.Enum(STARTS),
        traitlets.Int(min=0, max=SEEDS - 1),
        default_value=("kinks spread", 0),
    ).tag(sync=True)
    frame = traitlets.Int(0, min=0, max=len(FRAMES) - 1).tag(sync=True)
    films = traitlets.Dict(read_only=True).tag(sync=True, recorded=True)

    def __init__(self, start=None, **traits):
        if "knots" in traits:
            n = np.size(traits["knots"]) - 1
            traits = {"spacing": "hand", **traits, "n": n}
        if "tabs" in traits:
            traits = {"tab": traits["tabs"][0], **traits}
        edited = traits.pop("edited", [])
        super().__init__(start, **traits)
        self.edited = edited

    @traitlets.default("films")
    def _shown_films(self):
        """The recordings, for the tab that shows them; a float32 keeps the six digits that they have."""
        if "trained" not in self.tabs:
            return {}
        theta = base64.b64encode(_recorded().astype("<f4")).decode()
        return {"starts": STARTS, "seeds": SEEDS, "steps": FRAMES, "theta": theta}

    @traitlets.observe("target", "n", "spacing")
    def _follow(self, _):
        ends, mine = self._interval, (self.knots[0], self.knots[-1])
        if self.spacing == "hand" and (mine != ends or len(self.knots) != self.n + 1):
            self.spacing = "even"
        knots = knots_of(self.n, self.spacing, *ends)
        if self.spacing != "hand" and self.knots != knots:
            self.knots, self.edited = knots, []

    @traitlets.observe("knots")
    def _count(self, _):
        n = len(self.knots) - 1
        with self.hold_trait_notifications():
            if self.knots != knots_of(n, self.spacing, *self._interval):
                self.spacing = "hand"
            self.n = n

    @traitlets.validate("knots")
    def _increasing(self, proposal):
        if (np.diff(proposal["value"]) <= 0).any():
            raise traitlets.TraitError("knots: expected numbers that increase")
        return proposal["value"]

    @traitlets.validate("edited")
    def _one_a_knot(self, proposal):
        if len(proposal["value"]) not in (0, self.n + 1):
            raise traitlets.TraitError(
                f"edited: expected a constant and {self.n} weights, or nothing"
            )
        return proposal["value"]

    @property
    def _interval(self):
        return TARGETS[self.target][0]

    def f(self, x):
        """The target at x, a number or an array."""
        if self.target == "drawn":
            return np.interp(x, np.linspace(0, 1, GRID), self.drawn)
        return TARGETS[self.target][1](x)

    def model(self):
        """The 1-N-1 network on display on the tab in front, in float64."""
        return self.shown(self.tab)

    def shown(self, tab):
        """The 1-N-1 network on display on this tab."""
        return choose("tab", tab, self._networks)()

    @property
    def _networks(self):
        return {
            "hinge": self._hinge,
            "four": self._four,
            "pieces": self._pieces,
            "trained": self._trained,
        }

    def _hinge(self):
        w, b, v, c = self.hinge
        net = Sequential([Dense(1, activation="relu"), Dense(1)], dtype="float64")
        net.build((None, 1))
        net.set_weights([[[w]], [b], [[v]], [c]])
        return net

    def _four(self):
        return from_hinges(self.kinks, self.weights)

    def _pieces(self):
        if not self.edited:
            return relu_interpolant(self.f, self.knots)
        constant, *weights = self.edited
        return from_hinges(self.knots[:-1], weights, constant)

    def _trained(self):
        start, seed = self.run
        w, b, v, c = np.split(
            _recorded()[seed, STARTS.index(start), self.frame],
            [UNITS, 2 * UNITS, 3 * UNITS],
        )
        net = Sequential([Dense(UNITS, activation="relu"), Dense(1)], dtype="float64")
        net.build((None, 1))
        net.set_weights([[w], b, v[:, None], c])
        return net

    @classmethod
    def from_model(cls, net, target="sine"):
        """A builder that shows the curve of a 1-N-1 ReLU network, measured against `target` over its interval.

        A single hidden unit is shown on the first tab as it is. Of more, the curve is shown by its kinks inside the
        interval, one hinge each: `model()` then says the same there as `net`, with other weights.
        """
        places = kinks(net)
        W, b, v, c = net.get_weights()
        if len(b) == 1:
            return cls(tab="hinge", hinge=[*W[0], *b, *v[0], *c])
        low, high = choose("target", target, TARGETS)[0]
        inner = np.unique(places[(places > low) & (places < high)])
        knots = np.array([low, *inner, high], float)
        middle = (knots[:-1] + knots[1:])[:, None] / 2
        slopes = ((middle * W + b > 0) * W) @ v[:, 0]
        edited = [net([[low]])[0, 0], *np.diff(slopes, prepend=0)]
        return cls(tab="pieces", target=target, knots=knots, edited=edited)
