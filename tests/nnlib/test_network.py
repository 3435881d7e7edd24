"""Network: layers nested, one flat vector behind all of them, and refusals that change nothing."""

import copy
import pickle
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import L2, Dense, initializers
from nnlib.activations import ACTIVATIONS
from nnlib.network import Network

few = settings(max_examples=50)
architectures = st.lists(st.integers(1, 6), min_size=2, max_size=5)
ROAST = np.array([[200.0, 17.0]])
NOTES = [
    np.array([[1.0, -3, 5], [2, 4, -6]]),
    np.array([-1.0, 1, 2]),
    np.array([[-7.0], [8], [9]]),
    np.array([3.0]),
]


def network(widths, activation="tanh", dtype="float64", seed=0):
    """A built network with the given widths, inputs first; biases not zero, so that a missing one shows."""
    model = Network(
        [Dense(units, activation) for units in widths[1:]], dtype=dtype, seed=seed
    )
    model.build((None, widths[0]))
    model.parameters[...] = np.random.default_rng(seed).normal(
        size=model.parameters.shape
    )
    return model


def coffee_network():
    """The network of the course notes, with the weights it hands out."""
    model = network([2, 3, 1], "sigmoid")
    model.set_weights(NOTES)
    return model


# Forward


def test_the_course_notes_network_layer_by_layer():
    output, (hidden, last) = coffee_network().forward(ROAST)
    np.testing.assert_array_equal(hidden.Z, [[233, -531, 900]])
    np.testing.assert_allclose(hidden.A, [[1, 2.452619118775e-231, 1]], rtol=1e-12)
    np.testing.assert_array_equal(last.Z, [[5]])
    np.testing.assert_allclose(output, [[0.9933071490757153]], rtol=1e-15)


@few
@given(architectures, st.integers(1, 5), st.sampled_from(sorted(ACTIVATIONS)))
def test_forward_is_the_layers_nested(widths, m, activation):
    model = network(widths, activation)
    X = np.random.default_rng(m).normal(size=(m, widths[0]))
    A = X
    for W, b in zip(*[iter(model.get_weights())] * 2, strict=True):
        A = ACTIVATIONS[activation].function(np.einsum("ij,jk->ik", A, W) + b)
    np.testing.assert_allclose(model(X), A, rtol=1e-10, atol=1e-12)
    assert model(X).shape == (m, widths[-1])


@few
@given(architectures, st.integers(1, 5))
def test_each_row_of_the_output_depends_on_its_own_row_only(widths, m):
    model = network(widths)
    X = np.random.default_rng(m).normal(size=(m, widths[0]))
    rows = np.random.default_rng(0).integers(0, m, 8)
    np.testing.assert_allclose(model(X[rows]), model(X)[rows], rtol=1e-12, atol=1e-12)


def test_caches_chain_from_the_input_to_the_output():
    model, X = network([2, 3, 4, 1]), np.ones((5, 2))
    output, caches = model.forward(X)
    assert len(caches) == 3
    assert caches[-1].A is output
    np.testing.assert_array_equal(caches[0].A_prev, X)
    for before, after in pairwise(caches):
        assert after.A_prev is before.A


def test_a_call_is_the_output_of_forward():
    model, X = network([2, 3, 1]), np.ones((4, 2))
    output, _ = model.forward(X)
    np.testing.assert_array_equal(model(X), output)


def test_predicting_in_between_changes_neither_caches_nor_weights():
    model, X = network([2, 3, 1]), np.ones((4, 2))
    theta = model.parameters.copy()
    _, caches = model.forward(X)
    before = copy.deepcopy(caches)
    model(np.zeros((7, 2)))
    for now, then in zip(caches, before, strict=True):
        for array_now, array_then in zip(now, then, strict=True):
            np.testing.assert_array_equal(array_now, array_then)
    np.testing.assert_array_equal(model.parameters, theta)
    np.testing.assert_array_equal(X, 1)


# Backward


def penalised():
    """2-3-1 with penalties on both layers, weights given, biases not zero."""
    model = Network(
        [
            Dense(3, "tanh", kernel_regularizer=L2(0.1)),
            Dense(1, kernel_regularizer=L2(0.5)),
        ],
        dtype="float64",
    )
    model.build((None, 2))
    model.parameters[...] = np.linspace(-1, 1, 13)
    return model


