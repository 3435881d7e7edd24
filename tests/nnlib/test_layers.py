"""Dense: matrix products are loops over examples and units, forward and backward."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import L2, BinaryCrossentropy, Dense
from nnlib.activations import ACTIVATIONS, Activation
from nnlib.layers import Cache
from nnlib.validation import short

widths = st.integers(1, 6)


def dense(W, b, activation=None, penalty=None):
    """A layer with the given weights, as a model would bind them."""
    layer = Dense(len(b), activation, kernel_regularizer=penalty)
    layer.bind(np.array(W, float), np.array(b, float))
    return layer


@st.composite
def cases(draw):
    """Inputs, weights, biases and an activation: m, n_prev and units from 1 to 6."""
    m, n_prev, units = draw(widths), draw(widths), draw(widths)
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    X, W, b = (
        rng.normal(size=(m, n_prev)),
        rng.normal(size=(n_prev, units)),
        rng.normal(size=units),
    )
    return SimpleNamespace(
        X=X, W=W, b=b, activation=draw(st.sampled_from(sorted(ACTIVATIONS)))
    )


@given(cases())
def test_forward_is_the_loop_over_examples_and_units(case):
    A, cache = dense(case.W, case.b, case.activation).forward(case.X)
    for i, x in enumerate(case.X):
        for j in range(len(case.b)):
            z = sum(x[k] * case.W[k, j] for k in range(len(x))) + case.b[j]
            assert cache.Z[i, j] == pytest.approx(z, rel=1e-12, abs=1e-12)
        scores = cache.Z[i]
        row = ACTIVATIONS[case.activation].function(scores)
        np.testing.assert_allclose(A[i], row, rtol=1e-12, atol=1e-12)


@given(cases())
def test_each_row_of_the_output_depends_on_its_own_row_only(case):
    layer = dense(case.W, case.b, case.activation)
    A = layer.forward(case.X)[0]
    rows = np.random.default_rng(0).integers(
        0, len(case.X), 8
    )  # shuffled, some twice, some not at all
    np.testing.assert_allclose(
        layer.forward(case.X[rows])[0], A[rows], rtol=1e-12, atol=1e-12
    )


@given(cases())
def test_the_cache_holds_what_the_layer_saw_and_made(case):
    X = case.X.copy()
    A, cache = dense(case.W, case.b, case.activation).forward(X)
    assert cache._fields == ("A_prev", "Z", "A")
    assert cache.A_prev is X and cache.A is A
    np.testing.assert_array_equal(X, case.X)
    np.testing.assert_array_equal(A, ACTIVATIONS[case.activation].function(cache.Z))


def test_hidden_layer_of_the_course_notes():
    layer = dense([[1.0, -3, 5], [2, 4, -6]], [-1.0, 1, 2], "sigmoid")
    A, cache = layer.forward(np.array([[200.0, 17]]))
    np.testing.assert_array_equal(cache.Z, [[233, -531, 900]])
    np.testing.assert_allclose(A, [[1, 2.452619118775e-231, 1]], rtol=1e-12)


def test_bind_takes_the_very_arrays_it_is_given():
    W, b = np.zeros((3, 2)), np.zeros(2)
    layer = Dense(2)
    layer.bind(W, b)
    assert layer.W is W and layer.b is b


def test_initialize_draws_the_weights_and_zeroes_the_biases():
    layer = dense(np.full((2, 3), np.nan), np.full(3, np.nan))
    layer.initialize(np.random.default_rng(0))
    assert (np.abs(layer.W) <= math.sqrt(6 / 5)).all() and np.ptp(layer.W) > 0
    np.testing.assert_array_equal(layer.b, 0)


def test_initialize_draws_as_told_first_the_weights_then_the_biases():
    drawn = []

    def count(shape, rng):
        drawn.append((shape, rng))
        return np.full(shape, float(len(drawn)))

    layer = Dense(3, kernel_initializer=count, bias_initializer=count)
    layer.bind(np.zeros((2, 3)), np.zeros(3))
    layer.initialize("rng")
    assert drawn == [((2, 3), "rng"), ((3,), "rng")]
    assert (layer.W == 1).all() and (layer.b == 2).all()


def test_one_unit_is_a_column_and_a_bias():
    layer = dense([[1.0, -3, 5], [2, 4, -6]], [-1.0, 1, 2])
    w, b = layer.unit(1)
    np.testing.assert_array_equal(w, [-3, 4])
    assert b == 1
    for j in (-1, 3):
        with pytest.raises(IndexError, match=f"^layer has units 0 to 2, not {j}$"):
            layer.unit(j)


def test_weights_are_set_in_place_only():
    layer = dense(np.ones((2, 1)), [0])
    with pytest.raises(AttributeError):
        layer.W = np.zeros((2, 1))
    with pytest.raises(AttributeError):
        layer.b = np.zeros(1)


def test_a_linear_layer_does_not_hand_out_its_pre_activation():
    A, cache = dense(np.ones((2, 1)), [0]).forward(np.ones((1, 2)))
    A += 1
    assert cache.Z.tolist() == [[2]]


def test_repr_is_how_to_make_one():
    assert repr(Dense(3, activation="relu")) == "Dense(3, activation='relu')"
    assert repr(Dense(3)) == "Dense(3, activation='linear')"


# Backward

X, TARGET = np.array([[0.5, -1]]), np.array([[1.0]])
W1, B1 = [[0.1, 0.2], [-0.3, 0.4]], [0.1, -0.2]
W2, B2 = [[0.5], [-0.6]], [0.3]


def two_layers():
    """2-2-1 with sigmoids: both layers, their caches and Delta of the output."""
    first, second = dense(W1, B1, "sigmoid"), dense(W2, B2, "sigmoid")
    hidden, cache_1 = first.forward(X)
    output, cache_2 = second.forward(hidden)
    return first, second, cache_1, cache_2, output


def test_a_backward_pass_worked_out_by_hand():
    first, second, cache_1, cache_2, output = two_layers()
    np.testing.assert_allclose(output, [[0.593582]], atol=5e-7)
    loss = BinaryCrossentropy()
    assert loss(TARGET, output) == pytest.approx(0.521579, abs=5e-7)
    dA = loss.gradient(TARGET, output)
    dhidden, dW2, db2 = second.backward(dA, cache_2)
    np.testing.assert_allclose(db2, [-0.406418], atol=5e-7)
    np.testing.assert_allclose(dW2, [[-0.248174], [-0.153439]], atol=5e-7)
    np.testing.assert_allclose(dhidden, [[-0.203209, 0.243851]], atol=5e-7)
    dX, dW1, db1 = first.backward(dhidden, cache_1)
    np.testing.assert_allclose(db1, [-0.048315, 0.057306], atol=5e-7)
    by_hand = [[-0.024157, 0.028653], [0.048315, -0.057306]]
    np.testing.assert_allclose(dW1, by_hand, atol=6e-7)
    by_hand = [-0.048315 * 0.1 + 0.057306 * 0.2, 0.048315 * 0.3 + 0.057306 * 0.4]
    np.testing.assert_allclose(dX, [by_hand], atol=1e-6)


def test_through_the_logits_delta_is_output_minus_target():
    _, second, _, cache_2, output = two_layers()
    Delta = output - TARGET
    dhidden, (dW, db) = Delta @ second.W.T, second.gradients(Delta, cache_2)
    through_sigmoid = second.backward(
        BinaryCrossentropy().gradient(TARGET, output), cache_2
    )
    for now, then in zip((dhidden, dW, db), through_sigmoid, strict=True):
        np.testing.assert_allclose(now, then, rtol=1e-14)
    np.testing.assert_array_equal(db, Delta[0])


def test_a_step_of_the_last_layer_before_the_first_is_read_gives_another_delta():
    first, second, cache_1, cache_2, output = two_layers()
    dW2, _ = second.gradients(output - TARGET, cache_2)
    second.W[...] -= 1.0 * dW2
    dhidden = (output - TARGET) @ second.W.T
    _, _, premature = first.backward(dhidden, cache_1)
    np.testing.assert_allclose(premature, [-0.072296, 0.042651], atol=5e-7)


def test_squared_error_keeps_the_slope_of_the_sigmoid():
    _, second, _, cache_2, output = two_layers()
    _, _, Delta = second.backward(output - TARGET, cache_2)
    np.testing.assert_allclose(Delta, [-0.098045], atol=5e-7)


@given(cases())
def test_backward_is_the_loop_over_examples_units_and_inputs(case):
    layer = dense(case.W, case.b, case.activation)
    _, cache = layer.forward(case.X)
    dA = np.random.default_rng(1).normal(size=cache.A.shape)
    dX, dW, db = layer.backward(dA, cache)
    Delta = layer.activation.backward(dA, cache.Z, cache.A)
    near = {"rel": 1e-12, "abs": 1e-12}
    m, n, units = len(case.X), len(case.W), len(case.b)
    for j in range(units):
        assert db[j] == pytest.approx(sum(Delta[i, j] for i in range(m)), **near)
        for k in range(n):
            w = sum(case.X[i, k] * Delta[i, j] for i in range(m))
            assert dW[k, j] == pytest.approx(w, **near)
    for i in range(m):
        for k in range(n):
            x = sum(Delta[i, j] * case.W[k, j] for j in range(units))
            assert dX[i, k] == pytest.approx(x, **near)
    assert (dX.shape, dW.shape, db.shape) == (case.X.shape, case.W.shape, case.b.shape)


@given(cases())
def test_backward_changes_nothing_and_can_be_repeated(case):
    layer = dense(case.W, case.b, case.activation, L2(0.1))
    _, cache = layer.forward(case.X)
    dA = np.random.default_rng(1).normal(size=cache.A.shape)
    before = [array.copy() for array in (*cache, dA, layer.W, layer.b)]
    first, second = layer.backward(dA, cache), layer.backward(dA, cache)
    for now, then in zip((*cache, dA, layer.W, layer.b), before, strict=True):
        np.testing.assert_array_equal(now, then)
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_penalty_is_in_dW_once_and_nowhere_else():
    W, b = [[1.0, -2], [0, 3]], [5.0, 6]
    cache = Cache(np.zeros((4, 2)), np.zeros((4, 2)), np.zeros((4, 2)))
    dX, dW, db = dense(W, b, penalty=L2(0.1)).backward(np.ones((4, 2)), cache)
    np.testing.assert_allclose(dW, [[0.2, -0.4], [0, 0.6]], rtol=1e-15)
    assert (dX.tolist(), db.tolist()) == ([[-1, 3]] * 4, [4, 4])
    _, dW, _ = dense(W, b).backward(np.ones((4, 2)), cache)
    np.testing.assert_array_equal(dW, 0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_have_the_type_of_the_weights(dtype, activation):
    layer = Dense(2, activation, kernel_regularizer=L2())
    layer.bind(np.ones((3, 2), dtype), np.ones(2, dtype))
    A, cache = layer.forward(np.ones((4, 3)))
    parts = layer.backward(np.ones((4, 2)), cache)
    assert {array.dtype for array in (A, *cache, *parts)} == {np.dtype(dtype)}


def test_an_activation_of_your_own():
    square = Activation("square", np.square, lambda z, a: 2 * z)
    layer = dense([[2.0]], [1], square)
    A, cache = layer.forward(np.array([[3.0]]))
    assert A.tolist() == [[49]]
    assert [x.tolist() for x in layer.backward(np.ones((1, 1)), cache)] == [
        [[28]],
        [[42]],
        [14],
    ]
    assert repr(layer) == "Dense(1, activation='square')"


# Refusals

CACHE = dense(np.ones((2, 1)), [0]).forward(np.ones((3, 2)))[1]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Dense(0), ValueError, "units: expected at least 1, got 0"),
        (lambda: Dense(2.5), TypeError, "units: expected a whole number, got 2.5"),
        (lambda: Dense("3"), TypeError, "units: expected a whole number, got '3'"),
        (
            lambda: Dense(3, "sigmod"),
            ValueError,
            "unknown activation 'sigmod': did you mean 'sigmoid'? known: elu, leaky_relu, linear, relu, "
            "sigmoid, softmax, softplus, swish, tanh",
        ),
        (
            lambda: Dense(3, "relu").forward(np.ones((1, 2))),
            ValueError,
            "layer (Dense(3, activation='relu')) has no weights yet: build the model first",
        ),
        (
            lambda: Dense(3).unit(0),
            ValueError,
            "layer (Dense(3, activation='linear')) has no weights yet: build the model first",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([[1, 2, 3]]),
            ValueError,
            "layer: expected shape (m, 2), got (1, 3)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([1, 2]),
            ValueError,
            "layer: expected shape (m, 2), got (2,)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward(7),
            ValueError,
            "layer: expected shape (m, 2), got ()",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([["a", 1]]),
            TypeError,
            "layer: expected real numbers, got 'a'",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).unit("0"),
            TypeError,
            "j: expected a whole number, got '0'",
        ),
        (
            lambda: Dense(3, kernel_initializer="glorot"),
            ValueError,
            "unknown initializer 'glorot': did you mean 'glorot_normal' or "
            "'glorot_uniform'? known: glorot_normal, glorot_uniform, he_normal, "
            "he_uniform, lecun_normal, zeros",
        ),
        (
            lambda: Dense(3, bias_initializer=0),
            ValueError,
            "unknown initializer 0: known: glorot_normal, glorot_uniform, he_normal, "
            "he_uniform, lecun_normal, zeros",
        ),
        (
            lambda: Dense(3, kernel_regularizer=0.01),
            TypeError,
            "kernel_regularizer: expected an L2 or None, got 0.01",
        ),
        (
            lambda: Dense(1).backward(np.ones((3, 1)), CACHE),
            ValueError,
            "layer (Dense(1, activation='linear')) has no weights yet: "
            "build the model first",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).backward(np.ones((3, 1)), tuple(CACHE)),
            TypeError,
            f"cache: expected the Cache of a forward pass, got {short(tuple(CACHE))}",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).backward(np.ones((2, 1)), CACHE),
            ValueError,
            "dA: expected shape (3, 1), got (2, 1)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).backward(np.ones(3), CACHE),
            ValueError,
            "dA: expected shape (3, 1), got (3,)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).backward("steep", CACHE),
            TypeError,
            "dA: expected real numbers, got 'steep'",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()
