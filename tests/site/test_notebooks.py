"""The stored chapters (executed, whole, described), the tool that stores them, and the extension that shows them."""

import re
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import check_site
import livebook
import notebooks
from nnbook.widgets import CoffeeRoaster
from places import ROOT
from widgetry import bare_page, text_of

PAGES = check_site.toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
SOLVED = sorted((ROOT / "book" / "solutions").glob("*.ipynb"))
EXECUTED = [*CHAPTERS, *SOLVED]
each_executed = pytest.mark.parametrize("path", EXECUTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
WIDGET = "application/vnd.jupyter.widget-view+json"


def faults(notebook):
    """What is wrong with a notebook as it is stored; nbval passes cells that never ran."""
    found = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            found.append(f"cell {number} was not executed")
        if any(output.output_type == "error" for output in cell.outputs):
            found.append(f"cell {number} holds an error")
        if "raises-exception" in cell.metadata.get("tags", []):
            found.append(f"cell {number} is allowed to fail")
        if any(WIDGET in output.get("data", {}) for output in cell.outputs):
            found.append(f"cell {number} holds a widget")
        for output in notebooks.figures(cell):
            alt = output.metadata.get("image/png", {}).get("alt")
            if not alt or alt != cell.metadata.get("mystnb", {}).get("image", {}).get("alt"):
                found.append(f"cell {number} has a figure whose alt text is missing or not that of the page")
    return found


def figure(alt):
    metadata = {"image/png": {"alt": alt}} if alt else {}
    return new_output(
        "display_data",
        {"image/png": "AAAA", "text/plain": "<Figure>"},
        metadata=metadata,
    )


def code(source="1", outputs=(), count=1, **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


@each_executed
def test_stored_notebook_is_whole(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert faults(notebook) == []


@each_executed
def test_stored_notebook_is_in_its_normal_form(path):
    notebook = notebooks.read(path)
    notebooks.normalise(notebook, path.name)
    assert notebooks.serialise(notebook) == path.read_text("utf-8")


def test_toc_and_files_agree():
    missing = [page for page in PAGES if not any((ROOT / f"{page}{end}").is_file() for end in (".md", ".ipynb"))]
    assert missing == [], "in _toc.yml, but there is no such file"
    chapters = {f"book/{path.stem}" for path in CHAPTERS if re.match(r"\d\d_", path.name)}
    assert chapters <= set(PAGES), "chapters that are not in _toc.yml"


def test_normalise_strips_what_changes_from_run_to_run():
    cell = code(execution={"iopub.execute_input": "2026-01-01"})
    notebook = new_notebook(
        cells=[cell, new_markdown_cell("text")],
        metadata={
            "kernelspec": {"name": "mine", "display_name": "Mine"},
            "language_info": {"name": "python", "version": "3.11.7"},
            "widgets": {"state": 1},
        },
    )
    notebooks.normalise(notebook, "a")
    assert notebook.metadata == notebooks.METADATA
    assert cell.metadata == {}
    assert cell.execution_count == 1


def test_normalise_drops_all_outputs_of_a_widget_and_tags_its_cell_once():
    cell = code(
        outputs=[new_output("execute_result", {WIDGET: {}, "text/html": "<p>"})],
        tags=["hide-input"],
    )
    notebook = new_notebook(cells=[cell])
    for _ in range(2):
        notebooks.normalise(notebook, "a")
        assert cell.outputs == []
        assert cell.metadata["tags"] == ["hide-input", "nbval-ignore-output"]


def test_normalise_keeps_text_and_copies_alt_text():
    text = new_output("stream", text="1\n")
    cell = code(outputs=[text, figure("A line.")], mystnb={"code_prompt_show": "Show"})
    notebooks.normalise(new_notebook(cells=[cell]), "a")
    assert cell.outputs[0] == text
    assert cell.metadata == {"mystnb": {"code_prompt_show": "Show", "image": {"alt": "A line."}}}


def test_normalise_removes_the_alt_text_of_a_figure_that_is_gone():
    cell = code(mystnb={"image": {"alt": "old"}})
    notebooks.normalise(new_notebook(cells=[cell]), "a")
    assert cell.metadata == {}


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ([figure("a"), figure("b")], "chapter, cell 0: 2 figures in one cell"),
        ([figure(None)], "chapter, cell 0: a figure without alt text"),
        ([figure("  ")], "chapter, cell 0: a figure without alt text"),
    ],
)
def test_figures_that_cannot_be_described_are_refused(outputs, message):
    with pytest.raises(notebooks.NotebookError, match=message):
        notebooks.normalise(new_notebook(cells=[code(outputs=outputs)]), "chapter")


def test_missing_cell_ids_are_the_same_on_every_run(tmp_path):
    path = tmp_path / "a.ipynb"
    notebook = new_notebook(cells=[new_code_cell("x"), new_code_cell("x"), new_code_cell("y", id="kept")])
    for cell in notebook.cells[:2]:
        del cell["id"]
    path.write_text(nbformat.v4.nbjson.JSONWriter().writes(notebook), "utf-8")
    first, second = ([cell.id for cell in notebooks.read(path).cells] for _ in range(2))
    assert first == second
    assert len(set(first)) == 3
    assert first[2] == "kept"


def test_storing_twice_changes_nothing(tmp_path):
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[code("print(1)\nprint(2)", count=None)]), path)
    assert notebooks.store(path) is True
    assert notebooks.store(path) is False
    assert faults(nbformat.read(path, as_version=4)) == []


