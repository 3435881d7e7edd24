"""What runs in the kernel of a graded notebook: output and memory within bounds, and the verdicts."""

import os
import signal
import sys
from contextlib import suppress
from functools import partial

from IPython import get_ipython

from nnbook.checking import check
from nnbook.checking.kinds import NotStarted, NotYet

OUTPUT = 100_000  # characters that a cell may print
PICTURE = 1000  # and how many of them anything displayed counts for
MESSAGE = 1000  # characters of an error
MEMORY = 4 * 2**30  # bytes of addresses that a kernel may use
FILE = 2**30  # and of a file that it writes


class Bounds:
    """What a cell prints or displays beyond OUTPUT is dropped, before IPython keeps it."""

    def __init__(self, shell):
        self.left = OUTPUT
        self.streams = sys.stdout, sys.stderr
        self.writes = ()
        for stream in self.streams:
            stream.close = lambda: None
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


class Limits:
    """What one answer may set for its process, and the next is not to suffer from."""

    def __init__(self):
        self.place, self.depth = os.getcwd(), sys.getrecursionlimit()
        self.resources = {}
        with suppress(ImportError):  # not on Windows
            import resource

            for name in (name for name in dir(resource) if name.startswith("RLIMIT_")):
                limit = getattr(resource, name)
                with suppress(ValueError, OSError):
                    self.resources[limit] = resource.getrlimit(limit)
            for limit, bound in (
                (resource.RLIMIT_AS, MEMORY),
                (resource.RLIMIT_FSIZE, FILE),
            ):
                _, most = self.resources[limit]
                most = bound if most == resource.RLIM_INFINITY else min(bound, most)
                self.resources[limit] = most, most

    def restore(self, *_):
        sys.setrecursionlimit(self.depth)
        sys.settrace(None)
        for limit, (soft, hard) in self.resources.items():
            self._restore(limit, soft, hard)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        with suppress(OSError):
            os.makedirs(self.place, exist_ok=True)
            os.chdir(self.place)

    def _restore(self, limit, soft, hard):
        import resource

        try:
            resource.setrlimit(limit, (soft, hard))
        except (ValueError, OSError):  # what has been lowered for good
            _, hard = resource.getrlimit(limit)
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (hard, hard))


def prepare():
    """From now on, keep output and memory within bounds, begin each cell with the limits
    that Python had, and let exit() end a cell, not the kernel.
    """
    shell = get_ipython()
    Bounds(shell)
    limits = Limits()
    limits.restore()
    shell.events.register("post_run_cell", limits.restore)
    shell.ast_node_interactivity = "none"  # whatever its last line is, nothing shows it
    shell.showtraceback = partial(_in_short, shell)
    shell.user_ns.update(exit=sys.exit, quit=sys.exit)


def _in_short(shell, *_, **__):
    """Show an error without its traceback, and without most of a long message."""
    kind, error, _traceback = sys.exc_info()
    message = str(error)[:MESSAGE]
    error.args = (message,)  # the kernel tells it once more
    shell._showtraceback(kind, RuntimeError(message), [])


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
