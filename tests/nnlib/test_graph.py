"""The computation graph: slopes by hand, and whole graphs against exact dual numbers in fractions."""

import math
import operator
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.graph import Node

LN3 = math.log(3)

ONE = [
    ("neg", operator.neg, 3, -3, -1),
    ("** 3", lambda a: a**3, -2, -8, 12),
    ("** -1", lambda a: a**-1, 4, 1 / 4, -1 / 16),
    ("** 0.5", lambda a: a**0.5, 9, 3, 1 / 6),
    ("** 0", lambda a: a**0, 0, 1, 0),
    ("** 1", lambda a: a**1, 0, 0, 1),
    ("exp", Node.exp, 2, math.e**2, math.e**2),
    ("log", Node.log, 4, math.log(4), 1 / 4),
    ("sigmoid", Node.sigmoid, -LN3, 1 / 4, 3 / 16),
    ("sigmoid", Node.sigmoid, -745, 5e-324, 5e-324),
    ("tanh", Node.tanh, math.log(2), 3 / 5, 16 / 25),
    ("relu", Node.relu, 2.5, 2.5, 1),
    ("relu", Node.relu, -2.5, 0, 0),
    ("relu", Node.relu, 0, 0, 0),
    ("softplus", Node.softplus, LN3, math.log(4), 3 / 4),
    ("softplus", Node.softplus, 1000, 1000, 1),
    ("softplus", Node.softplus, -1000, 0, 0),
]


@pytest.mark.parametrize(("operation", "f", "a", "value", "slope"), ONE)
def test_operations_on_one_number(operation, f, a, value, slope):
    a = Node(a)
    y = f(a)
    assert (y.operation, y.parents) == (operation, (a,))
    assert [y.value, *y.slopes] == pytest.approx([value, slope], rel=1e-14)
    assert {type(y.value), type(y.slopes[0])} == {float}


TWO = [
    ("+", operator.add, 10, (1, 1)),
    ("-", operator.sub, 6, (1, -1)),
    ("*", operator.mul, 16, (2, 8)),
    ("/", operator.truediv, 4, (1 / 2, -2)),
]


@pytest.mark.parametrize(("operation", "f", "value", "slopes"), TWO)
@pytest.mark.parametrize("number", [float, int, np.float64, np.float32, np.int64])
def test_operations_on_two_numbers_either_of_them_plain(operation, f, value, slopes, number):
    a, b = Node(8), Node(2)
    left, right = f(a, number(2)), f(number(8), b)
    for y in f(a, b), left, right:
        assert (y.value, y.operation, y.slopes) == (value, operation, slopes)
        assert [parent.value for parent in y.parents] == [8, 2]
    assert f(a, b).parents == (a, b)
    assert left.parents[0] is a and right.parents[1] is b


# The logistic unit of the chapter: x = (1, 2), w = (0.5, -0.25), b = 0.1, y = 1


def unit(w1=0.5, w2=-0.25, b=0.1):
    theta = w1, w2, b = Node(w1, "w1"), Node(w2, "w2"), Node(b, "b")
    return theta, w1 * 1 + w2 * 2 + b


GRADIENT = pytest.approx([-0.475021, -0.950042, -0.475021], abs=5e-7)
LOSSES_FOR_LABEL_1 = {
    "from p": lambda z: -z.sigmoid().log(),
    "both terms": lambda z: -(1 * z.sigmoid().log() + 0 * (1 - z.sigmoid()).log()),
    "from the logit": lambda z: z.softplus() - 1 * z,
    "the other side": lambda z: (-z).softplus(),
    "spelled out": lambda z: (1 + (-z).exp()).log(),
}


@pytest.mark.parametrize("loss", LOSSES_FOR_LABEL_1.values(), ids=LOSSES_FOR_LABEL_1)
def test_the_logistic_unit_and_a_step_either_way(loss):
    theta, z = unit()
    assert z.sigmoid().value == pytest.approx(0.524979, abs=5e-7)
    J = loss(z)
    J.backward()
    assert J.value == pytest.approx(0.644397, abs=5e-7)
    assert [node.grad for node in theta] == GRADIENT
    down = [node.value - 0.5 * node.grad for node in theta]
    assert down == pytest.approx([0.737510, 0.225021, 0.337510], abs=6e-7)
    assert loss(unit(*down)[1]).value == pytest.approx(0.196888, abs=5e-7)
    up = [node.value + 0.5 * node.grad for node in theta]
    assert loss(unit(*up)[1]).value == pytest.approx(1.560756, abs=5e-7)


# Whole graphs


def test_shared_nodes_add_up_and_calling_again_changes_nothing():
    x = Node(3)
    y = x * x + x + x**2
    for _ in range(3):
        y.backward()
        assert (x.grad, y.grad) == (6 + 1 + 6, 1)
    (x + x).backward()
    assert x.grad == 2


def test_a_chain_longer_than_the_recursion_limit():
    x = Node(1.5)
    y = x
    for _ in range(5000):
        y = -y * 0.999
    y.backward()
    assert sys.getrecursionlimit() < 5000 < len(y.topological_order())
    assert x.grad == pytest.approx(0.999**5000, rel=1e-10)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "sub", "mul", "truediv", "neg", "pow"]), st.integers(0, 10**6), st.integers(0, 10**6)
    ),
    min_size=1,
    max_size=12,
)


def exact_and_graph(x, steps):
    """The same random calculation twice: (value, dy/dx_0, dy/dx_1) in fractions, and in nodes."""
    exact = [(Fraction(x[0]), 1, 0), (Fraction(x[1]), 0, 1)]
    nodes = [Node(x[0]), Node(x[1])]
    for name, i, j in steps:
        a, b = exact[i % len(exact)], exact[j % len(exact)]
        if name == "pow":
            value, slopes = a[0] ** 2, (2 * a[0], 0)
        elif name == "neg":
            value, slopes = -a[0], (-1, 0)
        elif name == "truediv":
            if abs(b[0]) < Fraction(1, 8):
                continue
            value, slopes = a[0] / b[0], (1 / b[0], -a[0] / b[0] ** 2)
        elif name == "mul":
            value, slopes = a[0] * b[0], (b[0], a[0])
        else:
            sign = 1 if name == "add" else -1
            value, slopes = a[0] + sign * b[0], (1, sign)
        slope = [slopes[0] * da + slopes[1] * db for da, db in zip(a[1:], b[1:], strict=True)]
        if max(map(abs, (value, *slope))) > 10**6:
            continue
        exact.append((value, *slope))
        first, second = nodes[i % len(nodes)], nodes[j % len(nodes)]
        f = getattr(operator, name)
        if name in ("neg", "pow"):
            nodes.append(f(first, *[2] * (name == "pow")))
        else:
            nodes.append(f(first, second))
    return exact[-1], nodes


numbers = st.sampled_from([-2.5, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3])


@given(st.tuples(numbers, numbers), STEPS)
def test_random_calculations_against_forward_slopes_in_fractions(x, steps):
    exact, nodes = exact_and_graph(x, steps)
    y = nodes[-1]
    nodes[0].grad = nodes[1].grad = 0.0
    y.backward()
    found = [y.value, nodes[0].grad, nodes[1].grad]
    np.testing.assert_allclose(found, [float(e) for e in exact], rtol=1e-9, atol=1e-6)
