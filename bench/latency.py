"""What a learner feels: a control moves, and the picture follows. Each step beside two floors, as ratios.

    python bench/latency.py [--steps dot_product …] [--moves 25]

See README.md here for how to read the table. Slow is printed, never an error.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
AIMS = {"plain": 0.35, "tuned": 0.7}
SEEN = ".marks :is(path, line, polyline, polygon, circle, text)"  # something of a picture
SWITCH = {"plain": 0.6, "tuned": math.inf}  # for a step without handle or slider
P95, PICTURES_A_SECOND, SERVER_MS, KILOBYTES, OPENING, FIRST_VISIT = 1.0, 25, 15, 3, 1.2, 2.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ARROWS = (("ArrowRight", "ArrowLeft"), ("ArrowUp", "ArrowDown"))
CONTROLS = {  # what can be moved, and the keys that move it to and fro; the first that a picture follows is measured
    ".handle": ARROWS,
    "input[type=range]": ARROWS,
    ".choice input:checked": ARROWS,
    ".toggle input": ((" ", " "),),
}

# A picture is what stands in a plane's marks and in a chart: its markup, or a canvas's pixels. A handle or a thumb
# that moves by itself doesn't count. The clock starts with the input event, and stops after the frame that shows
# the change.
PROBE = """
const SHOWN = ".marks, [data-testid=stVegaLiteChart]";
const roots = (root) =>
  [root, ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? roots(e.shadowRoot) : []))];
const pixels = (e) => [...e.querySelectorAll("canvas")].map((c) => c.toDataURL()).join();
const bench = (window.bench = {
  find() { bench.found = roots(document).flatMap((r) => [...r.querySelectorAll(SHOWN)]); },
  sign() {
    if (!bench.found?.length || bench.found.some((e) => !e.isConnected)) bench.find();
    return bench.found.map((e) => pixels(e) || e.innerHTML).join();
  },
  watch() {
    bench.start = null; bench.times = []; bench.find(); let last = bench.sign(); const me = (bench.watcher = {});
    const look = () => {
      if (me !== bench.watcher) return;
      const now = bench.sign();
      if (now && now !== last) {
        last = now;
        const {port1, port2} = new MessageChannel(); // its message arrives when the frame is done
        port1.onmessage = () => bench.times.push(performance.now());
        port2.postMessage(0);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  },
  answer: (patience) => new Promise((done) => {
    const until = performance.now() + patience;
    const look = () => {
      const first = bench.times.find((t) => bench.start !== null && t > bench.start);
      if (first) done(first - bench.start); else if (performance.now() > until) done(null); else setTimeout(look, 5);
    };
    look();
  }),
});
addEventListener("keydown", (e) => { bench.start ??= e.timeStamp; }, {capture: true});
"""


class Felt(NamedTuple):
    """Milliseconds from each move to its picture, of a step and of the floors meanwhile; pictures a second while
    dragging; the server's milliseconds a move; kilobytes a picture of the drag; seconds of a cold opening, and of an
    empty page's in the same minute."""

    moves: list[float]
    floors: dict[str, list[float]]
    rate: float | None
    server: float
    kilobytes: float | None
    opening: float
    empty: float


# ---------------------------------------------------------------- servers


class Server:
    """A Streamlit server on a free loopback port, stopped at the end of a `with`."""

    def __init__(self, script: str, folder: Path, *arguments: str, **settings: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        fixed = {"server_port": port, "server_address": "127.0.0.1", "server_headless": "true"}
        fixed |= {"browser_gatherUsageStats": "false"}
        flags = [f"--{name.replace('_', '.')}={value}" for name, value in (fixed | settings).items()]
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / script), *flags, "--", *arguments]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
        nowhere = subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=folder, env=inherited, stdout=nowhere, stderr=nowhere)

    def __enter__(self) -> Server:
        for _ in range(120):
            try:
                urlopen(f"{self.url}/_stcore/health", timeout=1).close()
                return self
            except OSError:
                time.sleep(0.25)
        self.process.kill()
        sys.exit("the server didn't start")

    def __exit__(self, *_: Any) -> None:
        self.process.terminate()
        self.process.wait()

    def busy(self) -> float:
        """Milliseconds of processor time so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return 1000 * (times.user + times.system)


# ---------------------------------------------------------------- measuring


class Wire:
    """The bytes that a page has received so far, as they came over the line: of everything, and of the lane alone."""

    def __init__(self, page: Page):
        self.all = self.lane = 0
        self.lanes: set[str] = set()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self.answered)
        line.on("Network.loadingFinished", self.finished)
        line.on("Network.webSocketFrameReceived", self.framed)

    def answered(self, event: dict) -> None:
        if "/_scene/" in event["response"]["url"]:
            self.lanes.add(event["requestId"])

    def finished(self, event: dict) -> None:
        self.all += event["encodedDataLength"]
        self.lane += event["encodedDataLength"] if event["requestId"] in self.lanes else 0

    def framed(self, event: dict) -> None:
        self.all += 3 * len(event["response"]["payloadData"]) // 4  # base64


def opened(browser: Browser, url: str, seen: str) -> tuple[float, float]:
    """Seconds until `seen` shows in a browser that has never been here, and megabytes until it is quiet."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    wire, began = Wire(page), time.monotonic()
    page.goto(url)
    page.locator(seen).first.wait_for()
    took = time.monotonic() - began
    page.wait_for_timeout(1500)
    page.context.close()
    return took, wire.all / 1e6


