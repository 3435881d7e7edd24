"""The exercises: `check` tells a learner where they stand, `hint` helps by steps."""

import warnings
from importlib import import_module

import numpy as np

from nnlib.classroom.exercises.kinds import NotStarted, NotYet

__all__ = ["NotStarted", "NotYet", "check", "find", "hint"]

CHAPTERS = (0, 1, 5)
"""The chapters that have exercises; each has its module, chapter00 and so on."""


def of_chapter(chapter):
    """The exercises of a chapter, in their order."""
    if chapter not in CHAPTERS:
        have = ", ".join(map(str, CHAPTERS))
        raise ValueError(
            f"no exercises for chapter {chapter!r}; there are some for {have}"
        )
    return import_module(f"nnlib.classroom.exercises.chapter{chapter:02}").EXERCISES


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


def check(number, *answer):
    """Say that the answer is right, or raise NotStarted or NotYet with a hint."""
    # Whatever a learner has set for NumPy or for warnings: it must not judge.
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        exercise = find(number)
        if len(answer) != len(exercise.names):
            parts = ", ".join(exercise.names)
            raise NotYet(f'call check("{number}", {parts}): one argument for each part')
        exercise.judge(*answer)
    print(f"{number} correct")


def hint(number, step=1):
    """Print the hint of this step, 1 being the gentlest."""
    hints = find(number).hints
    if step not in range(1, len(hints) + 1):
        raise ValueError(f"exercise {number} has hints 1 to {len(hints)}, got {step!r}")
    more = f'  (more: hint("{number}", {step + 1}))' if step < len(hints) else ""
    print(f"{hints[step - 1]}{more}")
