"""Activations: right in both tails, for every shape and floating type, with slopes that agree with differences."""

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import activations
from nnlib.activations import (
    ACTIVATIONS,
    get,
    linear,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
)

ALL = pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)
LN2, LN3 = math.log(2), math.log(3)
fixed = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("name", "z", "value", "slope"),
    [
        ("linear", -3, -3, 1),
        ("sigmoid", 0, 1 / 2, 1 / 4),
        ("sigmoid", LN3, 3 / 4, 3 / 16),
        ("sigmoid", -LN3, 1 / 4, 3 / 16),
        ("tanh", 0, 0, 1),
        ("tanh", LN2, 3 / 5, 16 / 25),
        ("tanh", -LN2, -3 / 5, 16 / 25),
        ("relu", 2.5, 2.5, 1),
        ("relu", -2.5, 0, 0),
        ("relu", 0, 0, 0),
    ],
)
def test_values_and_slopes_worked_out_by_hand(name, z, value, slope):
    g = ACTIVATIONS[name]
    a = g.function(np.float64(z))
    assert a == pytest.approx(value, rel=1e-15)
    assert g.derivative(np.float64(z), a) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize(
    ("z", "value"),
    [
        (-531.0, 2.452619118775e-231),
        (-37.0, 8.533047625744066e-17),
        (36.0, 0.9999999999999998),
        (37.0, 1.0),
        (-745.0, 5e-324),
        (-1e4, 0.0),
        (1e4, 1.0),
    ],
)
def test_sigmoid_in_its_tails(z, value):
    np.testing.assert_allclose(sigmoid(z), value, rtol=1e-13, atol=0)


@fixed
@given(st.floats(-1e4, 1e4))
def test_sigmoid_against_fifty_digits(z):
    exact = float(1 / (1 + (-Decimal(z)).exp()))
    np.testing.assert_allclose(sigmoid(z), exact, rtol=1e-15, atol=5e-324)
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=3e-16)


@fixed
@given(st.floats(-1e4, 1e4))
def test_the_others_against_the_standard_library(z):
    np.testing.assert_allclose(tanh(z), math.tanh(z), rtol=1e-15)
    assert relu(z) == max(0.0, z)
    assert linear(z) == z


@ALL
@fixed
@given(z=st.floats(-30, 30).filter(lambda z: abs(z) > 1e-3))
def test_slope_against_a_central_difference(g, z):
    h = 1e-6
    difference = (g.function(z + h) - g.function(z - h)) / (2 * h)
    np.testing.assert_allclose(
        g.derivative(z, g.function(z)), difference, rtol=1e-7, atol=1e-8
    )


def test_sigmoid_slope_lives_on_in_the_left_tail():
    a = sigmoid(-531.0)
    assert sigmoid_derivative(-531.0, a) == a > 0


def test_relu_slope_at_zero_is_zero_by_convention():
    np.testing.assert_array_equal(
        relu_derivative(np.array([-1.0, -0.0, 0.0, 5e-324, 1.0]), None), [0, 0, 0, 1, 1]
    )


@ALL
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3), (2, 1, 3), (0, 3)])
def test_shape_and_type_are_kept_and_inputs_untouched(g, dtype, shape):
    z = np.linspace(-1e4, 1e4, math.prod(shape)).reshape(shape).astype(dtype)
    z.flags.writeable = False  # writing to it would raise
    a = np.asarray(g.function(z))
    a.flags.writeable = False
    slope = g.derivative(z, a)
    assert a.shape == np.shape(slope) == shape
    assert a.dtype == slope.dtype == dtype


@ALL
def test_lists_of_whole_numbers_are_welcome(g):
    z = [[-2, 0], [1, 3]]
    np.testing.assert_array_equal(g.function(z), g.function(np.array(z, "float64")))


@ALL
def test_get_takes_a_name_or_one_of_our_functions(g):
    assert get(g.name) is g
    assert get(getattr(activations, g.name)) is g


def test_get_none_is_linear():
    assert get(None).function is linear


KNOWN = "known: linear, relu, sigmoid, tanh"


@pytest.mark.parametrize(
    ("junk", "message"),
    [
        ("sigmod", f"unknown activation 'sigmod': did you mean 'sigmoid'? {KNOWN}"),
        ("ReLU", f"unknown activation 'ReLU': did you mean 'relu'? {KNOWN}"),
        ("tan", f"unknown activation 'tan': did you mean 'tanh'? {KNOWN}"),
        ("xyz", f"unknown activation 'xyz': {KNOWN}"),
        ("", f"unknown activation '': {KNOWN}"),
        (5, f"unknown activation 5: {KNOWN}"),
        (["relu"], f"unknown activation ['relu']: did you mean 'relu'? {KNOWN}"),
        (np.tanh, f"unknown activation <ufunc 'tanh'>: {KNOWN}"),
    ],
)
def test_get_refuses_what_it_does_not_know(junk, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        get(junk)


def test_a_function_of_the_same_name_is_not_mistaken_for_ours():
    def relu(z):
        return np.where(z > 0, z, 0.1 * z)

    with pytest.raises(ValueError, match="^unknown activation <function .*: known"):
        get(relu)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "bool", "int64"])
def test_sigmoid_of_any_kind_of_integer(dtype):
    np.testing.assert_allclose(
        sigmoid(np.array([0, 1], dtype)), [0.5, 0.7310585786300049], rtol=1e-3
    )