class Hand:
    """A page, and a control on it that a picture follows."""

    def __init__(self, browser: Browser, url: str):
        self.page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        self.page.add_init_script(PROBE)
        self.wire = Wire(self.page)
        self.page.goto(url)
        self.page.wait_for_function("bench.sign() !== ''", timeout=30000)
        self.page.wait_for_timeout(1500)
        self.presses = 0
        self.way = 0
        self.live = any(self.moves(*each) for each in self.candidates())

    def candidates(self) -> Iterator[tuple[Locator, tuple[str, str]]]:
        for selector, pairs in CONTROLS.items():
            for control in self.page.locator(selector).all()[:3]:
                for keys in pairs:
                    yield control, keys

    def moves(self, control: Locator, keys: tuple[str, str]) -> bool:
        """Take hold of a control; true if a picture follows."""
        self.control, self.keys = control, keys
        return any(self.press(key, 2500) for key in keys)

    def press(self, key: str, patience: int = 4000) -> float | None:
        """Press a key on the control; milliseconds until the picture is another, or None."""
        self.presses += 1
        self.control.focus()
        self.page.evaluate("bench.watch()")
        self.page.keyboard.press(key)
        took = self.page.evaluate("(ms) => bench.answer(ms)", patience)
        self.page.wait_for_timeout(150)
        return took

    def move(self, times: int) -> list[float]:
        """Go one way until the picture stands still (the end of the reach), then back."""
        took = []
        for _ in range(times):
            answer = self.press(self.keys[self.way])
            if answer is None:
                self.way = 1 - self.way
            else:
                took.append(answer)
        return took


def measure(browser: Browser, app: Server, path: str, plain: Hand, tuned: Hand, moves: int) -> Felt | str:
    """Move a step's control and those of the floors in turn; or say in words why that wasn't possible."""
    hand = Hand(browser, app.url + path)
    try:
        if not hand.live:
            return "no live control"
        hand.move(3)
        took, floors, server, hand.presses = [], {"plain": [], "tuned": []}, 0.0, 0
        for _ in range(math.ceil(moves / 5)):
            before = app.busy()
            took += hand.move(5)
            server += app.busy() - before
            floors["plain"] += plain.move(3)
            floors["tuned"] += tuned.move(3)
        if len(took) < moves / 2:
            return f"the picture followed only {len(took)} of {hand.presses} moves"
        before = hand.wire.lane
        rate, pictures = drag(hand.page, hand.control) or (None, 0)
        hand.page.wait_for_timeout(500)
        kilobytes = (hand.wire.lane - before) / pictures / 1000 if pictures else None
        opening, empty = (
            statistics.median(opened(browser, url, seen)[0] for _ in range(3))
            for url, seen in ((app.url + path, SEEN), (f"{tuned.page.url.split('?')[0]}?empty", "h1"))
        )
        return Felt(took, floors, rate, server / hand.presses, kilobytes, opening, empty)
    finally:
        hand.page.context.close()


def drag(page: Page, control: Locator, seconds: float = 2.0) -> tuple[float, int] | None:
    """Hold the control and move it to and fro, 60 times a second: how many different pictures a second, and in all.
    None if it can't be dragged."""
    if control.get_attribute("type") in ("radio", "checkbox"):
        return None
    grip = control.locator(".grip") if control.locator(".grip").count() else control
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    share = "(e) => e.type === 'range' ? (e.value - e.min) / (e.max - e.min) : 0.5"
    x, y = box["x"] + box["width"] * (0.02 + 0.96 * grip.evaluate(share)), box["y"] + box["height"] / 2
    surface = control.evaluate("(e) => (e.closest('svg') || e).getBoundingClientRect().toJSON()")
    across = math.copysign(80, surface["x"] + surface["width"] / 2 - x)
    down = math.copysign(60, surface["y"] + surface["height"] / 2 - y)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("bench.watch()")
    start = time.monotonic()
    while (gone := time.monotonic() - start) < seconds:
        part = (1 - math.cos(math.pi * gone)) / 2
        page.mouse.move(x + across * part, y + down * part)
        page.wait_for_timeout(12)
    pictures = page.evaluate("bench.times.length")
    page.mouse.up()
    return pictures / gone, pictures


