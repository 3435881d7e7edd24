"""The source of a function, line by line as a page shows it, and which lines belong to one statement."""

import ast
import html
import inspect
import keyword
import re
import textwrap

from nnbook.show import DOOR

# Strings first, then comments, so that neither is looked for inside the other.
_TOKEN = re.compile(rf"""("[^"]*"|'[^']*')|(\#.*)|\b({"|".join(keyword.kwlist)})\b""")
_KINDS = "nn-string", "nn-comment", "nn-keyword"


class Listing:
    """The installed source of a function, without its door and its docstring.

    `name` is what it is called; `lines` are its lines, counted from 1; `header` are the lines, first and last, of its
    `def`. Raises TypeError for what has no source in Python, or is no plain function.
    """

    def __init__(self, function):
        self.name = function.__qualname__.removesuffix(".__wrapped__")
        source, self._start = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(source))).body[0]
        if getattr(tree, "name", "") != function.__code__.co_name:
            raise TypeError(f"trace: {self.name} does not begin with def")
        hidden = {i for i, line in enumerate(source, 1) if re.match(DOOR, line)}
        if ast.get_docstring(tree) is not None:
            text = tree.body[0]
            hidden.update(range(text.lineno, text.end_lineno + 1))
        shown = [i for i in range(1, len(source) + 1) if i not in hidden]
        self._number = {i: number for number, i in enumerate(shown, 1)}
        indent = len(source[0]) - len(source[0].lstrip())
        self.lines = [source[i - 1][indent:].rstrip() for i in shown]
        self._places, self._sets = {}, {}
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt | ast.excepthandler):
                self._add(node, node.lineno, _last_line(node))
        self.header = self.place(self._start + tree.lineno - 1)

    def _add(self, node, first, last):
        if first not in self._number:
            return
        place = self._number[first], self._number[last]
        for i in range(first, last + 1):
            self._places.setdefault(i, place)
        self._sets[place] = _assigned(node)

    def place(self, line):
        """The lines, first and last, of the statement to which a line of the file belongs."""
        i = line - self._start + 1  # of a `case` or a decorator there is only the line
        return self._places.get(i) or (self._number[i], self._number[i])

    def text(self, place):
        """The code of these lines."""
        return "\n".join(self.lines[place[0] - 1 : place[1]])

    def sets(self, place, name):
        """Whether the statement in these lines assigns to `name`, or to what it is a part of."""
        return any(
            re.match(rf"{re.escape(x)}($|\.|\[)", name)
            for x in self._sets.get(place, ())
        )


def highlighted(line):
    """A line of code as HTML, its keywords, strings and comments marked; it may be broken after a bracket."""
    done, at = "", 0
    for token in _TOKEN.finditer(line):
        done += _breakable(line[at : token.start()])
        kind, at = _KINDS[token.lastindex - 1], token.end()
        done += f'<span class="{kind}">{html.escape(token[0])}</span>'
    return done + _breakable(line[at:])


def _breakable(code):
    return html.escape(code).replace("(", "(<wbr>")


def _last_line(node):
    """Where a statement ends; of one that holds others, its head."""
    inner = ast.stmt, ast.excepthandler, ast.match_case
    own = [
        child for child in ast.iter_child_nodes(node) if not isinstance(child, inner)
    ]
    parts = [part for child in own for part in ast.walk(child)]
    ends = [part.end_lineno for part in parts if hasattr(part, "end_lineno")]
    return max(
        [node.lineno, *ends]
        if {"body", "cases"} & {*node._fields}
        else [node.end_lineno]
    )


def _assigned(node):
    """The names that a statement gives a value: `w`, `self.w`."""
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        return []
    return [
        ast.unparse(part)
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute)
        and isinstance(part.ctx, ast.Store)
    ]
