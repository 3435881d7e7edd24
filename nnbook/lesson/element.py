"""What every element of a lesson shares: sentences with marks, a key, and the HTML that carries its own script."""

import hashlib
import html
import json
import re
from pathlib import Path

from IPython.display import display

SCRIPTS = "../checking/numbers", "store", "element", "plot", "guess", "beliefs"
"""The scripts, from this folder, that an element brings along where it stands on no page of the book."""

HERE = Path(__file__).parent
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


def key_of(kind, statement, *name):
    """Under what an answer is kept: with another statement the question is another one."""
    digest = hashlib.sha256(json.dumps(statement).encode()).hexdigest()[:8]
    return "/".join([kind, *name, digest])


def show(tag, data, inner, plain):
    """Show an element: its data, what it says without scripts, and its script."""
    given = html.escape(json.dumps(data, ensure_ascii=False, allow_nan=False))
    text = (
        f'<{tag} class="nn-lesson mathjax_process" data-lm-suppress-shortcuts="true" '
        f'lesson="{given}">\n{inner}\n'
        f"<nn-end></nn-end></{tag}>"
    )
    bundle = {"text/html": f"{text}{inline()}", "text/plain": plain}
    display(bundle, raw=True)


def script(*texts):
    """These texts in one scope; where they already run, once more does nothing."""
    inner = "\n".join(['"use strict";', "if (window.nnStore) return;", *texts])
    return f"(() => {{\n{inner}\n}})();\n"


def text(name):
    """A script of this folder."""
    return (HERE / f"{name}.js").read_text("utf-8")


def style():
    return (HERE / "lesson.css").read_text("utf-8")


INLINE = re.compile(r'\n<style class="nn-inline">.*</script>$', re.DOTALL)
"""What `inline` gives, to be left out where it is not needed."""


def inline():
    """Style and script for JupyterLab and Colab; the book's pages have files for them."""
    return (
        f'\n<style class="nn-inline">{style()}</style>'
        f"<script>{script(*map(text, SCRIPTS))}</script>"
    )
