"""What a stored chapter holds: its words, lines of code, guesses and widgets, the main line apart from what is folded;
and which of its cells belong together.
"""

import ast
import re
from dataclasses import dataclass
from typing import NamedTuple

from nnbook import widgets

WORDS_A_MINUTE = 180
LINE, GUESS, WIDGET = 4 / 60, 1, 3  # minutes for each
HEAD = "bridge", "objectives", "borrowed"
MOVED = {*widgets.__all__, "trace"}
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
FENCE = re.compile(r"^ *(```+|:::+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
LISTING = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)
LINK = re.compile(r"\]\([^)]*\)")
UNSEEN = re.compile(r"\]\([^)]*\)|<[^>]*>|\{[a-z-]+\}")


class Span(NamedTuple):
    """Cells `begin` to before `end` that belong together: part of the head, a fold, or the seal of a guess."""

    kind: str
    begin: int
    end: int
    name: str = ""


def source(cell):
    return "".join(cell["source"])


def tags(cell):
    return cell["metadata"].get("tags", [])


def is_code(cell):
    return cell["cell_type"] == "code"


def calls(cell):
    """(function, first argument) of all calls in a cell of code; the argument is None unless it is a plain text."""
    try:
        tree = ast.parse(source(cell) if is_code(cell) else "")
    except SyntaxError:  # a line for the notebook alone, such as %pip
        return []
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return [
        (node.func.id, node.args[0].value if _plain(node.args) else None)
        for node in found
    ]


def _plain(arguments):
    return bool(arguments) and isinstance(arguments[0], ast.Constant)


def named(cells, function):
    """(name, place) of each `guess` or `seen`."""
    return [
        (name, i)
        for i, cell in enumerate(cells)
        for called, name in calls(cell)
        if called == function
    ]


def spans(cells):
    """The spans of a chapter's cells, as far as they are well formed."""
    found = [
        Span(kind, i, i + 1)
        for i, cell in enumerate(cells)
        for kind in HEAD
        if kind in tags(cell)
    ]
    for i, cell in enumerate(cells):
        if "fold" in tags(cell):
            end = next(
                (j for j in range(i + 1, len(cells)) if "folded" not in tags(cells[j])),
                len(cells),
            )
            found.append(Span("fold", i, end))
    return found + [
        Span("seal", i + 1, section_end(cells, j), name)
        for name, i, j in experiments(cells)
    ]


def experiments(cells):
    """(name, place of the guess, place where it is seen) of each guess."""
    answers = dict(named(cells, "seen"))
    return [
        (name, i, answers[name])
        for name, i in named(cells, "guess")
        if i < answers.get(name, i)
    ]


def section_end(cells, i):
    """Where the section of cell `i` ends: at the next cell with a heading."""
    return next(
        (j for j in range(i + 1, len(cells)) if has_heading(cells[j])), len(cells)
    )


def has_heading(cell):
    return not is_code(cell) and bool(HEADING.search(FENCE.sub("", source(cell))))


def problems(cells):
    """What is wrong with a chapter's guesses, folds and seals, as sentences."""
    found = []
    asked, answered = (
        [name for name, _ in named(cells, function)] for function in ("guess", "seen")
    )
    for name in sorted({*asked, *answered}, key=str):
        if (asked.count(name), answered.count(name)) != (1, 1):
            found.append(
                f'"{name}": {asked.count(name)} guess, {answered.count(name)} seen; expected one of each'
            )
        elif dict(named(cells, "seen"))[name] <= dict(named(cells, "guess"))[name]:
            found.append(f'"{name}": seen must stand in a later cell than its guess')
    for i, cell in enumerate(cells):
        if "folded" in tags(cell) and not (
            i and {"fold", "folded"} & {*tags(cells[i - 1])}
        ):
            found.append(
                f"cell {i} is tagged folded, but the cell before it is no part of a fold"
            )
        if "fold" in tags(cell) and is_code(cell):
            found.append(
                f"cell {i}: a fold begins with a cell of Markdown, whose first paragraph is its summary"
            )
        elif "fold" in tags(cell) and LINK.search(source(cell).partition("\n\n")[0]):
            found.append(
                f"cell {i}: the summary of a fold holds a link, where a click would mean two things"
            )
    every = spans(cells)
    found += [
        f"a heading inside the {a.kind} of cells {a.begin} to {a.end - 1}"
        for a in every
        if any(map(has_heading, cells[a.begin : a.end]))
    ]
    # A guess must not wait for the next one to be answered.
    seals = [Span("seal", i + 1, j + 1) for _, i, j in experiments(cells)]
    return found + overlaps(every) + overlaps(seals)


def overlaps(spans):
    return [
        f"the {a.kind} from cell {a.begin} and the {b.kind} from cell {b.begin} overlap"
        for a in spans
        for b in spans
        if a.begin < b.begin < a.end < b.end
    ]


def texts(cell):
    """What a reader reads of a cell, as Markdown: its text, or the sentences that it shows."""
    if not is_code(cell):
        return [source(cell)]
    found = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "text/markdown" in data:
            found.append("".join(data["text/markdown"]))
        elif "".join(data.get("text/html", "")).startswith("<nn-"):
            found.append("".join(data["text/plain"]))
    return found


def words(text):
    """How many words a text has, without listings; a formula is one."""
    plain = UNSEEN.sub(" ", FORMULA.sub(" formula ", FENCE.sub("", text)))
    return sum(any(c.isalnum() for c in word) for word in plain.split())


def lines(cell):
    """How many lines of code a cell shows: its own, if these are to be seen, and the listings in what it shows."""
    if not is_code(cell):
        return 0
    hidden = {*tags(cell)}
    own = hidden & {"remove-input", "hide-input", "remove-cell", "hide-cell"}
    shown = [] if own else [source(cell)]
    if not hidden & {"hide-output", "remove-output", "remove-cell", "hide-cell"}:
        shown += [listing for text in texts(cell) for listing in LISTING.findall(text)]
    return sum(bool(line.strip()) for text in shown for line in text.split("\n"))


def moves(cell):
    """Whether a cell shows what can be moved."""
    return any(function in MOVED for function, _ in calls(cell))


def shows(cell):
    """Whether a cell shows a picture, or what can be moved."""
    pictures = [
        output
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    return (
        bool(pictures)
        or moves(cell)
        or (not is_code(cell) and "{image}" in source(cell))
    )


@dataclass
class Amount:
    """How much there is to read, to run through and to do."""

    words: int = 0
    lines: int = 0
    guesses: int = 0
    widgets: int = 0

    def add(self, cell):
        if "remove-cell" in tags(cell):
            return
        self.words += sum(words(text) for text in texts(cell))
        self.lines += lines(cell)
        self.guesses += sum(function == "guess" for function, _ in calls(cell))
        self.widgets += moves(cell)

    @property
    def minutes(self):
        reading = self.words / WORDS_A_MINUTE + LINE * self.lines
        return round(reading + GUESS * self.guesses + WIDGET * self.widgets)


class Measures(NamedTuple):
    """The main line of a chapter, what is folded, and how many words stand before the first picture or widget."""

    main: Amount
    folded: Amount
    first: int


def measure(cells):
    folds = {
        i
        for span in spans(cells)
        if span.kind == "fold"
        for i in range(span.begin, span.end)
    }
    main, folded, first = Amount(), Amount(), None
    for i, cell in enumerate(cells):
        if first is None and shows(cell):
            first = main.words
        (folded if i in folds else main).add(cell)
    return Measures(main, folded, main.words if first is None else first)
