"""A running app and a real Chromium. With CI set, a missing browser is a failure; elsewhere these tests are skipped."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import pytest
from playwright.sync_api import TimeoutError, expect, sync_playwright

from tests.conftest import ROOT, look

PATIENCE = 60  # s that anything may take: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE * 1000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
FLAGS += ["--process-per-site"]  # a new page finds the app's JavaScript compiled: half of what it costs
LAPTOP = {"width": 1280, "height": 800}


# Words that can't be read on their ground, each with its contrast: as drawn, with every layer that lies behind.
UNREADABLE = """() => {
    const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgba = colour => {
        paint.clearRect(0, 0, 1, 1);
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
    const light = colour => {
        const [r, g, b] = colour.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const up = e => e.parentElement ?? e.getRootNode().host;
    const line = e => e ? [e, ...line(up(e))] : [];
    const below = node => [...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])].flatMap(
        child => child.nodeType === Node.TEXT_NODE ? child : below(child));
    const found = new Map();
    for (const text of below(document.body)) {
        const words = text.textContent.trim(), e = text.parentElement;
        const seen = e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getClientRects().length;
        if (!words || !seen || e.closest("[disabled], [aria-disabled=true], .katex-mathml, svg, noscript")) continue;
        const styles = line(e).map(each => getComputedStyle(each));
        const layers = styles.map(style => rgba(style.backgroundColor)).reverse();
        const ground = layers.reduce((under, top) => over(top, under), [255, 255, 255]);
        const ink = rgba(styles[0].color);
        ink[3] *= styles.reduce((part, style) => part * style.opacity, 1);
        const [low, high] = [light(over(ink, ground)), light(ground)].sort((a, b) => a - b);
        const ratio = ((high + 0.05) / (low + 0.05)).toFixed(2);
        if (ratio < 4.5) found.set(`${styles[0].color} on ${ground.map(Math.round)}`, `${ratio}: ${words.slice(0, 9)}`);
    }
    return [...found].map(each => each.join(", "));
}"""
# The levels of a page's headings, in their order.
HEADINGS = "[...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, h3, h4, h5, h6)')].map(e => +e.tagName[1])"


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
        self.stops = 0
        self.rooms = tempfile.TemporaryDirectory()
        self.start()

    def start(self):
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true"]
        command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        environment = {**os.environ, "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
        environment |= {"JUST_ENOUGH_MATH_FOLDER": self.rooms.name}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the app ended by itself, with code {self.process.returncode}")
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the app didn't answer within {2 * PATIENCE} s")

    def stop(self):
        self.stops += 1
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


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


# What the browser itself says of an address that isn't there, and, once a test has stopped the server, of the gap.
HARMLESS = ("404 (Not Found)",)
OF_THE_GAP = ("WebSocket connection", "net::ERR_", "Client Error", "server is not responding")


@pytest.fixture(scope="session")
def profile(chromium, server):
    """The profile that most tests begin with, emptied for each. One page of it stays open and keeps its process."""
    context = chromium.new_context(viewport=LAPTOP)
    context.new_page().goto(server.url + "/_stcore/health")
    yield context
    context.close()


def emptied(profile):
    """The same profile as it was before anybody used it."""
    keeper, *left = profile.pages
    for page in left:
        page.close()
    keeper.evaluate("localStorage.clear()")
    profile.clear_cookies()
    return profile


@pytest.fixture
def browser(chromium, profile, server):
    """A fresh browser profile, as another learner's; fails on any error on the page's console."""
    contexts, errors, stops = [], [], server.stops

    def new(**options):
        if contexts or options:
            context = chromium.new_context(**{"viewport": LAPTOP} | options)
        else:
            context = emptied(profile)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield new
    for context in contexts:
        emptied(context) if context is profile else context.close()
    harmless = HARMLESS + (OF_THE_GAP if server.stops > stops else ())
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
    idle(page)
    page.wait_for_timeout(quiet)


def idle(page):
    """Wait until the page is connected and no script runs for it."""
    page.wait_for_selector("[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]")


RUNS = """() => {
    const app = document.querySelector("[data-test-connection-state]"), state = () => app.dataset.testScriptState;
    let before = state();
    window.runs = 0;
    new MutationObserver(() => {
        if (state() === "notRunning" && before !== "notRunning") window.runs++;
        before = state();
    }).observe(app, {attributes: true});
}"""


def restart(pages, server, meanwhile=lambda: None):
    """Stop the server and start it again, and wait until all pages have gone on in their new sessions."""
    for page in pages:
        page.evaluate(RUNS)
    server.stop()
    meanwhile()
    server.start()
    for page in pages:
        until(page, "a run of the script for the page that was open", "window.runs > 0")
        idle(page)


STORED = "(() => { try { return localStorage.getItem('just-enough-math'); } catch { return 'blocked'; } })()"


def until(page, what: str, condition: str, given=None):
    """Wait until a JavaScript condition holds; a failure says what didn't come, and what stood there instead."""
    try:
        page.wait_for_function(condition, arg=given)
    except TimeoutError as late:
        focus, store = page.evaluate(f"[document.activeElement?.outerHTML.slice(0, 300), {STORED}]")
        raise AssertionError(f"this didn't come: {what}. Focus: {focus}. Store: {store}. Page: {page.url}") from late


def pick(page, question, choice: str) -> None:
    """Choose one of a question's answers, and press Check."""
    place = question.choices.index(choice)
    page.get_by_role("radiogroup", name="Your answer").locator("label:has(input)").nth(place).click()
    page.get_by_role("button", name="Check", exact=True).click()


def understood(page, step) -> None:
    """Turn from the question that was computed to the one to understand, and answer it."""
    page.get_by_role("button", name="One to understand").click()
    question = look(step).understand(1)
    expect(page.get_by_role("radiogroup", name="Your answer")).to_be_visible()
    pick(page, question, question.answer)
    expect(page.get_by_text("Right. This step is done.")).to_be_visible(timeout=20_000)
