"""The first page: a widget without a notebook, and the map of the chapters with where the reader stands."""

import tomllib
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.util.docutils import SphinxDirective

from nnbook import widgets


class LiveWidget(Directive):
    """`{live-widget} CoffeeRoaster`: the widget in its first state, with some of its tasks."""

    required_arguments = 1
    option_spec: ClassVar = {"tasks": str}

    def run(self):
        widget = getattr(widgets, self.arguments[0])(**self.options)
        html = f'<div class="cell"><div class="cell_output">{widget.static_html()}</div></div>'
        return [nodes.raw("", html, format="html")]


class CourseMap(SphinxDirective):
    """`{course-map}`: the chapters of `map.toml`, part by part."""

    def run(self):
        path = Path(self.env.srcdir, "book/map.toml")
        self.env.note_dependency(str(path))
        parts = tomllib.loads(path.read_text("utf-8"))["part"]
        return [MapOfChapters(parts=parts)]


class MapOfChapters(nodes.General, nodes.Element):
    """Written as HTML once all titles are known."""


def stop(chapter, titles):
    """One chapter as an item of the list."""
    *most, last = map(str, chapter.get("builds", [""]))
    needs = (
        f"builds on {', '.join(most)} and {last}"
        if most
        else last and f"builds on {last}"
    )
    if "page" not in chapter:
        return (
            f'<li class="nn-to-come"><b>{escape(chapter["title"])}</b> '
            f"<small>{needs}; to come</small></li>"
        )
    page = chapter["page"]
    title = titles[f"book/{page}"].astext()
    exercises = (
        f'<a class="nn-exercises" href="exercises/{page}.html">Exercises</a>'
        if f"book/exercises/{page}" in titles
        else ""  # a chapter of two pages has them below the first
    )
    return (
        f'<li data-page="{page}"><a href="{page}.html"><b>{escape(title)}</b></a> '
        f"<small>{needs}</small><p>{escape(chapter['after'])}</p>"
        f'<p><small class="nn-counts"></small>{exercises}</p></li>'
    )


def write(translator, node):
    titles = translator.builder.env.titles
    stops = [chapter for part in node["parts"] for chapter in part["chapter"]]
    page = next(chapter["page"] for chapter in stops if "page" in chapter)
    title = escape(titles[f"book/{page}"].astext())
    translator.body.append(
        f'<div><p class="nn-go"><a href="{page}.html">Begin: {title}</a></p>'
    )
    for part in node["parts"]:
        stops = "".join(stop(chapter, titles) for chapter in part["chapter"])
        heading = f'<p class="nn-part">{escape(part["title"])}</p>'
        translator.body.append(f'{heading}<ol class="nn-map">{stops}</ol>')
    translator.body.append("</div><nn-map></nn-map><nn-progress></nn-progress>")
    raise nodes.SkipNode


def setup(app):
    app.add_directive("live-widget", LiveWidget)
    app.add_directive("course-map", CourseMap)
    app.add_node(MapOfChapters, html=(write, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
