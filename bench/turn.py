"""Do programs that learners write delay the others? Moves of one step through the lane, while others' programs burn all
they may: `python bench/turn.py`. It prints the milliseconds of a move, median and p95, without and with them."""

import http.client
import statistics
import threading
import time
from urllib.parse import urlencode

from latency import ROOT, Server

BURNS = "while True:\n    pass"
MOVES = 150


def asked(port: int, link: dict[str, str], step: str = "dot_product") -> float:
    """Milliseconds of one answer of the lane."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/_scene/{step}?{urlencode(link)}")
    connection.getresponse().read()
    connection.close()
    return 1000 * (time.perf_counter() - began)


def moves(port: int) -> list[float]:
    """A hand that moves thirty times a second."""
    found = []
    for move in range(MOVES):
        found.append(asked(port, {"guess": "shown", "u": f"{(move % 40) / 10},{(move * 7 % 31) / 10 + 0.1:.1f}"}))
        time.sleep(1 / 30)
    return found


def burn(port: int, done: threading.Event, counted: list) -> None:
    """One program after the other that never ends, another each time, so that no answer is known."""
    while not done.is_set():
        asked(port, {"guess": "shown", "own": f"{BURNS}  # {time.time_ns()}"}, "cross_entropy")
        counted.append(1)


def main() -> None:
    with Server("streamlit_app.py", ROOT, server_fileWatcherType="none") as server:
        port = int(server.url.rpartition(":")[2])
        moves(port)
        print(f"alone                    {told(moves(port))}")
        for learners in (1, 5):
            done, counted = threading.Event(), []
            threads = [threading.Thread(target=burn, args=(port, done, counted)) for _ in range(learners)]
            for thread in threads:
                thread.start()
            print(f"beside {learners} that never end   {told(moves(port))}   ({len(counted)} programs)")
            done.set()
            for thread in threads:
                thread.join()


def told(found: list[float]) -> str:
    return f"median {statistics.median(found):6.1f} ms   p95 {statistics.quantiles(found, n=20)[-1]:6.1f} ms"


if __name__ == "__main__":
    main()
