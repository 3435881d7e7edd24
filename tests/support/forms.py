"""Right answers as people may give them: the same numbers in other types, other shapes and other spellings."""

from decimal import Decimal
from fractions import Fraction

import numpy as np


def each(change, value):
    """The numbers of nested lists, each changed."""
    return [each(change, v) for v in value] if isinstance(value, list) else change(value)


def tuples(value):
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def asked_as_bools(value):
    return {*np.ravel(value).tolist()} <= {0, 1}


VALUES = {
    "nested lists": lambda v: v,
    "tuples": tuples,
    "NumPy scalars": lambda v: each(np.float64, v),
    "arrays of no axis": lambda v: each(np.array, v),
    "float32": lambda v: np.asarray(v, "float32"),
    "long double": lambda v: np.asarray(v, np.longdouble),
    "whole numbers": lambda v: np.asarray(v) if np.mod(v, 1).any() else np.asarray(v, "int32"),
    "objects": lambda v: np.array(v, object),
    "Fortran's order": np.asfortranarray,
    "masked": np.ma.asarray,
    "(1, n)": lambda v: np.asarray(v)[None],
    "(n, 1)": lambda v: np.asarray(v)[..., None],
    "Decimal": lambda v: each(lambda x: Decimal(repr(x)), v),
    "Fraction": lambda v: each(lambda x: Fraction(x).limit_denominator(10**7), v),
    "bools": lambda v: each(bool, v) if asked_as_bools(v) else v,
    "NumPy's bools": lambda v: np.asarray(v, bool) if asked_as_bools(v) else v,
}


def plain(x):
    return f"{x:.12f}".rstrip("0").rstrip(".")


def grouped(x):
    return f"{x:,.12f}".rstrip("0").rstrip(".")


def swapped(text):
    return text.translate(str.maketrans(",.", ".,"))


SPELLINGS = {
    "0.5": plain,
    "−0.5": lambda x: plain(x).replace("-", "−"),
    "+0.5": lambda x: f"{x:+.12f}",
    "0,5": lambda x: swapped(plain(x)),
    "2,031": grouped,
    "2.031,5": lambda x: swapped(grouped(x)),
    "2 031": lambda x: grouped(x).replace(",", "\u202f"),
    "2'031": lambda x: grouped(x).replace(",", "'"),
    "50 %": lambda x: f"{plain(100 * x)} %",
    "3/4": lambda x: "{}/{}".format(*Fraction(x).limit_denominator(10**6).as_integer_ratio()),
    "5e-1": lambda x: f"{x:.12e}",
    "5·10^-1": lambda x: "{}·10^{}".format(*f"{x:.12e}".split("e")),
}


def joined(value, spell, between, rows="; "):
    """A text of all numbers, row by row."""
    if np.ndim(value) < 2:
        return between.join(map(spell, np.ravel(value).tolist()))
    return rows.join(joined(row, spell, between) for row in value)


TEXTS = {
    f"{name} with {between!r}": lambda v, spell=spell, between=between: joined(v, spell, between)
    for name, spell in SPELLINGS.items()
    for between in (", ", "  ")
} | {
    "lines": lambda v: joined(v, plain, " ", "\n"),
    "a column": lambda v: joined(v, plain, "; ") if np.ndim(v) < 2 else repr(v),
    "named": lambda v: f"answer = {v!r}",
    "about": lambda v: f"≈ {joined(v, plain, ', ')}",
    "a sentence's end": lambda v: joined(v, lambda x: f"{x:.12f}", ", ") + ".",
    "Python": repr,
    "Python's NumPy scalars": lambda v: repr(each(np.float64, v)),
    "NumPy": lambda v: repr(np.array(v)),
    "NumPy, printed": lambda v: str(np.array(v)),
    "NumPy's float32": lambda v: repr(np.asarray(v, "float32")),
}
LETTERS = "{}", " {}) ", "({})", "{}.", '"{}"', "[{}]", "`{}`", "“{}”"
