"""What the exercises ask, made by `make exercises` from the solved notebooks: for each chapter the learners' notebook
and, beside it, all that judges an answer; chapter01.py and so on hold the tests of answers that are code.
"""

import json
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
CHAPTERS = tuple(sorted(int(path.name[:2]) for path in HERE.glob("*.json")))
"""The chapters that have exercises."""


@cache
def of_chapter(chapter):
    """The exercises of a chapter, in their order."""
    from nnbook.checking.kinds import exercise  # nnbook.checking needs `find` first

    if chapter not in CHAPTERS:
        have = ", ".join(map(str, CHAPTERS))
        raise ValueError(
            f"no exercises for chapter {chapter!r}; there are some for {have}"
        )
    entries = json.loads(file_of(chapter, "json").read_text("utf-8"))
    return tuple(exercise(tests_of(chapter), **entry) for entry in entries)


def file_of(chapter, form):
    """The path of what is stored of a chapter: its "json" or its "ipynb"."""
    (path,) = HERE.glob(f"{chapter:02}_*.{form}")
    return path


def tests_of(chapter):
    """The tests of a chapter's code exercises, {number: test}."""
    module = f"nnbook.exercises.chapter{chapter:02}"
    return import_module(module).TESTS if find_spec(module) else {}


def find(number):
    """The exercise with this number, such as "5.2"."""
    chapter, _, rest = str(number).partition(".")
    if not (isinstance(number, str) and chapter.isdecimal() and rest.isdecimal()):
        looks = 'is a text such as "5.2", in quotes'
        raise ValueError(f"the number of an exercise {looks}, got {number!r}")
    exercises = of_chapter(int(chapter))
    for exercise in exercises:
        if exercise.number == number:
            return exercise
    have = ", ".join(exercise.number for exercise in exercises)
    raise ValueError(f"no exercise {number}; chapter {chapter} has {have}")
