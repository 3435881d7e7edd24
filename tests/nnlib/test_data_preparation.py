"""Scaling, encoding, splitting and batching: by hand, against scikit-learn, and what each refuses."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
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


def test_min_max_to_another_range_by_hand():
    scaler = MinMaxScaler(feature_range=(-1, 3))
    np.testing.assert_array_equal(
        scaler.fit_transform([[1, 10, 7], [3, 30, 7], [2, 15, 7]]),
        [[-1, -1, -1], [3, 3, -1], [1, 0, -1]],  # a constant goes to the low end
    )
    np.testing.assert_array_equal(scaler.inverse_transform([[1, 0, -1]]), [[2, 15, 7]])


@settings(max_examples=30)
@given(tables, st.sampled_from([(0, 1), (-1, 1), (2, 10), (-0.5, 0.25)]))
def test_min_max_against_scikit_learn(X, feature_range):
    ours = MinMaxScaler(feature_range).fit(X)
    theirs = preprocessing.MinMaxScaler(feature_range=feature_range).fit(X)
    span = np.ptp(X, axis=0)
    # scikit-learn takes a span below 10 eps for a constant; rounding has the rest
    roomy = (span == 0) | (span > 1e-6 * np.abs(X).max(axis=0)) & (span > 1e-12)
    np.testing.assert_allclose(ours.transform(X)[:, roomy], theirs.transform(X)[:, roomy], atol=1e-8)
    np.testing.assert_allclose(ours.inverse_transform(ours.transform(X)), X, rtol=1e-9, atol=1e-9)


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


def test_split_depends_on_the_seed_only_and_leaves_its_input_alone():
    X, y = rows_and_labels(30)
    X.flags.writeable = y.flags.writeable = False
    first, again, from_generator, other = (
        train_test_split(X, y, seed=seed)[3].tolist() for seed in (1, 1, np.random.default_rng(1), 2)
    )
    assert first == again == from_generator != other
    X_train = train_test_split(X, y, seed=1)[0]
    X_train[...] = 0  # a copy, which may be written to


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


def test_a_constant_becomes_exactly_0_and_small_spreads_keep_their_size():
    for constant in 0.1, 1.7e18 + 768, 1e200:
        X = np.full((7, 1), constant)
        assert StandardScaler().fit_transform(X).tolist() == [[0.0]] * 7
    for spread in 1e-170, 1e170:
        scaler = StandardScaler().fit([[0.0], [spread]])
        np.testing.assert_allclose(scaler.transform([[0.0], [spread]]), [[-1], [1]])


@pytest.mark.parametrize("make", [StandardScaler, MinMaxScaler])
def test_inputs_stay_and_a_refused_fit_keeps_the_last_one(make):
    X = np.array([[1.0, 0.1], [3.0, 0.1]])
    X.flags.writeable = False
    scaler = make().fit(X)
    scaled = scaler.transform(X)
    np.testing.assert_allclose(scaler.inverse_transform(scaled), X)
    for bad in ([[1.0, 0], [np.nan, 0]], [1.0], "x"):
        with pytest.raises((TypeError, ValueError), match="expected"):
            scaler.fit(bad)
    np.testing.assert_array_equal(scaler.transform(X), scaled)
