"""The notation page's examples say what Python says."""

import doctest
import re

from places import ROOT

PYCON = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_notation_page():
    blocks = PYCON.findall((ROOT / "book" / "notation.md").read_text("utf-8"))
    page = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "notation.md", None, 0)
    report = []
    result = doctest.DocTestRunner(verbose=False).run(page, out=report.append)
    assert result.failed == 0, "".join(report)
    assert len(blocks) > 1 and result.attempted > len(blocks)
