"""Clear refusals, made before anything is changed, for every public entry point."""

import difflib
import math
import reprlib
from decimal import Decimal
from numbers import Integral, Real

import numpy as np


def short(value):
    """repr(value) on one line, its middle left out where it is long."""
    return " ".join(reprlib.repr(value).split())


def numbers(name, value):
    """`value` as an array of real numbers, in whatever it holds them: rows with True
    beside 2.5 and a table's columns of both, as floats; fractions and decimals too.

    Raises TypeError with the place of what is no real number, ValueError when ragged.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: rows of different lengths, not a table") from None
    if np.ma.is_masked(value):
        raise ValueError(f"{name}: entries are masked; {name}.filled(0) makes them 0")
    if array.dtype.kind in "buif":
        return array
    entries = np.asarray(value, dtype=object)
    for place, entry in np.ndenumerate(entries):
        if not isinstance(entry, Real | Decimal | np.bool):
            at = _entry(name, place)
            raise TypeError(f"{at}: expected real numbers, got {short(entry)}")
    return np.array([_float(x) for x in entries.flat], float).reshape(entries.shape)


def _entry(name, place):
    return f"{name}[{', '.join(map(str, place))}]" if place else name


def _float(x):
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def real_array(name, value, dtype="float64", finite=True):
    """Return `value` as an array of real numbers of type `dtype`.

    Raises TypeError when it does not hold real numbers, ValueError when it is
    ragged or, with `finite`, holds nan or infinity.
    """
    # The quick way, for one prediction: a product of the entries finds nan and inf.
    quick = type(value) is np.ndarray and value.dtype == dtype
    if quick and (not finite or math.isfinite(np.vdot(value, value))):
        return value
    array = numbers(name, value)
    with np.errstate(all="ignore"):
        converted = array.astype(dtype, copy=False)
    if finite and not np.isfinite(converted).all():
        bad = tuple(np.argwhere(~np.isfinite(converted))[0].tolist())
        too_large = np.isfinite(array[bad]) and f"too large for {np.dtype(dtype)}"
        reason = too_large or "expected finite numbers"
        raise ValueError(f"{_entry(name, bad)} is {array[bad]}: {reason}")
    return converted


def batch(name, value, width=None, dtype="float64"):
    """Return `value` as a finite array (m, width), m >= 1; width None allows any."""
    X = real_array(name, value, dtype)
    if X.ndim != 2 or width not in (None, X.shape[1]):
        x = name if isinstance(value, np.ndarray) else f"np.array({name})"
        ways = f"; {x}[:, None] makes it one column, {x}[None] one row"
        expected = f"(m, {width or 'n'}), got {X.shape}{ways * (X.ndim == 1)}"
        raise ValueError(f"{name}: expected shape {expected}")
    if X.size == 0:
        raise ValueError(f"{name}: expected at least one row and column, got {X.shape}")
    return X


def shaped(name, value, shape, dtype="float64", finite=True):
    """`value` as an array of this shape and type; ValueError for another shape. A letter
    in it is any length >= 1, the same wherever it stands.
    """
    array, lengths = real_array(name, value, dtype, finite), {}
    wanted = tuple(
        lengths.setdefault(n, max(length, 1)) if isinstance(n, str) else n
        for n, length in zip(shape, array.shape, strict=False)
    )
    if array.ndim != len(shape) or array.shape != wanted:
        expected = str(shape).replace("'", "")
        raise ValueError(f"{name}: expected shape {expected}, got {array.shape}")
    return array


def vector(name, value, m=None):
    """Return `value` as a finite array (m,); m None allows any length >= 1."""
    return shaped(name, value, ("m" if m is None else m,))


def labels(name, value, m=None, K=None, hint=""):
    """Return `value`, of shape (m,) or (m, 1), as whole numbers 0..K-1, shape (m,)."""
    y = real_array(name, value)
    if y.ndim == 2 and y.shape[1] > 1:
        label = f"np.argmax({name}, axis=1) is the label of each row"
        raise ValueError(f"{name}: expected labels (m,), got {y.shape}; {label}")
    y = vector(name, y[:, 0] if y.ndim == 2 else y, m)
    odd = (y != np.floor(y)) | (y < 0) | (y >= (2**53 if K is None else K))
    if odd.any():
        i = int(odd.argmax())
        expected = "whole numbers from 0" if K is None else f"labels 0..{K - 1}"
        expected = "labels 0 and 1" if K == 2 else expected
        if not hint and 0 < y[i] < 1:
            hint = f"; {name} > 0.5 makes labels of probabilities"
        raise ValueError(f"{name}[{i}] is {y[i]:.16g}: expected {expected}{hint}")
    return y.astype(int)


def number(name, value, low=-np.inf, high=np.inf, above=-np.inf, below=np.inf):
    """Return `value` as a finite float within these bounds: ValueError if it is not,
    TypeError if it is no real number.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name}: expected a number, got {short(value)}")
    x = _float(value)
    if not (low <= x <= high and above < x < below):
        ends = {">=": low, "<=": high, ">": above, "<": below}
        bounds = [f" {sign} {end:g}" for sign, end in ends.items() if abs(end) < np.inf]
        expected = f"expected a finite number{' and'.join(bounds)}"
        raise ValueError(f"{name}: {expected}, got {x:.16g}")
    return x


def at_least_0(name, value):
    """Return `value` as a finite float >= 0."""
    return number(name, value, low=0)


def whole_number(name, value, low=-np.inf):
    """Return `value` as an int >= low; TypeError for True and False too."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name}: expected a whole number, got {short(value)}")
    if value < low:
        raise ValueError(f"{name}: expected at least {low}, got {value}")
    return int(value)


def count(name, value):
    """Return `value` as an int >= 0; quick, for the steps that are counted."""
    quick = type(value) is int and value >= 0
    return value if quick else whole_number(name, value, low=0)


def positive_integer(name, value):
    """Return `value` as an int >= 1; TypeError if no integer, ValueError below 1."""
    return whole_number(name, value, low=1)


def generator(name, seed):
    """A numpy.random.Generator from a whole number >= 0, a Generator or None."""
    whole = isinstance(seed, Integral) and not isinstance(seed, bool) and seed >= 0
    if whole or isinstance(seed, np.random.Generator | None):
        return np.random.default_rng(seed)
    expected = "a whole number >= 0, a numpy.random.Generator or None"
    raise TypeError(f"{name}: expected {expected}, got {short(seed)}")


def of_kind(name, value, kind, expected):
    """Return `value` if its type is `kind`; TypeError if it is not `expected`."""
    if not isinstance(value, kind):
        raise TypeError(f"{name}: expected {expected}, got {short(value)}")
    return value


def flag(name, value):
    """Return `value` if it is True or False; TypeError for anything else."""
    return of_kind(name, value, bool, "True or False")


def having(name, value, methods, expected):
    """Return `value` if it has all these methods; TypeError if it is not `expected`."""
    if not all(callable(getattr(value, method, None)) for method in methods):
        raise TypeError(f"{name}: expected {expected}, got {short(value)}")
    return value


def choose(kind, name, table, error=ValueError):
    """Return `table[name]`; an unknown name is refused with the nearest known ones."""
    if isinstance(name, str) and name in table:
        return table[name]
    written = str(getattr(name, "__name__", name)).lower()  # of a function or class
    near = difflib.get_close_matches(written, table, n=2, cutoff=0.5)
    guess = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    known = ", ".join(sorted(table))
    raise error(f"unknown {kind} {short(name)}: {guess}known: {known}")
