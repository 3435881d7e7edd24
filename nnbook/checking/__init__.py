"""Answers judged one at a time: `check` tells a learner where they stand, `hint` helps by steps."""

import sys
import warnings
from contextlib import contextmanager

import numpy as np

from nnbook.checking.cells import strayed
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
        try:
            exercise.judge(*answer)
        except NotYet:
            if found := strayed(number, exercise.names, _cells_run()):
                name, other = found
                raise NotYet(
                    f"{name} is not set in this exercise: it is that of {other}"
                ) from None
            raise
    print(f"{number} correct")


def _cells_run():
    """The sources of a notebook's cells as they were run, up to this one."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell.user_ns.get("In", [""]) if shell else [""]


def hint(number, step=1):
    """Print the hint of this step, 1 being the gentlest."""
    hints = find(number).hints
    if step not in range(1, len(hints) + 1):
        raise ValueError(f"exercise {number} has hints 1 to {len(hints)}, got {step!r}")
    more = f'  (more: hint("{number}", {step + 1}))' if step < len(hints) else ""
    print(f"{hints[step - 1]}{more}")
