"""Refusals: what came, what was expected, in one line."""

from fractions import Fraction

import numpy as np
import pytest

from nnlib.validation import (
    batch,
    choose,
    flag,
    floats,
    fraction,
    generator,
    labels,
    number,
    positive_integer,
    real_array,
    short,
    vector,
    whole_number,
)


def refused(call, *args, **options):
    """The (type, message) with which `call` refuses its arguments."""
    with pytest.raises((TypeError, ValueError)) as caught:
        call(*args, **options)
    assert caught.traceback[-1].path.name == "validation.py"
    return caught.type, str(caught.value)


@pytest.mark.parametrize(
    "value", [[1, 2], (1, 2), np.array([1, 2], "uint8"), np.array([1, 2], "float32")]
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_real_numbers_become_an_array_of_the_type_asked_for(value, dtype):
    array = real_array("x", value, dtype)
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, [1, 2])


def test_truth_values_count_as_0_and_1():
    np.testing.assert_array_equal(real_array("x", [True, False]), [1, 0])


def test_an_array_of_the_right_type_is_not_copied():
    x = np.ones((2, 2))
    assert batch("x", x) is x


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("hot", TypeError, "x: expected real numbers, got 'hot'"),
        (
            "a" * 100,
            TypeError,
            "x: expected real numbers, got 'aaaaaaaaaaaa...aaaaaaaaaaaaa'",
        ),
        ([[200, "hot"]], TypeError, "x: expected real numbers, got 'hot'"),
        ([[200, None]], TypeError, "x: expected real numbers, got None"),
        (None, TypeError, "x: expected real numbers, got None"),
        ([1, 2j], TypeError, "x: expected real numbers, got 2j"),
        ([10**30, 1], TypeError, "x: expected real numbers, got dtype('O')"),
        (np.array([], "U1"), TypeError, "x: expected real numbers, got dtype('<U1')"),
        ([[1, 2], [3]], ValueError, "x: rows of different lengths, not a table"),
        (np.nan, ValueError, "x is nan: expected finite numbers"),
        ([[1, 2], [3, np.nan]], ValueError, "x[1, 1] is nan: expected finite numbers"),
        ([0, -np.inf], ValueError, "x[1] is -inf: expected finite numbers"),
        ([0, 1e39], ValueError, "x[1] is 1e+39: too large for float32"),
    ],
)
def test_refused_numbers(value, error, message):
    assert refused(real_array, "x", value, "float32") == (error, message)


@pytest.mark.parametrize(
    ("value", "width", "message"),
    [
        ([[1, 2, 3]], 2, "X: expected shape (m, 2), got (1, 3)"),
        (
            [1, 2],
            2,
            "X: expected shape (m, 2), got (2,); one example is a row of its own: [[...]]",
        ),
        (
            [1, 2],
            None,
            "X: expected shape (m, n), got (2,); one example is a row of its own: [[...]]",
        ),
        (3.0, 2, "X: expected shape (m, 2), got ()"),
        (np.zeros((1, 2, 2)), 2, "X: expected shape (m, 2), got (1, 2, 2)"),
        (
            np.zeros((0, 2)),
            2,
            "X: expected at least one row and one column, got (0, 2)",
        ),
        (
            np.zeros((2, 0)),
            None,
            "X: expected at least one row and one column, got (2, 0)",
        ),
    ],
)
def test_refused_batches(value, width, message):
    assert refused(batch, "X", value, width) == (ValueError, message)


@pytest.mark.parametrize("value", [1, np.int64(1)])
def test_whole_numbers(value):
    assert type(positive_integer("units", value)) is int


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (0, ValueError, "units: expected at least 1, got 0"),
        (-3, ValueError, "units: expected at least 1, got -3"),
        (2.0, TypeError, "units: expected a whole number, got 2.0"),
        ("3", TypeError, "units: expected a whole number, got '3'"),
        (True, TypeError, "units: expected a whole number, got True"),
        (None, TypeError, "units: expected a whole number, got None"),
        ([3], TypeError, "units: expected a whole number, got [3]"),
        (
            np.ones((2, 1)),
            TypeError,
            "units: expected a whole number, got array([[1.], [1.]])",
        ),
    ],
)
def test_refused_whole_numbers(value, error, message):
    assert refused(positive_integer, "units", value) == (error, message)


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("aple", "did you mean 'apple'? "),
        ("FIG", "did you mean 'fig'? "),
        ("zzz", ""),
        ("", ""),
        (7, ""),
    ],
)
def test_choose_offers_the_nearest_names(name, guess):
    table = {"fig": 1, "apple": 2}
    assert choose("fruit", "apple", table) == 2
    assert refused(choose, "fruit", name, table) == (
        ValueError,
        f"unknown fruit {name!r}: {guess}known: apple, fig",
    )


