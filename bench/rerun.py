"""What one rerun of each step's fragment costs the server: processor time of the script, median and largest of 12 runs.

    python bench/rerun.py

Runs without a browser, under Streamlit's AppTest. Aim: at most 15 ms.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import STEPS, open_step
from ui.page import Page

RUNS, AIM = 12, 15
taken: list[float] = []
began = 0.0


def timed(first, last):
    """Take the time from the beginning of `first` to the end of `last`, both methods of a page."""

    def start(self, *args):
        global began
        began = time.thread_time()
        first(self, *args)

    def stop(self):
        last(self)
        taken.append(1000 * (time.thread_time() - began))

    return start, stop


def main() -> None:
    Page.__init__, Page.show_values = timed(Page.__init__, Page.show_values)
    print(f"{'':18}median    max   (ms of the server for a rerun; aim: {AIM})")
    for lab, step in STEPS:
        app = open_step(lab, step).run()
        taken.clear()
        for _ in range(RUNS):
            app.run()
        middle = statistics.median(taken)
        print(f"{step.id:18}{middle:6.1f} {max(taken):6.1f}{'  !' if middle > AIM else ''}")


if __name__ == "__main__":
    main()
