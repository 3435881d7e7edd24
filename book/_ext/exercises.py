"""Exercises on their pages: after its check cell, an exercise can be answered without a kernel."""

import html
import json
from itertools import takewhile

from docutils import nodes
from sphinx.util import logging

from nnbook.exercises import find
from nnbook.lesson.element import key_of

logger = logging.getLogger(__name__)

FOLDER = "book/exercises/"
IN_THE_NOTEBOOK = (
    '<p class="nn-elsewhere">Answer exercise {} in the notebook <code>{}</code>, in your copy of the book; '
    "where this page has a rocket at its top, that opens it, too.</p>"
)


def statement(section):
    """What an exercise asks: all that stands before its first cell of code."""
    before = takewhile(lambda node: "cell" not in node.get("classes", []), section[1:])
    return [node.astext() for node in before]


def form(exercise, notebook, asked):
    """How to answer in the notebook; then the form, if the exercise can be answered here, else a box to tick."""
    elsewhere = IN_THE_NOTEBOOK.format(exercise.number, notebook)
    key = key_of("exercise", asked, exercise.number)
    if not hasattr(exercise, "public"):
        label = f"I have solved {exercise.number}"
        return f'{elsewhere}<nn-tick key="{key}" label="{label}"></nn-tick>'
    data = json.dumps(exercise.public(), ensure_ascii=False, allow_nan=False)
    return (
        f'{elsewhere}<nn-answer key="{key}" exercise="{html.escape(data)}"></nn-answer>'
    )


def cells(doctree):
    """The code cells that belong to an exercise, each with its number and role."""
    for node in list(doctree.findall(nodes.container)):
        about = node.get("cell_metadata", {}).get("nnlib", {})
        if "exercise" in about:
            yield node, about["exercise"], about["role"]


def add_forms(app, doctree):
    """Put a form after each check cell; lesson.py brings the script."""
    name = app.env.docname
    if not name.startswith(FOLDER):
        return
    for node, number, role in cells(doctree):
        node["classes"].append("nn-exercise-cell")
        if role != "check":
            continue
        try:
            text = form(find(number), f"{name}.ipynb", statement(node.parent))
        except (ValueError, TypeError) as error:
            logger.warning("exercise %s: %s", number, error, location=node)
            continue
        node.parent.insert(
            node.parent.index(node) + 1, nodes.raw("", text, format="html")
        )


def setup(app):
    app.connect("doctree-read", add_forms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