def test_backward_is_the_layers_from_the_last_to_the_first_in_the_order_of_parameters():
    model, X = network([2, 3, 2]), np.array([[1.0, -2], [0.5, 3], [-1, 0]])
    dA = np.arange(1.0, 7).reshape(3, 2)
    _, caches = model.forward(X)
    first, second = model.layers
    dhidden, dW2, db2 = second.backward(dA, caches[1])
    _, dW1, db1 = first.backward(dhidden, caches[0])
    expected = np.concatenate([part.ravel() for part in (dW1, db1, dW2, db2)])
    gradient = model.backward(dA, caches)
    np.testing.assert_array_equal(gradient, expected)
    assert gradient.shape == model.parameters.shape


@pytest.mark.parametrize("fused", [False, True])
def test_backward_is_the_slope_of_a_sum_of_outputs_with_its_penalty(fused):
    model, X = penalised(), np.array([[1.0, -2], [0.5, 3]])
    dA, h = np.array([[2.0], [-3]]), 1e-5
    model.layers[1].activation = ACTIVATIONS["sigmoid"]
    forward = model.scores if fused else model.forward
    backward = model.gradients if fused else model.backward

    def J():
        return float((dA * forward(X)[0]).sum() + model.penalty())

    _, caches = forward(X)
    gradient, theta = backward(dA, caches).copy(), model.parameters
    for k in range(13):
        start = theta[k]
        theta[k] = start + h
        above = J()
        theta[k] = start - h
        below = J()
        theta[k] = start
        assert gradient[k] == pytest.approx((above - below) / (2 * h), abs=1e-8)


def test_scores_leave_out_the_last_activation_only():
    model, X = network([2, 3, 1], "sigmoid"), np.array([[1.0, -2]])
    Z, caches = model.scores(X)
    np.testing.assert_array_equal(Z, caches[-1].Z)
    np.testing.assert_allclose(1 / (1 + np.exp(-Z)), model(X), rtol=1e-14)
    assert ((caches[0].A > 0) & (caches[0].A < 1)).all()


def test_penalty_adds_up_the_layers_that_have_one():
    model = penalised()
    first, second = model.layers
    expected = 0.1 * (first.W**2).sum() + 0.5 * (second.W**2).sum()
    assert model.penalty() == pytest.approx(expected, rel=1e-15)
    assert network([2, 3, 1]).penalty() == 0


def test_unpack_gives_views_in_the_shapes_of_the_layers():
    model, vector = network([2, 3, 1]), np.arange(13.0)
    (W1, b1), (W2, b2) = model.unpack(vector)
    np.testing.assert_array_equal(W1, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(b1, [6, 7, 8])
    np.testing.assert_array_equal(W2, [[9], [10], [11]])
    np.testing.assert_array_equal(b2, [12])
    assert all(np.shares_memory(view, vector) for view in (W1, b1, W2, b2))


@few
@given(architectures, st.integers(1, 4))
def test_a_doubled_batch_with_halved_slopes_has_the_same_gradient(widths, m):
    model, rng = network(widths), np.random.default_rng(m)
    X, dA = rng.normal(size=(m, widths[0])), rng.normal(size=(m, widths[-1]))
    gradient = model.backward(dA, model.forward(X)[1])
    twice = model.backward(
        np.tile(dA / 2, (2, 1)), model.forward(np.tile(X, (2, 1)))[1]
    )
    np.testing.assert_allclose(twice, gradient, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda model, dA, caches: model.backward(dA, caches[:1]),
            ValueError,
            "caches: expected the 2 caches of a forward pass, got ",
        ),
        (
            lambda model, dA, caches: model.backward(dA, None),
            ValueError,
            "caches: expected the 2 caches of a forward pass, got None",
        ),
        (
            lambda model, dA, caches: model.backward(dA[:2], caches),
            ValueError,
            "dA: expected shape (3, 1), got (2, 1)",
        ),
        (
            lambda model, dA, caches: model.backward(dA, [0, 0]),
            TypeError,
            "cache: expected the Cache of a forward pass, got 0",
        ),
        (
            lambda model, dA, caches: model.backward("steep", caches),
            TypeError,
            "dA: expected real numbers, got 'steep'",
        ),
        (
            lambda model, dA, caches: Network([Dense(3), Dense(1)]).backward(
                dA, caches
            ),
            ValueError,
            "no parameters yet: call the model or build",
        ),
        (
            lambda model, dA, caches: model.unpack(np.ones(12)),
            ValueError,
            "vector: expected shape (13,), got (12,)",
        ),
        (
            lambda model, dA, caches: model.unpack([1, [2]]),
            ValueError,
            "vector: expected shape (13,), got [1, [2]]",
        ),
    ],
)
def test_backward_and_unpack_refuse_what_does_not_fit(call, error, message):
    model = network([2, 3, 1])
    output, caches = model.forward(np.ones((3, 2)))
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        call(model, np.ones_like(output), caches)


