"""The coffee roaster: three soft half-planes that a reader moves, and the output unit that counts their votes."""

from typing import ClassVar, NamedTuple

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib import Dense, Sequential
from nnlib.data import COFFEE_RULE, coffee, coffee_grid, coffee_is_good, coffee_scaler

HIDDEN = 3
GIVEN = [1.0, -3.0, 5.0, 2.0, 4.0, -6.0, -1.0, 1.0, 2.0, -7.0, 8.0, 9.0, 3.0]
"""The weights that the course notes hand out for this network, as one vector."""


class Accuracy(NamedTuple):
    """Shares of right answers: on the midpoints of a 144 x 144 grid over the map, and on the beans."""

    whole_map: float
    beans: float


def lines_to_theta(lines, k, votes):
    """theta (13,): w = k (cos angle, sin angle), b = -k offset, then the votes.

    `lines` has a row (angle in degrees, offset in SD) for each hidden unit, whose
    inputs are standardised; `votes` is (weight of each unit, bias) of the output.
    """
    angles, offsets = np.transpose(lines)
    W1 = k * np.array([np.cos(np.radians(angles)), np.sin(np.radians(angles))])
    W1[np.abs(W1) < 1e-12] = 0
    W2 = np.full(len(lines), votes[0])
    return np.concatenate([W1.ravel(), -k * offsets, W2, [votes[1]]]).tolist()


def triangle_lines():
    """The good triangle's sides as rows (angle in degrees, offset in SD), (3, 2)."""
    scaler = coffee_scaler()
    W = COFFEE_RULE[:, :2] * scaler.scale_
    b = COFFEE_RULE[:, 2] + COFFEE_RULE[:, :2] @ scaler.mean_
    angles = np.degrees(np.arctan2(W[:, 1], W[:, 0]))
    return np.column_stack([angles, -b / np.hypot(*W.T)])


ALL_THREE = (20, -50)
_OWN_LINES = [(0, -1.65), (90, -1.3), (-140, 0.1)]
_PROBE = {"standardise": True, "probe": [200.0, 13.0]}
PRESETS = {
    "own": {
        "label": "my own start",
        "theta": lines_to_theta(_OWN_LINES, 5, ALL_THREE),
        "standardise": True,
        "probe": [230.0, 14.0],
    },
    "given": {
        "label": "the given weights",
        "theta": GIVEN,
        "standardise": False,
        "probe": [200.0, 17.0],
    },
    "triangle": {
        "label": "triangle, steepness 10",
        "theta": lines_to_theta(triangle_lines(), 10, ALL_THREE),
        **_PROBE,
    },
    "zeros": {"label": "all zeros", "theta": [0.0] * 13, **_PROBE},
}
"""Where the roaster can start; "own" is what the reader meets first: two lines lie on their sides of the triangle, the
third is one good move away, and steepness 5 cannot pass 97 %."""


def _beans():
    X, y = coffee()
    return [[T, D, label] for (T, D), label in zip(X.tolist(), y.tolist(), strict=True)]


class CoffeeRoaster(Widget):
    """The 2-3-1 sigmoid network of the coffee roaster, to be moved by hand.

    `start` is "own", "given" (the notes' weights on raw inputs), "triangle" or "zeros". `theta` is the network,
    in nnlib's order: W1 (2, 3) row by row, b1 (3,), W2 (3,), b2. `standardise` says whether its inputs are
    (X - mean) / scale or raw deg C and minutes. Everything the widget shows follows from these.
    """

    name = "coffee"
    starts = PRESETS
    tasks = "abcde"
    posed: ClassVar = {"start": "triangle"}
    alt = (
        "Three small maps, each shaded on one side of a line: hotter than 175 °C, longer than 12 min, below a "
        "falling line. Right, the output map: only the triangle where all three agree is shaded good; the beans "
        "inside are discs, outside crosses."
    )

    hidden = traitlets.Int(HIDDEN, read_only=True).tag(sync=True)
    theta = Numbers("theta", PRESETS["own"]["theta"])
    mean = Numbers("mean", coffee_scaler().mean_, read_only=True)
    scale = Numbers("scale", coffee_scaler().scale_, read_only=True)
    rule = traitlets.List(COFFEE_RULE.tolist(), read_only=True).tag(sync=True)
    beans = traitlets.List(_beans(), read_only=True).tag(sync=True)
    standardise = traitlets.Bool(True).tag(sync=True)
    units = traitlets.Enum(["raw", "standardised"], "raw").tag(sync=True)
    selected = traitlets.Int(0, min=0, max=HIDDEN + 1).tag(sync=True)
    probe = Numbers("probe", PRESETS["own"]["probe"])
    show_beans = traitlets.Bool(True).tag(sync=True)
    show_rule = traitlets.Bool(False).tag(sync=True)

    def model(self):
        """The network on display as a `Sequential` in float64; its inputs are what `inputs` returns."""
        net = Sequential(
            [Dense(HIDDEN, "sigmoid"), Dense(1, "sigmoid")], dtype="float64"
        )
        net.build((None, 2))
        theta, H = np.array(self.theta), HIDDEN
        net.set_weights(
            [
                theta[: 2 * H].reshape(2, H),
                theta[2 * H : 3 * H],
                theta[3 * H : -1, None],
                theta[-1:],
            ]
        )
        return net

    def set_model(self, net):
        """Show the network `net`: two inputs, three sigmoid units, one sigmoid output. Refuses others."""
        layers = getattr(net, "layers", [])
        shapes = [layer.W.shape for layer in layers if layer.W is not None]
        if shapes != [(2, HIDDEN), (HIDDEN, 1)] or {
            layer.activation.name for layer in layers
        } != {"sigmoid"}:
            raise ValueError(
                f"the roaster shows a built 2-{HIDDEN}-1 network of sigmoid units, got {layers or net!r}"
            )
        self.theta = net.parameters

    def inputs(self, X):
        """What the network reads for roasts X (m, 2) in deg C and minutes: standardised, or as they are."""
        return coffee_scaler().transform(X) if self.standardise else X

    def accuracy(self):
        """How often the network on display is right: `Accuracy(whole_map, beans)`."""
        X, y = coffee()
        grid = coffee_grid()
        return Accuracy(
            self._share_right(grid, coffee_is_good(grid)), self._share_right(X, y == 1)
        )

    def _share_right(self, X, good):
        return float(np.mean((self.model()(self.inputs(X))[:, 0] > 0.5) == good))
