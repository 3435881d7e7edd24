"""Losses: a mean over examples, its gradient, and one clear line for what does not fit."""

import math
import re

import numpy as np
import pytest

from nnlib import losses
from nnlib.activations import sigmoid, softmax
from nnlib.losses import (
    L2,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
    get,
    squared_error,
    squared_error_derivative,
)

M, K = 6, 4
RNG = np.random.default_rng(5)
Z_1, Z_K = RNG.normal(0, 2, (M, 1)), RNG.normal(0, 2, (M, K))
BITS, CLASSES = np.array([1, 0, 1, 1, 0, 0]), np.array([3, 0, 2, 1, 0, 3])
ROWS = RNG.dirichlet(np.ones(K), M)
CASES = {
    "mse": (MeanSquaredError(), RNG.normal(0, 1, (M, K)), Z_K),
    "binary": (BinaryCrossentropy(), BITS, sigmoid(Z_1)),
    "binary, 4 outputs": (BinaryCrossentropy(), ROWS, sigmoid(Z_K)),
    "binary logits": (BinaryCrossentropy(from_logits=True), BITS, Z_1),
    "categorical": (CategoricalCrossentropy(), ROWS, softmax(Z_K)),
    "categorical logits": (CategoricalCrossentropy(from_logits=True), ROWS, Z_K),
    "sparse": (SparseCategoricalCrossentropy(), CLASSES, softmax(Z_K)),
    "sparse logits": (SparseCategoricalCrossentropy(from_logits=True), CLASSES, Z_K),
}
for _, y, a in CASES.values():
    y.flags.writeable = a.flags.writeable = False  # writing to them would raise
EACH = pytest.mark.parametrize(("loss", "y", "a"), CASES.values(), ids=CASES)
PLAIN = pytest.mark.parametrize(
    "cls",
    [
        MeanSquaredError,
        BinaryCrossentropy,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
    ],
)


# Values


def test_squared_error_worked_out_by_hand():
    y, a = [[1, 2], [3, 4]], [[1.5, 2], [1, 4]]
    np.testing.assert_array_equal(squared_error(y, a), [[0.25, 0], [4, 0]])
    np.testing.assert_array_equal(squared_error_derivative(y, a), [[1, 0], [-4, 0]])
    J = MeanSquaredError()
    assert J(y, a) == 1.0625
    np.testing.assert_array_equal(J.gradient(y, a), [[0.25, 0], [-1, 0]])


def test_binary_crossentropy_worked_out_by_hand():
    J, y, p = BinaryCrossentropy(), [1, 0, 1, 1], [0.9, 0.2, 0.7, 0.4]
    assert J(y, p) == pytest.approx(0.4003674, abs=5e-8)
    slopes = np.array([-1 / 0.9, 1 / 0.8, -1 / 0.7, -1 / 0.4])
    np.testing.assert_allclose(J.gradient(y, p), slopes / 4, rtol=1e-14)
    J = BinaryCrossentropy(from_logits=True)
    assert J([0, 1], [40, -1000]) == 520
    np.testing.assert_array_equal(J.gradient([0, 1], [40, -1000]), [0.5, -0.5])


def test_crossentropy_of_classes_worked_out_by_hand():
    Z, slope = [[1, 2, 3], [1001, 1002, 1003]], [0.0900306, -0.7552715, 0.6652410]
    for J, y in [
        (SparseCategoricalCrossentropy(from_logits=True), [1, 1]),
        (CategoricalCrossentropy(from_logits=True), [[0, 1, 0], [0, 1, 0]]),
    ]:
        assert J(y, Z) == pytest.approx(1.4076060, abs=5e-8)
        expected = np.array([slope, slope]) / 2
        np.testing.assert_allclose(J.gradient(y, Z), expected, atol=5e-8)
    P = [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]
    for J, y in [
        (SparseCategoricalCrossentropy(), [2, 1]),
        (CategoricalCrossentropy(), [[0, 0, 1], [0, 1, 0]]),
    ]:
        assert J(y, P) == pytest.approx((math.log(4) + math.log(4 / 3)) / 2)
        np.testing.assert_allclose(J.gradient(y, P), [[0, 0, -2], [0, -2 / 3, 0]])


def test_logits_and_probabilities_agree_where_both_can_speak():
    for name, g in [("binary", sigmoid), ("categorical", softmax), ("sparse", softmax)]:
        loss, y, Z = CASES[f"{name} logits"]
        probabilities, _, _ = CASES[name]
        assert loss(y, Z) == pytest.approx(probabilities(y, g(Z)), rel=1e-13)


# The mean