# One flat vector


def test_parameters_stand_layer_by_layer_row_by_row_and_are_shared():
    model = network([2, 3, 2])
    theta = model.parameters
    theta[...] = np.arange(17)
    first, second = model.layers
    np.testing.assert_array_equal(first.W, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(first.b, [6, 7, 8])
    np.testing.assert_array_equal(second.W, [[9, 10], [11, 12], [13, 14]])
    np.testing.assert_array_equal(second.b, [15, 16])
    second.W[0, 1], first.b[2] = -10, -8
    assert (theta[10], theta[8]) == (-10, -8)
    assert model.parameters is theta


def test_the_weights_in_one_line_are_the_vector():
    model = network([3, 4, 2])
    np.testing.assert_array_equal(
        np.concatenate([w.ravel() for w in model.get_weights()]), model.parameters
    )


def test_get_weights_are_copies_that_travel_back():
    model = network([2, 3, 1])
    theta = model.parameters.copy()
    weights = model.get_weights()
    assert [w.shape for w in weights] == [(2, 3), (3,), (3, 1), (1,)]
    for w in weights:
        w += 1
    np.testing.assert_array_equal(model.parameters, theta)
    model.set_weights(weights)
    np.testing.assert_allclose(model.parameters, theta + 1)
    weights[0][...] = 0  # what was set is a copy as well
    np.testing.assert_allclose(model.parameters, theta + 1)


def test_set_weights_can_swap_the_layers_of_the_same_model():
    model = network([2, 2, 2])
    first, second = model.layers
    W1, b1, W2, b2 = model.get_weights()
    model.set_weights([second.W, second.b, first.W, first.b])
    for now, then in zip(model.get_weights(), [W2, b2, W1, b1], strict=True):
        np.testing.assert_array_equal(now, then)


def changed(position, value):
    """The notes' weights with one of them replaced."""
    return [value if i == position else w for i, w in enumerate(NOTES)]


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        (
            NOTES[:3],
            ValueError,
            "weights: expected a list of 4 arrays, W, b, ..., got 3",
        ),
        (
            [*NOTES, 1],
            ValueError,
            "weights: expected a list of 4 arrays, W, b, ..., got 5",
        ),
        ([], ValueError, "weights: expected a list of 4 arrays, W, b, ..., got 0"),
        (None, ValueError, "weights: expected a list of 4 arrays, W, b, ..., got None"),
        (
            np.ones((2, 1)),
            ValueError,
            "weights: expected a list of 4 arrays, W, b, ..., got array([[1.], [1.]])",
        ),
        (7.0, ValueError, "weights: expected a list of 4 arrays, W, b, ..., got 7.0"),
        (
            changed(0, NOTES[0].T),
            ValueError,
            "layer 1's W: expected shape (2, 3), got (3, 2)",
        ),
        (
            changed(1, [[1, 2, 3]]),
            ValueError,
            "layer 1's b: expected shape (3,), got (1, 3)",
        ),
        (
            changed(2, NOTES[2][:, 0]),
            ValueError,
            "layer 2's W: expected shape (3, 1), got (3,)",
        ),
        (changed(3, 3.0), ValueError, "layer 2's b: expected shape (1,), got ()"),
        (
            changed(3, [np.nan]),
            ValueError,
            "layer 2's b[0] is nan: expected finite numbers",
        ),
        (
            changed(2, [[1], [np.inf], [2]]),
            ValueError,
            "layer 2's W[1, 0] is inf: expected finite numbers",
        ),
        (
            changed(3, ["three"]),
            TypeError,
            "layer 2's b: expected real numbers, got 'three'",
        ),
        (changed(3, None), TypeError, "layer 2's b: expected real numbers, got None"),
        (
            changed(2, [[1], [2, 3], [4]]),
            ValueError,
            "layer 2's W: rows of different lengths, not a table",
        ),
    ],
)
def test_set_weights_sets_all_or_nothing(weights, error, message):
    model = network([2, 3, 1])
    before = model.parameters.tobytes()
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        model.set_weights(weights)
    assert model.parameters.tobytes() == before


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))]
)
def test_a_copy_is_coupled_in_itself_and_free_of_the_original(duplicate):
    model = network([2, 3, 1])
    theta = model.parameters.copy()
    twin = duplicate(model)
    np.testing.assert_array_equal(twin(np.ones((1, 2))), model(np.ones((1, 2))))
    twin.parameters[...] = 0
    assert all((layer.W == 0).all() and (layer.b == 0).all() for layer in twin.layers)
    np.testing.assert_array_equal(model.parameters, theta)
    assert duplicate(Network([Dense(1)]))([[1, 2]]).shape == (
        1,
        1,
    )  # one that is not built yet


