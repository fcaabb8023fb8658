"""What the pictures of each step cost the server, without a browser.

    python bench/scenes.py [step …]

*Ends*: milliseconds of processor time for the scene and its JSON while a hand moves, at the ends of the controls, and
the kilobytes of that JSON, packed. Aims: 8 ms, 3 kB.
*A drag*: thirty small moves of the step's first handle and of each slider, each asked of the lane as `stage.js` asks,
saying what answer it holds. Kilobytes of an answer as they go over the line, and milliseconds for an answer that
nobody had asked for yet. Aims: 3 kB, 15 ms in the median; the controls that miss are named. A step's first answer is
the whole scene ("kB" of the ends) and isn't counted.
"""

import gzip
import json
import math
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import SCENES
from ui.lane import HAVE, route
from ui.scene import Step, as_text, scene

RUNS, MOVES = 5, 30
MS, PACKED, LANE_MS = 8, 3, 15  # aims
PACKS_FROM = 400  # bytes from which the app's GZipMiddleware packs an answer


def at_the_ends(step: Step) -> tuple[list[float], list[float]]:
    """Milliseconds for each scene; kilobytes of each, packed."""
    links = [{}] + [{n: text} for n, texts in scene(step, {}).extremes.items() for text in (texts[:1] + texts[-1:])]
    taken, sizes = [], []
    for link in links[:12]:
        scene(step, link, moving=True)  # whatever is worked out once
        for _ in range(RUNS):
            began = time.thread_time()
            body = json.dumps(scene(step, link, moving=True).json(), separators=(",", ":"))
            taken.append(1000 * (time.thread_time() - began))
        sizes.append(len(gzip.compress(body.encode(), 6)) / 1000)
    return taken, sizes


def drags(step: Step) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The first handle and each slider, with what a drag of it writes into the link: small moves from its start,
    turning at the ends. A handle that swaps goes to the others' places, and they to its."""
    page = scene(step, {"guess": "shown"})
    in_browser = {mark["by"] for mark in page.marks if "by" in mark}  # a path that is scrubbed asks nothing
    for handle in [each for each in page.drawn["handles"] if each["kind"] != "switch"][:1]:
        (left, right, bottom, top), by = handle["bounds"], handle["step"]
        ways = [to_and_fro(low, high, by, at) for low, high, at in zip((left, bottom), (right, top), handle["at"])]
        if handle["swaps"]:
            others = [each for each in page.drawn["handles"] if each["swaps"] and each is not handle]
            here, there = as_text(handle["at"]), [(each["name"], as_text(each["at"])) for each in others]
            yield handle["name"], [{handle["name"]: place, other: here} for other, place in there]
        elif handle["name"] not in in_browser:
            yield handle["name"], [{handle["name"]: as_text(place)} for place in zip(*ways)]
    for slider in page.controls:
        if slider["kind"] == "slider":
            way = to_and_fro(slider["min"], slider["max"], slider["step"], float(slider["at"]))
            yield slider["name"], [{slider["name"]: as_text(round(value, 6))} for value in way]


def to_and_fro(low: float, high: float, step: float, at: float) -> list[float]:
    """Thirty places after `at`, a sixtieth of the way from each to the next, but one step at least."""
    by, places = max(1, round((high - low) / step / 60)) * step, []
    for _ in range(MOVES):
        if not low <= at + by <= high:
            by = -by
        at = min(max(at + by, low), high)
        places.append(at)
    return places


def along_the_lane(step: Step) -> dict[str, tuple[list[float], list[float]]]:
    """For each control that is dragged the kilobytes of its answers and the milliseconds of the fresh ones."""
    answers, taken = route({step.id: step}).endpoint, {}
    for name, moves in drags(step):
        start = {n: t for n, t in scene(step, {"guess": "shown"}).link.items() if t is not None} | {"guess": "shown"}
        held, seen, sizes, times = asked(answers, step, start)[1], set(), [], []
        for move in moves:
            began = time.thread_time()
            sent, held = asked(answers, step, start | move | {HAVE: held})
            if str(move) not in seen:
                times.append(1000 * (time.thread_time() - began))
            seen.add(str(move))
            sizes.append(sent / 1000)
        taken[name] = sizes, times
    return taken


def asked(answers, step: Step, link: dict[str, str]) -> tuple[int, str]:
    """The bytes of the lane's answer, packed as the app packs it, and its id."""
    query = urlencode(sorted(link.items())).encode()
    place = {"type": "http", "headers": [], "query_string": query, "path_params": {"step": step.id}}
    body = answers(Request(place)).body
    return len(gzip.compress(body, 9)) if len(body) >= PACKS_FROM else len(body), json.loads(body)["id"]


def p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def main() -> None:
    print(f"{'':18}  at the ends: {MS} ms, {PACKED} kB    a drag: {PACKED} kB, {LANE_MS} ms")
    print(f"{'':18}median    max     kB  |    kB    p95     ms    p95")
    for step in SCENES:
        if sys.argv[1:] and step.id not in sys.argv[1:]:
            continue
        taken, whole = at_the_ends(step)
        while threading.active_count() > 1:
            time.sleep(0.1)  # what a step works out once, beside what is asked for
        line = f"{step.id:18}{statistics.median(taken):6.1f} {max(taken):6.1f} {statistics.median(whole):6.1f}  |"
        lane = {} if step.holds else along_the_lane(step)
        for values in zip(*lane.values()):
            pooled = [value for each in values for value in each]
            line += f"{statistics.median(pooled):6.1f} {p95(pooled):6.1f} "
        medians = {name: [statistics.median(values) for values in each] for name, each in lane.items()}
        missing = [f"{n} {kb:.1f} kB {ms:.0f} ms" for n, (kb, ms) in medians.items() if kb > PACKED or ms > LANE_MS]
        print(line, "!" if missing else "", ", ".join(missing), flush=True)


if __name__ == "__main__":
    main()
