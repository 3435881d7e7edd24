"""Refusals: what came, what was expected, in one line."""

import numpy as np
import pytest

from nnlib._validate import batch, choose, positive_integer, real_array


def refused(call, *args, **options):
    """The (type, message) with which `call` refuses its arguments."""
    with pytest.raises((TypeError, ValueError)) as caught:
        call(*args, **options)
    assert caught.traceback[-1].path.name == "_validate.py"
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
