"""Cross-entropy: values by hand and against 60 digits, from probabilities and from logits."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nnlib.crossentropy import (
    binary,
    binary_derivative,
    binary_from_logits,
    binary_from_logits_derivative,
    categorical,
    categorical_derivative,
    categorical_from_logits,
    categorical_from_logits_derivative,
    likelihood,
    sparse,
    sparse_derivative,
    sparse_from_logits,
    sparse_from_logits_derivative,
)

LN2, LN3 = math.log(2), math.log(3)
TIGHT = {"float64": (1e-12, 1e-323), "float32": (1e-5, 3e-45)}
TYPES = pytest.mark.parametrize("dtype", TIGHT)
SCORES = [0, 1e-30, 1e-8, 0.5, 3, 16, 17, 20, 36, 37, 40, 60, 87, 100, 104]
SCORES += [690, 700, 709, 710, 744, 746, 1000, 9999.5, 1e4]
SCORES += [-z for z in SCORES]


def one_hot(y, K):
    return np.eye(K)[y]


def careful():
    """Where every floating-point event but underflow is an error."""
    return np.errstate(all="raise", under="ignore")


def log1p(x):
    """ln(1 + x) of a Decimal 0 <= x, however small."""
    return (1 + x).ln() if x > Decimal("1e-25") else x - x * x / 2


def softplus(z):
    return max(z, Decimal(0)) + log1p((-abs(z)).exp())


# From probabilities

Y4, P4 = [1, 0, 1, 1], [0.9, 0.2, 0.7, 0.4]


def test_likelihood_worked_out_by_hand():
    L = likelihood(Y4, P4)
    np.testing.assert_allclose(L, [0.9, 0.8, 0.7, 0.4], rtol=1e-15)
    assert L.prod() == pytest.approx(0.2016) == math.exp(-binary(Y4, P4).sum())
    np.testing.assert_array_equal(likelihood([0, 1, 0, 1], [0, 0, 1, 1]), [1, 0, 0, 1])


@given(st.floats(1e-3, 0.999), st.floats(0, 1))
def test_binary_and_its_slope_against_sixty_digits(p, y):
    with localcontext(prec=60):
        P, Y = Decimal(p), Decimal(y)
        loss = -(Y * P.ln() + (1 - Y) * (1 - P).ln())
        slope = (P - Y) / (P * (1 - P))
    assert binary(y, p) == pytest.approx(float(loss), rel=1e-12)
    assert binary_derivative(y, p) == pytest.approx(float(slope), rel=1e-12, abs=1e-12)


def test_what_was_given_probability_zero_costs_infinity():
    with careful():
        np.testing.assert_array_equal(binary([1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]), [np.inf, np.inf, 0, 0])
        np.testing.assert_array_equal(
            binary_derivative([1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]), [-np.inf, np.inf, -1, 1]
        )
        Y, P = [[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]
        np.testing.assert_array_equal(categorical(Y, P), [np.inf, 0])
        np.testing.assert_array_equal(categorical_derivative(Y, P), [[-np.inf, 0], [0, -1]])
        np.testing.assert_array_equal(sparse([0, 1], P), [np.inf, 0])
        np.testing.assert_array_equal(sparse_derivative([0, 1], P), [[-np.inf, 0], [0, -1]])


def test_probabilities_are_not_clipped():
    with careful():
        assert binary(1, 1e-300) == pytest.approx(690.7755278982137)
        assert binary_derivative(1, 1e-300) == pytest.approx(-1e300)
        assert binary_derivative(1, 1e-310) == -np.inf
        assert binary(0, 1 - 2**-53) == pytest.approx(53 * LN2)
        assert binary_derivative(0, 1 - 2**-53) == 2.0**53
        assert sparse([0], [[1e-300, 1.0]]) == pytest.approx(690.7755278982137)
        np.testing.assert_allclose(sparse_derivative([0], [[1e-310, 1.0]]), [[-np.inf, 0]])
        np.testing.assert_allclose(categorical_derivative([[0.5, 0.5]], [[1e-300, 1.0]]), [[-5e299, -0.5]])


def test_a_perfect_prediction_costs_zero_without_a_minus_sign():
    zeros = [
        binary(1, 1),
        binary([0.0], [0.0]),
        binary_from_logits([1, 0], [1e3, -1e3]),
        categorical([[0, 1]], [[0, 1]]),
        categorical_from_logits([[0.0, 1.0]], [[0.0, 1e3]]),
        sparse([1], [[0.0, 1.0]]),
        sparse_from_logits([1], [[0.0, 1e3]]),
        categorical_derivative([[0.0, 1.0]], [[0.5, 0.5]])[0, 0],
    ]
    for zero in zeros:
        assert (zero == 0).all() and not np.signbit(zero).any()


# From logits


@TYPES
@pytest.mark.parametrize("y", [0, 1])
def test_binary_from_logits_against_sixty_digits(dtype, y):
    rtol, atol = TIGHT[dtype]
    z = np.array(SCORES, dtype)
    side = 1 - 2 * y  # the loss is softplus(side z), its slope side sigmoid(side z)
    with localcontext(prec=60), careful():
        scores = [side * Decimal(float(x)) for x in z]
        loss = [float(softplus(x)) for x in scores]
        slope = [float(side / (1 + (-x).exp())) for x in scores]
        J, dz = (
            binary_from_logits(np.full(z.shape, y, dtype), z),
            binary_from_logits_derivative(np.full(z.shape, y, dtype), z),
        )
    assert J.dtype == dz.dtype == dtype
    np.testing.assert_allclose(J, loss, rtol=rtol, atol=atol)
    np.testing.assert_allclose(dz, slope, rtol=rtol, atol=atol)
    representable = np.abs(slope) > 2 * atol
    assert (dz[representable] != 0).all() and (J[representable] != 0).all()


@given(st.floats(-1e4, 1e4), st.floats(0, 1))
@example(40.0, 1.0)
@example(-690.0, 0.0)
@example(-690.0, 0.5)
def test_binary_from_logits_with_soft_labels_against_sixty_digits(z, y):
    with localcontext(prec=60), careful():
        Z, Y = Decimal(z), Decimal(y)
        loss = Y * softplus(-Z) + (1 - Y) * softplus(Z)
        slope = (1 - Y) / (1 + (-Z).exp()) - Y / (1 + Z.exp())
        assert binary_from_logits(y, z) == pytest.approx(float(loss), rel=1e-12, abs=1e-323)
        near = 1e-323 if y in (0, 1) else 3e-16
        assert binary_from_logits_derivative(y, z) == pytest.approx(float(slope), rel=1e-12, abs=near)


def exact_softmax(z, y):
    """-ln p_y and the slopes p_k - 1[k = y] of a row of floats, from 60 digits."""
    top = max(range(len(z)), key=z.__getitem__)
    shifted = [Decimal(x) - Decimal(z[top]) for x in z]
    e = [x.exp() for x in shifted]
    rest = sum((x for k, x in enumerate(e) if k != top), Decimal(0))
    others = sum((x for k, x in enumerate(e) if k != y), Decimal(0))
    slopes = [x / (1 + rest) for x in e]
    slopes[y] = -others / (1 + rest)
    return float(log1p(rest) - shifted[y]), [float(x) for x in slopes]


@TYPES
@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=2, max_size=5), st.data())
@example([0.0, -690.0], None)
@example([40.0, 0.0], None)
@example([100.0, 0.0, 0.0], None)
@example([60.0, 0.0, 30.0, 0.0], None)
@example([-1e4, 1e4], None)
@example([-1e4, 1e4, 1e4], None)
def test_softmax_from_logits_against_sixty_digits(dtype, z, data):
    (rtol, atol), K = TIGHT[dtype], len(z)
    y = data.draw(st.integers(0, K - 1)) if data else 0
    with localcontext(prec=60), careful():
        loss, slopes = exact_softmax(z, y)
        Z, Y = np.array([z], dtype), one_hot([y], K).astype(dtype)
        for target, J, D in [
            (y, sparse_from_logits, sparse_from_logits_derivative),
            (Y, categorical_from_logits, categorical_from_logits_derivative),
        ]:
            target = np.atleast_1d(target)
            value, slope = J(target, Z), D(target, Z)
            assert value.dtype == slope.dtype == dtype
            np.testing.assert_allclose(value, [loss], rtol=rtol, atol=atol)
            np.testing.assert_allclose(slope, [slopes], rtol=rtol, atol=K * atol)
            if abs(slopes[y]) > 2 * K * atol:
                assert slope[0, y] != 0 and value[0] != 0


def test_soft_rows_from_logits_against_sixty_digits():
    rng = np.random.default_rng(4)
    Z = rng.normal(0, 3, (20, 4))
    Y = rng.integers(0, 17, (20, 4)) / 64
    Y[:, 3] = 1 - Y[:, :3].sum(axis=1)  # sixty-fourths: their sum is exactly 1
    assert (Y >= 0).all() and (Y.sum(axis=1) == 1).all()
    with localcontext(prec=60):
        for row, target, value, slope in zip(
            Z.tolist(), Y, categorical_from_logits(Y, Z), categorical_from_logits_derivative(Y, Z), strict=True
        ):
            losses = [exact_softmax(row, k)[0] for k in range(4)]
            p = [exact_softmax(row, k)[1] for k in range(4)]
            P = np.array([p[k - 1][k] for k in range(4)])  # p_k, where y is not k
            np.testing.assert_allclose(value, target @ losses, rtol=1e-13)
            np.testing.assert_allclose(slope, P - target, rtol=1e-12, atol=1e-15)


# What the formulas imply


# What is welcome


@TYPES
def test_the_floating_type_is_kept_and_inputs_untouched(dtype):
    y, p = np.array([1, 0], dtype), np.array([0.75, 0.25], dtype)
    Y, P, labels = y[None], p[None], np.array([1])
    for array in (y, p, Y, P, labels):
        array.flags.writeable = False
    for f, target, x in [
        (likelihood, y, p),
        (binary, y, p),
        (binary_derivative, y, p),
        (categorical, Y, P),
        (categorical_derivative, Y, P),
        (categorical_from_logits, Y, P),
        (categorical_from_logits_derivative, Y, P),
        (sparse, labels, P),
        (sparse_derivative, labels, P),
        (sparse_from_logits, labels, P),
        (sparse_from_logits_derivative, labels, P),
    ]:
        assert f(target, x).dtype == dtype, f.__name__
