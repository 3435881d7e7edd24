"""Which cell of a notebook has set a name: what an earlier exercise calls b is no answer to this one."""

import ast
import re
import symtable

ANSWER = re.compile(r"\s*#\s*Exercise\s+(\d+\.\d+)\b", re.IGNORECASE)
"""How the cell of an answer begins."""


def strayed(number, names, cells):
    """(name, exercise) of the first of the names that the last of these cells uses, and
    that was last set in the answer cell of another exercise; None if there is none.
    """
    used = {
        node.id for node in ast.walk(_tree(cells[-1])) if isinstance(node, ast.Name)
    }
    for name in names:
        setters = [cell for cell in cells if name in used & set_by(cell)]
        found = ANSWER.match(setters[-1]) if setters else None
        if found and found[1] != number:
            return name, found[1]
    return None


NO_PYTHON = SyntaxError, ValueError, RecursionError, MemoryError


def _tree(source):
    try:
        return ast.parse(source)
    except NO_PYTHON:
        return ast.Module([], [])


def set_by(source):
    """The names that a cell sets; none if it is no Python."""
    try:
        symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    except NO_PYTHON:
        return set()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
