"""The coffee roaster: soft half-planes that a reader moves or training has moved, and the output unit that counts their
votes.
"""

import base64
from functools import cache
from typing import ClassVar, NamedTuple

import numpy as np
import traitlets

from nnbook.studies import Study, roasters, rounded
from nnbook.widgets.base import Numbers, Widget
from nnlib.data import COFFEE_RULE, coffee, coffee_grid, coffee_is_good, coffee_scaler

HIDDEN, MOST = 3, 8
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
    w1, w2, b = roasters.sides().T
    return np.column_stack([np.degrees(np.arctan2(w2, w1)), -b])


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


_SHOWN = "mode", "hidden", "seed", "standardise", "frame"


def _beans():
    X, y = coffee()
    return [[T, D, label] for (T, D), label in zip(X.tolist(), y.tolist(), strict=True)]


def as_run(
    hidden, standardise, seed, theta, losses, accuracies, frames=roasters.FRAMES
):
    """A recording as it travels: who was trained, and as float32, which keep six digits, the numbers of epochs, the
    losses, the accuracies and the parameters, frame by frame.
    """
    numbers = np.concatenate([frames, losses, accuracies, np.ravel(theta)])
    data = base64.b64encode(numbers.astype("<f4")).decode()
    return {"hidden": hidden, "standardise": standardise, "seed": seed, "data": data}


def _who(run):
    return run["hidden"], run["seed"], run["standardise"]


@cache
def _recorded():
    """The runs of the study `roasters`, as they travel."""
    found = Study("roasters")
    return [
        as_run(
            *kind,
            seed,
            found[roasters.name(*kind)][seed],
            found["loss"][seed, k],
            found["accuracy"][seed, k],
        )
        for k, kind in enumerate(roasters.KINDS)
        for seed in range(found.seeds)
    ]


@cache
def _thetas(hidden, data):
    """The parameters of a run, frame by frame, to the six digits that were recorded."""
    numbers = np.frombuffer(base64.b64decode(data), "<f4")
    size = 4 * hidden + 1
    frames = len(numbers) // (size + 3)
    return rounded(numbers[3 * frames :].astype(float).reshape(frames, size).tolist())


