"""What a page says of a value: its shape, a short text, and its numbers in full."""

import hashlib
import json
from numbers import Real
from typing import NamedTuple

import numpy as np

from nnbook.widgets.base import json_number
from nnlib.validation import short

FULL = 24  # an array of more numbers is told by its least, its mean and its largest
IN_A_ROW, WIDE = 4, 24  # numbers of a vector in one line, and its letters
DEEP = 8  # so many entries of a list with arrays in it are told one by one


class Value(NamedTuple):
    """A value at one moment. `data` is JSON: the numbers, or null; `digest` tells apart what looks alike."""

    shape: str
    text: str
    data: str
    digest: str = ""


GONE = Value("", "gone", "null")


def described(name, value, known=None):
    """{name: Value} of a value; a named tuple and a list with arrays in it as one entry for each part.

    `known` has the names of lists and tuples, by `id`, that are told elsewhere: here their name is enough.
    """
    if isinstance(value, np.ndarray | Real):
        return {name: _numeric(np.asarray(value))}
    if not isinstance(value, list | tuple) or not value:
        return {name: Value("", _told(value), "null")}
    entries = f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if known and id(value) in known:
        return {name: Value(entries, known[id(value)], "null")}
    if all(isinstance(x, Real) for x in value) and len(value) <= FULL:
        return {name: _numeric(np.array(value))._replace(shape=entries)}
    if len(value) <= DEEP and _holds_arrays(value):
        whole = {name: Value(entries, "", "null")} if isinstance(value, list) else {}
        return whole | _parts(name, value, known)
    return {name: Value(entries, _told(value), "null", _hash(repr(value).encode()))}


def _parts(name, value, known):
    names = getattr(value, "_fields", None)
    found = {}
    for i, part in enumerate(value):
        part_name = f"{name}.{names[i]}" if names else f"{name}[{i}]"
        found |= described(part_name, part, known)
    return found


def _holds_arrays(value):
    return any(
        isinstance(x, np.ndarray) or (isinstance(x, list | tuple) and _holds_arrays(x))
        for x in value
    )


def _numeric(array):
    shape = str(array.shape)
    if array.dtype.kind not in "buif":
        return Value(shape, short(array), "null")
    if array.size > FULL:
        with np.errstate(all="ignore"):
            least, mean, most = array.min(), array.mean(dtype=float), array.max()
        text = f"{written(least)} to {written(most)}, mean {written(mean)}"
        digest = _hash(array.tobytes())
        return Value(shape, text, _json(np.array([least, mean, most])), digest)
    return Value(shape, _table(array), _json(array))


def written(x):
    """A number in four digits, with a real minus."""
    text = str(x) if isinstance(x, np.bool | np.integer) else f"{x:.4g}"
    return text.replace("-", "−")


def _table(array):
    """The numbers in columns, a row of the array a line; a vector as many lines as it needs."""
    if array.size == 0:
        return "empty"
    texts = [written(x) for x in array.flat]
    fits = max(1, min(IN_A_ROW, WIDE // (max(map(len, texts)) + 2)))
    n = array.shape[-1] if array.ndim > 1 else fits
    rows = [texts[i : i + n] for i in range(0, len(texts), n)]
    widths = [max(map(len, texts[i::n])) for i in range(len(rows[0]))]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def _json(array):
    """As JSON, each float as the shortest decimal from which its own type gives it back, bit for bit."""

    def exact(x):
        if isinstance(x, list):
            return [exact(entry) for entry in x]
        return json_number(float(str(x))) if isinstance(x, np.floating) else x.item()

    return json.dumps(exact(_listed(array)))


def _listed(array):
    return [_listed(entry) for entry in array] if array.ndim else array[()]


def _told(value):
    """A word for what has no numbers."""
    text, kind = short(value), type(value).__name__
    return text if len(text) <= WIDE else getattr(value, "__name__", kind)


def _hash(content):
    return hashlib.sha256(content).hexdigest()