# Building


@pytest.mark.parametrize(
    ("widths", "count"),
    [
        ([2, 3, 1], 13),
        ([64, 50, 10], 3760),
        ([64, 25, 15, 1], 2031),
        ([64, 25, 15, 10], 2175),
        ([784, 50, 10], 39_760),
        ([12_288, 1], 12_289),
    ],
)
def test_count_params_of_the_networks_in_the_book(widths, count):
    assert network(widths).count_params() == count


@few
@given(architectures)
def test_count_params_adds_weights_and_biases(widths):
    assert network(widths).count_params() == sum(
        n_prev * n + n for n_prev, n in pairwise(widths)
    )


def test_a_model_builds_itself_on_the_first_data_only():
    model = Network([Dense(3), Dense(1)])
    model([[1, 2]])
    theta = model.parameters
    values = theta.copy()
    model([[3, 4]])
    model.build((None, 2))
    assert model.parameters is theta
    np.testing.assert_array_equal(theta, values)


@pytest.mark.parametrize("shape", [(None, 4), (10, 4), (None, np.int64(4))])
def test_build_reads_the_number_of_inputs_and_no_other(shape):
    model = Network([Dense(1)])
    model.build(shape)
    assert model.layers[0].W.shape == (4, 1)


def test_layers_can_be_added_one_by_one():
    model = Network(seed=0)
    model.add(Dense(3, "tanh"))
    model.add(Dense(1))
    np.testing.assert_array_equal(
        model([[1, 2]]), Network([Dense(3, "tanh"), Dense(1)], seed=0)([[1, 2]])
    )


def fresh(seed, dtype="float32"):
    model = Network([Dense(3), Dense(2)], seed=seed, dtype=dtype)
    model.build((None, 4))
    return model.parameters


def test_without_a_seed_each_model_starts_elsewhere():
    first, second = fresh(None), fresh(None)
    assert not np.array_equal(first, second)


def test_the_seed_decides_the_weights():
    np.testing.assert_array_equal(fresh(5), fresh(5))
    np.testing.assert_array_equal(fresh(5), fresh(np.random.default_rng(5)))
    for other in (fresh(6), fresh(None)):
        assert (other != fresh(5)).any()


def test_weights_start_in_glorots_interval_and_biases_at_zero():
    model = Network([Dense(30), Dense(20)], seed=0)
    model.build((None, 40))
    for layer, r in zip(model.layers, [np.sqrt(6 / 70), np.sqrt(6 / 50)], strict=True):
        assert 0.95 * r < np.abs(layer.W).max() <= r * (1 + 1e-7)
        np.testing.assert_array_equal(layer.b, 0)
    assert model.layers[0].W[0, 0] != model.layers[1].W[0, 0]