class CoffeeRoaster(Widget):
    """The 2-3-1 sigmoid network of the coffee roaster, to be moved by hand, or to be watched in training.

    `start` is "own", "given" (the notes' weights on raw inputs), "triangle" or "zeros". `theta` is the network,
    in nnlib's order: W1 (2, H) row by row, b1 (H,), W2 (H,), b2. `standardise` says whether its inputs are
    (X - mean) / scale or raw deg C and minutes. Everything the widget shows follows from these.

    With `mode="replay"` it shows frame `frame` of a recorded training: that of `hidden` units, whose weights were drawn
    with `seed`, on inputs that were standardised or not. The reader can take a frame over, which then is in mode
    "build"; `train` adds a run.
    """

    name = "coffee"
    starts = PRESETS
    tasks = "abcdefgh"
    posed: ClassVar = {"start": "triangle"}
    alt = (
        "Three small maps, each shaded on one side of a line: hotter than 175 °C, longer than 12 min, below a "
        "falling line. Right, the output map: only the triangle where all three agree is shaded good; the beans "
        "inside are discs, outside crosses."
    )

    mode = traitlets.Enum(["build", "replay"], "build").tag(sync=True)
    hidden = traitlets.Int(HIDDEN, min=1, max=MOST).tag(sync=True)
    seed = traitlets.Int(0, min=0).tag(sync=True)
    frame = traitlets.Int(0, min=0).tag(sync=True)
    films = traitlets.List(read_only=True).tag(sync=True)
    theta = Numbers("theta", PRESETS["own"]["theta"], sizes=range(5, 4 * MOST + 2, 4))
    mean = Numbers("mean", coffee_scaler().mean_, read_only=True)
    scale = Numbers("scale", coffee_scaler().scale_, read_only=True)
    rule = traitlets.List(COFFEE_RULE.tolist(), read_only=True).tag(sync=True)
    beans = traitlets.List(_beans(), read_only=True).tag(sync=True)
    standardise = traitlets.Bool(True).tag(sync=True)
    units = traitlets.Enum(["raw", "standardised"], "raw").tag(sync=True)
    selected = traitlets.Int(0, min=0).tag(sync=True)
    probe = Numbers("probe", PRESETS["own"]["probe"])
    show_beans = traitlets.Bool(True).tag(sync=True)
    show_rule = traitlets.Bool(False).tag(sync=True)

    def __init__(self, start=None, tasks=None, **traits):
        if tasks is None:
            tasks = "fgh" if traits.get("mode") == "replay" else "abcde"
        super().__init__(start, tasks, **traits)

    @traitlets.default("films")
    def _shown_films(self):
        return _recorded() if self.mode == "replay" else []

    @traitlets.validate("mode", "hidden", "seed", "standardise", "frame")
    def _is_there(self, proposal):
        """What is replayed was recorded; what is built has as many units as `theta` says."""
        name, value = proposal["trait"].name, proposal["value"]
        wanted = {key: getattr(self, key) for key in _SHOWN} | {name: value}
        if wanted["mode"] == "replay":
            self._frame(**wanted)
        elif name == "hidden" and 4 * value + 1 != len(self.theta):
            raise traitlets.TraitError(
                f"hidden: theta has {len(self.theta)} numbers, got {value}"
            )
        return value

    @traitlets.validate("selected")
    def _is_a_node(self, proposal):
        if proposal["value"] > self.hidden + 1:
            raise traitlets.TraitError(
                f"selected: expected 0 to {self.hidden + 1}, got {proposal['value']}"
            )
        return proposal["value"]

    @traitlets.observe(*_SHOWN)
    def _follow_run(self, _):
        if self.mode == "replay":
            self.theta = self._frame(**{key: getattr(self, key) for key in _SHOWN})

    @traitlets.observe("theta")
    def _count(self, _):
        if self.mode == "build":
            self.hidden = len(self.theta) // 4

    def _frame(self, mode, hidden, seed, standardise, frame):
        """The parameters that this frame recorded."""
        found = [run for run in self.films if _who(run) == (hidden, seed, standardise)]
        if not found:
            who = f"{hidden} units, seed {seed}, standardise={standardise}"
            raise traitlets.TraitError(f"{who}: not recorded, see train()")
        thetas = _thetas(hidden, found[0]["data"])
        if frame >= len(thetas):
            raise traitlets.TraitError(
                f"frame: expected 0 to {len(thetas) - 1}, got {frame}"
            )
        return thetas[frame]

    def train(self, hidden=HIDDEN, seed=0, standardise=True, epochs=roasters.EPOCHS):
        """Train a network on the beans as the recorded ones were, add its run to them, and show it from the start."""
        if not self.films:
            raise ValueError('only CoffeeRoaster(mode="replay") shows runs')
        frames = [frame for frame in roasters.FRAMES if frame < epochs] + [epochs]
        shots = rounded(list(roasters.film(hidden, standardise, seed, frames)))
        run = as_run(hidden, standardise, seed, *shots, frames)
        others = [each for each in self.films if _who(each) != _who(run)]
        with self.hold_trait_notifications():
            self.set_trait("films", [*others, run])
            self.mode, self.frame, self.selected = "replay", 0, 0
            self.hidden, self.seed, self.standardise = _who(run)

    def model(self):
        """The network on display as a `Sequential` in float64; its inputs are what `inputs` returns."""
        net = roasters.untrained(self.hidden, seed=0)
        net.parameters[:] = self.theta
        return net

    def set_model(self, net):
        """Show the network `net`: two inputs, one to eight sigmoid units, one sigmoid output. Refuses others."""
        layers = getattr(net, "layers", [])
        shapes = [layer.W.shape for layer in layers if layer.W is not None]
        possible = [[(2, h), (h, 1)] for h in range(1, MOST + 1)]
        if shapes not in possible or {layer.activation.name for layer in layers} != {
            "sigmoid"
        }:
            raise ValueError(
                f"the roaster shows a built 2-H-1 network of sigmoid units, H at most {MOST}, got {layers or net!r}"
            )
        self.mode = "build"
        self.theta = net.parameters

    def inputs(self, X):
        """What the network reads for roasts X (m, 2) in deg C and minutes: standardised, or as they are."""
        return roasters.inputs(X, self.standardise)

    def accuracy(self):
        """How often the network on display is right: `Accuracy(whole_map, beans)`."""
        X, y = coffee()
        grid = coffee_grid()
        return Accuracy(
            self._share_right(grid, coffee_is_good(grid)), self._share_right(X, y == 1)
        )

    def _share_right(self, X, good):
        return float(np.mean((self.model()(self.inputs(X))[:, 0] > 0.5) == good))
