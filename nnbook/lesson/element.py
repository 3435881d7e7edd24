"""What every element of a lesson shares: sentences with marks, a key, and the HTML that carries its own script."""

import hashlib
import html
import json
import re
from importlib.resources import files

from IPython.display import display

SCRIPTS = "store", "element", "plot", "guess", "seen", "beliefs"
"""The scripts that an element brings along where it does not stand on a page of the book."""

MARKS = re.compile(r"`([^`]+)`|\$([^$]+)\$|\*\*(\S[^*]*)\*\*|\*(\S[^*]*)\*")
TAGS = ("<code>", "</code>"), (r"\(", r"\)"), ("<b>", "</b>"), ("<em>", "</em>")


def marked(text):
    """A sentence as HTML: in it `code`, $formulas$, **bold** and *emphasis* are marked as in Markdown."""

    def tagged(match):
        begin, end = TAGS[match.lastindex - 1]
        return f"{begin}{match[match.lastindex]}{end}"

    return MARKS.sub(tagged, html.escape(text, quote=False))


def flat(name, text):
    """A text on one line. Raises TypeError where it is none, ValueError where it is empty."""
    if not isinstance(text, str):
        raise TypeError(f"{name}: expected a text, got {text!r}")
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return " ".join(text.split())


def key_of(kind, name, statement):
    """Under what an answer is kept: with another statement the question is another one."""
    digest = hashlib.sha256(json.dumps(statement).encode()).hexdigest()[:8]
    return f"{kind}/{name}/{digest}"


def show(tag, data, inner, plain):
    """Show an element: its data, what it says without scripts, and its script."""
    given = html.escape(json.dumps(data, ensure_ascii=False, allow_nan=False))
    text = (
        f'<{tag} class="nn-lesson mathjax_process" lesson="{given}">\n{inner}\n'
        f"<nn-end></nn-end></{tag}>"
    )
    bundle = {"text/html": f"{text}\n{inline()}", "text/plain": plain}
    display(bundle, raw=True)


def script(names):
    """These scripts in one scope; where they already run, once more does nothing."""
    texts = [(files(__package__) / f"{name}.js").read_text("utf-8") for name in names]
    return '(() => {{\n"use strict";\nif (window.nnStore) return;\n{}\n}})();\n'.format(
        "\n".join(texts)
    )


def style():
    return (files(__package__) / "lesson.css").read_text("utf-8")


def inline():
    """Style and script for JupyterLab and Colab; the book's pages have files for them."""
    return f'<style class="nn-inline">{style()}</style><script class="nn-inline">{script(SCRIPTS)}</script>'
