"""Computation graph: the contract, and what its pictures, guesses and words say."""

import numpy as np

from contract import Contract, Gesture, Remade
from hands import click, open_more, type_number
from nnbook.widgets import ComputationGraph
from nnbook.widgets.graph import neuron_graph, twice_graph
from widgetry import settle, state, text_of

TWICE = {"tab": "twice"}
VALUES = {"neuron": ["wx", "z", "p", "loss"], "twice": ["wx", "square", "f"]}
BACK = {"neuron": ["loss", "p", "z", "b", "wx", "w"], "twice": ["f", "wx", "square", "w"]}


def guess(page, number):
    page.locator(".nn-ask input:visible").fill(str(number))
    page.keyboard.press("Enter")
    settle(page)


types = lambda label, number: lambda page: type_number(page, label, number)  # noqa: E731
guesses = lambda *numbers: lambda page: [guess(page, number) for number in numbers]  # noqa: E731
steps = lambda n: lambda page: [click(page, "Step") for _ in range(n)]  # noqa: E731
both = lambda *acts: lambda page: [act(page) for act in acts]  # noqa: E731


class TestComputationGraph(Remade, Contract):
    WIDGET = ComputationGraph
    STARTS = ("wrong",)
    GESTURES = (
        Gesture("w", (40, 0), ("Weight w",)),
        Gesture("b", (-30, 0), ("Bias b",), {"neuron_step": 10}),
        Gesture("x", (-50, 0), ("Input x",), {"neuron_step": 2}, first=open_more),
        Gesture("shared", (25, 0), ("Weight w",), {**TWICE, "twice_step": 7}),
        Gesture("input", (40, 0), ("Input x",), TWICE, first=open_more),
    )
    BROKEN = (("neuron", 1, "nan", "b is nan"), ("twice", 0, "inf", "w is inf"))
    REFUSED = (
        ("neuron", [1, 2, 3], "neuron: expected 4 numbers, got 3"),
        ("neuron", [4, 0, 0, 1], "neuron: expected w from -3 to 3, got 4"),
        ("neuron", [1, 0, 0, 0.5], "neuron: expected a label y of 0 or 1, got 0.5"),
        ("twice", [0, 3], "twice: expected x from -2 to 2, got 3"),
        ("neuron_step", 11, "neuron_step"),
    )
    ACCIDENTS = (
        ({}, types("Bias b", 3), "abcd"),
        ({"neuron_step": 3}, types("Weight w", 2), "a"),
        ({"neuron": [2, 0.2, 1.5, 1]}, types("Weight w", 2.5), "a"),
        ({}, steps(8), "abcd"),
        ({"neuron_step": 10, "neuron": [0.5, -1, 1.5, 1]}, types("Bias b", -3), "c"),
        ({"neuron_step": 10}, both(types("Bias b", 1.2), types("Weight w", 2)), "c"),
        ({"neuron_step": 7}, types("Bias b", 3), "c"),
        ({"neuron_step": 9}, guesses(1.33), "b"),
        ({"neuron_step": 10}, both(lambda page: click(page, "Undo"), lambda page: click(page, "Reset")), "abcd"),
        ({**TWICE, "twice_step": 6}, guesses(3, -1, -3, "two"), "d"),
    )
    EARNED = (
        "w = 0.50, with x = 1.50: loss 0.327.",
        "−0.279 from above × 1.50 = −0.418.",
        "b from 0.20 to 1.50: loss from 0.327 to 0.100.",
        "−1.00 on one path + 3.00 on the other = 2.00.",
    )
    HEARD = {}, steps(1), "Gradient of loss = 1. Now back"

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"neuron": numbers, "neuron_step": 10} for numbers in ([3, 3, 2, 1], [3, 3, 2, 0], [-3, -3, 2, 1]))
        yield from ({"neuron_step": n} for n in range(11))
        yield from (TWICE | {"twice_step": n} for n in range(8))
        yield {"neuron": [0, 0, 0, 0], "neuron_step": 10}
        for _ in range(20):
            w, b, x = rng.uniform(-2, 2, 3)
            yield {"neuron": [w, b, x, rng.integers(2)], "neuron_step": int(rng.integers(11))}
            yield TWICE | {"twice": [w, x], "twice_step": int(rng.integers(4, 8))}

    def expected(self, widget):
        wanted = {}
        nodes = {"neuron": neuron_graph(*widget.neuron), "twice": twice_graph(*widget.twice)}
        for tab, names in VALUES.items():
            step, back = getattr(widget, f"{tab}_step"), BACK[tab]
            for i, name in enumerate(names):
                wanted[f"{tab}_value_{name}"] = nodes[tab][name].value if i < step else np.nan
            for i, name in enumerate(back):
                shown = {("twice", "w"): "shared"}.get((tab, name), name)
                known = i < step - len(names)
                wanted[f"{tab}_gradient_{shown}"] = nodes[tab][name].grad if known else np.nan
        return wanted

    def printed(self, widget):
        return np.ravel([(node.value, node.grad) for node in widget.model().values()])

    def by_keys(self, page):
        acts = (
            (types("Weight w", 0.5), "a"),
            (steps(2), "a"),
            (guesses(-0.72, -0.28), "a"),
            (steps(2), "a"),
            (guesses(-0.28, -0.42), "ab"),
            (types("Bias b", 1.5), "abc"),
            (lambda page: click(page, "Used twice", "tab"), "abc"),
            (steps(6), "abc"),
            (guesses(2), "abcd"),
        )
        for act, ticked in acts:
            act(page)
            yield ticked


