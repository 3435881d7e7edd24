"""What runs in the kernel of a graded notebook: output within bounds, and the verdicts."""

import sys
from functools import partial

from IPython import get_ipython

from nnbook.checking import check
from nnbook.checking.kinds import NotStarted, NotYet

OUTPUT = 100_000  # characters that a cell may print
PICTURE = 1000  # and how many of them anything displayed counts for


class Bounds:
    """What a cell prints or displays beyond OUTPUT is dropped, before IPython keeps it."""

    def __init__(self, shell):
        self.left = OUTPUT
        self.streams = sys.stdout, sys.stderr
        self.writes = ()
        self.display = shell.display_pub.publish
        shell.display_pub.publish = self.show
        shell.events.register("pre_run_cell", self.begin)
        shell.events.register("post_run_cell", self.end)

    def begin(self, *_):
        self.left = OUTPUT
        self.writes = [stream.write for stream in self.streams]
        for stream, write in zip(self.streams, self.writes, strict=True):
            stream.write = partial(self.write, write)

    def end(self, *_):
        for stream, write in zip(self.streams, self.writes, strict=False):
            stream.write = write
        sys.stdout, sys.stderr = self.streams

    def take(self, size):
        """As much of `size` as is left."""
        size = min(size, self.left)
        self.left -= size
        return size

    def write(self, write, text):
        write(text[: self.take(len(text))])
        return len(text)

    def show(self, *args, **options):
        if self.take(PICTURE) == PICTURE:
            self.display(*args, **options)


def prepare():
    """From now on, keep output within bounds, and let exit() end a cell, not the kernel."""
    shell = get_ipython()
    Bounds(shell)
    shell.user_ns.update(exit=sys.exit, quit=sys.exit)


def verdict(token, number, parts):
    """Tell the world outside how `check` judges the answer `parts()`. The token, new
    for each check, says that it is this function that speaks.
    """
    state, hint = _judged(number, parts)
    # Not print or display: an answer may have replaced these, or used them up.
    publisher = get_ipython().display_pub
    type(publisher).publish(publisher, {token: {"state": state, "hint": hint}})


def _judged(number, parts):
    try:
        answer = parts()
    except NameError as error:
        return "missing", f"{error.name} is missing: the answer cell must make it"
    try:
        check(number, *answer)
    except NotStarted:
        return "not started", ""
    except NotYet as reason:
        return "not yet", str(reason)
    except BaseException as error:  # also SystemExit, from what the learner wrote
        return "not yet", f"your code stops with {type(error).__name__}: {error}"
    return "correct", ""
