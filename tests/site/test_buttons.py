"""The buttons at the head of a page: to Binder, to Colab and to the repository, once its address is known."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from bs4 import BeautifulSoup

import address
import livebook
import notebooks
from places import ROOT

URL = "https://github.com/ada-l/neural.nets"
NOTEBOOKS = [
    f"{folder}/{path.stem}"
    for folder in ("book", "book/exercises")
    for path in sorted((ROOT / folder).glob("*.ipynb"))
]
TEXT = "book/text"


def skeleton(folder):
    """The book in `folder`, with an empty notebook for each of its own and one page of text."""
    shutil.copytree(
        ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("*.ipynb", "*.md")
    )
    for page in NOTEBOOKS:
        title = nbformat.v4.new_markdown_cell("# Title", id="title")
        notebook = nbformat.v4.new_notebook(cells=[title], metadata=notebooks.METADATA)
        nbformat.write(notebook, folder / f"{page}.ipynb")
    (folder / f"{TEXT}.md").write_text("# Title\n")
    chapters = [{"file": page} for page in NOTEBOOKS]
    toc = {"format": "jb-book", "root": TEXT, "chapters": chapters}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    shutil.copy(ROOT / "_config.yml", folder)


def built(folder, url):
    """Build the skeleton with this address; {page: where its buttons lead outside the site}."""
    skeleton(folder)
    address.write(folder, url)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "-n", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {
        page: buttons((folder / f"_build/html/{page}.html").read_text("utf-8"))
        for page in (TEXT, *NOTEBOOKS)
    }


def buttons(html):
    """Where the buttons of a page lead outside the site."""
    header = BeautifulSoup(html, "html.parser").select_one(".article-header-buttons")
    links = [link["href"] for link in header.select("a[href]")]
    return [link for link in links if link.startswith("http")]


def test_buttons_lead_to_the_repository(tmp_path):
    found = built(tmp_path, URL)
    issue = f"{URL}/issues/new?title=Issue%20on%20page%20%2F{{}}.html&body=Your%20issue%20content%20here."
    for page in NOTEBOOKS:
        assert found[page] == [
            f"https://mybinder.org/v2/gh/ada-l/neural.nets/launch?urlpath=lab/tree/{page}.ipynb",
            f"https://colab.research.google.com/github/ada-l/neural.nets/blob/launch/{page}.ipynb",
            URL,
            f"{URL}/edit/main/{page}.ipynb",
            issue.format(page),
        ]
    assert found[TEXT] == [URL, f"{URL}/edit/main/{TEXT}.md", issue.format(TEXT)]


def test_no_button_leads_to_the_placeholder(site):
    assert address.repository(ROOT).url == livebook.PLACEHOLDER
    pages = sorted((site / "book").rglob("*.html"))
    assert len(pages) > 3
    assert {page.name: buttons(page.read_text("utf-8")) for page in pages} == {
        page.name: [] for page in pages
    }
