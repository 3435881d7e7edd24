"""A chapter as its reader works through it: its head, how long it takes, what is sealed until a guess, what is folded,
and the scripts and totals that its pages need.
"""

import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

import measure
from nnbook.lesson import element

logger = logging.getLogger(__name__)

CHAPTER = re.compile(r"book/(\d\d_\w+)")
EXERCISES = re.compile(r"book/exercises/(\d\d_\w+)")
ELEMENT = re.compile(
    r'<nn-(?:guess|beliefs|answer|tick)\b[^>]*? (lesson|key)="([^"]*)"'
)


# ---- which cells belong together: marked in the notebook, then wrapped in the page ----


class Fold(nodes.General, nodes.Element):
    """Text that a reader may open."""


class Summary(nodes.General, nodes.TextElement):
    """The line that stands for a fold."""


class Seal(nodes.General, nodes.Element):
    """What waits for the guess of the name `guess`."""


def marker(text, i):
    return {
        "cell_type": "markdown",
        "id": f"nn-{i}",
        "metadata": {},
        "source": f"% {text}",
    }


def marked(cells):
    """The cells with a comment before and after each span."""
    spans = measure.spans(cells)
    begins = sorted(spans, key=lambda span: -span.end)
    result = []
    for i, cell in enumerate(cells):
        result += [
            f"nn-begin {span.kind} {span.name}" for span in begins if span.begin == i
        ]
        result.append(cell)
        result += ["nn-end"] * sum(span.end == i + 1 for span in spans)
    return [
        marker(cell, i) if isinstance(cell, str) else cell
        for i, cell in enumerate(result)
    ]


def read(app, page, text):
    """Measure a notebook as it is stored, and mark its spans."""
    if not CHAPTER.fullmatch(page):
        return
    notebook = json.loads(text[0])
    cells = notebook["cells"]
    for problem in measure.problems(cells):
        logger.warning(problem, location=page, type="lesson")
    main, folded, _ = measure.measure(cells)
    pages(app.env)[page] = {"minutes": main.minutes, "folded": folded.minutes}
    notebook["cells"] = marked(cells)
    text[0] = json.dumps(notebook)


def wrap(document):
    """Put what stands between the comments of a span into a node of its own; the innermost first."""
    for begin in reversed(
        [
            c
            for c in document.findall(nodes.comment)
            if c.astext().startswith("nn-begin ")
        ]
    ):
        parent, start = begin.parent, begin.parent.index(begin)
        end = next((i for i in range(start, len(parent)) if is_end(parent[i])), None)
        if end is None:
            continue  # a heading inside: `read` has warned
        _, kind, *name = begin.astext().split(" ", 2)
        inside = parent.children[start + 1 : end]
        parent[start : end + 1] = [container(kind, name, inside)]


def is_end(node):
    return isinstance(node, nodes.comment) and node.astext() == "nn-end"


def container(kind, name, inside):
    if kind == "seal":
        return Seal("", *inside, guess=name[0])
    if kind == "fold":
        first, *rest = inside
        return Fold("", Summary("", "", *first.children), *rest)
    if kind == "borrowed" and not isinstance(inside[0], nodes.paragraph):
        inside.insert(0, nodes.paragraph("", "Borrowed from later chapters:"))
    return nodes.container("", *inside, classes=[f"nn-{kind}", "nn-head"])


def visit_fold(self, node):
    self.body.append('<details class="nn-fold" open>')


def depart_fold(self, node):
    self.body.append("<nn-end></nn-end></details>")


def visit_summary(self, node):
    self.body.append("<summary>")


def depart_summary(self, node):
    self.body.append("</summary>\n")


def visit_seal(self, node):
    self.body.append(f'<nn-seal guess="{html.escape(node["guess"])}">')


def depart_seal(self, node):
    self.body.append("<nn-end></nn-end></nn-seal>")


# ---- the page ----


