"""Processes that answers run in: how many at once, waiting for one, and ending all that came of it."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

HERE = Path(__file__).parent
CGROUP = Path("/sys/fs/cgroup")


def processors():
    """How many processors this process may use: those of its affinity, or fewer if a
    container's quota grants less.
    """
    count = len(psutil.Process().cpu_affinity()) if psutil.LINUX else os.cpu_count()
    for names in ["cpu.max"], ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"]:
        with suppress(OSError, ValueError, ZeroDivisionError):
            words = " ".join((CGROUP / name).read_text() for name in names).split()
            quota, period = map(int, words)  # "max", or -1, where there is no limit
            count = min(count, quota // period) if quota > 0 else count
    return max(1, count)


def attended(process, limit):
    """What a process prints on its two streams. It is ended after `limit` seconds, or
    when an answer has stopped it.
    """
    end = time.monotonic() + limit
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=0.5)
        with suppress(psutil.Error):
            stopped = psutil.Process(process.pid).status() == psutil.STATUS_STOPPED
            if stopped or time.monotonic() > end:
                end_group(process.pid)


def end_group(leader):
    """End a process and those of its group."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)


def adopt():
    """From now on, whatever descends from this process stays its descendant."""
    if psutil.LINUX:
        PR_SET_CHILD_SUBREAPER = 36
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_descendants(spared=()):
    """End all that has come of this process, and what comes of it meanwhile; but not
    the children `spared`, and what has come of them.
    """
    for _ in range(100):
        heads = [p for p in psutil.Process().children() if p.pid not in spared]
        found = heads + [one for head in heads for one in _below(head)]
        if not found:
            return
        for act in psutil.Process.suspend, psutil.Process.kill:  # so that none breeds
            for one in found:
                with suppress(psutil.Error):
                    act(one)
        psutil.wait_procs(found, timeout=1)


def _below(process):
    try:
        return process.children(recursive=True)
    except psutil.Error:  # it has ended
        return []


def when_orphaned(act):
    """Call `act` in a thread when the process that started this one has ended."""
    parent = os.getppid()

    def look():
        while os.getppid() == parent:
            time.sleep(0.05)
        act()

    threading.Thread(target=look, daemon=True).start()


def python(script, *arguments, cwd, env):
    """A Python process for a script of the grading, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-P", HERE / script, *map(str, arguments)],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
