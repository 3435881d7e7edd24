"""Check the built site: `python tools/check_site.py _build/html` says what is wrong and fails, or is silent.

Every page of the table of contents is there, every picture has alt text, no page loads anything from
another host, and no page carries one widget module twice.
"""

import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
LOADING_LINKS = {
    "stylesheet",
    "preload",
    "modulepreload",
    "icon",
    "manifest",
    "preconnect",
    "dns-prefetch",
}


def toc_pages(toc):
    """The documents of a table of contents, in reading order and without suffix."""

    def entries(node):
        for part in node.get("parts", []):
            yield from entries(part)
        for key in ("chapters", "sections"):
            for entry in node.get(key, []):
                if "file" in entry:
                    yield entry["file"]
                yield from entries(entry)

    return [toc["root"], *entries(toc)]


class Page(HTMLParser):
    """Collects the problems of one page."""

    def __init__(self, html):
        super().__init__()
        self.problems = []
        self.modules = Counter()
        self.feed(html)
        self.close()
        self.problems += [
            f"widget module {module} stands {count} times in the page"
            for module, count in self.modules.items()
            if count > 1
        ]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "img" and "alt" not in attributes:
            self.problems.append(
                f"picture without alt text: {attributes.get('src', '')[:80]}"
            )
        if tag == "script" and attributes.get("type") == "text/nn-module":
            self.modules[attributes.get("data-hash")] += 1
        for url in self.loaded(tag, attributes):
            if url.startswith(("http:", "https:", "//")):
                self.problems.append(f"<{tag}> loads {url} from another host")

    @staticmethod
    def loaded(tag, attributes):
        """The addresses that a browser fetches on its own when it meets this tag."""
        if tag == "link" and not LOADING_LINKS & set(
            (attributes.get("rel") or "").split()
        ):
            return []
        if tag == "a":
            return []
        names = ("src", "srcset", "data", "poster") + (
            ("href",) if tag in ("link", "image", "use") else ()
        )
        return [attributes[name] for name in names if attributes.get(name)]


def problems(site, pages):
    """All that is wrong with a built site whose table of contents has these pages."""
    found = []
    for page in pages:
        path = Path(site) / f"{page}.html"
        if path.is_file():
            found += [
                f"{page}: {problem}"
                for problem in Page(path.read_text("utf-8")).problems
            ]
        else:
            found.append(f"{page}: in _toc.yml, but the site has no such page")
    return found


def main():
    pages = toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
    found = problems(sys.argv[1], pages)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