@EACH
def test_the_gradient_against_central_differences(loss, y, a):
    gradient, h = loss.gradient(y, a), 1e-6
    assert gradient.shape == a.shape
    for index in np.ndindex(a.shape):
        step = np.zeros(a.shape)
        step[index] = h
        difference = (loss(y, a + step) - loss(y, a - step)) / (2 * h)
        assert gradient[index] == pytest.approx(difference, rel=1e-6, abs=1e-8)


@EACH
def test_a_batch_twice_has_the_same_loss_and_half_the_gradient_in_each_row(loss, y, a):
    twice = np.concatenate([y, y]), np.concatenate([a, a])
    assert loss(*twice) == pytest.approx(loss(y, a), rel=1e-14)
    half = loss.gradient(y, a) / 2
    np.testing.assert_allclose(loss.gradient(*twice), [*half, *half], rtol=1e-14)


@EACH
def test_a_batch_is_the_mean_of_its_examples(loss, y, a):
    one = [loss(y[i : i + 1], a[i : i + 1]) for i in range(M)]
    assert type(one[0]) is float
    assert loss(y, a) == pytest.approx(np.mean(one), rel=1e-14)
    rows = [loss.gradient(y[i : i + 1], a[i : i + 1])[0] for i in range(M)]
    np.testing.assert_allclose(loss.gradient(y, a), np.array(rows) / M, rtol=1e-13)


@pytest.mark.parametrize("name", ["mse", "binary", "binary logits"])
def test_a_column_and_a_vector_are_the_same_targets_and_outputs(name):
    loss, y, a = CASES[name][0], BITS, sigmoid(Z_1)
    J, gradient = loss(y[:, None], a), loss.gradient(y[:, None], a)
    assert gradient.shape == (M, 1)
    assert J == pytest.approx(loss(y.tolist(), a[:, 0].tolist()))
    for true in (y, y[:, None]):
        for predicted in (a, a[:, 0]):
            assert loss(true, predicted) == J
            result = loss.gradient(true, predicted)
            assert result.shape == predicted.shape
            np.testing.assert_array_equal(result.ravel(), gradient.ravel())


@pytest.mark.parametrize("name", ["sparse", "sparse logits"])
def test_labels_may_be_a_column_and_floats(name):
    loss, y, a = CASES[name]
    for labels in (y[:, None], y.astype(float), y.astype("uint8"), y.tolist()):
        assert loss(labels, a) == loss(y, a)
        np.testing.assert_array_equal(loss.gradient(labels, a), loss.gradient(y, a))


