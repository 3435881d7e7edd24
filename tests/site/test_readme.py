"""What README says of the package is so."""

import ast
import re

from architecture import SOURCES, TREES
from places import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def lines_of_code(name):
    """How many lines of a module hold code: no docstring, no comment, not blank."""
    texts = {
        number
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for number in range(node.lineno, node.end_lineno + 1)
    }
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in texts
        for number, line in enumerate(SOURCES[name].splitlines(), start=1)
    )


def test_the_length_of_the_mathematics():
    stated = re.search(r"mathematics is ([\d,]+) lines", README)[1].replace(",", "")
    assert int(stated) == sum(map(lines_of_code, SOURCES))


def test_the_modules_are_listed_in_reading_order():
    row = re.search(r"in reading order: (.*?) \|", README)[1]
    modules = dict.fromkeys(name.partition(".")[0] for name in SOURCES)
    expected = [name for name in modules if not name.startswith("_")]
    assert re.findall(r"`(\w+)`", row) == expected


def test_the_program_runs_and_learns():
    (program,) = (code for code in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "fit(" in code)
    names = {}
    exec(program, names)
    assert names["accuracy"] > 0.95
    assert len(names["history"].epoch) == 100
    assert abs(names["probabilities"].sum(axis=1) - 1).max() < 1e-6
