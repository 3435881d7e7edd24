"""Exercises on their pages: after its check cell, an exercise can be answered without a kernel."""

import html
import json
from importlib.resources import files

from docutils import nodes
from sphinx.util import logging

from nnbook.exercises import find

logger = logging.getLogger(__name__)

FOLDER = "book/exercises/"
IN_THE_NOTEBOOK = (
    '<p class="nn-elsewhere">Answer exercise {} in the notebook <code>{}</code>: '
    "open it with a button at the top of this page, or in your copy of the book.</p>"
)


def script():
    """The style and the script that all forms of a page share."""
    here, parts = files("nnbook.checking"), ("answer.css", "numbers.js", "answer.js")
    style, numbers, code = ((here / part).read_text("utf-8") for part in parts)
    return f"<style>{style}</style><script>(() => {{\n{numbers}\n{code}}})();</script>"


def form(exercise, notebook):
    """How to answer in the notebook; if the exercise can be answered here, also its form."""
    elsewhere = IN_THE_NOTEBOOK.format(exercise.number, notebook)
    if not hasattr(exercise, "public"):
        return elsewhere
    data = json.dumps(exercise.public(), ensure_ascii=False, allow_nan=False)
    return f'{elsewhere}<nn-answer exercise="{html.escape(data)}"></nn-answer>'


def cells(doctree):
    """The code cells that belong to an exercise, each with its number and role."""
    for node in list(doctree.findall(nodes.container)):
        about = node.get("cell_metadata", {}).get("nnlib", {})
        if "exercise" in about:
            yield node, about["exercise"], about["role"]


def add_forms(app, doctree):
    """Put a form after each check cell; the first brings the script."""
    name = app.env.docname
    if not name.startswith(FOLDER):
        return
    first = True
    for node, number, role in cells(doctree):
        node["classes"].append("nn-exercise-cell")
        if role != "check":
            continue
        try:
            text = form(find(number), f"{name}.ipynb")
        except (ValueError, TypeError) as error:
            logger.warning("exercise %s: %s", number, error, location=node)
            continue
        text = script() + text if first else text
        node.parent.insert(
            node.parent.index(node) + 1, nodes.raw("", text, format="html")
        )
        first = False


def setup(app):
    app.connect("doctree-read", add_forms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