@EACH
def test_single_precision_stays_single(loss, y, a):
    single, exact = loss.gradient(y, a.astype("float32")), loss.gradient(y, a)
    assert single.dtype == "float32" and exact.dtype == "float64"
    np.testing.assert_allclose(single, exact, rtol=1e-4, atol=1e-6)
    assert loss(y, a.astype("float32")) == pytest.approx(loss(y, a), rel=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("z", [20, 40, 80])
def test_a_step_is_not_lost_where_the_probability_is_rounded_to_one(z, dtype):
    J, single = BinaryCrossentropy(from_logits=True), np.array([[z]], dtype)
    np.testing.assert_allclose(J.gradient([1], single), -math.exp(-z), rtol=1e-5)
    J, pair = SparseCategoricalCrossentropy(from_logits=True), np.array([[0, z]], dtype)
    tiny = math.exp(-z)
    np.testing.assert_allclose(J.gradient([1], pair), [[tiny, -tiny]], rtol=1e-5)


@EACH
def test_an_output_that_is_nan_is_let_through(loss, y, a):
    broken = a.copy()
    broken[0] = np.nan
    assert math.isnan(loss(y, broken))
    assert np.isnan(loss.gradient(y, broken)).any()


def test_an_impossible_event_costs_infinity_without_a_warning():
    for J, y, p in [
        (BinaryCrossentropy(), [1, 0], [0, 0]),
        (CategoricalCrossentropy(), [[1, 0]], [[0, 1]]),
        (SparseCategoricalCrossentropy(), [0], [[0, 1]]),
    ]:
        with np.errstate(all="raise"):
            assert J(y, p) == np.inf
            assert J.gradient(y, p).ravel()[0] == -np.inf


# Refusals

BINARY, SCORES = BinaryCrossentropy(), BinaryCrossentropy(from_logits=True)
SPARSE, LOGITS = (
    SparseCategoricalCrossentropy(),
    SparseCategoricalCrossentropy(from_logits=True),
)
CATEGORICAL, MSE = CategoricalCrossentropy(), MeanSquaredError()
HALF = [[0.5, 0.5], [0.5, 0.5]]
CLASSES_EXPECTED = "y_pred: expected shape (m, K) with K >= 2 classes, got"


@pytest.mark.parametrize(
    ("loss", "y", "a", "message"),
    [
        (MSE, [1, 2], [[1, 2]], "y_true: expected shape (1, 2), got (2,)"),
        (MSE, [1, 2, 3], [1, 2], "y_true: expected shape (2,), got (3,)"),
        (MSE, [[1, 2]], [[1], [2]], "y_true: expected shape (2, 1), got (1, 2)"),
        (MSE, 1, 2, "y_pred: expected shape (m, units), got ()"),
        (MSE, [], [], "y_pred: expected shape (m, units), got (0,)"),
        (
            MSE,
            np.ones((2, 0)),
            np.ones((2, 0)),
            "y_pred: expected shape (m, units), got (2, 0)",
        ),
        (MSE, ["a"], [1], "y_true: expected real numbers, got 'a'"),
        (MSE, [1], ["a"], "y_pred: expected real numbers, got 'a'"),
        (MSE, [1], None, "y_pred: expected real numbers, got None"),
        (MSE, [1, np.nan], [1, 2], "y_true[1] is nan: expected finite numbers"),
        (
            MSE,
            [1e39],
            np.ones(1, "float32"),
            "y_true[0] is 1e+39: too large for float32",
        ),
        (
            MSE,
            [[1], [1, 2]],
            HALF,
            "y_true: rows of different lengths, not a table",
        ),
        (BINARY, [2], [0.5], "y_true: expected values from 0 to 1, got 2.0"),
        (BINARY, [0.5, -1], HALF[0], "y_true: expected values from 0 to 1, got -1.0"),
        (SCORES, [1.5], [3], "y_true: expected values from 0 to 1, got 1.5"),
        (BINARY, [np.nan], [0.5], "y_true[0] is nan: expected finite numbers"),
        (
            BINARY,
            [1, 0],
            [-3, 0.5],
            "y_pred: expected probabilities, got values from -3.0 to 0.5; "
            "for scores use BinaryCrossentropy(from_logits=True)",
        ),
        (
            BINARY,
            [1],
            [1.0000001],
            "y_pred: expected probabilities, got values from 1.0000001 to 1.0000001; "
            "for scores use BinaryCrossentropy(from_logits=True)",
        ),
        (
            SPARSE,
            [0],
            [[-1, 2]],
            "y_pred: expected probabilities, got values from -1.0 to 2.0; "
            "for scores use SparseCategoricalCrossentropy(from_logits=True)",
        ),
        (SPARSE, [0, 2], HALF, "y_true[1] is 2: expected labels 0..1"),
        (LOGITS, [-1, 1], HALF, "y_true[0] is -1: expected labels 0..1"),
        (SPARSE, [0.5, 1], HALF, "y_true[0] is 0.5: expected labels 0..1"),
        (SPARSE, [np.nan, 1], HALF, "y_true[0] is nan: expected finite numbers"),
        (SPARSE, [0, 1, 1], HALF, "y_true: expected shape (2,), got (3,)"),
        (SPARSE, HALF, HALF, "y_true: expected shape (2,), got (2, 2)"),
        (SPARSE, ["cat", "dog"], HALF, "y_true: expected real numbers, got 'cat'"),
        (SPARSE, [0, 0], [[0.5], [0.5]], f"{CLASSES_EXPECTED} (2, 1)"),
        (LOGITS, [0, 0], [0.5, 0.5], f"{CLASSES_EXPECTED} (2,)"),
        (SPARSE, [0], np.full((1, 2, 2), 0.5), f"{CLASSES_EXPECTED} (1, 2, 2)"),
        (SPARSE, [], np.ones((0, 2)), f"{CLASSES_EXPECTED} (0, 2)"),
        (CATEGORICAL, [[1]], [[1]], f"{CLASSES_EXPECTED} (1, 1)"),
        (
            CATEGORICAL,
            np.full((1, 2, 2), 0.5),
            np.full((1, 2, 2), 0.5),
            f"{CLASSES_EXPECTED} (1, 2, 2)",
        ),
        (
            CATEGORICAL,
            [0, 1],
            HALF,
            "y_true: expected shape (2, 2); "
            "for labels use SparseCategoricalCrossentropy",
        ),
        (
            CATEGORICAL,
            [[1, 0], [1, 1]],
            HALF,
            "y_true: expected rows of sum 1, row 1 has 2",
        ),
        (
            CATEGORICAL,
            [[1, 0], [0.4, 0.5]],
            HALF,
            "y_true: expected rows of sum 1, row 1 has 0.9",
        ),
        (
            CATEGORICAL,
            [[2, -1], [1, 0]],
            HALF,
            "y_true: expected values from 0 to 1, got 2.0",
        ),
        (
            CATEGORICAL,
            [[1], [0, 1]],
            HALF,
            "y_true: rows of different lengths, not a table",
        ),
    ],
)
def test_refused_targets_and_outputs(loss, y, a, message):
    for call in (loss, loss.gradient):
        with pytest.raises((ValueError, TypeError), match=f"^{re.escape(message)}$"):
            call(y, a)


def test_rows_of_single_precision_may_miss_the_sum_one_a_little():
    Y = np.array([[1 / 3, 1 / 3, 1 / 3]], "float32") + np.float32(2e-5)
    assert CategoricalCrossentropy(from_logits=True)(Y, [[0, 0, 0]]) > 0


@pytest.mark.parametrize("junk", [1, "yes", None, np.ones((3, 3))])
def test_from_logits_is_true_or_false(junk):
    with pytest.raises(
        TypeError, match="^from_logits: expected True or False, got .*$"
    ):
        BinaryCrossentropy(from_logits=junk)


# By name


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("mse", MeanSquaredError),
        ("mean_squared_error", MeanSquaredError),
        ("binary_crossentropy", BinaryCrossentropy),
        ("categorical_crossentropy", CategoricalCrossentropy),
        ("sparse_categorical_crossentropy", SparseCategoricalCrossentropy),
    ],
)
def test_get_takes_a_name_or_a_loss(name, cls):
    assert type(get(name)) is cls and get(name).from_logits is False
    own = cls()
    assert get(own) is own