@pytest.mark.parametrize(
    "dtype", ["float32", "float64", np.float32, np.float64, np.dtype("float64")]
)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_everything_has_the_dtype_of_the_model(dtype, activation):
    model = Network([Dense(2, activation), Dense(1, activation)], dtype=dtype)
    for X in (np.ones((3, 2)), np.ones((3, 2), "float32"), [[1, 2]]):
        output, caches = model.forward(X)
        assert {
            array.dtype for array in (output, *caches[0], *caches[1], model.parameters)
        } == {np.dtype(dtype)}
    model.set_weights([w.astype("float64") for w in model.get_weights()])
    assert {w.dtype for w in model.get_weights()} == {np.dtype(dtype)}


def test_float32_is_the_default():
    assert Network([Dense(1)])([[1.0]]).dtype == "float32"
    np.testing.assert_allclose(fresh(5), fresh(5, "float64"), rtol=1e-6)


# Refusals

WRONG_WIDTH = [
    ([[1, 2, 3]], ValueError, "X: expected shape (m, 2), got (1, 3)"),
    ([[1]], ValueError, "X: expected shape (m, 2), got (1, 1)"),
]
BAD_X = [
    (
        [1, 2],
        ValueError,
        "X: expected shape (m, 2), got (2,); one example is a row of its own: [[...]]",
    ),
    (5.0, ValueError, "X: expected shape (m, 2), got ()"),
    (np.zeros((1, 1, 2)), ValueError, "X: expected shape (m, 2), got (1, 1, 2)"),
    (
        np.zeros((0, 2)),
        ValueError,
        "X: expected at least one row and one column, got (0, 2)",
    ),
    ([[1, 2], [3]], ValueError, "X: rows of different lengths, not a table"),
    ([[1, "hot"]], TypeError, "X: expected real numbers, got 'hot'"),
    ([[1, 2j]], TypeError, "X: expected real numbers, got 2j"),
    ([[1, None]], TypeError, "X: expected real numbers, got None"),
    (None, TypeError, "X: expected real numbers, got None"),
    ([[1, np.nan]], ValueError, "X[0, 1] is nan: expected finite numbers"),
    ([[1, 2], [-np.inf, 2]], ValueError, "X[1, 0] is -inf: expected finite numbers"),
    ([[1, 1e39]], ValueError, "X[0, 1] is 1e+39: too large for float32"),
]


@pytest.mark.parametrize(("X", "error", "message"), WRONG_WIDTH + BAD_X)
@pytest.mark.parametrize("entry", [Network.forward, Network.__call__])
def test_bad_input_gets_one_clear_line(entry, X, error, message):
    model = network([2, 3, 1], dtype="float32")
    before = model.parameters.tobytes()
    with pytest.raises(error, match=f"^{re.escape(message)}$") as caught:
        entry(model, X)
    assert caught.traceback[-1].path.name == "validation.py"
    assert model.parameters.tobytes() == before


@pytest.mark.parametrize(("X", "error"), [(X, error) for X, error, _ in BAD_X])
def test_a_refused_first_batch_leaves_the_model_unbuilt(X, error):
    model = Network([Dense(3), Dense(1)], seed=1)
    with pytest.raises(error, match="^X"):
        model(X)
    assert model.layers[0].W is None
    again = Network([Dense(3), Dense(1)], seed=1)
    np.testing.assert_array_equal(
        model([[1, 2]]), again([[1, 2]])
    )  # nor has it drawn from its generator


