"""Scaling, encoding, splitting and batching: by hand, against scikit-learn, and what each refuses."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import model_selection, preprocessing

from nnlib.data import MinMaxScaler, StandardScaler, add_bias_column, flatten, minibatches, one_hot, train_test_split

tables = arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=st.floats(-1e6, 1e6, width=32))


def rows_and_labels(m):
    """X (m, 2) and y (m,) in which each row names its label: X[i] = (i, -i), y[i] = 10 i."""
    i = np.arange(m)
    return np.column_stack([i, -i]).astype("float32"), 10 * i


# Scaling


def test_scaler_by_hand():
    scaler = StandardScaler().fit([[1, 10, 5], [3, 30, 5]])
    np.testing.assert_array_equal(scaler.mean_, [2, 20, 5])
    np.testing.assert_array_equal(scaler.scale_, [1, 10, 1])  # divided by m, not m - 1; a constant column keeps 1
    np.testing.assert_array_equal(scaler.transform([[4, 0, 5]]), [[2, -2, 0]])
    np.testing.assert_array_equal(scaler.inverse_transform([[2, -2, 0]]), [[4, 0, 5]])


@given(tables)
def test_scaled_columns_have_mean_0_and_deviation_1(X):
    scaler = StandardScaler()
    X_std = scaler.fit_transform(X)
    constant = (X == X[0]).all(axis=0)
    roomy = constant | (X.std(axis=0) > 1e-6 * np.abs(X).max(axis=0))  # what rounding leaves of the rest is not tested
    np.testing.assert_allclose(X_std.mean(axis=0)[roomy], 0, atol=1e-9)
    np.testing.assert_allclose(X_std.std(axis=0)[roomy], np.where(constant, 0, 1)[roomy], atol=1e-9)
    np.testing.assert_allclose(scaler.inverse_transform(X_std), X, rtol=1e-9, atol=1e-9)


def test_scaler_leaves_its_input_alone_and_fits_rows_it_has_not_seen():
    X = np.array([[1.0, 2], [3, 8]])
    X.flags.writeable = False
    scaler = StandardScaler().fit(X)
    one_by_one = [scaler.transform([row])[0] for row in [[0, 0], [9, 9]]]
    np.testing.assert_array_equal(scaler.transform([[0, 0], [9, 9]]), one_by_one)


def test_a_constant_column_becomes_zero_even_when_its_mean_is_rounded():
    column = np.full((3, 1), 0.1)  # its mean is 0.10000000000000002
    scaler = StandardScaler().fit(column)
    assert scaler.scale_ == 1
    np.testing.assert_allclose(scaler.transform(column), 0, atol=1e-16)


@pytest.mark.parametrize("method", ["transform", "inverse_transform"])
def test_scaler_refuses_before_fit_and_other_widths(method):
    scaler = StandardScaler()
    with pytest.raises(ValueError, match=r"^this StandardScaler is not fitted yet: call fit\(X\) first$"):
        getattr(scaler, method)([[1.0]])
    with pytest.raises(ValueError, match=r"^X: expected shape \(m, 2\), got \(1, 1\)$"):
        getattr(scaler.fit([[1, 2]]), method)([[1.0]])


def test_a_refused_fit_keeps_the_last_one():
    scaler = StandardScaler().fit([[1.0], [3.0]])
    with pytest.raises(ValueError, match=r"^X\[1, 0\] is nan: expected finite numbers$"):
        scaler.fit([[1.0], [np.nan]])
    assert (scaler.mean_, scaler.scale_) == (2, 1)


def test_min_max_by_hand():
    scaler = MinMaxScaler().fit([[1, 10, 5], [3, 30, 5], [2, 15, 5]])
    np.testing.assert_array_equal(scaler.data_min_, [1, 10, 5])
    np.testing.assert_array_equal(scaler.data_max_, [3, 30, 5])
    np.testing.assert_array_equal(
        scaler.transform([[1, 30, 5], [2, 15, 5], [4, 0, 5]]), [[0, 1, 0], [0.5, 0.25, 0], [1.5, -0.5, 0]]
    )
    np.testing.assert_array_equal(scaler.inverse_transform([[0, 1, 0], [1.5, -0.5, 0]]), [[1, 30, 5], [4, 0, 5]])


def test_min_max_to_another_range_by_hand():
    scaler = MinMaxScaler(feature_range=(-1, 3))
    np.testing.assert_array_equal(
        scaler.fit_transform([[1, 10, 7], [3, 30, 7], [2, 15, 7]]),
        [[-1, -1, -1], [3, 3, -1], [1, 0, -1]],  # a constant goes to the low end
    )
    np.testing.assert_array_equal(scaler.inverse_transform([[1, 0, -1]]), [[2, 15, 7]])


@given(tables, st.sampled_from([(0, 1), (-1, 1), (2, 10), (-0.5, 0.25)]))
def test_min_max_against_scikit_learn(X, feature_range):
    ours = MinMaxScaler(feature_range).fit(X)
    theirs = preprocessing.MinMaxScaler(feature_range=feature_range).fit(X)
    span = np.ptp(X, axis=0)
    # scikit-learn takes a span below 10 eps for a constant; rounding has the rest
    roomy = (span == 0) | (span > 1e-6 * np.abs(X).max(axis=0)) & (span > 1e-12)
    np.testing.assert_allclose(ours.transform(X)[:, roomy], theirs.transform(X)[:, roomy], atol=1e-8)
    np.testing.assert_allclose(ours.inverse_transform(ours.transform(X)), X, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("method", ["transform", "inverse_transform"])
def test_min_max_refuses_before_fit_and_other_widths(method):
    scaler = MinMaxScaler()
    with pytest.raises(ValueError, match=r"^this MinMaxScaler is not fitted yet: call fit\(X\) first$"):
        getattr(scaler, method)([[1.0]])
    with pytest.raises(ValueError, match=r"^X: expected shape \(m, 2\), got \(1, 1\)$"):
        getattr(scaler.fit([[1, 2]]), method)([[1.0]])


def test_a_refused_min_max_fit_keeps_the_last_one_and_inputs_stay():
    X = np.array([[1.0], [3.0]])
    X.flags.writeable = False
    scaler = MinMaxScaler().fit(X)
    scaler.inverse_transform(scaler.transform(X))
    with pytest.raises(ValueError, match=r"^X\[0, 0\] is inf: expected finite"):
        scaler.fit([[np.inf]])
    assert (scaler.data_min_, scaler.data_max_) == (1, 3)


# Encoding and shapes


def test_one_hot_by_hand():
    np.testing.assert_array_equal(one_hot([2, 0, 3], K=5), [[0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]])
    np.testing.assert_array_equal(one_hot([[1.0], [0.0]]), [[0, 1], [1, 0]])
    assert one_hot([0]).tolist() == [[1]]
    assert one_hot([1], 2).dtype == float


def test_bias_column_turns_two_terms_into_one_product():
    X, W, b = np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([[1.0], [-2]]), [7.0]
    X.flags.writeable = False
    np.testing.assert_array_equal(add_bias_column(X), [[1, 1, 2], [1, 3, 4], [1, 5, 6]])
    np.testing.assert_array_equal(add_bias_column(X) @ np.vstack([b, W]), X @ W + b)


def test_flatten_is_row_by_row_and_keeps_the_type():
    images = np.arange(2 * 3 * 4, dtype="uint8").reshape(2, 3, 4)
    rows = flatten(images)
    assert rows.dtype == "uint8"
    assert rows.tolist() == [list(range(12)), list(range(12, 24))]
    assert flatten(np.zeros((5, 64, 64, 3))).shape == (5, 12288)
    assert flatten([[1, 2], [3, 4]]).tolist() == [[1, 2], [3, 4]]


# Splitting


def test_split_keeps_each_row_once_and_with_its_label():
    X, y = rows_and_labels(23)
    X_train, X_test, y_train, y_test = train_test_split(X, y, seed=0)
    assert (len(X_train), len(y_train), len(X_test), len(y_test)) == (18, 18, 5, 5)
    assert sorted([*y_train, *y_test]) == y.tolist()
    np.testing.assert_array_equal(X_train[:, 0] * 10, y_train)
    np.testing.assert_array_equal(X_test[:, 1] * -10, y_test)
    assert X_train.dtype == "float32" and y_test.dtype == y.dtype
    assert y_train.tolist() != sorted(y_train) and max(y_test) > 50  # shuffled


@pytest.mark.parametrize("m", [2, 3, 5, 10, 99, 100, 1797])
@pytest.mark.parametrize("test_size", [0.01, 0.07, 0.2, 0.25, 0.5])
def test_split_has_the_sizes_of_scikit_learn(m, test_size):
    parts = train_test_split(*rows_and_labels(m), test_size, seed=0)
    theirs = model_selection.train_test_split(*rows_and_labels(m), test_size=test_size, random_state=0)
    assert [part.shape for part in parts] == [part.shape for part in theirs]


def test_split_of_the_digits():
    parts = train_test_split(*rows_and_labels(1797), seed=0)
    assert [len(part) for part in parts] == [1437, 360, 1437, 360]


def test_split_depends_on_the_seed_only_and_leaves_its_input_alone():
    X, y = rows_and_labels(30)
    X.flags.writeable = y.flags.writeable = False
    first, again, from_generator, other = (
        train_test_split(X, y, seed=seed)[3].tolist() for seed in (1, 1, np.random.default_rng(1), 2)
    )
    assert first == again == from_generator != other
    X_train = train_test_split(X, y, seed=1)[0]
    X_train[...] = 0  # a copy, which may be written to


def test_split_takes_lists_and_images():
    X_train, X_test, y_train, y_test = train_test_split([[[1]], [[2]]], [[1, 0], [2, 0]], 0.5, seed=0)
    assert X_train.shape == X_test.shape == (1, 1, 1)
    assert (X_train[0, 0, 0], X_test[0, 0, 0]) == (y_train[0, 0], y_test[0, 0])


# Batches


@pytest.mark.parametrize(
    ("m", "batch_size", "sizes"),
    [
        (7, 3, [3, 3, 1]),
        (6, 3, [3, 3]),
        (2, 5, [2]),
        (3, 1, [1, 1, 1]),
        (1437, 100, 14 * [100] + [37]),
        (1437, 32, 44 * [32] + [29]),
    ],
)
@pytest.mark.parametrize("seed", [None, 0])
def test_batches_share_out_each_row_once_with_its_label(m, batch_size, sizes, seed):
    X, y = rows_and_labels(m)
    rng = None if seed is None else np.random.default_rng(seed)
    batches = list(minibatches(X, y, batch_size, rng))
    assert [len(y_batch) for _, y_batch in batches] == sizes
    assert len(batches) == math.ceil(m / batch_size)
    seen = np.concatenate([y_batch for _, y_batch in batches])
    assert sorted(seen) == y.tolist()
    assert seed is not None or seen.tolist() == y.tolist()
    for X_batch, y_batch in batches:
        np.testing.assert_array_equal(X_batch[:, 0] * 10, y_batch)
        assert X_batch.dtype == "float32" and y_batch.dtype == y.dtype


def test_each_pass_draws_one_permutation_of_its_own():
    X, y = rows_and_labels(10)
    rng, twin = np.random.default_rng(3), np.random.default_rng(3)
    for _ in range(2):
        seen = [int(i) for _, y_batch in minibatches(X, y, 4, rng) for i in y_batch]
        assert seen == (10 * twin.permutation(10)).tolist()
    assert rng.random() == twin.random()


def test_batches_in_order_are_views_and_shuffled_ones_are_not():
    X, y = rows_and_labels(5)
    assert all(
        np.shares_memory(X, X_batch) and np.shares_memory(y, y_batch) for X_batch, y_batch in minibatches(X, y, 2)
    )
    shuffled = list(minibatches(X, y, 2, np.random.default_rng(0)))
    assert not any(np.shares_memory(X, X_batch) for X_batch, _ in shuffled)


def test_batches_of_images_and_of_one_hot_rows():
    images, Y = np.arange(3 * 2 * 2).reshape(3, 2, 2), np.eye(3)
    for rng in (None, np.random.default_rng(0)):
        for image, Y_batch in minibatches(images, Y, 1, rng):
            assert image.shape == (1, 2, 2)
            assert image[0, 0, 0] == 4 * Y_batch.argmax()


# Refusals

X3, y3 = np.zeros((3, 2)), np.zeros(3, int)
SEED = "expected a whole number >= 0, a numpy.random.Generator or None"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: MinMaxScaler((1, 1)), ValueError, "feature_range: expected low < high, got (1, 1)"),
        (lambda: MinMaxScaler((0, 1, 2)), ValueError, "feature_range: expected shape (2,), got (3,)"),
        (lambda: MinMaxScaler("ab"), TypeError, "feature_range: expected real numbers, got 'ab'"),
        (lambda: one_hot([0, 5], 5), ValueError, "y[1] is 5: expected labels 0..4"),
        (lambda: one_hot([0.5]), ValueError, "y[0] is 0.5: expected whole numbers from 0"),
        (lambda: one_hot([0, -1]), ValueError, "y[1] is -1: expected whole numbers from 0"),
        (lambda: one_hot([0], 0), ValueError, "K: expected at least 1, got 0"),
        (
            lambda: add_bias_column([1, 2]),
            ValueError,
            "X: expected shape (m, n), got (2,); one example is a row of its own: [[...]]",
        ),
        (lambda: flatten(5), ValueError, "images: expected one example a row, got ()"),
        (lambda: flatten(np.zeros((0, 8, 8))), ValueError, "images: expected one example a row, got (0, 8, 8)"),
        (lambda: flatten([["a"]]), TypeError, "images: expected real numbers, got 'a'"),
        (lambda: train_test_split(X3, y3[:2]), ValueError, "y: expected 3 rows, one for each of X, got 2"),
        (lambda: train_test_split(X3, y3, 1), ValueError, "test_size: expected a number above 0 and below 1, got 1"),
        (lambda: train_test_split(X3, y3, "a"), TypeError, "test_size: expected a number, got 'a'"),
        (lambda: train_test_split(X3, y3, 0.9), ValueError, "test_size: 0.9 of 3 rows leaves none to train on"),
        (lambda: train_test_split(X3[:1], y3[:1]), ValueError, "test_size: 0.2 of 1 rows leaves none to train on"),
        (lambda: train_test_split(X3, y3, seed="a"), TypeError, f"seed: {SEED}, got 'a'"),
        (lambda: train_test_split(X3, [0, 1, np.nan]), ValueError, "y[2] is nan: expected finite numbers"),
        (lambda: minibatches([[1]], y3, 1), TypeError, "X: expected a numpy array, got [[1]]"),
        (lambda: minibatches(X3, [0, 1, 2], 1), TypeError, "y: expected a numpy array, got [0, 1, 2]"),
        (lambda: minibatches(X3, np.array(1), 1), ValueError, "y: expected one example a row, got ()"),
        (lambda: minibatches(X3[:0], y3[:0], 1), ValueError, "X: expected one example a row, got (0, 2)"),
        (lambda: minibatches(X3, y3[:2], 1), ValueError, "y: expected 3 rows, one for each of X, got 2"),
        (lambda: minibatches(X3, y3, 0), ValueError, "batch_size: expected at least 1, got 0"),
        (lambda: minibatches(X3, y3, 2.0), TypeError, "batch_size: expected a whole number, got 2.0"),
        (lambda: minibatches(X3, y3, 1, 0), TypeError, "rng: expected a numpy.random.Generator or None, got 0"),
    ],
)
def test_refusals_come_at_the_call(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_a_constant_becomes_exactly_0_and_small_spreads_keep_their_size():
    for constant in 0.1, 1.7e18 + 768, 1e200:
        X = np.full((7, 1), constant)
        assert StandardScaler().fit_transform(X).tolist() == [[0.0]] * 7
    for spread in 1e-170, 1e170:
        scaler = StandardScaler().fit([[0.0], [spread]])
        np.testing.assert_allclose(scaler.transform([[0.0], [spread]]), [[-1], [1]])


def test_labels_that_are_no_classes_make_no_giant_table():
    with pytest.raises(ValueError, match="^y: expected at most 10000 classes, got 1000001"):
        one_hot([3, 1_000_000])
    assert one_hot([9_999]).shape == (1, 10_000)
