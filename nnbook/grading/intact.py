"""Whether what judges the answers is still as it was: one that changes it would judge its neighbours, too."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

import numpy as np

import nnbook
import nnlib

CODE = ".py", ".so", ".pyd", ".pth"


def text():
    """A digest of all that the packages of this book consist of."""
    state = hashlib.sha256()
    for package in nnbook, nnlib:
        for path in _files(package):
            state.update(os.fsencode(path))
            state.update(path.read_bytes())
    return state.hexdigest()


def fingerprint():
    """All that an answer must not change: the text of this book's packages, the sizes and
    times of NumPy's files, and the names of what Python could import beside them.
    """
    status = [(path, path.stat()) for path in _files(np)]
    numpy = [(path, one.st_size, one.st_mtime_ns) for path, one in status]
    beside = {
        place: sorted(path.name for path in place.iterdir() if _importable(path))
        for place in _places()
    }
    return text(), numpy, beside


def _files(package):
    files = Path(package.__file__).parent.rglob("*")
    return sorted(p for p in files if "__pycache__" not in p.parts and p.is_file())


@cache
def _places():
    """The folders in which Python looks for what it imports, but for the current one."""
    beside = [Path(package.__file__).parents[1] for package in (nnbook, nnlib)]
    return sorted(
        {place for place in [*map(Path, sys.path[1:]), *beside] if place.is_dir()}
    )


def _importable(path):
    return path.suffix in CODE or (path / "__init__.py").exists()