# ---------------------------------------------------------------- the table

HEAD = (
    f"{'':<18}{'median':>7}{'p95':>6}{'plain':>7}{'tuned':>7}{'÷ plain':>9}{'÷ tuned':>9}{'p95÷tuned':>10}"
    f"{'pict./s':>9}{'kB':>8}{'server':>8}{'open ÷':>9}"
)


def row(name: str, felt: Felt | str) -> str:
    if isinstance(felt, str):
        return f"{name:<22}{felt}"
    median = statistics.median(felt.moves)
    p95 = sorted(felt.moves)[math.ceil(0.95 * len(felt.moves)) - 1]
    floors = {floor: statistics.median(times) for floor, times in felt.floors.items()}
    line = f"{name:<18}{median:>7.0f}{p95:>6.0f}{floors['plain']:>7.0f}{floors['tuned']:>7.0f} "
    for floor, aim in (SWITCH if felt.rate is None else AIMS).items():
        line += cell(median / floors[floor], aim, ".2f")
    line += cell(p95 / floors["tuned"], math.inf if felt.rate is None else P95, ".2f")
    line += f"{'-':>8} " if felt.rate is None else cell(-felt.rate, -PICTURES_A_SECOND, ".0f")
    line += f"{'-':>8} " if felt.kilobytes is None else cell(felt.kilobytes, KILOBYTES, ".1f")
    return line + cell(felt.server, SERVER_MS, ".1f") + cell(felt.opening / felt.empty, OPENING, ".2f")


def cell(value: float, aim: float, form: str) -> str:
    """A figure, with a mark where it misses its aim (at most `aim`; a negative one says at least)."""
    return f"{abs(value):>8{form}}{'!' if value > aim else ' '}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", nargs="+", help="only these")
    parser.add_argument("--moves", type=int, default=25)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    modules = [importlib.import_module(f"labs.{file.stem}") for file in sorted((ROOT / "labs").glob("0*.py"))]
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with ExitStack() as stack:
        elsewhere = Path(stack.enter_context(tempfile.TemporaryDirectory()))  # where no config.toml is
        app = stack.enter_context(Server("streamlit_app.py", ROOT, server_fileWatcherType="none"))
        plain = stack.enter_context(Server("bench/floor.py", elsewhere))
        fast = {"runner_postScriptGC": "false", "server_fileWatcherType": "none"}
        tuned = stack.enter_context(Server("bench/floor.py", elsewhere, "tuned", **fast))
        play = stack.enter_context(sync_playwright())
        browser = stack.enter_context(play.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS))
        floors = Hand(browser, plain.url), Hand(browser, tuned.url)
        print(f"{date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; milliseconds")
        print(
            f"Aims: ÷ plain {AIMS['plain']} (a switch {SWITCH['plain']}), ÷ tuned {AIMS['tuned']}, p95 ÷ tuned {P95}, "
            f"at least {PICTURES_A_SECOND} pictures a second, {KILOBYTES} kB a picture, server {SERVER_MS} ms, "
            f"opening ÷ an empty page's {OPENING}. ! misses its aim."
        )
        first = opened(browser, app.url + "/linear_algebra?step=dot_product&guess=shown", SEEN)[1]
        empty = opened(browser, tuned.url + "?empty", "h1")[1]
        print(f"First visit: {first:.2f} MB over the wire (aim: {FIRST_VISIT}); an empty page {empty:.2f} MB.")
        print(HEAD, flush=True)
        for module in modules:
            address = "/" + module.lab.file.split("_", 1)[1].removesuffix(".py")
            for step in module.lab.steps:
                if not asked.steps or step.id in asked.steps:
                    path = f"{address}?step={step.id}&guess=shown"
                    print(row(step.id, attempt(browser, app, path, *floors, asked.moves)), flush=True)


def attempt(*arguments: Any) -> Felt | str:
    try:
        return measure(*arguments)
    except Error as problem:
        return problem.message.splitlines()[0][:70]


if __name__ == "__main__":
    main()
