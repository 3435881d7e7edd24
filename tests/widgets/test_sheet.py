"""Backprop sheet: the contract, and what its guesses and Descend do."""

from itertools import product

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, click, open_more, type_number
from nnbook.widgets import BackpropSheet
from nnbook.widgets.sheet import LOSSES
from nnlib.losses import BinaryCrossentropy
from widgetry import numbers, settle, state, text_of

FIRST = BackpropSheet.starts["sheet"]["theta"]
EDGES = ["x1-h1", "x1-h2", "x2-h1", "x2-h2", "bias-h1", "bias-h2", "h1-out", "h2-out", "bias-out"]


def guess(page, number):
    page.locator(".nn-ask input").fill(str(number))
    page.keyboard.press("Enter")
    settle(page)


def choose_edge(page, name):
    open_more(page)
    page.get_by_label("Edge").select_option(label=name)
    settle(page)


title = lambda name: f"{'Bias' if name[0] == 'b' else 'Weight'} {name}"  # noqa: E731
types = lambda name, number: lambda page: [choose_edge(page, name), type_number(page, title(name), number)]  # noqa: E731
guesses = lambda *all: lambda page: [guess(page, number) for number in all]  # noqa: E731
steps = lambda n: lambda page: [click(page, "Step") for _ in range(n)]  # noqa: E731
both = lambda *acts: lambda page: [act(page) for act in acts]  # noqa: E731
squared = lambda page: choose(page, "squared error")  # noqa: E731


def worked(widget):
    """All numbers by nnlib: caches, loss, Delta of both layers, and the flat gradient, as `fit` computes it."""
    model, X, y = widget.model(), np.array([widget.x]), np.array([[float(widget.y)]])
    output, caches = model.forward(X)
    if widget.loss == "cross-entropy":
        loss, Z = BinaryCrossentropy(from_logits=True), caches[1].Z
        cost, Delta = loss(y, Z), loss.gradient(y, Z)
    else:
        loss = LOSSES[widget.loss]()
        cost, Delta = loss(y, output), model.layers[1].delta(loss.gradient(y, output), caches[1])
    hidden = model.layers[0].delta(Delta @ model.layers[1].W.T, caches[0])
    return caches, cost, (hidden, Delta), model.gradients(Delta, caches)


class TestBackpropSheet(Remade, Contract):
    WIDGET = BackpropSheet
    STARTS = ("sheet",)
    GESTURES = (
        Gesture("h2-out", (0, -18), ("Weight h₂ → out",)),
        Gesture("x1-h1", (0, 9), ("Weight x₁ → h₁",), {"step": 9, "picked": 0}),
        Gesture("bias-out", (0, -12), ("Bias b of out",), {"step": 7, "picked": 8}),
        Gesture("bias-h1", (0, 25), ("Bias b of h₁",), {"step": 2, "picked": 4}),
    )
    BROKEN = (("theta", 2, "nan", "x₂ → h₁ is nan"), ("x", 1, "inf", "x₂ is inf"))
    REFUSED = (
        ("theta", [1, 2], "theta: expected 9 numbers, got 2"),
        ("theta", [7, *FIRST[1:]], "theta: expected numbers from -6 to 6, got 7"),
        ("x", [0, 3], "x: expected numbers from -2 to 2, got 3"),
        ("rate", [0], "rate: expected a number above 0, got 0"),
        ("step", 10, "step"),
    )
    ACCIDENTS = (
        ({}, steps(4), "abcd"),
        ({"step": 8}, guesses(-0.0287, 0.0573, -0.0242, "two"), "a"),
        ({"done": ["a"]}, types("b of out", 2), "b"),  # its gradient is not known
        ({"step": 9, "done": ["a", "b"], "y": 0}, types("b of out", -3), "c"),
        ({"step": 9, "done": ["a", "b"]}, types("h₁ → out", 0), "c"),
        ({"step": 9, "done": ["a", "b"]}, types("b of h₁", 3), "c"),
        ({"step": 9, "done": ["a"]}, types("b of h₁", 6), "c"),  # not the task in front
        ({"done": [*"abc"]}, both(types("b of out", -6), squared), "d"),
        ({"step": 9, "done": [*"abc"]}, squared, "d"),
    )
    EARNED = (
        "0.5 comes in, times δ 0.0573: 0.0287.",
        "b of out up, against −0.406: loss 0.107.",
        "h₁: z = 6.35, so its slope is 0.00174.",
        "p = 0.00324: δ −0.997; squared −0.00645.",
    )
    HEARD = {}, steps(1), "Δ₂ = A₂ − y. 0.594 − 1 = −0.406. δ: how fast the loss"

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"step": step} for step in range(10))
        for theta, loss, y in product((6, -6), LOSSES, (0, 1)):
            yield {"theta": np.full(9, theta), "x": [2, 2], "y": y, "loss": loss, "step": 9}
        yield {"theta": np.zeros(9), "x": [0, 0], "step": 9}
        for _ in range(24):
            theta, x = rng.uniform(-1, 1, 9) * rng.choice([1, 6]), rng.uniform(-2, 2, 2)
            picks = {"y": int(rng.integers(2)), "loss": str(rng.choice([*LOSSES])), "picked": int(rng.integers(9))}
            yield {"theta": theta, "x": x, "step": int(rng.integers(5, 10)), **picks}

    def expected(self, widget):
        caches, cost, Deltas, gradient = worked(widget)
        known = lambda at, value: value if widget.step >= at else np.nan  # noqa: E731
        wanted = {"loss": known(5, cost)}
        for layer, names in enumerate((("h1", "h2"), ("out",))):
            for j, name in enumerate(names):
                wanted[f"z_{name}"] = known(1 + 2 * layer, caches[layer].Z[0, j])
                wanted[f"a_{name}"] = known(2 + 2 * layer, caches[layer].A[0, j])
                wanted[f"delta_{name}"] = known(8 - 2 * layer, Deltas[layer][0, j])
        return wanted | {f"gradient_{name}": known(9 if i < 6 else 7, gradient[i]) for i, name in enumerate(EDGES)}

    def printed(self, widget):
        model, y, loss = widget.model(), np.array([[widget.y]]), LOSSES[widget.loss]()
        output, caches = model.forward(np.array([widget.x]))
        return [output.item(), loss(y, output), *model.backward(loss.gradient(y, output), caches)]

    def by_keys(self, page):
        acts = (
            (both(steps(3), guesses(0.0573)), ""),
            (guesses(0.0287), "a"),
            (types("b of out", 2.1), "ab"),
            (types("b of h₁", 6), "abc"),
            (both(types("b of out", -6), squared), "abcd"),
        )
        for act, ticked in acts:
            act(page)
            yield ticked