def pages(env):
    """{page: what is known of it}, kept with the environment."""
    if not hasattr(env, "lesson_pages"):
        env.lesson_pages = {}
    return env.lesson_pages


def forget(app, env, page):
    pages(env).pop(page, None)


def reading_time(about):
    more = about["folded"]
    text = f"{about['minutes']} minutes"
    return f"{text}, and {more} more if you open what is folded" if more else text


def keys_in(text):
    """The keys of all that can be answered in a piece of a page."""
    for attribute, value in ELEMENT.findall(text):
        data = html.unescape(value)
        if attribute == "lesson":
            about = json.loads(data)
            yield from about.get("keys") or [about["key"]]
        else:
            yield data


def finish(app, document):
    """Wrap spans, name the time, leave out scripts that the page has as a file, and note what can be answered."""
    page = app.env.docname
    wrap(document)
    about = pages(app.env).setdefault(page, {})
    about["keys"] = {"guess": [], "belief": [], "exercise": []}
    for node in document.findall(nodes.raw):
        text = element.INLINE.sub("", node.astext())
        node.children = [nodes.Text(text)]
        for key in keys_in(text):
            about["keys"][key.partition("/")[0]].append(key)
    if "minutes" in about:
        title = next(document.findall(nodes.title))
        line = nodes.paragraph("", reading_time(about), classes=["nn-minutes"])
        title.parent.insert(title.parent.index(title) + 1, line)


# ---- files beside the pages ----


def folder(app):
    return Path(app.doctreedir).with_name("lesson")


def script():
    """What runs on the pages; the forms of exercises have names of their own."""
    here = [*element.SCRIPTS, "answers", "folds", "progress", "map"]
    forms = "{\n" + element.text("../checking/answer") + "}"
    return element.script(*map(element.text, here), forms)


def style():
    return element.style() + (element.HERE / "../checking/answer.css").read_text(
        "utf-8"
    )


def write_files(app):
    """The script and the style of all pages, in a folder of static files."""
    here = folder(app)
    here.mkdir(parents=True, exist_ok=True)
    (here / "lesson.js").write_text(script(), "utf-8")
    (here / "lesson.css").write_text(style(), "utf-8")
    app.config.html_static_path.append(str(here))


def chapters(env):
    """What `nnStore.progress()` knows of each chapter, in the book's order."""
    known = pages(env)
    for page in env.toctree_includes.get(env.config.root_doc, sorted(env.found_docs)):
        if match := CHAPTER.fullmatch(page):
            about = known[page]
            there = known.get(f"book/exercises/{match[1]}", {}).get("keys", {})
            keys = {
                kind: [*keys, *there.get(kind, [])]
                for kind, keys in about["keys"].items()
            }
            yield {
                **about,
                "name": match[1],
                "title": env.titles[page].astext(),
                "keys": keys,
            }


def write_totals(app, env):
    """What there is to answer in each chapter, for the pages that show how far a reader is."""
    data = json.dumps([*chapters(env)], ensure_ascii=False)
    (folder(app) / "chapters.js").write_text(f"window.nnPages = {data};\n", "utf-8")


def load_files(app, page, template, context, document):
    """Only pages with something to answer or to open need the script."""
    body = context.get("body", "")
    counts = re.search(r"\bnn-(progress|map)\b", body)
    if not counts and "<nn-" not in body:
        return
    if counts:
        app.add_js_file("chapters.js")
    app.add_js_file("lesson.js", priority=600)
    app.add_css_file("lesson.css")


def setup(app):
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.add_node(Summary, html=(visit_summary, depart_summary))
    app.add_node(Seal, html=(visit_seal, depart_seal))
    app.connect("builder-inited", write_files)
    app.connect("source-read", read)
    app.connect("doctree-read", finish, priority=600)  # when the forms are there
    app.connect("env-purge-doc", forget)
    app.connect("env-updated", write_totals)
    app.connect("html-page-context", load_files)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
