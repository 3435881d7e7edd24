"""Claims and errata: their data, what chapters show of them, and the pages that collect what was shown."""

import json
import re
from types import SimpleNamespace

import nbformat
import pytest
import yaml

import check_site
import evidence as pages
from nnbook import claim, errata, evidence
from places import ROOT

BOOK = check_site.toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
CHAPTERS = [ROOT / f"{name}.ipynb" for name in BOOK if re.fullmatch(r"book/\d\d_\w+", name)]
ENTRIES = [("E", *item) for item in evidence.CLAIMS.items()] + [("F", *item) for item in evidence.ERRATA.items()]
FIELDS = {
    "E": {"statement", "source", "chapter"},
    "F": {"title", "source", "chapter", "kind", "written", "right", "why"},
}


@pytest.fixture
def shown(monkeypatch):
    """The bundles that have been displayed so far."""
    displayed = []
    monkeypatch.setattr(evidence, "display", lambda bundle, raw: displayed.append(bundle))
    return displayed


# The data


@pytest.mark.parametrize(("kind", "number", "entry"), ENTRIES, ids=[number for _, number, _ in ENTRIES])
def test_an_entry_is_complete(kind, number, entry):
    assert re.fullmatch(kind + r"[1-9]\d*", number)
    assert set(entry) == FIELDS[kind]
    assert entry["chapter"] in range(15)
    assert entry["source"] and set(entry["source"]) <= set(evidence.SOURCES)
    assert len(set(entry["source"])) == len(entry["source"])
    assert entry.get("kind", "slip") in evidence.KINDS
    for name in FIELDS[kind] - {"source", "chapter", "kind"}:
        text = entry[name]
        assert text == " ".join(text.split()) != ""  # one line: it may be a table's cell
        assert text.count("$") % 2 == text.count("`") % 2 == 0
        assert (text[-1] in ".?)") == (name != "title") or text.endswith("?")


def test_sources_bear_the_names_of_the_notation_page():
    notation = (ROOT / "book" / "notation.md").read_text("utf-8")
    headings = re.findall(r"^### (The .*) \(([^)]*)\)$", notation, re.MULTILINE)
    for source, (name, author) in zip(evidence.SOURCES, headings, strict=True):
        shown_name, _, shown_author = evidence.heading(source).rstrip(")").partition(" (")
        assert shown_name == name
        assert author.startswith(shown_author)


# What a chapter shows


def test_a_claim_shows_who_says_it_what_was_measured_and_the_verdict(shown):
    claim("E16", "\n  5 seeds:\n    **all** fail\n", "holds if\n the inputs are scaled")
    [bundle] = shown
    statement = evidence.CLAIMS["E16"]["statement"]
    assert bundle["text/markdown"].splitlines() == [
        f"> **Claim E16**, from the course notes: {statement}",
        "> ",
        "> **Measured.** 5 seeds:",
        ">   **all** fail",
        "> ",
        "> **Verdict: holds if the inputs are scaled.**",
    ]
    assert bundle["text/plain"] == "Claim E16: holds if the inputs are scaled"
    assert bundle[evidence.CLAIM] == {
        "id": "E16",
        "statement": statement,
        "source": ["notes"],
        "chapter": 5,
        "measured": "5 seeds:\n  **all** fail",
        "verdict": "holds if the inputs are scaled",
    }


@pytest.mark.parametrize("verdict", ["holds", "fails", "not tested", "holds if x"])
def test_each_verdict_is_taken(shown, verdict):
    claim("E16", "5 seeds", verdict)
    assert shown[0][evidence.CLAIM]["verdict"] == verdict


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("E999", "5 seeds", "holds"), "no claim 'E999'; there are E1, "),
        (("F24", "5 seeds", "holds"), "no claim 'F24'"),
        (("E16", " \n ", "holds"), "claim E16: measured is empty"),
        *[
            (("E16", "5 seeds", verdict), f"begins with 'holds if ' .* got '{got}'")
            for verdict, got in [
                ("", ""),
                ("Holds", "Holds"),
                ("holds if ", "holds if"),
                ("fails if x", "fails if x"),
                ("it holds if x", "it holds if x"),
            ]
        ],
    ],
)
def test_what_is_no_claim_is_refused_and_nothing_shown(shown, arguments, message):
    with pytest.raises(ValueError, match=message):
        claim(*arguments)
    assert shown == []


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["notes"], "the course notes"),
        (["notes", "essay"], "the course notes and the essay"),
        (["notes", "essay", "slides"], "the course notes, the essay and the slides"),
    ],
)
def test_sources_stand_in_a_sentence(sources, said):
    assert evidence.names(sources) == said


