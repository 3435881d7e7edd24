"""Clear refusals: every public entry point checks its arguments here, before it changes anything."""

import difflib
import reprlib
from numbers import Real
from operator import index

import numpy as np


def real_array(name, value, dtype="float64"):
    """Return `value` as an array of finite real numbers of type `dtype`.

    Raises TypeError when it does not hold real numbers, ValueError when it is ragged or holds nan or infinity.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: the rows have different lengths, expected a rectangular array") from None
    if array.dtype.kind not in "buif":
        odd = (entry for entry in np.asarray(value, dtype=object).flat if not isinstance(entry, Real | np.bool_))
        raise TypeError(f"{name}: expected real numbers, got {reprlib.repr(next(odd, array.dtype))}")
    with np.errstate(over="ignore"):
        converted = array.astype(dtype, copy=False)
    if not np.isfinite(converted).all():
        bad = tuple(np.argwhere(~np.isfinite(converted))[0].tolist())
        at = f"{name}[{', '.join(map(str, bad))}]" if bad else name
        reason = f"too large for {dtype}" if np.isfinite(array[bad]) else "expected finite numbers"
        raise ValueError(f"{at} is {array[bad]}: {reason}")
    return converted


def batch(name, value, width=None, dtype="float64"):
    """Return `value` as a finite array of shape (m, width) with m >= 1; `width=None` allows any."""
    X = real_array(name, value, dtype)
    expected = f"(m, {'n' if width is None else width})"
    if X.ndim != 2:
        hint = "; one example is a row of its own: [[...]]" if X.ndim == 1 else ""
        raise ValueError(f"{name}: expected shape {expected}, got {X.shape}{hint}")
    if width is not None and X.shape[1] != width:
        raise ValueError(f"{name}: expected shape {expected}, got {X.shape}")
    if 0 in X.shape:
        raise ValueError(f"{name}: expected at least one row and one column, got {X.shape}")
    return X


def positive_integer(name, value):
    """Return `value` as an int >= 1. Raises TypeError for what is not an integer, ValueError below 1."""
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"{name}: expected a whole number, got {value!r}") from None
    if number < 1:
        raise ValueError(f"{name}: expected at least 1, got {number}")
    return number


def choose(kind, name, table):
    """Return `table[name]`; an unknown name is refused with the nearest known ones."""
    if isinstance(name, str) and name in table:
        return table[name]
    near = difflib.get_close_matches(str(name).lower(), table, n=2, cutoff=0.5)
    guess = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    raise ValueError(f"unknown {kind} {name!r}: {guess}known: {', '.join(sorted(table))}")
