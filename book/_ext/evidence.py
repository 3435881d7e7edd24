"""The pages Claims and Errata, written at each build from what the executed chapters have shown.

In their sources an empty fence marked {claims} or {errata} holds the place. What is put there is Markdown like any
other, so that its headings, links and formulas are those of the page.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from myst_parser.mdit_to_docutils.base import default_slugify
from sphinx.util import logging

from nnbook import evidence

logger = logging.getLogger(__name__)

CHAPTER = re.compile(r"book/(\d\d)_\w+")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


class Place(NamedTuple):
    """Where a chapter has shown something, and the data that its output carried."""

    document: str
    section: str
    data: object


def chapters(env):
    """The documents of the chapters that the book has; a large chapter has two."""
    return [*filter(CHAPTER.fullmatch, sorted(env.found_docs))]


def chapter(document):
    """The number of the chapter that a document belongs to."""
    return int(CHAPTER.fullmatch(document)[1])


def shown(notebook, document, mime):
    """A Place for each output of an executed notebook that carries data of this type."""
    section = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            section = (HEADING.findall("".join(cell["source"])) or [section])[-1]
        for output in cell.get("outputs", []):
            if mime in output.get("data", {}):
                yield Place(document, section, output["data"][mime])


def collect(env, mime):
    """All Places of the book's chapters, as these were last executed."""
    for document in chapters(env):
        path = Path(env.mystnb_config.output_folder) / f"{document}.ipynb"
        if path.is_file():
            yield from shown(json.loads(path.read_text("utf-8")), document, mime)


def warn_of_misplaced(env, page, entries, places):
    """Warn of what its chapter, if the book has it, does not show exactly once, and of what others show."""
    book = {*map(chapter, chapters(env))}
    for number, entry in entries.items():
        where = [place.document for name, place in places if name == number]
        if [*map(chapter, where)] != [n for n in [entry["chapter"]] if n in book]:
            logger.warning(
                f"{number} is to be shown by chapter {entry['chapter']}, once; "
                f"it is shown by {', '.join(where) or 'none'}",
                location=page,
                type="evidence",
            )


def link(place):
    """A Markdown link to the section of a Place, from a page in the same folder."""
    file = place.document.rpartition("/")[2]
    title = f"Chapter {chapter(place.document)}, {place.section}"
    return f"[{title}]({file}.ipynb#{default_slugify(place.section)})"


def claims_page(env, page):
    """The Markdown of all claims: a table of the verdicts, then chapter by chapter what was measured."""
    places = [(place.data["id"], place) for place in collect(env, evidence.CLAIM)]
    warn_of_misplaced(env, page, evidence.CLAIMS, places)
    lines = ["| number | claim | verdict |", "|---|---|---|"]
    for number, (_, _, said) in places:
        cells = f"[{number}](#{number.lower()})", said["statement"], said["verdict"]
        lines.append(f"| {' | '.join(cells)} |")
    for document in dict.fromkeys(place.document for _, place in places):
        lines.append(f"\n## {env.titles[document].astext()}")
        lines += [claim(place) for _, place in places if place.document == document]
    return "\n".join(lines)


def claim(place):
    """One claim: who says it, what was measured, the verdict, and where."""
    number = place.data["id"]
    return f"""
({number.lower()})=
### {number}

{evidence.told(place.data)}

{link(place)}
"""


def errata_page(env, page):
    """The Markdown of all errata, source by source."""
    shows = collect(env, evidence.SHOWN)
    places = [(number, place) for place in shows for number in place.data]
    warn_of_misplaced(env, page, evidence.ERRATA, places)
    lines = []
    for source in evidence.SOURCES:
        lines.append(f"\n## {evidence.heading(source)}")
        for number, entry in evidence.ERRATA.items():
            if entry["source"][0] == source:
                lines.append(erratum(number, entry, dict(places).get(number)))
    return "\n".join(lines)


def erratum(number, entry, place):
    """One erratum, with what its label says of it, and where it is shown."""
    note = "; ".join(evidence.notes(entry))
    return f"""
({number.lower()})=
### {number}: {entry["title"]}

{note and f"*{note[0].upper()}{note[1:]}.*"}

**Written:** {entry["written"]}

**Right:** {entry["right"]}

**Why:** {entry["why"]}

{link(place) if place else ""}
"""


PAGES = {
    "book/claims": ("```{claims}\n```", claims_page),
    "book/errata": ("```{errata}\n```", errata_page),
}


def fill(app, page, source):
    """Put the text of a page where its source has the empty fence."""
    if page in PAGES:
        fence, write = PAGES[page]
        source[0] = source[0].replace(fence, write(app.env, page))


def always_outdated(app, env, added, changed, removed):
    """The pages, at every build: any chapter may have run anew."""
    return [page for page in PAGES if page in env.found_docs]


def pages_last(app, env, documents):
    """Read the pages when all chapters have been executed."""
    documents.sort(key=lambda document: document in PAGES)


def setup(app):
    # What chapters carry for these pages is no output to render.
    app.config.suppress_warnings.append("mystnb.unknown_mime_type")
    app.connect("env-get-outdated", always_outdated)
    app.connect("env-before-read-docs", pages_last)
    app.connect("source-read", fill)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