def test_errata_are_shown_by_source_in_the_order_given(shown):
    errata("F53", "F24", "F5", "F16")
    [bundle] = shown
    lines = [line for line in bundle["text/markdown"].splitlines() if line]
    assert [line for line in lines if line.startswith("**")] == [
        "**The course notes (after Ng)**",
        "**The lecture notes (M. Hjorth-Jensen)**",
        "**The slides (F. Razavi, after Ng)**",
    ]
    labels = [match[1] for line in lines if (match := re.search(r"\* \((.*?)\)\.", line))]
    naming = "a matter of names, not a mistake"
    also = "F5; also in the material summary; " + naming
    assert labels == ["F24", f"F16; {naming}", also, "F53"]
    entry = evidence.ERRATA["F53"]
    assert lines[-1] == (f"- *A bias too long* (F53). {entry['written']} {entry['right']} {entry['why']}")
    assert bundle["text/plain"] == "Errata F53, F24, F5, F16"
    assert bundle[evidence.SHOWN] == ["F53", "F24", "F5", "F16"]


def test_many_errata_are_folded_source_by_source(shown):
    errata("F4", "F6", "F47", "F48", "F53")
    errata("F4", "F6", "F47", "F48", "F49", "F53")
    assert "<details>" not in shown[0]["text/markdown"]
    lectures, slides = shown[1]["text/markdown"].split("\n\n<details>\n")
    assert lectures.startswith("<details>\n<summary>The lecture notes (M. Hjorth-Jensen)</summary>\n\n- *")
    assert lectures.count("\n- ") == 5 and slides.count("\n- ") == 1
    assert lectures.endswith("\n\n</details>") and slides.endswith("\n\n</details>")


@pytest.mark.parametrize(
    ("numbers", "message"),
    [((), "name at least one"), (("F24", "E16"), "no erratum 'E16'; there are F17, ")],
)
def test_what_is_no_erratum_is_refused_and_nothing_shown(shown, numbers, message):
    with pytest.raises(ValueError, match=message):
        errata(*numbers)
    assert shown == []


def test_chapters_hold_what_the_data_say_now():
    for path in CHAPTERS:
        for place in pages.shown(nbformat.read(path, as_version=4), path.stem, evidence.CLAIM):
            entry = evidence.CLAIMS[place.data["id"]]
            assert {name: place.data[name] for name in entry} == entry


# The pages


@pytest.fixture
def env(tmp_path):
    """As much of Sphinx's environment as the pages ask for: a book of two chapters and some text."""
    found = {"book/01_a", "book/05_layers", "book/claims", "book/errata", "book/notes"}
    config = SimpleNamespace(output_folder=str(tmp_path))
    titles = {name: SimpleNamespace(astext=lambda n=name: f"Title {n}") for name in found}
    return SimpleNamespace(found_docs=found, mystnb_config=config, titles=titles)


@pytest.fixture
def warnings(monkeypatch):
    """What the pages have warned of."""
    said = []
    monkeypatch.setattr(pages.logger, "warning", lambda text, **_: said.append(text))
    return said


@pytest.fixture
def data(monkeypatch):
    """Two claims and two errata, of chapter 5 and of one that the book has not got."""
    entry = {"source": ["notes"], "statement": "Raw will do.", "chapter": 5}
    monkeypatch.setattr(evidence, "CLAIMS", {"E16": entry, "E2": {**entry, "chapter": 9}})
    slip = {"source": ["slides", "notes"], "chapter": 5, "kind": "copy", "title": "$l$"}
    slip |= {"written": "L.", "right": "One.", "why": "Alike."}
    errata = {"F54": slip, "F9": {**slip, "chapter": 9, "kind": "slip"}}
    monkeypatch.setattr(evidence, "ERRATA", errata)


def run(env, document, *outputs):
    """Put an executed notebook with these (mime, data) outputs where the build puts it."""
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "## One, two\n", "text"]},
        {"cell_type": "markdown", "source": "no heading here"},
        *[{"cell_type": "code", "source": "", "outputs": [{"data": {mime: data}}]} for mime, data in outputs],
        {"cell_type": "markdown", "source": "## Last"},
        {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream"}]},
    ]
    path = pages.Path(env.mystnb_config.output_folder) / f"{document}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells}))


def said(number="E16", measured="5 seeds."):
    entry = {"source": ["notes"], "statement": "Raw will do.", "chapter": 5}
    return evidence.CLAIM, {"id": number, **entry, "measured": measured, "verdict": "fails"}


