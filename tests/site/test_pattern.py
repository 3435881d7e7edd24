"""Every chapter keeps the pattern: its size, its head, guesses, beliefs and folds, as far as a script can tell."""

import json
import re

import pytest

import measure
from places import ROOT

CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]_*.ipynb"))
# Rules that a chapter does not keep yet; whoever mends one takes its name from this list.
NOT_YET = {
    "00_start": {"guesses", "beliefs"},  # on the use of the book, no subject of its own
}

ITEM = re.compile(r"^- (.+(?:\n(?!- ).+)*)", re.MULTILINE)
EXERCISE = re.compile(r"\[(\d+\.\d+)\]\(exercises/(\w+)\.ipynb\)")
TERM = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\]\([^)]+\)")


def cells_of(path):
    return json.loads(path.read_text("utf-8"))["cells"]


def tagged(cells, tag):
    """The text of the only cell with this tag; empty where there is none."""
    found = [measure.source(cell) for cell in cells if tag in measure.tags(cell)]
    assert len(found) < 2, f"{len(found)} cells are tagged {tag}"
    return "".join(found)


def bridge(cells):
    """Right after the title, at most three lines, and it says where the reader comes from or goes."""
    text = tagged(cells, "bridge")
    words = [cell for cell in cells if not measure.is_code(cell)]
    return "bridge" in measure.tags(words[1]) and len(text.split("\n")) <= 3 and bool(LINK.search(text))


def objectives(cells):
    """What the reader can do afterwards, each with exercises that there are."""
    items = ITEM.findall(tagged(cells, "objectives"))
    return bool(items) and all(EXERCISE.findall(item) and all(map(exists, EXERCISE.findall(item))) for item in items)


def exists(exercise):
    number, notebook = exercise
    path = ROOT / f"book/exercises/{notebook}.ipynb"
    return path.is_file() and any(measure.source(cell).startswith(f"## {number} ") for cell in cells_of(path))


def borrowed(cells):
    """Each word that a later chapter owns is used in this one, and leads to its owner."""
    text = " ".join(
        part for cell in cells if "borrowed" not in measure.tags(cell) for part in measure.texts(cell)
    ).lower()
    items = ITEM.findall(tagged(cells, "borrowed"))
    owned = [LINK.search(item) or "to come" in item for item in items]
    return all(owned) and all(term.lower() in text for item in items for term in TERM.findall(item)[:1])


def beliefs(cells):
    counts = [
        [f for f, _ in measure.calls(cell)].count("belief")
        for cell in cells
        if ("beliefs", None) in measure.calls(cell)
    ]
    return counts == [4]


def rules(cells):
    """{rule: whether the chapter keeps it}"""
    main, folded, first = measure.measure(cells)
    return {
        "words": main.words <= 2500,
        "lines": main.lines <= 80,
        "folded": folded.words <= main.words,
        "guesses": main.guesses >= 3,
        "first": first <= 450,
        "beliefs": beliefs(cells),
        "bridge": bridge(cells),
        "objectives": objectives(cells),
        "borrowed": borrowed(cells),
    }


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_keeps_the_pattern(path):
    cells = cells_of(path)
    assert measure.problems(cells) == []
    broken = {rule for rule, kept in rules(cells).items() if not kept}
    assert broken == NOT_YET.get(path.stem, set()), measure.measure(cells)
