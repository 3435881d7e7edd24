"""Activations: right in both tails, for every shape and floating type, with slopes that agree with differences."""

import math
import re
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnlib import activations
from nnlib.activations import (
    ACTIVATIONS,
    Activation,
    elu,
    elu_derivative,
    get,
    leaky_relu,
    leaky_relu_derivative,
    linear,
    log_softmax,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softmax_jacobian,
    softplus,
    swish,
    swish_derivative,
    tanh,
)

ALL = pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)
ELEMENTWISE = [g for g in ACTIVATIONS.values() if g.name != "softmax"]
EACH = pytest.mark.parametrize("g", ELEMENTWISE, ids=lambda g: g.name)
LN2, LN3 = math.log(2), math.log(3)


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
        ("leaky_relu", 3, 3, 1),
        ("leaky_relu", -2, -0.02, 0.01),
        ("leaky_relu", 0, 0, 0.01),
        ("elu", 2, 2, 1),
        ("elu", -1, -0.6321205588285577, 0.36787944117144233),
        ("elu", -LN2, -1 / 2, 1 / 2),
        ("elu", 0, 0, 1),
        ("swish", 0, 0, 1 / 2),
        ("swish", LN3, 3 / 4 * LN3, 3 / 4 + 3 / 16 * LN3),
        ("swish", -LN3, -1 / 4 * LN3, 1 / 4 - 3 / 16 * LN3),
        ("softplus", 0, LN2, 1 / 2),
        ("softplus", LN3, math.log(4), 3 / 4),
        ("softplus", -LN3, math.log(4 / 3), 1 / 4),
    ],
)
def test_values_and_slopes_worked_out_by_hand(name, z, value, slope):
    g = ACTIVATIONS[name]
    a = g.function(np.float64(z))
    assert a == pytest.approx(value, rel=1e-15)
    assert g.derivative(np.float64(z), a) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize(
    ("g", "slope_of_g", "parameter", "z", "value", "slope"),
    [
        (leaky_relu, leaky_relu_derivative, 0.2, -2.0, -0.4, 0.2),
        (leaky_relu, leaky_relu_derivative, 0.2, 3.0, 3, 1),
        (elu, elu_derivative, 2.0, -LN2, -1, 1),
        (elu, elu_derivative, 2.0, 3.0, 3, 1),
        (elu, elu_derivative, 2.0, 0.0, 0, 2),
        (swish, swish_derivative, 2.0, LN3 / 2, 3 / 8 * LN3, 3 / 4 + 3 / 16 * LN3),
        (swish, swish_derivative, 0.0, 5.0, 2.5, 0.5),
    ],
)
def test_values_and_slopes_with_a_parameter(g, slope_of_g, parameter, z, value, slope):
    a = g(z, parameter)
    assert a == pytest.approx(value, rel=1e-15)
    assert slope_of_g(z, a, parameter) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize(
    ("g", "slope_of_g"), [(leaky_relu, leaky_relu_derivative), (elu, elu_derivative), (swish, swish_derivative)]
)
@pytest.mark.parametrize("parameter", [0.3, 1.7])
def test_slopes_with_a_parameter_against_differences(g, slope_of_g, parameter):
    z, h = np.array([-5, -2, -0.5, 0.5, 2, 5]), 1e-6
    difference = (g(z + h, parameter) - g(z - h, parameter)) / (2 * h)
    slope = slope_of_g(z, g(z, parameter), parameter)
    np.testing.assert_allclose(slope, difference, rtol=1e-8, atol=1e-9)


def test_the_sigmoid_is_flat_beyond_4_6():
    slope = lambda z: sigmoid_derivative(z, sigmoid(z))  # noqa: E731
    for sign in (-1, 1):
        assert slope(sign * 4.584862) > 0.01 > slope(sign * 4.584864)


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


@given(st.floats(-1e4, 1e4))
def test_sigmoid_against_fifty_digits(z):
    exact = float(1 / (1 + (-Decimal(z)).exp()))
    np.testing.assert_allclose(sigmoid(z), exact, rtol=1e-15, atol=5e-324)
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=3e-16)


@given(st.floats(-1e4, 1e4))
def test_the_others_against_the_standard_library(z):
    np.testing.assert_allclose(tanh(z), math.tanh(z), rtol=1e-15)
    assert relu(z) == max(0.0, z)
    assert linear(z) == z
    assert leaky_relu(z) == (z if z > 0 else 0.01 * z)


def log1p(x):
    """ln(1 + x) of a Decimal 0 <= x, however small."""
    return (1 + x).ln() if x > Decimal("1e-25") else x - x * x / 2


