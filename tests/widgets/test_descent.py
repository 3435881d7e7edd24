"""Gradient descent: the contract, steps that are nnlib's, and a run that can be stopped."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import click, open_more, type_number
from nnbook.widgets import GradientDescent
from nnbook.widgets.descent import MOST
from nnlib.neuron import Neuron
from widgetry import settle, state

NEURON = {"tab": "neuron"}
WAY = (  # acts, and after each the last task that is done
    "Step -, Step -, Step -, Step -, Learning rate: 0.8 a, Learning rate: 2 b, Curvature c: 1.5 b",
    "Learning rate: 1.33 c, tab c, Learning rate: 1.2 c, Steps: 10 d, Learning rate: 0.5 d, Start b: -4.5 e",
    "Start b: 0 e, Learning rate: 3 e, Subtract from x: 3 f",
)


def act(page, step):
    """Does what a step like "Learning rate: 2" says, by keyboard."""
    what, _, number = step.partition(": ")
    if what == "tab":
        click(page, "One neuron", "tab")
    elif number:
        open_more(page)
        type_number(page, what, number)
    else:
        click(page, what)


def does(*steps):
    return lambda page: [act(page, step) for step in steps]


def on_neuron(**traits):
    return NEURON | {key: np.ravel(v).tolist() if key != "epochs" else v for key, v in traits.items()}


def curvature(neuron, X):
    """The larger eigenvalue of the Hessian of the log-loss."""
    e, wide = np.exp(-abs(neuron.score(X))), np.append(X, np.ones_like(X), axis=1)
    return np.linalg.eigvalsh((wide.T * (e / (1 + e) ** 2)) @ wide / len(X))[-1]


class TestGradientDescent(Remade, Contract):
    WIDGET = GradientDescent
    STARTS = ("first",)
    GESTURES = (
        Gesture("start", (40, 75), ("Start θ",), first=open_more, slack=8),
        Gesture("landing", (60, 0), ("Learning rate",)),
        Gesture("arm", (-30, 0), ("Curvature c",)),
        Gesture("steps", (60, 0), ("Steps",), slack=6),
        Gesture("begin", (-60, -30), ("Start w", "Start b"), NEURON),
        Gesture("shift", (50, 0), ("Subtract from x",), NEURON),
        Gesture("epochs", (40, 0), ("Steps",), NEURON, slack=6),
    )
    BROKEN = (("number", 1, "nan", "curvature is nan"), ("unit", 0, "inf", "start w is inf"))
    REFUSED = (
        ("number", [1, 2], "number: expected 3 numbers, got 2"),
        ("number", [1, 1, -0.1], "number: expected a learning rate of at least 0, got -0.1"),
        ("rate", [-1], "rate: expected a learning rate of at least 0, got -1"),
        ("steps", MOST + 1, "steps"),
    )
    ACCIDENTS = (
        ({}, does("Steps: 20", "Curvature c: 2"), "abcdef"),
        ({"number": [-3, 1, 0.8]}, does("Steps: 9"), "a"),
        ({"number": [-3, 1, 0.4], "steps": 5}, does("Curvature c: 2"), "a"),
        ({"number": [-3, 1, 0.1], "steps": 5}, does("Start θ: 0", "Learning rate: 2"), "abc"),
        ({"number": [-3, 1, 2]}, does("Step"), "abc"),
        ({"number": [-3, 1.5, 0.1], "done": ["b"]}, does("Learning rate: 1.33"), "ac"),
        (on_neuron(rate=1.2), does("Steps: 20"), "def"),
        (on_neuron(rate=0.5, unit=[0, -4.5]), does("Steps: 10"), "def"),
        (on_neuron(rate=3, shift=3), does("Steps: 10", "Start b: -4.5"), "def"),
        (on_neuron(epochs=20), does("Learning rate: 2.04", "Subtract from x: 1"), "ef"),
    )
    EARNED = (
        "Rate 0.80: J 4.6e−7 after 5 steps, from 4.50.",
        "Rate 2.00 × curvature 1.0 = 2.00: from side to side.",
        "Rate 1.33 × curvature 1.5 = 2.00: always 2.",
        "Rate 1.20: J 0.798 after 10 steps, from 0.693.",
        "From 2.261 to 0.484: quick across, slow along.",
        "Shift 3.0: 0.484 after 5 steps, a rounder valley.",
    )
    HEARD = {}, does("Learning rate: 2"), "After 1 step: theta 3.00, slope 3.00, J 4.50."

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"number": n, "steps": MOST} for n in ([-3, 2, 4], [3, 0.5, 0.01], [0, 1, 1], [2, 1, 1], [1, 1, 2]))
        yield from (on_neuron(unit=u, rate=4, epochs=MOST) for u in ([3, 2.5], [-1, -5.5], [0, 0], [40, 90]))
        yield on_neuron(epochs=0)
        for _ in range(40):
            start = rng.uniform([-3, 0.5, 0.01], [3, 2, 4]), rng.uniform([-1, -5.5], [3, 2.5])
            rate, shift, n = 10 ** rng.uniform(-2, 0.6), rng.uniform(0, 5), int(rng.integers(MOST + 1))
            yield {"number": start[0], "steps": n} | on_neuron(unit=start[1], rate=rate, shift=shift, epochs=n)
            yield {"number": start[0], "steps": n}

    def expected(self, widget):
        theta, (_, c, rate), X, y = widget.theta(), widget.number, widget.inputs, np.array(widget.labels)
        neuron, soon = widget.model(), GradientDescent(number=widget.number, steps=min(5, widget.steps)).theta()
        names = ("w", "b", "slope_w", "slope_b", "cost", "curvature")
        numbers = [*neuron.parameters, *neuron.gradient(X, y), neuron.loss(X, y), curvature(neuron, X)]
        found = {"theta": theta, "slope": c * theta, "J": c * theta**2 / 2, "factor": 1 - rate * c}
        found |= dict(zip(names, numbers, strict=True))
        found["score"] = c * soon**2 / 2 if widget.tab == "number" else found["cost"]
        with np.errstate(divide="ignore"):
            return found | {"limit": np.divide(2, found["curvature"])}

    def printed(self, widget):
        found = self.expected(widget)
        return [found[name] for name in (("theta", "J") if widget.tab == "number" else ("w", "b", "cost"))]

    def by_keys(self, page):
        for part in ", ".join(WAY).split(", "):
            step, last = part.rsplit(" ", 1)
            act(page, step)
            yield GradientDescent.tasks[: GradientDescent.tasks.find(last) + 1]


def costs(**traits):
    """J of the neuron before each step and after the last one."""
    widget, neuron = GradientDescent(**on_neuron(**traits)), Neuron(1)
    neuron.parameters[...] = widget.unit
    return np.array(neuron.fit(widget.inputs, np.array(widget.labels), widget.rate[0], widget.epochs))


def test_raw_inputs_cannot_do_what_shifted_ones_can():
    rates = np.arange(0.01, 4.005, 0.01)
    assert min(costs(rate=rate, epochs=5)[-1] for rate in rates) > 0.55
    assert costs(rate=3, shift=3, epochs=5)[-1] < 0.5


def test_the_alternative_text_is_true():
    J = costs(**{key: GradientDescent.posed[key] for key in ("rate", "epochs")})
    assert (np.diff(J)[2:-1] * np.diff(J)[3:] < 0).all()
    assert 0 < GradientDescent(**GradientDescent.posed).model().w[0] < 1.35 / 2


def test_it_runs_until_something_else_is_used(mounted):
    steps = "JSON.parse(document.querySelector('[data-nn]').dataset.state).steps"
    page = mounted(GradientDescent())
    before = state(page)
    click(page, "Run")
    page.wait_for_function(f"{steps} > 2")
    page.locator("[data-nn]").press("Shift")
    page.get_by_role("button", name="Run").wait_for()
    assert 2 < state(page)["steps"] < MOST
    click(page, "Undo")
    assert state(page) == before
    act(page, f"Steps: {MOST - 1}")
    click(page, "Step")
    assert page.get_by_role("button", name="Step").get_attribute("aria-disabled") == "true"
    click(page, "Run")
    page.wait_for_function(f"{steps} < 3")
    click(page, "Pause")
    page = mounted(GradientDescent(), motion=False)
    click(page, "Run")
    settle(page)
    assert state(page)["steps"] == MOST


@pytest.mark.parametrize("shift", [0, 3])
def test_downhill_stands_square_on_the_contours(mounted, shift):
    widget = GradientDescent(**on_neuron(unit=[0.5, -1], shift=shift, epochs=0))
    page = mounted(widget)
    x, y = page.locator(".nn-valley path.nn-tangent").evaluate(
        """(path) => {
          const [from, to] = [0, path.getTotalLength()].map((s) => path.getPointAtLength(s));
          return [to.x - from.x, from.y - to.y];
        }"""
    )
    w, b = -widget.model().gradient(widget.inputs, np.array(widget.labels))
    assert np.arctan2(y, x) == pytest.approx(np.arctan2(w, b), abs=0.01)