def test_a_wrong_guess_is_told_why(mounted):
    page = mounted(ComputationGraph(neuron_step=9, twice_step=6))
    said = {
        1.329: "the sign is the other",
        -0.886: "That came from above",
        1.5: "a local slope",
        "w": "A number, please",
    }
    both = {3: "That is one path", -3: "slopes multiply; paths add", 7: "Then add"}
    for tab, answers in (("One neuron", said), ("Used twice", both)):
        click(page, tab, "tab")
        for number, told in answers.items():
            guess(page, number)
            assert told in text_of(page)
    assert [state(page)[name] for name in ("neuron_step", "twice_step", "done")] == [9, 6, []]


def test_what_has_been_seen_is_no_guess(mounted):
    page = mounted(ComputationGraph(neuron_step=9))
    steps(2)(page)
    click(page, "Undo")
    guess(page, -1.33)
    assert "just seen it" in text_of(page)
    assert state(page)["done"] == []
    type_number(page, "Weight w", 0.5)
    guess(page, -0.418)
    assert state(page)["done"] == ["a", "b"]  # w made the loss small, too


def test_a_step_does_not_answer_at_once_and_leaves_another_chance(mounted):
    page = mounted(ComputationGraph(neuron_step=6))
    assert "gradient of z =" in text_of(page)
    for step, told in (6, "Your turn"), (7, "Gradient of z = −8.77 × 0.101 = −0.886"):
        click(page, "Step")
        assert state(page)["neuron_step"] == step
        assert told in text_of(page)
    steps(4)(page)
    assert state(page)["neuron_step"] == 10
    click(page, "Again")
    type_number(page, "Weight w", 0.5)
    steps(2)(page)
    guess(page, -0.279)
    steps(2)(page)
    guess(page, -0.418)
    assert state(page)["done"] == ["a", "b"]


def test_the_label_turns_by_a_press_on_its_node_or_in_the_drawer(mounted):
    page = mounted(ComputationGraph())
    page.locator("[data-node=y] rect").click()
    assert state(page)["neuron"][3] == 0
    open_more(page)
    page.get_by_label("label y is 1").check()
    assert state(page)["neuron"][3] == 1


def test_the_alternative_text_has_nnlibs_numbers():
    (widget,) = ComputationGraph.poses()
    for node in widget.model().values():
        for number in (node.value, node.grad):
            assert f"{number:.3g}".replace("-", "−") in ComputationGraph.alt
