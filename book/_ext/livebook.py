"""What this book asks of Sphinx beyond its extensions."""

import base64
import hashlib
import re
import shutil
from functools import partial
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from nnbook.studies import package_hash

logger = logging.getLogger(__name__)

PACKAGES = "nnlib", "nnbook"
PLACEHOLDER = "https://github.com/OWNER/REPOSITORY"
MODULE = re.compile(
    r'<script type="text/nn-module" data-hash="([^"]*)">.*?</script>', re.DOTALL
)
POSTER = re.compile(r'(<img class="nn-poster"[^>]* src=")data:image/png;base64,([^"]*)')
RECORDING = re.compile(
    r'(<script type="text/nn-recording" data-trait="\w+" data-hash="(\w+)")>(.+?)</script>'
)
# 560 kB for a dozen icons, which book/_static/icons.css draws.
THEME_ICONS = re.compile(
    r"<link[^>]*/fontawesome/[^>]*>|<script[^>]*/fontawesome/[^>]*></script>"
)
FORMULA = re.compile(r"\\[(\[]")
ACCESSIBLE = {
    # A table that scrolls inside itself must be reachable without a mouse.
    'class="pst-scrollable-table-container"': 'class="pst-scrollable-table-container" tabindex="0"',
    # The corner of a table heads nothing.
    '<th class="head"><p></p></th>': "<td></td>",
    # A deprecated role, which its element may not have, inside a list that must hold items.
    'role="doc-biblioentry"': 'role="listitem"',
}


def outdated_notebooks(app, env, added, changed, removed):
    """All notebooks once a package has changed: they show and run its code."""
    before = getattr(env, "livebook_package_hash", None)
    env.livebook_package_hash = [
        package_hash(Path(app.srcdir) / name) for name in PACKAGES
    ]
    if env.livebook_package_hash == before:
        return []
    paths = {name: Path(env.doc2path(name)) for name in env.found_docs}
    return [name for name, path in paths.items() if path.suffix == ".ipynb"]


def drop_widget_state(app, doctree):
    """Forget the widgets' state, which only ipywidgets' own loader would read."""
    NbMetadataCollector.get_doc_data(app.env)[app.env.docname].pop("js_files", None)


def hide_placeholder_buttons(app, config):
    """Without an address, every button that leads to the repository would be dead."""
    options = config.html_theme_options
    if options["repository_url"] == PLACEHOLDER:
        options["launch_buttons"] = {}
        for button in ("repository", "issues", "edit_page"):
            options[f"use_{button}_button"] = False


def keep_first_modules(html, seen):
    """Blank every part of a widget that `seen` already holds; add the others to `seen`."""

    def keep_first(match):
        first = match[1] not in seen
        seen.add(match[1])
        return match[0] if first else ""

    return MODULE.sub(keep_first, html)


def posters_apart(html, folder, address):
    """Write the posters of `html` to files of a folder, once each, and refer to them by its address."""

    def as_file(match):
        picture = base64.b64decode(match[2])
        name = f"poster-{hashlib.sha256(picture).hexdigest()[:16]}.png"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(picture)
        return f"{match[1]}{address}/{name}"

    return POSTER.sub(as_file, html)


def recordings_apart(html, folder, address):
    """Write the recordings of `html` to scripts of a folder, once each, for their host to fetch, from disk too."""

    def as_file(match):
        head, digest, text = match.groups()
        name = f"recording-{digest}.js"
        folder.mkdir(exist_ok=True)
        script = f'(window.nnRecordings ||= {{}})["{digest}"] = {text};\n'
        (folder / name).write_text(script, "utf-8")
        return f'{head} data-src="{address}/{name}"></script>'

    return RECORDING.sub(as_file, html)


class WidgetsOncePerPage(SphinxPostTransform):
    """Keep a widget's parts once in a page, however often they are used, and posters and recordings beside the page."""

    default_priority = 800
    formats = ("html",)

    def run(self):
        builder, seen = self.app.builder, set()
        folder = Path(builder.outdir) / builder.imagedir
        page = builder.get_target_uri(self.env.docname)
        address = relative_uri(page, builder.imagedir)
        for node in self.document.findall(nodes.raw):
            html = keep_first_modules(node.astext(), seen)
            for apart in (posters_apart, recordings_apart):
                html = apart(html, folder, address)
            node.children = [nodes.Text(html)]


class ImagesNeedAlt(SphinxPostTransform):
    """Every picture says in words what it shows."""

    default_priority = 800

    def run(self):
        for node in self.document.findall(nodes.image):
            if not node.get("alt", "").strip():
                logger.warning(
                    "a figure without alt text: show it with nnbook, then run `make notebooks`",
                    location=node,
                    type="livebook",
                    subtype="alt",
                )


def mend_accessibility(app, pagename, templatename, context, doctree):
    """What the theme and docutils leave to mend in a page's HTML."""
    if "body" in context:
        for old, new in ACCESSIBLE.items():
            context["body"] = context["body"].replace(old, new)


def scripts_for_formulas(app, pagename, templatename, context, doctree):
    """MathJax where there are formulas; Sphinx gives it to the page of contents too, for the sake of its chapters."""
    if FORMULA.search(context.get("body", "")):
        app.add_js_file("formulas.js", priority=600)  # after MathJax's settings
    else:
        scripts = context["script_files"]
        scripts[:] = [each for each in scripts if "mathjax" not in str(each).lower()]


def drop_theme_icons(app, pagename, templatename, context, doctree):
    """For layout.html: a page's head without the theme's icons."""
    context["without_theme_icons"] = partial(THEME_ICONS.sub, "")


def forget_theme_icons(app, exception):
    """No page asks for these files."""
    shutil.rmtree(Path(app.outdir, "_static/vendor/fontawesome"), ignore_errors=True)


def setup(app):
    app.connect("config-inited", hide_placeholder_buttons)
    app.connect("env-get-outdated", outdated_notebooks)
    app.connect("doctree-read", drop_widget_state)
    app.connect("html-page-context", mend_accessibility)
    app.connect("html-page-context", scripts_for_formulas, priority=900)
    app.connect("html-page-context", drop_theme_icons)
    app.connect("build-finished", forget_theme_icons)
    app.add_post_transform(WidgetsOncePerPage)
    app.add_post_transform(ImagesNeedAlt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
