"""The data sets: their formulas tried a second way, and the digits against scikit-learn's."""

import zipfile

import numpy as np
import pytest
from sklearn.datasets import load_digits, make_moons

import digits as tool
from nnlib.data import blobs, bmi, digits, gates, moons


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        ("AND", lambda a, b: a and b),
        ("OR", lambda a, b: a or b),
        ("NAND", lambda a, b: not (a and b)),
        ("XOR", lambda a, b: a != b),
    ],
)
def test_gates_are_their_truth_tables_in_binary_order(name, gate):
    X, y = gates(name)
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [int(gate(a, b)) for a, b in X.tolist()]
    assert X.dtype == float and y.dtype == int and y.shape == (4,)
    X[...], y[...] = 9, 9
    assert gates(name.lower())[1].max() == 1  # each call gives new arrays


@pytest.mark.parametrize(
    ("K", "centers"),
    [
        (1, [[5, 0]]),
        (2, [[5, 0], [-5, 0]]),
        (3, [[5, 0], [-2.5, 75**0.5 / 2], [-2.5, -(75**0.5) / 2]]),
        (4, [[5, 0], [0, 5], [-5, 0], [0, -5]]),
    ],
)
def test_blobs_without_spread_are_their_centres_on_a_circle(K, centers):
    X, y = blobs(40, K, spread=0)
    np.testing.assert_allclose(X, np.array(centers)[y], atol=1e-14)


def test_blobs_around_given_centres_have_the_given_spread():
    C = np.array([[0.0, 10, -3], [7, 7, 7]])
    C.flags.writeable = False
    X, y = blobs(20000, C, spread=0.5, seed=1)
    assert X.shape == (20000, 3)
    for k in (0, 1):
        np.testing.assert_allclose(X[y == k].mean(axis=0), C[k], atol=0.02)
        np.testing.assert_allclose(np.cov(X[y == k].T), 0.25 * np.eye(3), atol=0.02)


@pytest.mark.parametrize(
    ("make", "shares"), [(lambda m: blobs(m, 3), 3), (lambda m: blobs(m, [[0], [1], [2], [3]]), 4), (moons, 2)]
)
@pytest.mark.parametrize("m", [1, 10, 301])
def test_classes_share_the_rows_evenly_in_random_order(make, shares, m):
    X, y = make(m)
    assert len(X) == m and y.shape == (m,) and y.dtype == int
    counts = np.bincount(y, minlength=shares)
    assert len(counts) == shares and np.ptp(counts) == (m % shares > 0)
    in_turn, in_blocks = np.arange(m) % shares, np.sort(y)
    assert m == 1 or ((y != in_turn).any() and (y != in_blocks).any())


def test_moons_lie_where_scikit_learn_puts_them():
    X, y = moons(200, noise=0)
    curve, side = make_moons(4000, noise=None)
    for k in (0, 1):
        distance = np.linalg.norm(X[y == k][:, None] - curve[side == k], axis=2)
        assert distance.min(axis=1).max() < 0.001
        assert distance.min(axis=0).max() < 0.2


def test_bmi_is_weight_over_height_squared_of_plausible_adults():
    X, y = bmi(5000, seed=3)
    weight, height = X.T
    np.testing.assert_array_equal(y, weight / height**2)
    np.testing.assert_array_equal(X, np.column_stack([weight.round(1), height.round(2)]))
    assert not np.array_equal(height, height.round(1))
    assert height.mean() == pytest.approx(1.70, abs=0.01)
    assert height.std() == pytest.approx(0.10, abs=0.005)
    assert 1.40 <= height.min() and height.max() <= 2.10
    assert 30 < weight.min() and weight.max() < 200
    assert np.median(y) == pytest.approx(25, abs=0.3)
    assert np.log(y).std() == pytest.approx(0.17, abs=0.01)


@pytest.mark.parametrize("make", [blobs, moons, bmi])
def test_made_data_depend_on_the_seed_only(make):
    first, again, from_generator, other = (make(20, seed=seed)[0] for seed in (3, 3, np.random.default_rng(3), 4))
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(first, from_generator)
    assert (first != other).any()
    np.testing.assert_array_equal(make(20)[1], make(20, seed=0)[1])


# The digits


def test_digits_are_those_of_scikit_learn():
    X, y = digits()
    theirs = load_digits()
    np.testing.assert_array_equal(X, theirs.data)
    np.testing.assert_array_equal(y, theirs.target)
    assert X.shape == (1797, 64) and X.dtype == float
    assert y.shape == (1797,) and y.dtype == int
    assert (X.min(), X.max()) == (0, 16)


def members(path):
    """What a zip file holds, whichever library compressed it."""
    with zipfile.ZipFile(path) as file:
        return [(info.filename, info.date_time, info.compress_type, file.read(info)) for info in file.infolist()]


def test_the_tool_makes_the_file_again(tmp_path):
    tool.write(tmp_path / "digits.npz")
    assert members(tmp_path / "digits.npz") == members(tool.PATH)


@pytest.mark.parametrize("call", [lambda rng: blobs(spread=-1, seed=rng), lambda rng: moons(9, -1, rng)])
def test_a_refusal_draws_nothing_from_a_given_generator(call):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="expected a finite number"):
        call(rng)
    assert rng.random() == np.random.default_rng(0).random()
