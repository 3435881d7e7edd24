"""The tests of chapter 4's code: scores without loops, a scaler, and a layer carried over from columns."""

import sys

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    judge_cases,
    same_shape,
)
from nnlib.data import StandardScaler


def _same(got, want):
    return close(got, want, 1e-9)


def _judge(name, function, cases, right, slips):
    """Try a function that gives back one table."""

    def answer_to(where, arguments):
        result = call(name, function, *arguments, where=where)
        return as_numbers(f"{name} for {where}", result)

    def describe(wrong):
        where, (got, want) = next(iter(wrong.items()))
        same_shape(f"{name} for {where}", got, want)
        raise NotYet(f"{name} is not right yet for {where}")

    judge_cases(cases, answer_to, right, slips, _same, describe)


# 4.4: scores without loops

LINES = 50  # that a function without loops never runs through


def _scores(X, mu, V, c):
    return (X - mu) @ V.T + c


def _tables(seed, *shapes):
    """Random tables of these shapes."""
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape) for shape in shapes)


def _scores_case(m, n, units):
    return _tables(44, (m, n), (n,), (units, n), (units,))


# Square ones first: there slips raise no error, but show.
SCORES_CASES = {
    f"{m} rows, {n} inputs and {units} units": _scores_case(m, n, units)
    for m, n, units in ((3, 3, 3), (5, 2, 4), (1, 4, 2), (60, 60, 60))
}


def _lines_run(function, arguments):
    """How many lines of Python the function runs through, with all that it calls."""
    lines, before = 0, sys.gettrace()

    def step(frame, event, argument):
        nonlocal lines
        lines += event == "line"
        return step

    sys.settrace(step)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return lines


def try_scores(scores, slips):
    """Several sizes; and from 3 to 60 rows, inputs and units no more lines are run through."""
    _judge("scores", scores, SCORES_CASES, _scores, slips)
    few, *_, many = SCORES_CASES.values()
    if _lines_run(scores, many) > _lines_run(scores, few) + LINES:
        raise NotYet(
            "right, but there still is a loop: the more rows, inputs or units, the more lines of Python are run through"
        )


# 4.5: a scaler


def _standardised(train, new):
    return StandardScaler().fit(train).transform(new)


def _scaler_cases():
    """Columns of different sizes; then one that is constant in `train`."""
    (train, new), scale, shift = _tables(45, (6, 3), (4, 3)), [40, 0.1, 3], [70, 2, -5]
    train, new = train * scale + shift, new * scale + shift
    flat = train.copy()
    flat[:, 1] = 2
    return {
        "four new rows": (train, new),
        "a single new row": (train, new[:1]),
        "train itself": (train, train),
        "a constant column": (flat, flat),
        "a column that is constant in train only": (flat, new),
    }


SCALER_CASES = _scaler_cases()


def try_standardise(standardise, slips):
    """What is not finite is said in the learner's terms."""

    def quiet(train, new):
        with np.errstate(all="ignore"):
            result = standardise(train, new)
        flat = (np.ptp(train, axis=0) == 0).any()
        if flat and np.ndim(result) == 2 and not np.isfinite(result).all():
            raise _NotFinite
        return result

    try:
        _judge("standardise", quiet, SCALER_CASES, _standardised, slips)
    except NotYet as found:
        if "_NotFinite" not in str(found):
            raise
        raise NotYet(
            "a constant column gives nan or inf: its spread is 0; divide it by 1"
        ) from None


class _NotFinite(Exception):  # noqa: N818 - a state, no error
    """A table with nan or inf in it."""


# 4.6: a layer, from columns to rows


def _layer(A, W_col, b_col):
    return (W_col @ A.T + b_col).T


# All alike, then as many rows as units: there slips raise no error, but show.
LAYER_CASES = {
    f"{m} rows, {n} inputs and {units} units": _tables(
        46, (m, n), (units, n), (units, 1)
    )
    for m, n, units in ((3, 3, 3), (4, 3, 4), (6, 4, 2), (1, 2, 3), (5, 3, 1))
}


def try_layer(layer, slips):
    """Several sizes, one row and one unit among them."""
    _judge("layer", layer, LAYER_CASES, _layer, slips)


TESTS = {"4.4": try_scores, "4.5": try_standardise, "4.6": try_layer}
