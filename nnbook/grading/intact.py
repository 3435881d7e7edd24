"""Whether what judges the answers is still as it was: one that changes it would judge its neighbours, too."""

import hashlib
import sysconfig
from functools import cache
from pathlib import Path

import numpy as np

import nnbook
import nnlib

CODE = ".py", ".so", ".pyd", ".pth"


def fingerprint():
    """A word for all that an answer must not change: the text of the packages of this
    book, the sizes and times of NumPy's files, and what Python could import beside them.
    """
    state = hashlib.sha256()
    for package in nnbook, nnlib:
        for path in _files(package):
            state.update(str(path).encode("utf-8", "surrogateescape"))
            state.update(path.read_bytes())
    for path in _files(np):
        status = path.stat()
        state.update(repr((path, status.st_size, status.st_mtime_ns)).encode())
    for place in _places():
        names = sorted(path.name for path in place.iterdir() if _importable(path))
        state.update(repr((place, names)).encode())
    return state.hexdigest()


def _files(package):
    files = Path(package.__file__).parent.rglob("*")
    return sorted(p for p in files if "__pycache__" not in p.parts and p.is_file())


@cache
def _places():
    """The folders in which packages lie."""
    installed = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    beside = [Path(package.__file__).parents[1] for package in (nnbook, nnlib)]
    return sorted({*map(Path, installed), *beside})


def _importable(path):
    return path.suffix in CODE or (path / "__init__.py").exists()
