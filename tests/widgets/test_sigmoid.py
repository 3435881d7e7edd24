"""Sigmoid neuron: the contract, what the picture shows, and the least loss that there is."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import open_more, type_number
from nnbook.widgets import SigmoidNeuron
from nnbook.widgets.sigmoid import drawn_points
from nnlib.crossentropy import binary_from_logits
from nnlib.losses import squared_error
from nnlib.neuron import Neuron
from widgetry import tell

X, Y = drawn_points()
MIDDLE = {"unit": [2.5, 0]}
types = lambda label, number: lambda page: type_number(page, label, number)  # noqa: E731


def parts(widget):
    """The neuron on display, its points as a column, their probabilities and losses."""
    neuron, column = widget.model(), np.array(widget.x)[:, np.newaxis]
    return neuron, column, neuron.probability(column), binary_from_logits(Y, neuron.score(column))


class TestSigmoidNeuron(Remade, Contract):
    WIDGET = SigmoidNeuron
    STARTS = ("right",)
    GESTURES = (
        Gesture("middle", (-120, 0), ("Middle",)),
        Gesture("steepness", (-20, 0), ("Steepness",), MIDDLE),
        Gesture("steepness", (-40, 0), ("Steepness",), {"unit": [1, -3]}),  # the left shoulder
        Gesture("threshold", (0, 30), ("Threshold",)),
        Gesture("point-4", (50, 0), ("its x",), first=open_more),
    )
    BROKEN = (("unit", 1, "nan", "bias is nan"), ("x", 2, "inf", "x of point 3 is inf"))
    REFUSED = (
        ("unit", [1], "unit: expected 2 numbers, got 1"),
        ("threshold", [1], "threshold: expected a number between 0 and 1, got 1"),
    )
    ACCIDENTS = (
        ({}, types("Middle", 1.2), "abcd"),
        ({}, types("Middle", 2), "b"),
        ({"unit": [4.5, 0]}, lambda page: [open_more(page), type_number(page, "its x", 1.6)], "ad"),
        ({"unit": [1.7, 0.06]}, types("Threshold", 0.5), "abcd"),
        (MIDDLE, types("Threshold", 0.02), "c"),
        (MIDDLE, types("Middle", 1), "c"),
        (MIDDLE, types("Steepness", 2), "d"),
    )
    EARNED = (
        "Middle 0.00, steepness 2.50: 0.349.",
        "Log-loss 6.60, squared error only 0.997.",
        "Threshold 0.15: none missed, 2 false alarms.",
        "Steepness 1.70: 0.3287. The least is 0.3287.",
    )
    HEARD = (
        {},
        types("Middle", 0),
        "At threshold 0.50: 1 missed, 1 false alarm. Point 5, label 1: p 0.182, log-loss 1.70",
    )

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"unit": unit} for unit in ([0, 0], [0, 1], [-2, 1], [30, 0], [300, -700], [0.3, 900]))
        for _ in range(40):
            unit, tau = rng.normal(size=2) * 10 ** rng.uniform(-1, 2), rng.uniform(0.01, 0.99)
            yield {"unit": unit, "x": rng.uniform(-3, 3, 12), "threshold": [tau], "point": int(rng.integers(12))}

    def expected(self, widget):
        neuron, column, p, loss = parts(widget)
        squared, says = squared_error(Y, p), neuron.classify(column, widget.threshold[0])
        means = {"mean_loss": neuron.loss(column, Y), "mean_squared": squared.mean()}
        counts = {"misses": np.sum(says < Y), "false_alarms": np.sum(says > Y)}
        return means | counts | {"p": p[widget.point], "loss": loss[widget.point], "squared": squared[widget.point]}

    def printed(self, widget):
        neuron, column, p, loss = parts(widget)
        found = [neuron.loss(column, Y), *loss, squared_error(Y, p).mean()]
        return [*found, *neuron.classify(column, widget.threshold[0])]

    def by_keys(self, page):
        labels = {"M": "Middle", "S": "Steepness", "T": "Threshold"}
        acts = (
            ("M", 0, "a"),
            ("S", 11, "ab"),
            ("S", 2.5, "ab"),
            ("T", 0.15, "abc"),
            ("M", -0.03, "abc"),
            ("S", 1.7, "abcd"),
        )
        for what, number, ticked in acts:
            type_number(page, labels[what], number)
            yield ticked


@pytest.mark.parametrize("moved", [{}, {4: -1.0}, {7: 2.0, 0: 0.4}])
def test_the_least_loss_is_the_one_that_nnlib_descends_to(mounted, moved):
    places = [moved.get(i, x) for i, x in enumerate(X.tolist())]
    page, neuron = mounted(SigmoidNeuron(x=places, done=[*"abc"])), Neuron(1)
    least = neuron.fit(np.array(places)[:, np.newaxis], Y, learning_rate=2, epochs=4000)[-1]
    assert f"least {least:.4f}" in page.locator(".nn-score").text_content()


def test_points_that_a_place_parts_have_no_least_loss(mounted):
    page = mounted(SigmoidNeuron(x=np.where(Y, 1, -1) + X / 10, done=[*"abc"]))
    assert "least" not in page.locator(".nn-score").text_content()


def test_bars_are_as_long_as_losses_and_one_is_picked_by_a_press(mounted):
    page, widget = mounted(SigmoidNeuron()), SigmoidNeuron(unit=[2.0, 0.4])
    tell(page, unit=widget.unit)
    bars = page.locator("rect.nn-cost").evaluate_all("all => all.map((bar) => bar.height.baseVal.value)")
    loss = parts(widget)[3]
    np.testing.assert_allclose(np.divide(bars, max(bars)), loss / loss.max(), atol=0.03)
    page.locator("rect.nn-cost").nth(7).click()
    page.wait_for_function("traits.point === 7")


def test_the_alternative_text_has_nnlibs_numbers():
    found = TestSigmoidNeuron().expected(SigmoidNeuron(**SigmoidNeuron.posed))
    assert all(f"{found[name]:.3f}" in SigmoidNeuron.alt for name in ("mean_loss", "mean_squared"))
