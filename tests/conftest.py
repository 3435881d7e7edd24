"""The tests' ground: no chance and no clock, the built site served on this machine, and one Chromium."""

import contextlib
import functools
import http.server
import shutil
import threading

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright

import chapter
from places import SITE
from widgetry import Bench

pytest.register_assert_rewrite("contract")

# Hypothesis tries the same examples each time, however long they take.
timed = [HealthCheck.too_slow]
settings.register_profile("book", deadline=None, derandomize=True, suppress_health_check=timed)
settings.load_profile("book")


@pytest.fixture(scope="session")
def site():
    """The folder of the built book."""
    assert (SITE / "index.html").is_file(), "the book is not built: run `make book` first"
    return SITE


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder):
    """The address of a folder on a free port of this machine, ending in a slash."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site_url(site):
    """The address of the built book."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The folder of a built book of three pages (chapter.py)."""
    folder = tmp_path_factory.mktemp("small")
    chapter.write(folder)
    done = chapter.build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "_build/html"


@pytest.fixture(scope="session")
def small_url(small_site):
    with serving(small_site) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium where there is one, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def opening(browser):
    """A function that opens a page in a context of its own; `page.complaints` lists what must not happen.

    That is: messages of the console above "info", uncaught errors, and requests that leave this machine.
    """
    contexts = []

    def open_page(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.complaints = complaints = []
        page.on(
            "console",
            lambda m: m.type in ("error", "warning") and complaints.append(f"console: {m.text}"),
        )
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.on(
            "request",
            lambda r: is_foreign(r.url) and complaints.append(f"request: {r.url}"),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def new_page(browser):
    with opening(browser) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def bench(browser, tmp_path_factory):
    with opening(browser) as open_page:
        yield Bench(open_page, tmp_path_factory.mktemp("bench"))


@pytest.fixture
def mounted(bench):
    """`mounted(widget, ...)` is the page with nothing but this widget; it must not complain."""
    yield bench.open
    complaints, bench.page.complaints[:] = bench.page.complaints[:], []
    assert complaints == []


def is_foreign(url):
    return not url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
