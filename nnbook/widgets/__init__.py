"""The book's widgets: one source each, alive in Jupyter and on the published page, a picture everywhere else.

A widget is a folder here with a `view.js` and a class; what is in the folders is found by looking.
"""

import importlib
import re
from importlib.resources import files

_CLASS = re.compile(r"^class (\w+)\(Widget\):", re.MULTILINE)


def _found():
    """{name of a widget's class: name of its folder}"""
    folders = [f for f in files(__name__).iterdir() if (f / "view.js").is_file()]
    return {
        name: folder.name
        for folder in sorted(folders, key=lambda folder: folder.name)
        for name in _CLASS.findall((folder / "__init__.py").read_text("utf-8"))
    }


_FOLDERS = _found()
__all__ = list(_FOLDERS)


def __getattr__(name):
    if name not in _FOLDERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_FOLDERS[name]}"), name)


def __dir__():
    return sorted({*globals(), *__all__})
