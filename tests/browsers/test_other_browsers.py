"""Guesses, steppers and widgets of the built pages answer in Firefox and in WebKit, Safari's engine."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

import check_site
from places import ROOT, SITE

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]  # of the drivers, which are not ours
RIGHT, ENTER = "\ue014", "\ue007"  # keys, as WebDriver writes them
TOC = check_site.toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
PATIENCE = 120  # seconds until a widget that is not there counts as missing


def program(name, package):
    """Where a program is; it is an error that it is missing, and its Debian package is named."""
    path = shutil.which(name)
    assert path, f"{name} is missing: install Debian's package {package}"
    return path


@contextmanager
def started(*command, **environment):
    """A program that runs meanwhile."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=os.environ | environment, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(call, wanted=bool, errors=()):
    """What `call` gives once it is as wanted; until then it may raise `errors`."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if wanted(value := call()) or time.monotonic() > end:
                return value
        except errors:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """(go to an address, find elements by CSS) in Firefox, without a window."""
    from marionette_driver.marionette import Marionette

    home, port = str(tmp_path_factory.mktemp("firefox")), free_port()
    Path(home, "user.js").write_text(f'user_pref("marionette.port", {port});')
    command = [program("firefox-esr", "firefox-esr"), "--headless", "--marionette", "--profile", home]
    with started(*command, HOME=home):
        driver = Marionette(host="127.0.0.1", port=port)
        eventually(lambda: driver.start_session() or True, errors=OSError)
        yield driver.navigate, lambda css: driver.find_elements("css selector", css)
        driver.delete_session()


@pytest.fixture(scope="module")
def webkit():
    """(go to an address, find elements by CSS) in WebKitGTK's own little browser, on a screen of its own."""
    from selenium import webdriver
    from urllib3.exceptions import HTTPError

    number, port = free_port() % 1000 + 100, free_port()
    display = {"DISPLAY": f":{number}", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    if os.getuid() == 0:  # whose processes its sandbox refuses
        display["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    screen = [program("Xvfb", "xvfb"), f":{number}", "-screen", "0", "1400x1000x24"]
    command = [program("WebKitWebDriver", "webkit2gtk-driver"), f"--port={port}"]
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(max(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")

    def connect():
        return webdriver.Remote(command_executor=f"http://127.0.0.1:{port}", options=options)

    with started(*screen), started(*command, **display):
        driver = eventually(connect, errors=(HTTPError, OSError))
        yield driver.get, lambda css: driver.find_elements("css selector", css)
        driver.quit()


def mounted(find):
    """The widgets and steppers of the page, once all of them are ready."""
    places = len(find(".nn-host"))
    widgets = eventually(lambda: find(".nn-host [data-ready='1']"), lambda found: len(found) == places)
    assert len(widgets) == places
    return widgets


def answers(widget):
    """Whether an arrow key on its first slider changes what a widget or a stepper shows."""
    before = widget.get_attribute("data-state")
    sliders = widget.find_elements("css selector", "input[type=range]")
    next(slider for slider in sliders if slider.is_enabled() and slider.is_displayed()).send_keys(RIGHT)
    return eventually(lambda: widget.get_attribute("data-state") != before)


def open_all(find):
    """Have all guesses answered, so that nothing stays sealed."""
    for guess in find("nn-guess"):
        guess.find_element("css selector", ".nn-skip").send_keys(ENTER)
        assert "nn-done" in guess.get_attribute("class")
    assert all(seal.is_displayed() for seal in find("nn-seal"))
    for fold in find("details.nn-fold > summary"):
        fold.send_keys(ENTER)


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_widgets_mount_and_answer_a_key(request, site_url, name):
    go, find = request.getfixturevalue(name)
    pages = [page for page in TOC if 'class="nn-host"' in (SITE / f"{page}.html").read_text("utf-8")]
    assert pages
    for page in pages:
        go(f"{site_url}{page}.html")
        widgets = mounted(find)
        open_all(find)
        for widget in widgets:
            assert answers(widget), f"{page}: {widget.get_attribute('aria-label')}"
