"""Activations: right in both tails, for every shape and floating type, with slopes that agree with differences."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnlib import activations
from nnlib.activations import ACTIVATIONS, Activation, get, log_softmax, sigmoid, softmax, softmax_jacobian

ALL = pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)
EACH = pytest.mark.parametrize("g", [g for g in ACTIVATIONS.values() if g.name != "softmax"], ids=lambda g: g.name)
LN2, LN3 = math.log(2), math.log(3)
WITH_PARAMETER = ("leaky_relu", "elu", "swish")


@pytest.mark.parametrize(
    ("name", "parameter", "z", "value", "slope"),
    [
        ("linear", (), -3, -3, 1),
        ("sigmoid", (), LN3, 3 / 4, 3 / 16),
        ("sigmoid", (), -LN3, 1 / 4, 3 / 16),
        ("tanh", (), LN2, 3 / 5, 16 / 25),
        ("tanh", (), -LN2, -3 / 5, 16 / 25),
        ("relu", (), 2.5, 2.5, 1),
        ("relu", (), 0, 0, 0),
        ("leaky_relu", (), 3, 3, 1),
        ("leaky_relu", (), -2, -0.4, 0.2),
        ("leaky_relu", (), 0, 0, 0.2),
        ("leaky_relu", (0.01,), -2, -0.02, 0.01),
        ("elu", (), 2, 2, 1),
        ("elu", (), -LN2, -1 / 2, 1 / 2),
        ("elu", (2.0,), -LN2, -1, 1),
        ("elu", (2.0,), 0, 0, 2),
        ("swish", (), LN3, 3 / 4 * LN3, 3 / 4 + 3 / 16 * LN3),
        ("swish", (), -LN3, -1 / 4 * LN3, 1 / 4 - 3 / 16 * LN3),
        ("swish", (2.0,), LN3 / 2, 3 / 8 * LN3, 3 / 4 + 3 / 16 * LN3),
        ("softplus", (), LN3, math.log(4), 3 / 4),
        ("softplus", (), -LN3, math.log(4 / 3), 1 / 4),
    ],
)
def test_values_and_slopes_worked_out_by_hand(name, parameter, z, value, slope):
    g, derivative = getattr(activations, name), getattr(activations, f"{name}_derivative")
    a = g(np.float64(z), *parameter)
    assert a == pytest.approx(value, rel=1e-15)
    assert derivative(np.float64(z), a, *parameter) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize("name", [*ACTIVATIONS, *WITH_PARAMETER])
@pytest.mark.parametrize("parameter", [(), (0.3,), (1.7,)])
def test_slopes_are_those_of_differences(name, parameter):
    if name == "softmax" or (parameter and name not in WITH_PARAMETER):
        return
    g, derivative = getattr(activations, name), getattr(activations, f"{name}_derivative")
    z, h = np.concatenate([np.linspace(-30, -0.01, 80), np.linspace(0.01, 30, 80)]), 1e-6
    difference = (g(z + h, *parameter) - g(z - h, *parameter)) / (2 * h)
    np.testing.assert_allclose(derivative(z, g(z, *parameter), *parameter), difference, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("z", "value", "slope"), [(-np.inf, 0, 0), (np.inf, np.inf, 1)])
def test_swish_at_infinity_is_its_limit(z, value, slope):
    a = activations.swish(z)
    assert (a, activations.swish_derivative(z, a)) == (value, slope)


def log1p(x):
    """ln(1 + x) of a Decimal 0 <= x, however small."""
    return (1 + x).ln() if x > Decimal("1e-25") else x - x * x / 2


EXACT = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + (-z).exp()),
    "tanh": lambda z: 1 - 2 / ((2 * z).exp() + 1),
    "relu": lambda z: max(z, Decimal(0)),
    "leaky_relu": lambda z: z if z > 0 else z * Decimal("0.2"),
    "elu": lambda z: z if z > 0 else z.exp() - 1,
    "swish": lambda z: z / (1 + (-z).exp()),
    "softplus": lambda z: max(z, Decimal(0)) + log1p((-abs(z)).exp()),
}
TAILS = [1e-300, 1e-9, 0.1, 1, 20, 36.5, 37, 40, 87, 104, 531, 700, 744, 746, 1e4]


@EACH
@given(zs=st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=5))
@example(zs=TAILS)
@example(zs=[-z for z in TAILS])
def test_values_against_fifty_digits(g, zs):
    with localcontext(prec=350 if g.name in ("tanh", "elu") else 50), np.errstate(all="raise", under="ignore"):
        exact = [float(EXACT[g.name](Decimal(z))) for z in zs]
        np.testing.assert_allclose(g.function(np.array(zs)), exact, rtol=1e-15, atol=1e-320)


def test_a_slope_lives_on_in_the_left_tail():
    assert ACTIVATIONS["sigmoid"].derivative(-531.0, sigmoid(-531.0)) == sigmoid(-531.0) > 0
    z = np.array([-1.0, -0.0, 0.0, 5e-324, 1.0])
    np.testing.assert_array_equal(ACTIVATIONS["relu"].derivative(z, ACTIVATIONS["relu"].function(z)), [0, 0, 0, 1, 1])


@ALL
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 1, 3), (0, 3), ()])
def test_shape_and_type_are_kept_inputs_untouched_and_nan_visible(g, dtype, shape):
    if g.name == "softmax" and not shape:
        return
    z = np.linspace(-1e4, 1e4, math.prod(shape)).reshape(shape).astype(dtype)
    z.flags.writeable = False  # writing to it would raise
    a = np.asarray(g.function(z))
    a.flags.writeable = False
    slope = g.derivative(z, a)
    assert a.shape == shape and np.shape(slope) == (shape if g.name != "softmax" else (*shape, shape[-1]))
    assert a.dtype == slope.dtype == dtype
    assert np.isnan(g.function(np.full(2, np.nan, dtype))).all()


@ALL
def test_whole_numbers_lists_and_bools_are_float64(g):
    for f in (g.function, lambda x: g.derivative(x, x)):
        wanted = f(np.array([[3.0, -2.0, 1.0]]))
        for whole in [[[3, -2, 1]], np.array([[3, -2, 1]], np.int8)]:
            np.testing.assert_array_equal(f(whole), wanted)
            assert np.asarray(f(whole)).dtype == np.float64
        np.testing.assert_array_equal(f(np.array([[True, False]])), f(np.array([[1.0, 0.0]])))
        np.testing.assert_array_equal(f(np.array([[200, 0]], "uint8")), f(np.array([[200.0, 0.0]])))


@ALL
def test_get_takes_a_name_or_one_of_our_functions(g):
    assert get(g.name) is g is get(getattr(activations, g.name))


def test_get_takes_none_and_an_activation_of_ones_own():
    own = Activation("square", lambda z: z * z, lambda z, a: 2 * z)
    assert get(own) is own and get(None) is ACTIVATIONS["linear"]
    np.testing.assert_array_equal(own.backward(3.0, np.array([1, 2]), None), [6, 12])


# Softmax, a whole row at a time

ROWS = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6)


def exact_log_softmax(z):
    """ln softmax(z) of a row of floats, in Decimals of 60 digits."""
    z = [Decimal(x) for x in z]
    top = z.index(max(z))
    rest = sum((x - z[top]).exp() for k, x in enumerate(z) if k != top)
    return [x - z[top] - log1p(Decimal(rest)) for x in z]


def test_softmax_worked_out_by_hand():
    expected = [0.090030573170381, 0.244728471054798, 0.665240955774822]
    np.testing.assert_allclose(softmax([[1, 2, 3], [1001, 1002, 1003]]), [expected, expected], rtol=1e-14)
    J = softmax_jacobian(None, [0.5, 0.2, 0.3])
    np.testing.assert_allclose(J, [[0.25, -0.1, -0.15], [-0.1, 0.16, -0.06], [-0.15, -0.06, 0.21]], rtol=1e-14)


@given(ROWS)
@example([0, -745, -1e4])
@example([1e4, -1e4])
@example([5.0, 5.0, 5.0])
@example([1.0, 1.0, -690.0])
@example([0.0, -690.0])
@example([3.0])
def test_softmax_and_its_logarithm_against_sixty_digits(z):
    with localcontext(prec=60), np.errstate(all="raise", under="ignore"):
        exact = exact_log_softmax(z)
        np.testing.assert_allclose(log_softmax(z), [float(x) for x in exact], rtol=1e-13, atol=1e-320)
        np.testing.assert_allclose(softmax(z), [float(x.exp()) for x in exact], rtol=1e-12, atol=1e-320)
    assert softmax(z).sum() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 4, 3), (0, 3), (5, 1)])
def test_softmax_and_its_logarithm_work_along_the_last_axis(dtype, shape):
    z = np.linspace(-50, 1e4, math.prod(shape)).reshape(shape).astype(dtype)
    for g in (softmax, log_softmax):
        a = g(z)
        assert a.shape == shape and a.dtype == dtype
        for index in np.ndindex(shape[:-1]):
            np.testing.assert_array_equal(a[index], g(z[index]))


@ALL
def test_backward_is_the_slope_times_what_arrives(g):
    rng = np.random.default_rng(1)
    Z, dA = rng.normal(0, 2, (6, 4)), rng.normal(0, 1, (6, 4))
    for array in (Z, dA):
        array.flags.writeable = False
    A, h = g.function(Z), 1e-6
    Delta = g.backward(dA, Z, A)
    J = lambda Z: (dA * g.function(Z)).sum()  # noqa: E731
    for index in np.ndindex(Z.shape):
        step = np.zeros(Z.shape)
        step[index] = h
        difference = (J(Z + step) - J(Z - step)) / (2 * h)
        assert Delta[index] == pytest.approx(difference, rel=1e-6, abs=1e-8)
    if g.name == "softmax":
        product = np.einsum("mi,mij->mj", dA, softmax_jacobian(Z, A))
        np.testing.assert_allclose(Delta, product, rtol=1e-13, atol=1e-16)