def test_get_offers_the_nearest_names():
    known = ", ".join(sorted(losses.LOSSES))
    for junk, guess in [
        ("MSE", "did you mean 'mse'? "),
        ("binary_crossentrop", "did you mean 'binary_crossentropy'"),
        (MeanSquaredError, ""),
        (3, ""),
    ]:
        with pytest.raises(ValueError, match="^unknown loss .*known: ") as caught:
            get(junk)
        assert guess in str(caught.value) and str(caught.value).endswith(known)


@PLAIN
def test_a_loss_prints_as_it_is_written(cls):
    assert repr(cls()) == f"{cls.__name__}()"
    if cls is not MeanSquaredError:
        written = f"{cls.__name__}(from_logits=True)"
        assert repr(cls(True)) == repr(cls(from_logits=True)) == written


def test_each_loss_names_the_activation_it_belongs_to():
    pairs = {type(loss): loss.activation for loss, _, _ in CASES.values()}
    assert list(pairs.values()) == [None, "sigmoid", "softmax", "softmax"]


# L2


def test_l2_worked_out_by_hand():
    for W in ([[1, -2], [0, 3]], np.array([[1.0, -2], [0, 3]])):
        assert L2(0.1).penalty(W) == pytest.approx(1.4, rel=1e-15)
        np.testing.assert_allclose(L2(0.1).gradient(W), [[0.2, -0.4], [0, 0.6]])
    assert type(L2().penalty(np.ones((2, 2), "float32"))) is float
    assert L2().penalty(np.ones((2, 2))) == 0.04 and L2(0).penalty([[5]]) == 0


def test_l2_keeps_the_type_and_its_input():
    W = np.ones((2, 3), "float32")
    W.flags.writeable = False
    assert L2(0.1).gradient(W).dtype == "float32"
    assert L2(0.1).gradient(W).shape == (2, 3)


def test_l2_prints_as_it_is_written():
    assert repr(L2()) == "L2(0.01)" and repr(L2(0.1234567)) == "L2(0.1234567)"


@pytest.mark.parametrize("junk", [-0.1, np.nan, np.inf])
def test_l2_is_a_finite_number_from_zero(junk):
    with pytest.raises(
        ValueError, match=f"^l2: expected a finite .* >= 0, got {junk}$"
    ):
        L2(junk)
    with pytest.raises(TypeError, match="^l2: expected a number, got '0.1'$"):
        L2("0.1")


@pytest.mark.parametrize(
    ("loss", "y"),
    [
        (CategoricalCrossentropy(), [[1, 0, 0], [0, 1, 0]]),
        (SparseCategoricalCrossentropy(), [0, 1]),
    ],
)
def test_probabilities_of_classes_sum_to_1(loss, y):
    with pytest.raises(
        ValueError, match=r"^y_pred: expected rows of sum 1, row 1 has 2.7"
    ):
        loss(y, [[0.5, 0.3, 0.2], [0.9, 0.9, 0.9]])


def test_squares_of_small_integers_do_not_wrap_around():
    a, y = np.array([200, 1], np.uint8), np.array([100, 2], np.uint8)
    assert losses.squared_error(a, y).tolist() == [10000, 1]
    assert losses.squared_error_derivative(y, a).tolist() == [200, -2]
    assert losses.squared_error([True], [False]).tolist() == [1]
