"""Run a notebook with nbval, and tell on standard output how each of its cells ended.

`python -P watch.py NOTEBOOK SECONDS`, always a process of its own, in the notebook's
folder; a kernel that has not started after SECONDS counts as failed. A line of JSON
tells the kernel's process, then one each cell: its `error` and `verdict`, or that there
it was `lost`. With that everything ends: the kernel has died, or was ended because the
cell took too long.

In each cell's metadata stand its number `cell`, its `limit` in seconds and, if it is a
check, the word `token`, which makes way in its source for a new random word.
"""

import contextlib
import json
import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path

# jsonschema would build a grammar of web addresses: more work than all the rest.
sys.modules["rfc3987_syntax"] = None

import psutil  # noqa: E402
import pytest  # noqa: E402

LONGEST = 1000  # characters of a message
SHARE = 4  # on a busy machine a cell that computes may take so many times its limit


class Watch:
    """A pytest plugin that tells `out`, and a thread that ends what takes too long."""

    def __init__(self, out):
        self.out = out
        self.lock = threading.Lock()
        self.kernel = self.cell = self.begun = None
        self.parent = os.getppid()
        threading.Thread(target=self.look, daemon=True).start()

    def tell(self, **what):
        print(json.dumps(what), file=self.out, flush=True)

    def look(self):
        while True:
            time.sleep(0.05)
            with self.lock:
                if os.getppid() != self.parent:
                    self.end()
                if self.cell is not None and (lost := self.how_lost()):
                    self.tell(cell=self.cell, lost=lost)
                    self.end()

    def how_lost(self):
        if self.kernel and self.kernel.poll() is not None:
            return "died"
        waited, used = (
            now - then for now, then in zip(self.clocks(), self.begun, strict=True)
        )
        busy = waited / SHARE < used < self.limit
        return "late" if waited > self.limit and not busy else None

    def clocks(self):
        """The time, and the processor's time that the kernel has used."""
        used = 0
        with contextlib.suppress(psutil.Error):
            used = sum(psutil.Process(self.kernel.pid).cpu_times()[:2])
        return time.monotonic(), used

    def end(self):
        end_kernel(self.kernel)
        os._exit(0)

    def pytest_collection_modifyitems(self, items):
        """Comments and tags that mean something to nbval mean nothing here."""
        for item in items:
            item.options.update(skip=False, check=False, check_exception=False)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_setup(self, item):
        note = item.cell.metadata["nnlib"]
        item.token = f"application/vnd.nnlib.{secrets.token_hex(16)}+json"
        if note["token"]:
            source = item.cell.source.replace(note["token"], item.token)
            item.cell.source = source
        if self.kernel is None:
            self.kernel = item.parent.kernel.km.provisioner.process
            self.tell(kernel=self.kernel.pid)
        with self.lock:
            self.cell, self.limit, self.begun = (
                note["cell"],
                note["limit"],
                self.clocks(),
            )

    def pytest_runtest_makereport(self, item, call):
        if call.when != "call":
            return
        with self.lock:
            if lost := self.how_lost():
                self.tell(cell=self.cell, lost=lost)
                self.end()
            outputs = item.test_outputs or []
            self.tell(cell=self.cell, error=error_in(outputs, call), verdict=told(item))
            self.cell = None

    def pytest_sessionfinish(self):
        end_kernel(self.kernel)


def error_in(outputs, call):
    """[name, message] of the exception with which a cell ended, or None."""
    if not call.excinfo:
        return None
    for output in outputs:
        if output["output_type"] == "error":
            return [output["ename"], output["evalue"][:LONGEST]]
    return [call.excinfo.typename, str(call.excinfo.value)[:LONGEST]]


def told(item):
    """The verdict that carries the token of this cell, or None."""
    for output in item.test_outputs or []:
        if verdict := output.get("data", {}).get(item.token):
            return {"state": verdict["state"], "hint": verdict["hint"][:LONGEST]}
    return None


def end_kernel(kernel):
    """End the kernel and what answers have started in it."""
    if kernel is None:
        return
    kernel.kill()
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(kernel.pid, signal.SIGKILL)


def main(notebook, seconds):
    out = os.fdopen(os.dup(1), "w")  # which no kernel inherits
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    settings = Path.cwd().parent / "pytest.ini"
    options = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=1e6"]
    options += [f"--nbval-kernel-startup-timeout={seconds}", "--capture=no"]
    options += ["-p", "nbval.plugin", "-p", "no:cacheprovider", "--noconftest"]
    options += ["-c", str(settings), "--rootdir", str(settings.parent)]
    pytest.main([*options, notebook], plugins=[Watch(out)])


if __name__ == "__main__":
    main(*sys.argv[1:])
