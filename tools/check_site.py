"""Check the built site: `python tools/check_site.py _build/html` says what is wrong and fails, or is silent.

Every page of the table of contents is there, every picture has alt text, no page loads anything from
another host, and no page carries one widget module twice.
"""

import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import yaml

# url(https://...), @import "https://...", import("https://...")
OUTSIDE = re.compile(r"""(?:url|import)\s*\(?\s*["']?((?:https?:)?//[^\s"')]+)""", re.I)
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
        if tag == "img" and attributes.get("alt") is None:
            self.problems.append(
                f"picture without alt text: {attributes.get('src', '')[:80]}"
            )
        if tag == "script" and attributes.get("type") == "text/nn-module":
            self.modules[attributes.get("data-hash")] += 1
        for url in self.loaded(tag, attributes):
            if url.strip().lower().startswith(("http:", "https:", "//")):
                self.problems.append(f"<{tag}> loads {url} from another host")

    def handle_data(self, text):
        if self.lasttag in ("style", "script"):
            for url in OUTSIDE.findall(text):
                self.problems.append(f"<{self.lasttag}> loads {url} from another host")

    @staticmethod
    def loaded(tag, attributes):
        """The addresses that a browser fetches on its own when it meets this tag."""
        rel = set((attributes.get("rel") or "").lower().split())
        if tag == "a" or (tag == "link" and not LOADING_LINKS & rel):
            return []
        names = ["src", "data", "poster"]
        if tag in ("link", "image", "use"):
            names += ["href", "xlink:href"]
        candidates = (attributes.get("srcset") or "").split(",")
        styled = OUTSIDE.findall(attributes.get("style") or "")
        return [attributes[n] for n in names if attributes.get(n)] + candidates + styled


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