SHARED = Dense(1)
Network([SHARED])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: Network([Dense(1), SHARED]),
            ValueError,
            "Dense(1, activation='linear') is in a model already: make a new one",
        ),
        (
            lambda: Network([Dense(2)] * 2),
            ValueError,
            "Dense(2, activation='linear') is in a model already: make a new one",
        ),
        (
            lambda: Network([Dense(2), "relu"]),
            TypeError,
            "layer 2 is not a Dense: 'relu'",
        ),
        (lambda: Network([Dense]), TypeError, f"layer 1 is not a Dense: {Dense!r}"),
        (
            lambda: network([2, 1]).add(Dense(1)),
            ValueError,
            "this model is built: no layer can be added any more",
        ),
        (
            lambda: Network()([[1, 2]]),
            ValueError,
            "this model has no layers: Sequential([Dense(...), ...])",
        ),
        (
            lambda: network([2, 1]).build((None, 3)),
            ValueError,
            "this model has 2 inputs, not 3",
        ),
        (
            lambda: Network([Dense(1)]).build((None, 0)),
            ValueError,
            "the last entry of input_shape: expected at least 1, got 0",
        ),
        (
            lambda: Network([Dense(1)]).build((2, None)),
            TypeError,
            "the last entry of input_shape: expected a whole number, got None",
        ),
        *(
            (
                lambda shape=shape: Network([Dense(1)]).build(shape),
                ValueError,
                f"input_shape is not (None, n): {got}",
            )
            for shape, got in [
                ((), "()"),
                (4, "4"),
                ((4,), "(4,)"),
                (np.ones((2, 1)), "array([[1.], [1.]])"),
            ]
        ),
        (
            lambda: Network(dtype="float16"),
            ValueError,
            "unknown dtype 'float16': did you mean 'float64' or 'float32'? known: float32, float64",
        ),
        (
            lambda: Network(Dense(1)),
            TypeError,
            f"layers: expected a list of Dense, got {Dense(1)!r}",
        ),
        (
            lambda: Network(seed=-1),
            TypeError,
            "seed: expected a whole number >= 0, a numpy.random.Generator or None, got -1",
        ),
        (
            lambda: Network(dtype=int),
            ValueError,
            "unknown dtype 'int': known: float32, float64",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_layers_of_a_refused_model_are_free_again():
    layer = Dense(1)
    with pytest.raises(TypeError):
        Network([layer, "relu"])
    assert Network([layer]).layers == (layer,)


@pytest.mark.parametrize(
    "use",
    [
        lambda model: model.parameters,
        lambda model: model.get_weights(),
        lambda model: model.set_weights([]),
        lambda model: model.count_params(),
        lambda model: model.unpack(np.ones(2)),
    ],
)
def test_an_unbuilt_model_says_what_to_do(use):
    message = "no parameters yet: call the model or build((None, n)) it"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        use(Network([Dense(1)]))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda shape, rng: np.zeros((7, 7)), r"expected shape \(4, 3\), got \(7, 7\)"),
        (lambda shape, rng: np.full(shape, np.nan), "expected finite numbers"),
    ],
)
def test_a_bad_initializer_leaves_no_half_built_model(draw, message):
    model = Network([Dense(3, kernel_initializer=draw), Dense(1)])
    with pytest.raises(ValueError, match=f"^layer 1's initializer .*{message}"):
        model.build((None, 4))
    assert model.layers[0].W is None and model.layers[0].b is None
    with pytest.raises(ValueError, match="no parameters yet"):
        model.get_weights()


def test_a_model_with_an_initializer_of_a_spread_can_be_pickled_and_copied():
    spread = initializers.constant(0.5), initializers.normal(2), initializers.uniform(3)
    for draw in spread:
        model = Network([Dense(2, kernel_initializer=draw)], seed=0)
        model([[1.0, 2.0]])
        for twin in pickle.loads(pickle.dumps(model)), copy.deepcopy(model):
            np.testing.assert_array_equal(twin.parameters, model.parameters)
            twin.parameters[...] = 0
            assert not twin.layers[0].W.any() and model.parameters.any()


def test_caches_of_other_passes_are_refused():
    X = np.ones((6, 4))
    model, other = (Network([Dense(5, "relu"), Dense(3)], seed=s) for s in (0, 1))
    _, caches = model.forward(X)
    _, narrow = other.forward(X[:, :2])
    _, short = model.forward(X[:4])
    for wrong in (narrow, [short[0], caches[1]], caches[::-1]):
        with pytest.raises(ValueError, match="this cache is of another pass"):
            model.backward(np.ones((6, 3)), wrong)
    with pytest.raises(TypeError, match="expected the Cache of a forward pass"):
        model.backward(np.ones((6, 3)), [None, caches[1]])
    with pytest.raises(ValueError, match="no parameters yet"):
        Network().backward(X, [])


def test_a_cache_of_scores_is_not_taken_for_one_of_activations():
    model = Network([Dense(3, "sigmoid")], seed=0)
    Z, caches = model.scores(np.ones((2, 4)))
    with pytest.raises(ValueError, match="^layer 1: this cache is of scores: backward"):
        model.backward(Z, caches)


def test_layers_cannot_be_appended_behind_the_models_back():
    model = Network([Dense(3)])
    with pytest.raises(AttributeError):
        model.layers.append(Dense(1))
