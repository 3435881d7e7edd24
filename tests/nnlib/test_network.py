"""Dense and Network: layers nested, forward and backward as loops; one flat vector; all or nothing."""

import copy
import pickle
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import L2, BinaryCrossentropy, Dense, initializers
from nnlib.activations import ACTIVATIONS, Activation
from nnlib.network import Network

few = settings(max_examples=30)
NOTES = [np.array([[1.0, -3, 5], [2, 4, -6]]), np.array([-1.0, 1, 2]), np.array([[-7.0], [8], [9]]), np.array([3.0])]


def network(widths, activation="tanh", weights=None, dtype="float64", l2=(), seed=0):
    """A built network with these widths, inputs first; biases not zero, so that a missing one shows."""
    penalties = [L2(value) for value in l2] or [None] * len(widths[1:])
    layers = [Dense(n, activation, kernel_regularizer=p) for n, p in zip(widths[1:], penalties, strict=True)]
    model = Network(layers, dtype=dtype, seed=seed)
    model.build((None, widths[0]))
    model.parameters[...] = np.random.default_rng(seed).normal(size=model.parameters.shape)
    if weights:
        model.set_weights(weights)
    return model


@st.composite
def cases(draw):
    """A network of one to four layers, inputs for it and what arrives at its output."""
    widths, m = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    model = network(widths, draw(st.sampled_from(sorted(ACTIVATIONS))), l2=[0.1] * (len(widths) - 1))
    return SimpleNamespace(model=model, X=rng.normal(size=(m, widths[0])), dA=rng.normal(size=(m, widths[-1])))


# Forward and backward


def test_the_course_notes_network_layer_by_layer():
    output, (hidden, last) = network([2, 3, 1], "sigmoid", NOTES).forward([[200.0, 17]])
    np.testing.assert_array_equal(hidden.Z, [[233, -531, 900]])
    np.testing.assert_allclose(hidden.A, [[1, 2.452619118775e-231, 1]], rtol=1e-12)
    np.testing.assert_array_equal(last.Z, [[5]])
    np.testing.assert_allclose(output, [[0.9933071490757153]], rtol=1e-15)


