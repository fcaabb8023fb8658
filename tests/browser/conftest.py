"""A running app and a real Chromium. With CI set, a missing browser is a failure; elsewhere these tests are skipped."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The app as `make run` starts it, on a port of its own; it can be stopped and started again."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true"]
        command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        environment = {**os.environ, "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the app didn't start within 30 s")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server():
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: install Debian's package chromium")
        pytest.skip("Chromium is missing: install it to run the browser tests")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium):
    """A fresh browser profile, as another learner's; fails on any error on the page's console."""
    contexts, errors = [], []

    def new(**options):
        options = {"viewport": {"width": 1280, "height": 800}} | options
        context = chromium.new_context(**options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield new
    for context in contexts:
        context.close()
    harmless = ("404 (Not Found)", "WebSocket connection", "ERR_CONNECTION_REFUSED")
    assert [error for error in errors if not any(part in error for part in harmless)] == []


def rested(page):
    """Wait until the step's picture is at rest: the hand is off, and Python has caught up with it."""
    page.locator(".stage[data-state=rest]:not(:has([data-glides]))").wait_for(state="attached")
    settled(page, 100)


def address(page) -> str:
    """What the browser's address line shows."""
    return page.evaluate("decodeURIComponent(location.href)")


def wait_for_address(page, part: str):
    """Wait until the address holds a text, or lacks it where the text begins with "!"."""
    wanted = part.lstrip("!")
    page.wait_for_function(
        "([part, has]) => decodeURIComponent(location.href).includes(part) === has", arg=[wanted, wanted == part]
    )


def settled(page, quiet: int = 400):
    """Wait until the server has answered and the page has been still for a moment."""
    page.wait_for_selector("h1")
    page.wait_for_function(
        "!document.querySelector('[data-testid=stApp]')?.matches('[data-test-script-state=running]')"
    )
    page.wait_for_timeout(quiet)