def test_a_wrong_guess_is_told_why(mounted):
    page = mounted(BackpropSheet(step=8))
    said = {-0.0287: "the sign is the other", 0.0573: "That is δ", -0.0242: "the way to h₁", 0.0216: "not a of h₂"}
    for number, told in (said | {"w": "A number, please", 7: "along the edge"}).items():
        guess(page, number)
        assert told in text_of(page)
    click(page, "Step")
    click(page, "Undo")
    guess(page, 0.0287)
    assert "just seen it" in text_of(page)
    assert state(page)["done"] == []


def test_who_has_stepped_past_the_question_is_asked_again(mounted):
    page = mounted(BackpropSheet(step=9))
    choose_edge(page, "h₂ → out")
    type_number(page, "Weight h₂ → out", -1.2)
    assert state(page)["step"] == 8
    guess(page, 0.0651)
    assert state(page)["done"] == ["a"]


def test_a_unit_that_is_deaf_already_counts_once_it_is_the_task(mounted):
    page = mounted(BackpropSheet(step=9, theta=[*FIRST[:5], 6, *FIRST[6:]], done=["a", "b"]))
    choose_edge(page, "b of h₂")
    type_number(page, "Bias b of h₂", 5.9)
    assert state(page)["done"] == ["a", "b", "c"]


@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_are_those_that_backward_returns_and_descend_goes_against_them(mounted, loss):
    widget = BackpropSheet(step=9, loss=loss, rate=[0.5])
    gradient = np.array(TestBackpropSheet().printed(widget)[2:])
    page = mounted(widget)
    found = numbers(page)
    np.testing.assert_allclose([found[f"gradient_{name}"] for name in EDGES], gradient, rtol=1e-10)
    click(page, "Descend")
    np.testing.assert_allclose(state(page)["theta"], FIRST - 0.5 * gradient, atol=1e-9)
    assert numbers(page)["loss"] < found["loss"]


def test_the_alternative_text_has_nnlibs_numbers():
    caches, cost, Deltas, gradient = worked(*BackpropSheet.poses())
    for number in np.concatenate([caches[0].A[0], caches[1].A[0], [cost], *map(np.ravel, Deltas), gradient]):
        assert f"{number:.3g}".replace("-", "−") in BackpropSheet.alt