@few
@given(cases())
def test_forward_and_backward_are_the_loops_over_layers_examples_and_units(case):
    output, caches = case.model.forward(case.X)
    A, dA, expected = case.X, case.dA, []
    for layer, cache in zip(case.model.layers, caches, strict=True):
        np.testing.assert_allclose(cache.A_prev, A, rtol=1e-12, atol=1e-12)
        Z = [[sum(x[k] * w[k] for k in range(len(x))) for w in layer.W.T] for x in A]
        np.testing.assert_allclose(cache.Z, Z + layer.b, rtol=1e-11, atol=1e-11)
        A = layer.activation.function(cache.Z)
        np.testing.assert_array_equal(cache.A, A)
    np.testing.assert_array_equal(output, A)
    np.testing.assert_array_equal(case.model(case.X), A)
    for layer, cache in zip(case.model.layers[::-1], caches[::-1], strict=True):
        Delta = layer.activation.backward(dA, cache.Z, cache.A)
        dW = sum(np.outer(x, delta) for x, delta in zip(cache.A_prev, Delta, strict=True)) + 2 * 0.1 * layer.W
        parts, dA = layer.backward(dA, cache), np.array([layer.W @ delta for delta in Delta])
        expected[:0] = dW.ravel(), sum(Delta)
        for part, wanted in zip(parts, (dA, dW, sum(Delta)), strict=True):
            np.testing.assert_allclose(part, wanted, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(case.model.backward(case.dA, caches), np.concatenate(expected), rtol=1e-10, atol=1e-12)


@few
@given(cases())
def test_rows_are_on_their_own_and_passes_change_nothing(case):
    model, X, dA = case.model, case.X, case.dA
    _, caches = model.forward(X)
    before, gradient = copy.deepcopy((caches, X, dA, model.parameters)), model.backward(dA, caches)
    rows = np.random.default_rng(0).integers(0, len(X), 8)  # shuffled, some twice, some not at all
    np.testing.assert_allclose(model(X[rows]), model(X)[rows], rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(model.backward(dA, caches), gradient)
    caches_then, *arrays_then = before
    for now, then in zip([a for c in caches for a in c], [a for c in caches_then for a in c], strict=True):
        np.testing.assert_array_equal(now, then)
    for now, then in zip((X, dA, model.parameters), arrays_then, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_backward_pass_worked_out_by_hand():
    weights = [[[0.1, 0.2], [-0.3, 0.4]], [0.1, -0.2], [[0.5], [-0.6]], [0.3]]
    model, X, y = network([2, 2, 1], "sigmoid", weights), [[0.5, -1]], [[1.0]]
    output, caches = model.forward(X)
    np.testing.assert_allclose(output, [[0.593582]], atol=5e-7)
    gradient = model.backward(BinaryCrossentropy().gradient(y, output), caches)
    dW1, db1 = [-0.024157, 0.028653, 0.048315, -0.057306], [-0.048315, 0.057306]
    np.testing.assert_allclose(gradient, [*dW1, *db1, -0.248174, -0.153439, -0.406418], atol=6e-7)
    # Squared error keeps the slope of the sigmoid.
    assert model.backward(output - y, caches)[-1] == pytest.approx(-0.098045, abs=5e-7)


def test_penalties_are_in_dW_once_and_nowhere_else():
    model = network([2, 3, 1], l2=[0.1, 0.5])
    (W1, _), (W2, _) = model.unpack(model.parameters)
    assert model.penalty() == pytest.approx(0.1 * (W1**2).sum() + 0.5 * (W2**2).sum(), rel=1e-14)
    assert network([2, 3, 1]).penalty() == 0
    _, caches = model.forward(np.ones((4, 2)))
    (dW1, db1), (dW2, db2) = model.unpack(model.backward(np.zeros((4, 1)), caches))
    np.testing.assert_allclose(dW1, 0.2 * W1)
    np.testing.assert_allclose(dW2, W2)
    assert not db1.any() and not db2.any()


def test_an_activation_of_ones_own():
    square = Activation("square", np.square, lambda z, a: 2 * z)
    model = network([1, 1], square, [[[2.0]], [1]])
    A, caches = model.forward([[3.0]])
    assert A.tolist() == [[49]] and model.backward(np.ones((1, 1)), caches).tolist() == [42, 14]


@pytest.mark.parametrize("dtype", ["float32", "float64", np.float32, np.dtype("float64")])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_everything_has_the_dtype_of_the_model(dtype, activation):
    model = network([2, 2, 3], activation, dtype=dtype, l2=[0.1, 0.1])
    for X in (np.ones((3, 2)), np.ones((3, 2), "float32"), [[1, 2]]):
        output, caches = model.forward(X)
        gradient = model.backward(np.ones(output.shape), caches)
        arrays = (
            output,
            *caches[0],
            *caches[1],
            gradient,
            model.parameters,
            *model.layers[0].backward(caches[0].A, caches[0]),
        )
        assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    model.set_weights([w.astype("float64") for w in model.get_weights()])
    assert {w.dtype for w in model.get_weights()} == {np.dtype(dtype)}


# One flat vector


def test_parameters_stand_layer_by_layer_row_by_row_and_are_shared():
    model = network([2, 3, 2])
    theta = model.parameters
    theta[...] = np.arange(17)
    first, second = model.layers
    expected = [[[0, 1, 2], [3, 4, 5]], [6, 7, 8], [[9, 10], [11, 12], [13, 14]], [15, 16]]
    views = [first.W, first.b, second.W, second.b]
    unpacked = [view for pair in model.unpack(theta) for view in pair]
    for view, also, copied, values in zip(views, unpacked, model.get_weights(), expected, strict=True):
        assert view.tolist() == also.tolist() == copied.tolist() == values
        assert np.shares_memory(view, theta) and np.shares_memory(also, theta) and not np.shares_memory(copied, theta)
    second.W[0, 1], first.b[2] = -10, -8
    assert (theta[10], theta[8]) == (-10, -8) and model.parameters is theta and model.count_params() == 17
    w, b = first.unit(1)
    assert (w.tolist(), b) == ([1, 4], 7)
    for name in ("W", "b"):
        with pytest.raises(AttributeError):
            setattr(first, name, np.zeros(1))


def test_weights_travel_back_as_copies_and_may_swap_their_layers():
    model = network([2, 2, 2])
    weights = model.get_weights()
    first, second = model.layers
    model.set_weights([second.W, second.b, first.W, first.b])
    for now, then in zip(model.get_weights(), weights[2:] + weights[:2], strict=True):
        np.testing.assert_array_equal(now, then)
    model.set_weights(weights)
    theta = model.parameters.copy()
    weights[0][...] = 0
    np.testing.assert_array_equal(model.parameters, theta)
    first.W[...] = 0
    assert not model.parameters[:4].any()  # still one vector


def test_refused_weights_change_nothing():
    model = network([2, 3, 1], weights=NOTES)
    before = model.parameters.tobytes()
    for position, bad in [(0, NOTES[0].T), (1, [[1, 2, 3]]), (3, 3.0), (3, [np.nan]), (2, None), (3, ["three"])]:
        with pytest.raises((TypeError, ValueError), match=f"^layer {position // 2 + 1}'s [Wb]"):
            model.set_weights([bad if i == position else 7 * w for i, w in enumerate(NOTES)])
        assert model.parameters.tobytes() == before


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_is_coupled_in_itself_and_free_of_the_original(duplicate):
    assert duplicate(Network([Dense(1)]))([[1, 2]]).shape == (1, 1)  # one that is not built yet
    for draw in initializers.constant(0.5), initializers.normal(2), initializers.uniform(3), "he_normal":
        model = Network([Dense(2, "relu", kernel_initializer=draw), Dense(1, "tanh", bias_initializer=draw)], seed=0)
        model([[1.0, 2.0]])
        theta, twin = model.parameters.copy(), duplicate(model)
        np.testing.assert_array_equal(twin([[1.0, 2.0]]), model([[1.0, 2.0]]))
        twin.parameters[...] = 0
        assert not any(layer.W.any() or layer.b.any() for layer in twin.layers)
        np.testing.assert_array_equal(model.parameters, theta)


# Building


@pytest.mark.parametrize("widths", [[2, 3, 1], [64, 25, 15, 10], [12_288, 1]])
def test_count_params_adds_weights_and_biases(widths):
    assert network(widths).count_params() == sum(n_prev * n + n for n_prev, n in pairwise(widths))


def test_a_model_builds_itself_on_the_first_data_only():
    one_by_one, whole, built = Network(seed=0), Network([Dense(3, "tanh"), Dense(1)], seed=0), Network([Dense(1)])
    for layer in (Dense(3, "tanh"), Dense(1)):
        one_by_one.add(layer)
    np.testing.assert_array_equal(one_by_one([[1, 2]]), whole([[1, 2]]))
    theta, values = whole.parameters, whole.parameters.copy()
    whole([[3, 4]])
    whole.build((None, 2))
    assert whole.parameters is theta and (theta == values).all() and whole([[1.0, 2]]).dtype == "float32"
    built.build((10, np.int64(4)))
    assert built.layers[0].W.shape == (4, 1)
    with pytest.raises(AttributeError):
        built.layers.append(Dense(1))


def test_layers_are_drawn_in_their_order_and_the_seed_decides():
    def fresh(seed, dtype="float32"):
        model = Network([Dense(30), Dense(20)], seed=seed, dtype=dtype)
        model.build((None, 40))
        return model.parameters

    np.testing.assert_array_equal(fresh(5), fresh(5))
    np.testing.assert_array_equal(fresh(5), fresh(np.random.default_rng(5)))
    np.testing.assert_allclose(fresh(5), fresh(5, "float64"), rtol=1e-6)
    assert (fresh(6) != fresh(5)).any() and (fresh(None) != fresh(None)).any()
    rng = np.random.default_rng(5)
    W1, W2 = (initializers.glorot_uniform(shape, rng) for shape in ((40, 30), (30, 20)))
    expected = np.concatenate([W1.ravel(), np.zeros(30), W2.ravel(), np.zeros(20)])
    np.testing.assert_array_equal(fresh(5, "float64"), expected)
    ones, twos = initializers.constant(1), initializers.constant(2)
    model = Network([Dense(2, kernel_initializer=ones, bias_initializer=twos)])
    assert model([[0]]).tolist() == [[2, 2]] and (model.layers[0].W == 1).all()


# What was refused has changed nothing


@pytest.mark.parametrize("X", [[1, 2], 5.0, np.zeros((0, 2)), [[1, "hot"]], [[1, np.nan]], [[1, 2], [3]], None])
def test_a_refused_first_batch_leaves_the_model_unbuilt(X):
    model, again = (Network([Dense(3), Dense(1)], seed=1) for _ in range(2))
    with pytest.raises((TypeError, ValueError), match="^X"):
        model(X)
    assert model.layers[0].W is None
    np.testing.assert_array_equal(model([[1, 2]]), again([[1, 2]]))  # nor has it drawn from its generator


@pytest.mark.parametrize("draw", [lambda shape, rng: np.zeros((7, 7)), lambda shape, rng: np.full(shape, np.nan)])
def test_a_bad_initializer_leaves_no_half_built_model(draw):
    model = Network([Dense(3), Dense(1, kernel_initializer=draw)])
    with pytest.raises(ValueError, match="^layer 2's initializer .*expected"):
        model.build((None, 4))
    assert model.layers[0].W is None and model.layers[0].b is None
    with pytest.raises(ValueError, match="no parameters yet"):
        model.get_weights()


def test_layers_of_a_refused_model_are_free_again():
    layer = Dense(1)
    with pytest.raises(TypeError):
        Network([layer, "relu"])
    assert Network([layer]).layers == (layer,)
