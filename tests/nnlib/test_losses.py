"""Losses: a mean over examples and its gradient, by hand and by differences; the penalty."""

import math

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
SLOPES_OF_LOGITS = [[0.0450153, -0.3776357, 0.3326205]] * 2
P, OF_P = [[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]], [[0, 0, -2], [0, -2 / 3, 0]]
Z, LN43 = [[1, 2, 3], [1001, 1002, 1003]], (math.log(4) + math.log(4 / 3)) / 2


@pytest.mark.parametrize(
    ("loss", "y", "a", "J", "gradient"),
    [
        (MeanSquaredError(), [[1, 2], [3, 4]], [[1.5, 2], [1, 4]], 1.0625, [[0.25, 0], [-1, 0]]),
        (MeanSquaredError(), np.uint8([100, 2]), np.uint8([200, 1]), 5000.5, [100, -1]),
        (BinaryCrossentropy(), [1, 0, 1], [0.9, 0.2, 0.4], 0.4149316, [-0.3703704, 0.4166667, -0.8333333]),
        (BinaryCrossentropy(from_logits=True), [0, 1], [40, -1000], 520, [0.5, -0.5]),
        (SparseCategoricalCrossentropy(from_logits=True), [1, 1], Z, 1.4076060, SLOPES_OF_LOGITS),
        (CategoricalCrossentropy(from_logits=True), [[0, 1, 0]] * 2, Z, 1.4076060, SLOPES_OF_LOGITS),
        (SparseCategoricalCrossentropy(), [2, 1], P, LN43, OF_P),
        (CategoricalCrossentropy(), [[0, 0, 1], [0, 1, 0]], P, LN43, OF_P),
    ],
)
def test_worked_out_by_hand(loss, y, a, J, gradient):
    assert loss(y, a) == pytest.approx(J, abs=5e-8)
    np.testing.assert_allclose(loss.gradient(y, a), gradient, atol=5e-8)


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
def test_single_precision_stays_single_and_nan_visible(loss, y, a):
    single, exact = loss.gradient(y, a.astype("float32")), loss.gradient(y, a)
    assert single.dtype == "float32" and exact.dtype == "float64"
    np.testing.assert_allclose(single, exact, rtol=1e-4, atol=1e-6)
    assert loss(y, a.astype("float32")) == pytest.approx(loss(y, a), rel=1e-5)
    broken = a.copy()
    broken[0] = np.nan
    assert math.isnan(loss(y, broken)) and np.isnan(loss.gradient(y, broken)).any()


def test_rows_of_single_precision_may_miss_the_sum_one_a_little():
    Y = np.array([[1 / 3, 1 / 3, 1 / 3]], "float32") + np.float32(2e-5)
    assert CategoricalCrossentropy(from_logits=True)(Y, [[0, 0, 0]]) > 0


@pytest.mark.parametrize("name", losses.LOSSES)
def test_get_takes_a_name_or_a_loss(name):
    own = get(name)
    assert get(own) is own and get(name) is not own and not own.from_logits
    assert type(own) is type(get("mse")) or type(own).__name__.lower() == name.replace("_", "")


def test_l2_worked_out_by_hand():
    for W in ([[1, -2], [0, 3]], np.array([[1.0, -2], [0, 3]])):
        assert L2(0.1).penalty(W) == pytest.approx(1.4, rel=1e-15)
        np.testing.assert_allclose(L2(0.1).gradient(W), [[0.2, -0.4], [0, 0.6]])
    W = np.ones((2, 3), "float32")
    assert type(L2().penalty(W)) is float and L2(0).penalty(W) == 0
    assert L2().penalty(W) == pytest.approx(0.06) and L2().gradient(W).dtype == "float32"