# The quick way of real_array, for arrays of the right type


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", [str, np.dtype, lambda name: np.dtype(name).type])
def test_a_type_may_be_named_or_given(dtype, kind):
    x = np.ones(3, dtype)
    assert real_array("x", x, kind(dtype)) is x
    assert real_array("x", [1, 2], kind(dtype)).dtype == dtype


@pytest.mark.parametrize(
    "kind", ["float32", np.float32, np.dtype("float32")], ids=["name", "class", "dtype"]
)
def test_the_type_is_named_where_a_number_is_too_large(kind):
    message = "x[1] is -1e+39: too large for float32"
    assert refused(real_array, "x", [0, -1e39], kind) == (ValueError, message)


@pytest.mark.parametrize(("dtype", "large"), [("float32", 1e30), ("float64", 1e200)])
def test_large_numbers_are_finite_though_their_squares_are_not(dtype, large):
    x = np.array([[large, -large]] * 3, dtype)
    with np.errstate(all="raise"):
        assert real_array("x", x, dtype) is x
        assert batch("x", x, 2, dtype) is x


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(), (4,), (3, 4)])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_every_place_of_a_bad_number_is_found(dtype, shape, bad):
    for index in np.ndindex(shape):
        x = np.ones(shape, dtype)
        x[index] = bad
        at = f"x[{', '.join(map(str, index))}]" if index else "x"
        message = f"{at} is {bad}: expected finite numbers"
        assert refused(real_array, "x", x, dtype) == (ValueError, message)
        assert real_array("x", x, dtype, finite=False) is x


def test_infinities_of_both_signs_do_not_cancel():
    message = "x[1] is inf: expected finite numbers"
    assert refused(real_array, "x", np.array([0, np.inf, -np.inf])) == (
        ValueError,
        message,
    )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_wrong_type_may_hold_nan_where_nothing_finite_is_asked_for(dtype):
    x = real_array("x", [1, np.nan, -np.inf], dtype, finite=False)
    assert x.dtype == dtype
    np.testing.assert_array_equal(x, [1, np.nan, -np.inf])


def test_views_orders_and_read_only_arrays():
    table = np.arange(12.0).reshape(3, 4)
    table.flags.writeable = False
    for x in (table, table.T, table[::2, ::-1], np.asfortranarray(table), table[:0]):
        assert real_array("x", x) is x
    swapped = table.astype(">f8")
    converted = real_array("x", swapped)
    assert converted.dtype == np.float64 and converted.dtype.isnative
    np.testing.assert_array_equal(converted, table)
    broken = table.copy()
    broken[2, 1] = np.nan
    message = "x[1, 2] is nan: expected finite numbers"
    assert refused(real_array, "x", broken.T) == (ValueError, message)


def test_floats_keeps_floats_and_turns_the_rest_into_them():
    x = np.ones(2, "float32")
    assert floats(x) is x
    for value in ([1, 0], [True, False], np.array([1, 0], "uint8")):
        assert floats(value).dtype == np.float64
        np.testing.assert_array_equal(floats(value), [1, 0])
    assert floats(3).shape == ()


# Labels


@pytest.mark.parametrize(
    "value",
    [
        [2, 0, 1],
        (2.0, 0.0, 1.0),
        [[2], [0], [1]],
        np.array([2, 0, 1]),
        np.array([2, 0, 1], "uint8"),
        np.array([2, 0, 1], "int32"),
        np.array([[2], [0], [1]], "float32"),
        np.array([2, 9, 0, 9, 1, 9])[::2],
    ],
    ids=str,
)
@pytest.mark.parametrize(("m", "K"), [(3, 3), (3, None), (None, 3), (None, None)])
def test_labels_become_whole_numbers_in_a_vector(value, m, K):
    before = np.array(value)
    y = labels("y", value, m, K)
    assert y.shape == (3,) and y.dtype == np.int64
    np.testing.assert_array_equal(y, [2, 0, 1])
    np.testing.assert_array_equal(before, value)


