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
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import psutil
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
AIMS = {"plain": 0.5, "tuned": 1.25}
PICTURES_A_SECOND, SERVER_MS = 10, 15
CONTROLS = (".handle", "input[type=range]", "[role=slider]")  # a plane's handle, a live slider, Streamlit's own
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
KEYS = (("ArrowRight", "ArrowLeft"), ("ArrowUp", "ArrowDown"))

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
    """Milliseconds from each move to its picture, pictures a second while dragging, server milliseconds a move."""

    moves: list[float]
    rate: float
    server: float

    @property
    def median(self) -> float:
        return statistics.median(self.moves)

    @property
    def p95(self) -> float:
        return sorted(self.moves)[math.ceil(0.95 * len(self.moves)) - 1]


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


def measure(browser: Browser, server: Server, path: str, moves: int) -> Felt | str:
    """Open a page, move its first control that a picture follows; or say in words why that wasn't possible."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(PROBE)
    try:
        page.goto(server.url + path)
        page.wait_for_function("bench.sign() !== ''", timeout=20000)
        page.wait_for_timeout(1500)
        found = live_control(page)
        if not found:
            return "no live control"
        control, keys = found
        press_each(page, control, keys, 3)
        before = server.busy()
        times, presses = press_each(page, control, keys, moves)
        server_ms = (server.busy() - before) / presses
        return Felt(times, drag(page, control), server_ms) if times else "the picture stopped following"
    except Error as problem:
        return problem.message.splitlines()[0][:60]
    finally:
        context.close()


def live_control(page: Page) -> tuple[Locator, tuple[str, str]] | None:
    for selector in CONTROLS:
        for control in page.locator(selector).all()[:3]:
            for keys in KEYS:
                if any(press(page, control, key, 2500) for key in keys):
                    return control, keys
    return None


def press(page: Page, control: Locator, key: str, patience: int = 4000) -> float | None:
    """Press a key on a control; milliseconds until the picture is another, or None."""
    control.focus()
    page.evaluate("bench.watch()")
    page.keyboard.press(key)
    took = page.evaluate("(ms) => bench.answer(ms)", patience)
    page.wait_for_timeout(150)
    return took


def press_each(page: Page, control: Locator, keys: tuple[str, str], moves: int) -> tuple[list[float], int]:
    """Go one way until the picture stands still (the end of the reach), then back, until there are enough moves."""
    times, way, presses = [], 0, 0
    while len(times) < moves and presses < 2 * moves:
        took = press(page, control, keys[way])
        presses += 1
        if took is None:
            way = 1 - way
        else:
            times.append(took)
    return times, presses


def drag(page: Page, control: Locator, seconds: float = 2.0) -> float:
    """Hold the control and move it to and fro: how many different pictures a second."""
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
        page.wait_for_timeout(10)
    pictures = page.evaluate("bench.times.length")
    page.mouse.up()
    return pictures / gone


# ---------------------------------------------------------------- the table

HEAD = f"{'':<28} {'median':>6} {'p95':>6}  {'÷ plain':>8} {'÷ tuned':>8}  {'pict./s':>8} {'server':>8}"


def row(name: str, felt: Felt | str, floors: dict[str, float]) -> str:
    if isinstance(felt, str):
        return f"{name:<28} {felt}"
    ratios = [cell(felt.median / floors[floor], aim, ".2f") for floor, aim in AIMS.items()] if floors else [" " * 9] * 2
    rest = [cell(-felt.rate, -PICTURES_A_SECOND, ".0f"), cell(felt.server, SERVER_MS, ".1f")] if floors else []
    return f"{name:<28} {felt.median:>6.0f} {felt.p95:>6.0f}  " + "".join(ratios + rest)


def cell(value: float, aim: float, form: str) -> str:
    """A figure, with a mark where it misses its aim (at most `aim`; a negative one says at least)."""
    return f"{abs(value):>8{form}}{'!' if value > aim else ' '}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", nargs="+", help="only these")
    parser.add_argument("--moves", type=int, default=25)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    labs = [importlib.import_module(f"labs.{file.stem}").lab for file in sorted((ROOT / "labs").glob("0*.py"))]
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    tuned = {"runner_postScriptGC": "false", "server_fileWatcherType": "none"}
    with ExitStack() as stack:
        elsewhere = Path(stack.enter_context(tempfile.TemporaryDirectory()))  # where no config.toml is
        app = stack.enter_context(Server("streamlit_app.py", ROOT, server_fileWatcherType="none"))
        floors = {
            "plain": stack.enter_context(Server("bench/floor.py", elsewhere)),
            "tuned": stack.enter_context(Server("bench/floor.py", elsewhere, "tuned", **tuned)),
        }
        play = stack.enter_context(sync_playwright())
        browser = stack.enter_context(play.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS))
        print(f"{date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {asked.moves} moves a step; ms")
        print("Aims: ÷ plain at most 0.5, ÷ tuned at most 1.25, 10 pictures a second, server 15 ms. ! misses its aim.")
        print(HEAD)

        def measure_floors() -> dict[str, float]:
            felt = {name: measure(browser, server, "/", asked.moves) for name, server in floors.items()}
            for name in floors:
                print(row(f"floor: {name}", felt[name], {}), flush=True)
            return {name: each.median for name, each in felt.items()}

        before = measure_floors()
        for lab in labs:
            address = "/" + lab.file.split("_", 1)[1].removesuffix(".py")
            felt = {
                step.id: measure(browser, app, f"{address}?step={step.id}&guess=shown", asked.moves)
                for step in lab.steps
                if not asked.steps or step.id in asked.steps
            }
            if felt:
                after = measure_floors()
                for name, each in felt.items():
                    print(row(name, each, {floor: (before[floor] + after[floor]) / 2 for floor in floors}), flush=True)
                before = after


if __name__ == "__main__":
    main()