EXACT = {
    tanh: lambda z: 1 - 2 / ((2 * z).exp() + 1),
    elu: lambda z: z if z > 0 else z.exp() - 1,
    swish: lambda z: z / (1 + (-z).exp()),
    softplus: lambda z: max(z, Decimal(0)) + log1p((-abs(z)).exp()),
}
TAILS = [1e-300, 1e-9, 0.1, 1, 20, 36.5, 40, 87, 104, 700, 744, 746, 1e4]


@pytest.mark.parametrize("g", EXACT, ids=lambda g: g.__name__)
@given(zs=st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=5))
@example(zs=TAILS)
@example(zs=[-z for z in TAILS])
def test_smooth_activations_against_fifty_digits(g, zs):
    with localcontext(prec=350 if g in (tanh, elu) else 50), np.errstate(all="raise"):
        exact = [float(EXACT[g](Decimal(z))) for z in zs]
        with np.errstate(under="ignore"):
            values = g(np.array(zs))
    np.testing.assert_allclose(values, exact, rtol=1e-15, atol=1e-320)


@EACH
@given(z=st.floats(-30, 30).filter(lambda z: abs(z) > 1e-3))
def test_slope_against_a_central_difference(g, z):
    h = 1e-6
    difference = (g.function(z + h) - g.function(z - h)) / (2 * h)
    np.testing.assert_allclose(g.derivative(z, g.function(z)), difference, rtol=1e-7, atol=1e-8)


def test_sigmoid_slope_lives_on_in_the_left_tail():
    a = sigmoid(-531.0)
    assert sigmoid_derivative(-531.0, a) == a > 0


def test_relu_slope_at_zero_is_zero_by_convention():
    z = np.array([-1.0, -0.0, 0.0, 5e-324, 1.0])
    np.testing.assert_array_equal(relu_derivative(z, relu(z)), [0, 0, 0, 1, 1])


@EACH
def test_a_value_that_is_nan_stays_visible(g):
    assert np.isnan(g.function(np.nan))


@EACH
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


def test_get_takes_an_activation_of_ones_own():
    own = Activation("square", lambda z: z * z, lambda z, a: 2 * z)
    assert get(own) is own
    np.testing.assert_array_equal(own.backward(3.0, np.array([1, 2]), None), [6, 12])


def test_get_none_is_linear():
    assert get(None).function is linear


KNOWN = "known: elu, leaky_relu, linear, relu, sigmoid, softmax, softplus, swish, tanh"


@pytest.mark.parametrize(
    ("junk", "message"),
    [
        ("sigmod", f"unknown activation 'sigmod': did you mean 'sigmoid'? {KNOWN}"),
        ("ReLU", f"unknown activation 'ReLU': did you mean 'relu' or 'elu'? {KNOWN}"),
        ("tan", f"unknown activation 'tan': did you mean 'tanh'? {KNOWN}"),
        ("softmx", f"unknown activation 'softmx': did you mean 'softmax' or 'softplus'? {KNOWN}"),
        ("xyz", f"unknown activation 'xyz': {KNOWN}"),
        ("", f"unknown activation '': {KNOWN}"),
        (5, f"unknown activation 5: {KNOWN}"),
        (["relu"], f"unknown activation ['relu']: did you mean 'relu' or 'elu'? {KNOWN}"),
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
    np.testing.assert_allclose(sigmoid(np.array([0, 1], dtype)), [0.5, 0.7310585786300049], rtol=1e-3)


# Softmax, a whole row at a time

ROWS = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6)
KINDS = pytest.mark.parametrize("dtype", ["float32", "float64"])


def exact_log_softmax(z):
    """ln softmax(z) of a row of floats, in Decimals of 60 digits."""
    z = [Decimal(x) for x in z]
    top = z.index(max(z))
    rest = sum((x - z[top]).exp() for k, x in enumerate(z) if k != top)
    return [x - z[top] - log1p(Decimal(rest)) for x in z]


def test_softmax_worked_out_by_hand():
    A = softmax([[1, 2, 3], [1001, 1002, 1003]])
    expected = [0.090030573170381, 0.244728471054798, 0.665240955774822]
    np.testing.assert_allclose(A, [expected, expected], rtol=1e-14)
    np.testing.assert_allclose(softmax([0, LN3]), [1 / 4, 3 / 4], rtol=1e-15)


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
        logarithm = [float(x) for x in exact]
        np.testing.assert_allclose(log_softmax(z), logarithm, rtol=1e-13, atol=1e-320)
        p = [float(x.exp()) for x in exact]
        np.testing.assert_allclose(softmax(z), p, rtol=1e-12, atol=1e-320)


def test_the_logarithm_keeps_what_softmax_rounds_away():
    assert softmax([0.0, -690.0])[0] == 1
    np.testing.assert_allclose(log_softmax([0.0, -690.0]), [-2.171738281389827e-300, -690], rtol=1e-13)
    np.testing.assert_allclose(log_softmax([1e4, 0.0]), [0, -1e4])
    np.testing.assert_allclose(log_softmax(np.array([0, -60], "float32")), [-8.7565107e-27, -60], rtol=1e-5)


def test_softmax_of_equal_scores_and_of_one_class():
    np.testing.assert_allclose(softmax([7.0] * 4), [1 / 4] * 4, rtol=1e-15)
    np.testing.assert_allclose(log_softmax([7.0] * 4), [-2 * LN2] * 4, rtol=1e-15)
    np.testing.assert_array_equal(softmax([[3.0], [-800.0]]), [[1], [1]])
    np.testing.assert_array_equal(log_softmax([[3.0], [-800.0]]), [[0], [0]])


@given(ROWS, st.integers(-1000, 1000))
def test_rows_sum_to_one_and_a_shift_changes_nothing(z, c):
    z = np.round(np.array(z), 3)
    assert softmax(z).sum() == pytest.approx(1, abs=1e-15)
    np.testing.assert_allclose(softmax(z + c), softmax(z), rtol=1e-8, atol=1e-300)


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_softmax_of_two_is_the_sigmoid_of_the_difference(z_0, z_1):
    a_0, a_1 = softmax([z_0, z_1])
    np.testing.assert_allclose(a_1, sigmoid(z_1 - z_0), rtol=1e-14, atol=1e-320)
    np.testing.assert_allclose(a_0, sigmoid(z_0 - z_1), rtol=1e-14, atol=1e-320)


@KINDS
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 4, 3), (0, 3), (5, 1)])
def test_softmax_works_along_the_last_axis_and_keeps_the_type(dtype, shape):
    z = np.linspace(-50, 1e4, math.prod(shape)).reshape(shape).astype(dtype)
    z.flags.writeable = False
    for g in (softmax, log_softmax):
        a = g(z)
        assert a.shape == shape and a.dtype == dtype
        for index in np.ndindex(shape[:-1]):
            np.testing.assert_array_equal(a[index], g(z[index]))
    J = softmax_jacobian(z, softmax(z))
    assert J.shape == (*shape, shape[-1]) and J.dtype == dtype


