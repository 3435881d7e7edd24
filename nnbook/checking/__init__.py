"""Answers judged one at a time: `check` tells a learner where they stand, `hint` helps by steps."""

import warnings
from contextlib import contextmanager

import numpy as np

from nnbook.checking.kinds import NotStarted, NotYet
from nnbook.exercises import find

__all__ = ["NotStarted", "NotYet", "check", "hint"]


@contextmanager
def undisturbed():
    """In here, whatever a learner has set for NumPy or for warnings does not judge."""
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        yield


def check(number, *answer):
    """Say that the answer is right, or raise NotStarted or NotYet with a hint."""
    with undisturbed():
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