def sphinx_stub(folder):
    """As much of Sphinx as the extension's handlers touch: one chapter and one page of text."""
    env = SimpleNamespace(found_docs={"chapter", "text"})
    env.doc2path = {"chapter": "chapter.ipynb", "text": "text.md"}.get
    return SimpleNamespace(srcdir=folder, env=env), env


def test_an_edit_of_the_package_makes_notebooks_outdated(tmp_path):
    (tmp_path / "nnbook" / "__pycache__").mkdir(parents=True)
    script = tmp_path / "nnbook" / "widget.js"
    script.write_text("1")
    app, env = sphinx_stub(tmp_path)

    def outdated():
        return livebook.outdated_notebooks(app, env, set(), set(), set())

    assert outdated() == ["chapter"]
    assert outdated() == []
    (tmp_path / "nnbook" / "__pycache__" / "a.pyc").write_text("1")
    assert outdated() == []
    script.write_text("2")
    assert outdated() == ["chapter"]
    script.rename(script.with_name("other.js"))
    assert outdated() == ["chapter"]


def test_a_module_is_kept_once():
    module = '<script type="text/nn-module" data-hash="{}">a\nb</script>'
    seen = set()
    html = module.format(1) + "<p>" + module.format(2) + module.format(1)
    assert livebook.keep_first_modules(html, seen) == module.format(1) + "<p>" + module.format(2)
    assert livebook.keep_first_modules(html, seen) == "<p>"


def test_posters_stand_beside_the_page_once(tmp_path):
    folder = tmp_path / "_images"
    html = livebook.posters_apart(2 * CoffeeRoaster().poster(), folder, "../_images")
    (picture,) = folder.iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert html.count(f'src="../_images/{picture.name}"') == 2
    assert "data:" not in html


def test_a_recording_is_fetched_when_its_reader_comes_near(new_page, tmp_path):
    roaster = CoffeeRoaster(mode="replay", seed=6)
    whole, folder = 2 * roaster.static_html(), tmp_path / "_images"
    html = livebook.recordings_apart(whole, folder, "_images")
    (recording,) = folder.iterdir()
    assert len(whole) - len(html) > 1.9 * recording.stat().st_size
    fetched = "Boolean(window.nnRecordings)"
    page = bare_page(new_page, tmp_path, f"<div style='height: 3000px'></div>{html}")
    page.locator("[data-ready]").nth(1).wait_for(state="attached")
    scrubber = page.get_by_label("Epoch").first
    assert (page.evaluate(fetched), scrubber.get_attribute("max")) == (False, "0")
    scrubber.scroll_into_view_if_needed()
    page.wait_for_function(fetched)
    page.locator("input[type=range][max='40']").nth(1).wait_for(state="attached")
    scrubber.press("End")
    assert "90.8 %" in text_of(page)
    assert page.complaints == []


@pytest.mark.parametrize(("options", "warned"), [({}, 1), ({"alt": " "}, 1), ({"alt": "A line."}, 0)])
def test_a_figure_without_alt_text_is_a_warning(options, warned, monkeypatch):
    messages = []
    monkeypatch.setattr(livebook.logger, "warning", lambda message, **_: messages.append(message))
    document = nodes.container("", nodes.image(uri="a.png", **options))
    livebook.ImagesNeedAlt.run(SimpleNamespace(document=document))
    assert len(messages) == warned
