"""Numbers as people write them, read from a text: 2,031 and 2 031, 3/4, −0,5 and 75 %, lists and rows of them.

numbers.js reads the same for the page; tests/support/numbers.json holds the cases of both.
"""

import math
import re

import numpy as np

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
WORD = re.compile(rf"({NUMBER})(?:/({NUMBER})|(%))?", re.IGNORECASE | re.ASCII)
NAMED = {"true": 1, "false": 0, "nan": math.nan, "inf": math.inf}
NAMED |= {sign + word: math.nan for sign in "+-" for word in ("nan", "inf")}
TOKEN = re.compile(r"[\[\](),;\n]|[^\s\[\](),;]+")
PARTNER = {"[": "]", "(": ")"}
LONGEST = 20  # of the words that are shown again

TIDY = (
    (r"[\u00a0\u2007\u2009\u202f]", " "),  # spaces that do not break a line
    (r"[−–]", "-"),
    (r"^\s*([\"“'])(.*)[\"”']\s*$", r"\2"),
    (r"^\s*(?:[A-Za-z]\w*)?\s*[=≈]", ""),  # the name of the part
    (r"\b(?:np\.)?(?:array|float64|float32|int64)(?=\()", ""),  # as NumPy shows them
    (r",\s*dtype=\w+", ""),
    (r"([.,]\d+)\.\s*$", r"\1"),  # the end of a sentence
    (r"(?<=\d) *[·×*] *10 *(?:\^|\*\*) *([+-]?\d+)", r"e\1"),
    (r" *(/) *| +(%)", r"\1\2"),
    (r"(^|[\[(,;\n]) *([+-]) +(?=[\d.])", r"\1\2"),
)
THOUSANDS = r"(?<![\w.,'])[1-9]\d{0,2}([%s])\d{3}(?:\1\d{3})*(?!\w|\1\d)"


class Unreadable(ValueError):  # noqa: N818 - a sentence for whoever wrote the text
    """Why a text holds no numbers."""


def read(name, text, want):
    """The numbers of a text, a float or nested lists. What can be read in several ways
    is read in the one that fits `want`: first its shape, then the size of its numbers.
    Raises Unreadable with a sentence about `name`.
    """
    for pattern, new in TIDY:
        text = re.sub(pattern, new, text, flags=re.ASCII)
    found, complaint = [], None
    for way in ways(text):
        try:
            found.append(parsed(name, way))
        except Unreadable as error:
            complaint = complaint or error
    if not found:
        raise complaint
    fitting = [value for value in found if same_axes(value, want)]
    return min(fitting, key=lambda value: far(value, want), default=found[0])


def ways(text):
    """The text as it stands, with commas in its thousands, and with decimal commas."""
    yield text
    yield re.sub(THOUSANDS % ",' _", _joined, text)
    joined = re.sub(THOUSANDS % ".' _", _joined, text)
    yield re.sub(r"(?<=\d),(?=\d)", ".", joined)


def _joined(found):
    return re.sub(r"\D", "", found[0])


def axes(value):
    """The lengths of the axes that are longer than 1; None for rows of several lengths."""
    try:
        return [n for n in np.shape(value) if n != 1]
    except ValueError:
        return None


def same_axes(value, want):
    return axes(value) == axes(want)


def far(value, want):
    """How far numbers are in size from those that are wanted."""
    sizes = [np.abs(np.ravel(x)) + 1e-9 for x in (value, want)]
    return float(np.abs(np.log(sizes[0] / sizes[1])).sum())


def parsed(name, text):
    """Nested lists, as NumPy has them: "5" is a number, "1, 2" and "[1 2]" are vectors,
    "1 2; 3 4", two lines and "[[1, 2], [3, 4]]" are matrices. Round brackets around a
    single thing mean nothing.
    """
    unpaired = Unreadable(f"{name} has a bracket without its partner")
    lists, closing, before = [[[]]], [None], "["
    for token in TOKEN.findall(text.strip()):
        if token in PARTNER:
            lists.append([[]])
            closing.append(PARTNER[token])
        elif token in ("]", ")"):
            if token != closing[-1]:
                raise unpaired
            made = nested(lists.pop(), closing.pop())
            lists[-1][-1].append(made)
        elif token == ";" or (token == "\n" and len(lists) == 1):
            lists[-1].append([])
        elif token == ",":
            if before in ("[", "(", ",", ";", "\n"):
                raise Unreadable(f"{name} has a comma without a number before it")
        elif token != "\n":
            lists[-1][-1].append(number(name, token))
        before = token
    if len(lists) > 1:
        raise unpaired
    return nested(lists[0], None)


def nested(rows, closing):
    """What the rows between two brackets stand for."""
    rows = [row for row in rows if row]
    if len(rows) > 1:
        single = [len(row) == 1 and isinstance(row[0], list) for row in rows]
        return [row[0] if one else row for row, one in zip(rows, single, strict=True)]
    row = rows[0] if rows else []
    return row[0] if closing != "]" and len(row) == 1 else row


def number(name, word):
    if word.lower() in NAMED:
        return NAMED[word.lower()]
    if not (found := WORD.fullmatch(word)):
        shown = word if len(word) <= LONGEST else f"{word[: LONGEST - 1]}…"
        product = re.fullmatch(r"[+-]?[\d.]+\*[\d.]+", word)
        todo = ": work it out, and write it like 0.5" if product else ""
        raise Unreadable(f"{name} should hold numbers, got “{shown}”{todo}")
    top, bottom, percent = found.groups()
    below = float(bottom) if bottom else 100 if percent else 1
    return float(top) / below if below else math.nan
