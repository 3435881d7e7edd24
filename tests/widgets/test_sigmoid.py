"""Sigmoid neuron: the contract, what the picture shows, and the least loss that there is."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import open_more, type_number
from nnbook.widgets import SigmoidNeuron
from nnbook.widgets.sigmoid import drawn_points
from nnlib.activations import sigmoid
from nnlib.crossentropy import binary_from_logits
from nnlib.losses import squared_error
from nnlib.neuron import Neuron
from widgetry import tell

X, Y = drawn_points()
MIDDLE = {"unit": [2.5, 0]}


def types(label, number):
    return lambda page: type_number(page, label, number)


def moves(number):
    def act(page):
        open_more(page)
        type_number(page, "its x", number)

    return act


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
        ("point", 12, "12"),
    )
    ACCIDENTS = (
        ({}, types("Middle", 1.2), "abcd"),
        ({}, types("Middle", 2), "b"),
        ({"unit": [3, 0]}, moves(-1.6), "ad"),
        ({"unit": [1.7, 0.06]}, types("Threshold", 0.5), "abcd"),
        (MIDDLE, types("Threshold", 0.02), "c"),
        (MIDDLE, types("Middle", 1), "c"),
        (MIDDLE, types("Steepness", 2), "d"),
    )
    EARNED = (
        "Middle 0.00, steepness 2.50: 0.349.",
        "Log-loss 6.00, squared error only 0.995.",
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
        one = {"p": p, "loss": loss, "squared": squared}
        return {
            "mean_loss": neuron.loss(column, Y),
            "mean_squared": squared.mean(),
            "misses": np.sum(says < Y),
            "false_alarms": np.sum(says > Y),
            **{name: values[widget.point] for name, values in one.items()},
        }

    def printed(self, widget):
        neuron, column, p, loss = parts(widget)
        says = neuron.classify(column, widget.threshold[0])
        return [neuron.loss(column, Y), *loss, squared_error(Y, p).mean(), *says]

    def by_keys(self, page):
        for label, number, ticked in (
            ("Middle", 0, "a"),
            ("Steepness", 10, "ab"),
            ("Steepness", 2.5, "ab"),
            ("Threshold", 0.15, "abc"),
            ("Middle", -0.03, "abc"),
            ("Steepness", 1.7, "abcd"),
        ):
            type_number(page, label, number)
            yield ticked


@pytest.mark.parametrize("moved", [{}, {4: -1.0}, {7: 2.0, 0: 0.4}])
def test_the_least_loss_is_the_one_that_nnlib_descends_to(mounted, moved):
    places = [moved.get(i, x) for i, x in enumerate(X.tolist())]
    page, neuron = mounted(SigmoidNeuron(x=places, done=[*"abc"])), Neuron(1)
    neuron.fit(np.array(places)[:, np.newaxis], Y, learning_rate=2, epochs=4000)
    least = neuron.loss(np.array(places)[:, np.newaxis], Y)
    assert f"least {least:.4f}" in page.locator(".nn-score").text_content()


def test_points_that_a_place_parts_have_no_least_loss(mounted):
    page = mounted(SigmoidNeuron(x=np.where(Y, 1, -1) + X / 10, done=[*"abc"]))
    type_number(page, "Steepness", 30)
    assert "least" not in page.locator(".nn-score").text_content()
    assert page.locator("[data-task=d]").get_attribute("data-done") == "0"


def test_bars_are_as_long_as_losses(mounted):
    page, widget = mounted(SigmoidNeuron()), SigmoidNeuron(unit=[2.0, 0.4])
    tell(page, unit=widget.unit)
    bars = page.locator("rect.nn-cost").evaluate_all("all => all.map((bar) => bar.height.baseVal.value)")
    loss = parts(widget)[3]
    np.testing.assert_allclose(np.divide(bars, max(bars)), loss / loss.max(), atol=0.03)


def test_the_alternative_text_has_nnlibs_numbers():
    found = TestSigmoidNeuron().expected(SigmoidNeuron(**SigmoidNeuron.posed))
    assert (found["misses"], found["false_alarms"]) == (1, 1)
    assert all(f"{found[name]:.3f}" in SigmoidNeuron.alt for name in ("mean_loss", "mean_squared"))


def test_labels_are_drawn_by_the_formula():
    x, y = drawn_points(100_000, seed=3)
    assert y[abs(x - 0.5) < 0.15].mean() == pytest.approx(sigmoid(1), abs=0.03)
