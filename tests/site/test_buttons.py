"""The buttons at the head of a page: to Binder, to Colab and to the repository, once its address is known."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from bs4 import BeautifulSoup

import address
import notebooks
from places import ROOT

URL = "https://github.com/ada-l/neural.nets"
NOTEBOOKS = "book/00_start", "book/exercises/00_start"
TEXT = "book/text"


def skeleton(folder):
    """The book in `folder`, with a chapter and its exercises, both empty, and one page of text."""
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("*.ipynb", "*.md"))
    for page in NOTEBOOKS:
        title = nbformat.v4.new_markdown_cell("# Title", id="title")
        nbformat.write(nbformat.v4.new_notebook(cells=[title], metadata=notebooks.METADATA), folder / f"{page}.ipynb")
    (folder / f"{TEXT}.md").write_text("# Title\n")
    chapters = [{"file": page} for page in NOTEBOOKS]
    (folder / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", "root": TEXT, "chapters": chapters}))
    shutil.copy(ROOT / "_config.yml", folder)


def test_buttons_lead_to_the_repository(tmp_path):
    skeleton(tmp_path)
    address.write(tmp_path, URL)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "-n", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    def buttons(page):
        html = (tmp_path / f"_build/html/{page}.html").read_text("utf-8")
        links = BeautifulSoup(html, "html.parser").select(".article-header-buttons a[href^=http]")
        return [link["href"] for link in links]

    issue = f"{URL}/issues/new?title=Issue%20on%20page%20%2F{{}}.html&body=Your%20issue%20content%20here."
    for page in NOTEBOOKS:
        assert buttons(page) == [
            f"https://mybinder.org/v2/gh/ada-l/neural.nets/launch?urlpath=lab/tree/{page}.ipynb",
            f"https://colab.research.google.com/github/ada-l/neural.nets/blob/launch/{page}.ipynb",
            URL,
            f"{URL}/edit/main/{page}.ipynb",
            issue.format(page),
        ]
    assert buttons(TEXT) == [URL, f"{URL}/edit/main/{TEXT}.md", issue.format(TEXT)]