def test_read_only_labels_and_truth_values():
    y = np.array([1, 0])
    y.flags.writeable = False
    np.testing.assert_array_equal(labels("y", y, 2, 2), [1, 0])
    np.testing.assert_array_equal(labels("y", [True, False], 2, 2), [1, 0])


@pytest.mark.parametrize(
    ("value", "m", "K", "error", "message"),
    [
        ([0, 3], 2, 3, ValueError, "y[1] is 3: expected labels 0..2"),
        (np.array([0, 3]), 2, 3, ValueError, "y[1] is 3: expected labels 0..2"),
        (np.array([0, -1]), 2, 3, ValueError, "y[1] is -1: expected labels 0..2"),
        (
            np.array([-(2**63), 0]),
            2,
            3,
            ValueError,
            "y[0] is -9.223372036854776e+18: expected labels 0..2",
        ),
        ([0, -1], None, None, ValueError, "y[1] is -1: expected whole numbers from 0"),
        ([0.5], None, None, ValueError, "y[0] is 0.5: expected whole numbers from 0"),
        ([0, 1.0000001], 2, 2, ValueError, "y[1] is 1.0000001: expected labels 0..1"),
        ([1e300], 1, None, ValueError, "y[0] is 1e+300: expected whole numbers from 0"),
        ([0, np.nan], 2, 2, ValueError, "y[1] is nan: expected finite numbers"),
        ([np.inf, 1], 2, None, ValueError, "y[0] is inf: expected finite numbers"),
        (["a", "b"], 2, 2, TypeError, "y: expected real numbers, got 'a'"),
        ([[0, 1]], 1, 2, ValueError, "y: expected shape (1,), got (1, 2)"),
        ([0, 1], 3, 2, ValueError, "y: expected shape (3,), got (2,)"),
        (np.array([0, 1]), 3, 2, ValueError, "y: expected shape (3,), got (2,)"),
        (1, None, 2, ValueError, "y: expected shape (m,), got ()"),
        ([], None, 2, ValueError, "y: expected shape (m,), got (0,)"),
        (np.array([], int), None, 2, ValueError, "y: expected shape (m,), got (0,)"),
        (
            np.zeros((1, 1, 1)),
            1,
            2,
            ValueError,
            "y: expected shape (1,), got (1, 1, 1)",
        ),
    ],
)
def test_refused_labels(value, m, K, error, message):
    assert refused(labels, "y", value, m, K) == (error, message)


# Vectors and numbers


def test_vectors():
    v = np.array([1.0, 2.0])
    assert vector("v", v) is v and vector("v", v, 2) is v
    assert vector("v", [1, 2]).dtype == np.float64


@pytest.mark.parametrize(
    ("value", "m", "message"),
    [
        ([[1, 2]], None, "v: expected shape (m,), got (1, 2)"),
        ([], None, "v: expected shape (m,), got (0,)"),
        (3, None, "v: expected shape (m,), got ()"),
        ([1, 2], 3, "v: expected shape (3,), got (2,)"),
        ([1, 2], 1, "v: expected shape (1,), got (2,)"),
        ([1, np.inf], 2, "v[1] is inf: expected finite numbers"),
    ],
)
def test_refused_vectors(value, m, message):
    assert refused(vector, "v", value, m) == (ValueError, message)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3.0),
        (-0.5, -0.5),
        (np.float32(0.5), 0.5),
        (np.float64(1e300), 1e300),
        (np.int8(-3), -3.0),
        (Fraction(1, 4), 0.25),
    ],
)
def test_numbers_become_floats(value, expected):
    result = number("x", value)
    assert result == expected and type(result) is float


def test_bounds_belong_to_the_range():
    assert number("x", 0, 0, 1) == 0 and number("x", 1, 0, 1) == 1
    assert number("x", 0, 0) == 0 and number("x", 2, high=2) == 2


