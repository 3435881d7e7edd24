"""A small made-up chapter 5 (and 1) in a copy of nnlib, and submissions to it."""

import copy
import json
from pathlib import Path

import nnbook

PACKAGE = Path(nnbook.__file__).parent

CHAPTER_5 = """
from nnbook.checking.kinds import Code, NotYet, Numbers, Wrong, call


def doubles(f):
    if call("f", f, 4) != 8:
        raise NotYet("f(4) should be 8")


EXERCISES = (
    Numbers("5.1", "Three", {"a": 3}, (Wrong({"a": 2}, "count again"),)),
    Code("5.2", "Twice", ("f",), doubles),
    Numbers("5.3", "Pair", {"s": 6, "t": [1, 2]}),
)
"""
CHAPTER_1 = """
from nnbook.checking.kinds import Choice

EXERCISES = (Choice("1.1", "A letter", "who", {"a": "", "b": ""}, "b", {"a": "no"}),)
"""
STUBS = {
    "5.1": "# Exercise 5.1\na = ...",
    "5.2": "# Exercise 5.2\ndef f(x):\n    ...",
    "5.3": "# Exercise 5.3\ns = ...\nt = ...",
}
CHECKS = {
    "5.1": 'check("5.1", a)',
    "5.2": 'check("5.2", f)',
    "5.3": 'check("5.3", s, t)',
}
RIGHT = {
    "5.1": "a = 3",
    "5.2": "def f(x):\n    return 2 * x",
    "5.3": "s, t = 6, [1, 2]",
}


def cell(kind, role, number, source):
    name = f"{role}-{number.replace('.', '-')}" if number else role
    note = {"role": role} | ({"exercise": number} if number else {})
    made = {
        "cell_type": kind,
        "id": name,
        "metadata": {"nnlib": note},
        "source": source,
    }
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook(stubs=STUBS, checks=CHECKS):
    """A learner's notebook with these answer cells."""
    cells = [cell("markdown", "title", None, "# Exercises")]
    cells += [cell("code", "install", None, 'raise SystemError("the install cell runs")')]
    cells += [cell("code", "setup", None, "from nnbook import check, hint")]
    for number, stub in stubs.items():
        cells.append(cell("markdown", "statement", number, f"## {number} Title"))
        cells.append(cell("code", "answer", number, stub))
        cells.append(cell("code", "check", number, checks[number]))
        cells.append(cell("markdown", "help", number, "<details></details>"))
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def answered(**wrong):
    """A notebook with all answers right but those given, as a1="a = 4"."""
    answers = RIGHT | {f"5.{name[1]}": source for name, source in wrong.items()}
    return notebook({number: f"# Exercise {number}\n{text}" for number, text in answers.items()})


def role(number, name):
    """A test for the cells of an exercise in this role."""
    return lambda c: c["metadata"].get("nnlib") == {"role": name, "exercise": number}


def edited(book, edit):
    """A copy of a notebook with `edit`, from a list of cells to a list, applied."""
    return copy.deepcopy(book) | {"cells": edit(copy.deepcopy(book["cells"]))}


def each(change):
    """An edit that changes every cell in place."""

    def edit(cells):
        for one in cells:
            change(one)
        return cells

    return edit


def lose(*keys):
    """A change that takes ids ("id") or metadata ("metadata") away from a cell."""

    def change(one):
        one.update({"metadata": {}} if "metadata" in keys else {})
        if "id" in keys:
            del one["id"]

    return change


def added(after, source, **more):
    """An edit that puts a code cell behind the cell with this id."""

    def edit(cells):
        position = [one["id"] for one in cells].index(after) + 1
        new = {**cell("code", "x", None, source), "id": "new", "metadata": {}, **more}
        return [*cells[:position], new, *cells[position:]]

    return edit


def make_package(root):
    """A copy of nnbook under `root` whose chapters 1 and 5 are these: all else is linked."""
    exercises = root / "nnbook" / "exercises"
    (exercises / "notebooks").mkdir(parents=True)
    for folder in "", "exercises":
        for path in (PACKAGE / folder).iterdir():
            target = root / "nnbook" / folder / path.name
            if not target.exists() and path.name not in (
                "chapter01.py",
                "chapter05.py",
            ):
                target.symlink_to(path)
    (exercises / "chapter05.py").write_text(CHAPTER_5)
    (exercises / "chapter01.py").write_text(CHAPTER_1)
    one = notebook({"1.1": "# Exercise 1.1\nwho = ..."}, {"1.1": 'check("1.1", who)'})
    for name, book in ("01_one", one), ("05_five", notebook()):
        (exercises / "notebooks" / f"{name}.ipynb").write_text(json.dumps(book))
    return root