def test_the_claims_page_tells_what_the_chapters_have_run(env, data, warnings):
    run(env, "book/05_layers", said(measured="**3** of 5 seeds."))
    text = pages.claims_page(env, "book/claims")
    assert "| [E16](#e16) | Raw will do. | fails |\n" in text
    assert "\n## Title book/05_layers\n\n(e16)=\n### E16\n" in text
    assert "**Measured.** **3** of 5 seeds.\n\n**Verdict: fails.**" in text
    assert "\n[Chapter 5, One, two](05_layers.ipynb#one-two)\n" in text
    assert warnings == [] and "E2" not in text and "book/01_a" not in text


def test_each_claim_stands_under_its_own_chapter(env, data, warnings, monkeypatch):
    monkeypatch.setitem(evidence.CLAIMS["E2"], "chapter", 1)
    run(env, "book/01_a", said("E2"))
    run(env, "book/05_layers", said())
    first, second = pages.claims_page(env, "book/claims").split("\n## ")[1:]
    assert "### E2\n" in first and "### E16\n" not in first
    assert "### E16\n" in second and "### E2\n" not in second
    assert warnings == []


@pytest.mark.parametrize(
    ("ran", "by"),
    [
        ({}, "none"),
        ({"book/05_layers": 2}, "book/05_layers, book/05_layers"),
        ({"book/01_a": 1}, "book/01_a"),
        ({"book/01_a": 1, "book/05_layers": 1}, "book/01_a, book/05_layers"),
        ({"book/solutions/05_layers": 1}, "none"),
    ],
)
def test_a_claim_that_its_chapter_does_not_run_once_is_warned_of(env, data, warnings, tmp_path, ran, by):
    (tmp_path / "book").mkdir()
    for document, times in ran.items():
        run(env, document, *[said()] * times)
    pages.claims_page(env, "book/claims")
    assert warnings == [f"E16 is to be shown by chapter 5, once; it is shown by {by}"]


def test_a_claim_of_a_chapter_to_come_must_not_be_run_elsewhere(env, data, warnings):
    run(env, "book/05_layers", said(), said("E2"))
    pages.claims_page(env, "book/claims")
    assert warnings == ["E2 is to be shown by chapter 9, once; it is shown by book/05_layers"]


def test_the_errata_page_tells_all_by_source_with_links_to_chapters(env, data, warnings):
    run(env, "book/05_layers", (evidence.SHOWN, ["F54"]))
    text = pages.errata_page(env, "book/errata")
    first, second = text.split("\n## The slides")[1].split("(f9)=")
    assert "\n(f54)=\n### F54: $l$\n" in first
    assert text.count("(f54)=") == 1
    note = "*Also in the course notes; damage to our copy, not the author's.*"
    assert f"\n{note}\n\n**Written:** L.\n\n**Right:** One.\n\n**Why:** Alike.\n" in first
    assert "\n[Chapter 5, One, two](05_layers.ipynb#one-two)\n" in first
    assert "*Also in the course notes.*" in second and "Chapter" not in second
    assert warnings == []


def test_errata_that_no_chapter_shows_are_warned_of(env, data, warnings):
    pages.errata_page(env, "book/errata")
    assert warnings == ["F54 is to be shown by chapter 5, once; it is shown by none"]


def test_only_the_pages_are_filled_and_only_at_the_fence(env, data, warnings):
    run(env, "book/05_layers", said(), (evidence.SHOWN, ["F54"]))
    app = SimpleNamespace(env=env)
    text = "# A\n\n```{claims}\n```\n\nz\n"
    for page in env.found_docs:
        source = [text]
        pages.fill(app, page, source)
        if page == "book/claims":
            assert "### E16" in source[0] and "{claims}" not in source[0]
            assert source[0].startswith("# A\n\n|") and source[0].endswith("\n\nz\n")
        else:
            assert source == [text]


def test_the_pages_are_read_at_every_build_and_after_all_chapters(env):
    outdated = pages.always_outdated(None, env, set(), set(), set())
    assert outdated == ["book/claims", "book/errata"]
    env.found_docs.remove("book/errata")
    assert pages.always_outdated(None, env, set(), set(), set()) == ["book/claims"]
    documents = ["book/01_a", "book/claims", "book/errata", "book/z"]
    pages.pages_last(None, env, documents)
    assert documents == ["book/01_a", "book/z", "book/claims", "book/errata"]


def test_terms_of_the_glossary_link_to_existing_sections(site):
    html = (site / "book" / "glossary.html").read_text("utf-8")
    entries = re.findall(r"<dt id=\"term-.*?</dd>", html, re.DOTALL)
    assert len(entries) > 40
    for entry in entries:
        links = re.findall(r'<dd>.*href="([\w.]+)(?:#([\w-]+))?"', entry, re.DOTALL)
        assert links, entry
        for page, anchor in links:
            target = (site / "book" / page).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in target
