"""Activation gallery: the contract, what can be shown, and the shades."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import pick, type_number
from nnbook.widgets import ActivationGallery
from nnbook.widgets.gallery import FUNCTIONS
from nnlib.activations import ACTIVATIONS, sigmoid_derivative
from widgetry import tell

NAMES = {"leaky_relu": "negative_slope", "elu": "alpha", "swish": "beta"}


def types(label, number):
    return lambda page: type_number(page, label, number)


class TestActivationGallery(Remade, Contract):
    WIDGET = ActivationGallery
    STARTS = ("two",)
    GESTURES = (
        Gesture("z", (40, 0), ("z",)),
        Gesture("z-below", (-60, 0), ("z",)),
        Gesture("leaky_relu", (0, -40), ("slope of leaky",), {"functions": ["leaky_relu"]}),
        Gesture("elu", (0, -20), ("α of ELU",), {"functions": ["elu"]}),
        Gesture("swish", (-30, 11), ("β of swish",), {"functions": ["swish"]}),
    )
    BROKEN = (("z", 0, "nan", "z is nan"), ("parameters", 1, "-inf", "alpha is -inf"))
    REFUSED = (
        ("functions", ["sigmoyd"], "unknown function 'sigmoyd': did you mean 'sigmoid'"),
        ("functions", ["elu", "elu"], "functions: expected 1 to 3 different names, got ['elu', 'elu']"),
        ("functions", [], "functions: expected 1 to 3 different names"),
        ("functions", FUNCTIONS[:4], "functions: expected 1 to 3 different names"),
        ("z", 3, "z: expected 1 number"),
    )
    ACCIDENTS = (
        ({}, types("z", 0), "abcd"),
        ({}, types("z", 9), "abcd"),
        ({"functions": ["tanh"]}, types("z", 4.6), "abcd"),
        ({"z": [3]}, lambda page: pick(page, "ReLU", "Function 3"), "abcd"),
        ({"functions": ["leaky_relu"], "z": [-2]}, types("slope of leaky", 0.63), "abcd"),
        ({"done": ["a", "b"], "functions": ["sigmoid", "swish"]}, types("z", 3), "cd"),
        ({"done": ["a", "b", "c"], "functions": ["leaky_relu"], "z": [-2]}, types("slope of leaky", 1), "d"),
    )
    EARNED = (
        "z = 4.60: 0.0099; ten leave 8.6e−21.",
        "z = 0.00: 9.5e−7. Never one millionth.",
        "ReLU: 1 at 3.00, 0 at −3.00.",
        "Slope 0.63 leaves 0.00985; 0.2, 1.0e−7.",
    )
    HEARD = {}, types("z", 3), "z = 3.00. sigmoid: a 0.953, slope 0.0452, ten in a row 3.5e−14. tanh: a 0.995"

    def states(self):
        rng = np.random.default_rng(0)
        for z in (-800, -8, 0, 8, 800):
            yield from ({"functions": FUNCTIONS[i : i + 3], "z": [z]} for i in (0, 3, 5))
        yield {"functions": ["", "swish"], "z": [-1], "parameters": [0, 0, 0]}
        for _ in range(40):
            shown = [str(name) for name in rng.permutation(FUNCTIONS)[: rng.integers(1, 4)]]
            yield {"functions": shown, "z": [rng.normal(0, 3)], "parameters": rng.uniform([0, 0, 0.2], [1, 2, 10])}

    def expected(self, widget):
        found = {}
        for name in filter(None, widget.functions):
            _, g, derivative = ACTIVATIONS[name]
            given = {NAMES[name]: widget.parameters[[*NAMES].index(name)]} if name in NAMES else {}
            a = g(widget.z[0], **given)
            slope = derivative(widget.z[0], a, **given)
            found |= {f"a_{name}": float(a), f"slope_{name}": float(slope), f"ten_{name}": float(slope**10)}
        return found

    def printed(self, widget):
        return list(self.expected(widget).values())

    def by_keys(self, page):
        type_number(page, "z", 4.6)
        yield "a"
        type_number(page, "z", 0)
        yield "ab"
        pick(page, "ReLU", "Function 3")
        yield "ab"
        type_number(page, "z", 3)
        yield "abc"
        pick(page, "leaky", "Function 1")
        type_number(page, "z", -2)
        yield "abc"
        type_number(page, "slope of leaky", 0.63)
        yield "abcd"


def test_rows_take_add_and_give_up_functions(mounted):
    page, shown = mounted(ActivationGallery()), lambda: page.evaluate("traits.functions")
    pick(page, "swish", "Function 3")
    pick(page, "linear", "Function 1")
    page.wait_for_function("traits.functions[0] === 'linear'")
    assert shown() == ["linear", "tanh", "swish"]
    assert page.get_by_label("Function 2").locator("option:disabled").all_text_contents() == ["linear", "swish"]
    pick(page, "none", "Function 2")
    page.wait_for_function("!traits.functions[1]")
    assert shown() == ["linear", "", "swish"]
    pick(page, "none", "Function 3")
    page.wait_for_function("traits.functions.length === 1")
    assert page.get_by_label("Function 1").locator("option:disabled").all_text_contents() == ["none"]


def test_shades_are_where_slopes_are_below_a_hundredth(mounted):
    page, z = mounted(ActivationGallery()), np.linspace(-8, 8, 100_001)
    tell(page, functions=["sigmoid"])
    shades = page.locator("rect.nn-shade").evaluate_all(
        """all => all.slice(0, 2).flatMap((el) => {
          const { x, width } = el.ownerSVGElement, from = el.x.baseVal.value - x.baseVal.value;
          return [from, from + el.width.baseVal.value].map((at) => at / width.baseVal.value);
        })"""
    )
    edge = z[sigmoid_derivative(z, ACTIVATIONS["sigmoid"].function(z)) >= 0.01].max()
    assert shades == pytest.approx([0, (8 - edge) / 16, (8 + edge) / 16, 1], abs=0.003)


def test_of_functions_that_pass_all_the_one_last_turned_to_is_named(mounted):
    page = mounted(ActivationGallery(functions=["linear", "tanh"], z=[3], done=["a", "b"]))
    pick(page, "ReLU", "Function 3")
    assert "ReLU" in page.locator(".nn-earned").text_content()


def test_hints_say_what_stands_in_the_way(mounted):
    page = mounted(ActivationGallery(functions=["tanh"]))
    assert "sigmoid" in page.locator(".nn-goal .nn-hold").text_content()
    tell(page, functions=["swish"], z=[3], done=["a", "b"])
    assert "2.33" in page.locator(".nn-goal .nn-hold").text_content()
