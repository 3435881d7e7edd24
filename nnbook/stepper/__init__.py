"""The stepper: what a function does, statement by statement, with the values that it had when the cell ran."""

import sys

from nnbook.stepper.page import written_out
from nnbook.stepper.record import Recorder

__all__ = ["Trace", "trace"]


class Trace:
    """What `trace` recorded, to be shown. `steps` are its statements in turn, `result` is what the function returned,
    `listings` are the sources, and `cut` says whether there were more steps than a page can hold.
    """

    def __init__(self, recorder, result):
        self.steps, self.listings = recorder.steps, [*recorder.listings.values()]
        self.cut, self.result = recorder.full, result

    def __repr__(self):
        steps = (
            f"the first {len(self.steps)} steps"
            if self.cut
            else f"{len(self.steps)} steps"
        )
        return f"{self.listings[0].name}: {steps}"

    def _repr_mimebundle_(self, **options):
        return {"text/plain": repr(self), "text/html": written_out(self)}


def trace(function, *arguments, follow=(), watch=(), ask=None, **keywords):
    """Call `function` and record each statement of it, and of the functions in `follow`: what it set, what it called.

    Shown are the names of the function, and the attributes in `watch`, such as "self.w". `ask` holds up to three
    pauses, {step: (question, answer)} or {step: (question, answer, why)}, where `why` is shown with the answer. A
    step is its number, a text that is in its line (the first such step), or (text, condition): the first such step
    after which the condition, an expression of the function's names, is true.
    An answer is an expression, whose value is a number, or {option: expression}, exactly one of which is true after
    the step. Exceptions of the function pass. Raises TypeError for what is no function written in Python, and
    ValueError for pauses that never come or have no single answer.
    """
    recorder = Recorder([function, *follow], watch, ask or {})
    before = sys.gettrace()
    sys.settrace(recorder.enter)
    try:
        result = function(*arguments, **keywords)
    finally:
        sys.settrace(before)
    if recorder.left():
        raise ValueError(f"ask: no step is {' or '.join(map(repr, recorder.left()))}")
    return Trace(recorder, result)
