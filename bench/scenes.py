"""What one picture of each step costs the server, without a browser: milliseconds of processor time for the scene and
its JSON while a hand moves, and the kilobytes of that JSON, packed.

    python bench/scenes.py

Controls are moved in turn, to their ends; the median and the largest are printed. Aim: at most 8 ms, 3 kB.
"""

import gzip
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import SCENES
from ui.scene import scene

RUNS, AIM, PACKED = 5, 8, 3


def main() -> None:
    print(f"{'':18}median    max     kB   (aims: {AIM} ms, {PACKED} kB)")
    for step in SCENES:
        links = [{}] + [{n: text} for n, texts in scene(step, {}).extremes.items() for text in (texts[:1] + texts[-1:])]
        taken, sizes = [], []
        for link in links[:12]:
            scene(step, link, moving=True)  # whatever is worked out once
            for _ in range(RUNS):
                began = time.thread_time()
                body = json.dumps(scene(step, link, moving=True).json(), separators=(",", ":"))
                taken.append(1000 * (time.thread_time() - began))
            sizes.append(len(gzip.compress(body.encode(), 6)) / 1000)
        middle, packed = statistics.median(taken), statistics.median(sizes)
        misses = "!" if middle > AIM or packed > PACKED else ""
        print(f"{step.id:18}{middle:6.1f} {max(taken):6.1f} {packed:6.1f}  {misses}", flush=True)


if __name__ == "__main__":
    main()
