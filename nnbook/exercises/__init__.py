"""What the exercises ask: a module for each chapter, and the notebooks in which learners answer."""

from importlib import import_module

CHAPTERS = (0, 1, 5)
"""The chapters that have exercises; each has its module, chapter00 and so on."""


def of_chapter(chapter):
    """The exercises of a chapter, in their order."""
    if chapter not in CHAPTERS:
        have = ", ".join(map(str, CHAPTERS))
        raise ValueError(
            f"no exercises for chapter {chapter!r}; there are some for {have}"
        )
    return import_module(f"nnbook.exercises.chapter{chapter:02}").EXERCISES


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