@pytest.mark.parametrize(
    ("value", "bounds", "error", "message"),
    [
        (-1, {"low": 0}, ValueError, "x: expected a finite number >= 0, got -1"),
        (-1e-9, {"low": 0}, ValueError, "x: expected a finite number >= 0, got -1e-09"),
        (
            1.5,
            {"low": 0, "high": 1},
            ValueError,
            "x: expected a finite number between 0 and 1, got 1.5",
        ),
        (
            -0.5,
            {"low": 0, "high": 1},
            ValueError,
            "x: expected a finite number between 0 and 1, got -0.5",
        ),
        (
            3,
            {"high": 2},
            ValueError,
            "x: expected a finite number between -inf and 2, got 3",
        ),
        (np.nan, {}, ValueError, "x: expected a finite number, got nan"),
        (np.nan, {"low": 0}, ValueError, "x: expected a finite number >= 0, got nan"),
        (np.inf, {}, ValueError, "x: expected a finite number, got inf"),
        (-np.inf, {}, ValueError, "x: expected a finite number, got -inf"),
        (10**400, {}, ValueError, "x: expected a finite number, got inf"),
        pytest.param(
            10**5000,
            {"low": 0},
            ValueError,
            "x: expected a finite number >= 0, got inf",
            id="longer than Python prints",
        ),
        ("3", {}, TypeError, "x: expected a number, got '3'"),
        (True, {}, TypeError, "x: expected a number, got True"),
        (None, {}, TypeError, "x: expected a number, got None"),
        ([1.0], {}, TypeError, "x: expected a number, got [1.0]"),
        (1j, {}, TypeError, "x: expected a number, got 1j"),
        (np.array(1.0), {}, TypeError, "x: expected a number, got array(1.)"),
    ],
)
def test_refused_single_numbers(value, bounds, error, message):
    assert refused(number, "x", value, **bounds) == (error, message)


def test_fractions_are_strictly_between_0_and_1():
    for value in (0.5, 1e-320, 1 - 2**-53, np.float32(0.25), Fraction(1, 3)):
        assert fraction("x", value) == float(value)
        assert type(fraction("x", value)) is float
    for value in (0, 1, 0.0, 1.0):
        message = f"x: expected a number above 0 and below 1, got {value}"
        assert refused(fraction, "x", value) == (ValueError, message)
    for value in (-0.1, 1.1):
        message = f"x: expected a finite number between 0 and 1, got {value}"
        assert refused(fraction, "x", value) == (ValueError, message)
    message = "x: expected a number, got '0.5'"
    assert refused(fraction, "x", "0.5") == (TypeError, message)


def test_whole_numbers_may_be_negative():
    assert whole_number("j", -3) == -3 and type(whole_number("j", np.uint8(3))) is int
    message = "j: expected a whole number, got 1.0"
    assert refused(whole_number, "j", 1.0) == (TypeError, message)


def test_generators():
    rng = np.random.default_rng(1)
    assert generator("seed", rng) is rng
    assert generator("seed", 7).random() == np.random.default_rng(7).random()
    assert generator("seed", None).random() != generator("seed", None).random()
    expected = "seed: expected a whole number >= 0, a numpy.random.Generator or None"
    for junk in (-1, 1.5, "7"):
        message = f"{expected}, got {junk!r}"
        assert refused(generator, "seed", junk) == (TypeError, message)


def test_short_is_one_line():
    assert short(np.ones((3, 3))) == "array([[1., 1...[1., 1., 1.]])"
    assert short("a b") == "'a b'" and short([1, [2]]) == "[1, [2]]"


@pytest.mark.parametrize("seed", [True, -1, 1.5, [1, 2], "x", np.random.RandomState(0)])
def test_a_seed_is_a_whole_number_a_generator_or_none(seed):
    with pytest.raises(TypeError, match="^seed: expected a whole number >= 0"):
        generator("seed", seed)


def test_a_flag_is_true_or_false():
    assert flag("f", True) is True and flag("f", False) is False
    for odd in (1, 0, None, "yes", np.True_):
        with pytest.raises(TypeError, match="^f: expected True or False, got"):
            flag("f", odd)