@pytest.mark.parametrize("dtype", ["uint8", "int8", "bool", "int64"])
def test_softmax_of_any_kind_of_integer(dtype):
    z = np.array([[0, 1]], dtype)
    expected = [[0.2689414213699951, 0.7310585786300049]]
    np.testing.assert_allclose(softmax(z), expected, rtol=1e-15)
    np.testing.assert_allclose(log_softmax(z), np.log(expected), rtol=1e-15)


def test_jacobian_worked_out_by_hand():
    J = softmax_jacobian(None, [0.5, 0.2, 0.3])
    expected = [[0.25, -0.1, -0.15], [-0.1, 0.16, -0.06], [-0.15, -0.06, 0.21]]
    np.testing.assert_allclose(J, expected, rtol=1e-14)


def test_jacobian_against_differences():
    Z, h = np.random.default_rng(0).normal(0, 2, (5, 4)), 1e-6
    J = softmax_jacobian(Z, softmax(Z))
    for j, step in enumerate(h * np.eye(4)):
        difference = (softmax(Z + step) - softmax(Z - step)) / (2 * h)
        np.testing.assert_allclose(J[:, :, j], difference, atol=1e-9)


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


def functions_of(name):
    g = activations.ACTIVATIONS[name]
    return g.function, lambda x: g.derivative(x, x)


@pytest.mark.parametrize("name", sorted(activations.ACTIVATIONS))
def test_whole_numbers_lists_and_bools_are_float64(name):
    for f in functions_of(name):
        wanted = f(np.array([[3.0, -2.0, 1.0]]))
        for whole in [[[3, -2, 1]], np.array([[3, -2, 1]], np.int8)]:
            np.testing.assert_array_equal(f(whole), wanted)
            assert np.asarray(f(whole)).dtype == np.float64
        np.testing.assert_array_equal(f(np.array([[True]])), f(np.array([[1.0]])))


@pytest.mark.parametrize("name", sorted(activations.ACTIVATIONS))
@pytest.mark.parametrize("odd", [None, "text", [1, None]])
def test_what_is_no_number_is_refused(name, odd):
    with pytest.raises(TypeError, match="^expected real numbers, got"):
        activations.ACTIVATIONS[name].function(odd)


@pytest.mark.parametrize("f", [softmax, log_softmax])
@pytest.mark.parametrize("z", [3.0, [], [[], []]])
def test_rows_of_no_scores_are_refused(f, z):
    with pytest.raises(ValueError, match="^expected rows of scores, got shape"):
        f(z)


def test_rows_of_different_lengths_are_refused_in_one_line():
    for function in (activations.softmax, activations.relu):
        with pytest.raises(ValueError, match="^rows of different lengths, not a table$"):
            function([[1], [2, 3]])
