"""The API page: nnlib's docstrings, which are plain text, made ready for autodoc, which reads reStructuredText.

Paragraphs are quoted, so that `|z|` or `A_prev` mean what they look like, and `code` in single backticks becomes
code. The first paragraph of a function or class, its formula, is set apart.
"""

import re

SPECIAL = re.compile(r"[\\*|_]")
LIST_MARK = re.compile(r"^([-+]|\w[.)])(?= )")
PRIME = re.compile(r"(?<=\w)'(?=\()")  # of g'(z); smart quotes would bend it


def quoted(text):
    """A paragraph of plain text as reStructuredText that shows just that text."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = f"\\ ``{part}``\\ "
        else:
            parts[i] = SPECIAL.sub(r"\\\g<0>", PRIME.sub("′", part))
    return LIST_MARK.sub(r"\\\1", "".join(parts))


def quote_docstring(app, what, name, obj, options, lines):
    """Rewrite the lines of a docstring in place."""
    paragraphs = [quoted(p) for p in "\n".join(lines).split("\n\n") if p.strip()]
    if paragraphs and what != "module":
        paragraphs[0] = f".. container:: formula\n\n   {paragraphs[0]}"
    lines[:] = "\n\n".join(paragraphs).split("\n")


def skip_fields(app, what, name, obj, skip, options):
    """Leave out the fields of a named tuple, whose docstrings are Python's own."""
    return True if type(obj).__name__ == "_tuplegetter" else None


def setup(app):
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", quote_docstring)
    app.connect("autodoc-skip-member", skip_fields)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
