"""A 2-2-1 network as a graph with its numbers: values on the way forward, gradients on the way back, stage by stage."""

from __future__ import annotations

import numpy as np

from ui import marks

WEIGHTS = ("w₁", "w₂", "b₁", "w₃", "w₄", "b₂", "v₁", "v₂", "c")
NODES = ("z₁", "h₁", "z₂", "h₂", "p", "L")
FORWARD, BACKWARD = (
    NODES,
    ("p", "v₁", "v₂", "c", "h₁", "z₁", "w₁", "w₂", "b₁", "h₂", "z₂", "w₃", "w₄", "b₂", "x₁", "x₂"),
)
STAGES = ("given", *(f"forward: {name}" for name in FORWARD), *(f"backward: {name}" for name in BACKWARD), "all")

SIZE = (0, 358, 0, 226)
INPUTS = {"x₁": (22, 183), "x₂": (22, 83)}
HIDDEN = {"1": (170, 163), "2": (170, 63)}  # the middle of a neuron's card: z above, ReLU, h below
HALF = (47, 33)
OUT = {"p": (326, 150), "L": (326, 40)}
CARD = (31, 23)
RISE = 20  # from the middle of a neuron's card to its z, and down to its h
LINKS = {  # a weight: from where, to where, and how far along its number stands
    "w₁": ((42, 183), (123, 183), 0.5),
    "w₂": ((42, 83), (123, 183), 0.33),
    "w₃": ((42, 183), (123, 83), 0.33),
    "w₄": ((42, 83), (123, 83), 0.5),
    "v₁": ((217, 143), (295, 150), 0.5),
    "v₂": ((217, 43), (295, 138), 0.42),
}
PILL = (26, 15)
BIASES = {"b₁": (170, 208), "b₂": (170, 17), "c": (326, 187)}
FANS = {"x₁": ("w₁", "w₃"), "x₂": ("w₂", "w₄")}  # an input goes two ways
INTO = {"w₁": "z₁", "w₂": "z₁", "b₁": "z₁", "w₃": "z₂", "w₄": "z₂", "b₂": "z₂", "v₁": "p", "v₂": "p", "c": "p"}
PAPER = "var(--st-background-color)"


def middle(name: str) -> tuple[float, float]:
    """Where a link's number stands."""
    (x0, y0), (x1, y1), share = LINKS[name]
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def around(centre, half) -> tuple[float, float, float, float]:
    """A box (left, right, bottom, top) around its centre."""
    return centre[0] - half[0], centre[0] + half[0], centre[1] - half[1], centre[1] + half[1]


SWITCHES = {name: around(middle(name), PILL) for name in LINKS} | {
    f"ReLU {k}": around(centre, (HALF[0] - 4, 12)) for k, centre in HIDDEN.items()
}


def scene(stage: int, x, y: float, given: dict, works: dict, values: dict, inside: dict, slopes: dict) -> list[dict]:
    """The graph as far as a stage.

    given: the weights; works: False for a cut link; values: of each node;
    inside: the gradient of each node and input; slopes: the gradient of each weight.
    """
    way, _, now = STAGES[stage].partition(": ")
    valued = {name: brief(values[name]) if stage >= 1 + k else "" for k, name in enumerate(FORWARD)}
    reached = {name for k, name in enumerate(BACKWARD) if stage >= 1 + len(FORWARD) + k}
    back = {name: "← " + brief(flow) for name, flow in (inside | slopes).items() if name in reached}
    drawn = [
        part
        for name in LINKS
        for part in link(name, works[name], in_use(name, way, now), name in reached and inside[INTO[name]] != 0)
    ]
    drawn += loss_link(stage, now)
    for name, at in INPUTS.items():
        drawn += [
            *card(around(at, (20, 21)), "data", now == name),
            word((at[0], at[1] + 9), name, "data"),
            word((at[0], at[1] - 10), brief(x[int(name == "x₂")]), "data", 700),
            word((at[0] - 20, at[1] + (32 if name == "x₁" else -32)), back.get(name, ""), "truth", 600, "start"),
        ]
    for k, centre in HIDDEN.items():
        drawn += neuron(k, centre, valued, back, values, now)
    drawn += [
        *card(around(OUT["p"], CARD), "data", now == "p"),
        word((OUT["p"][0], OUT["p"][1] + 10), f"p {valued['p']}".strip(), "data", 600),
        word((OUT["p"][0], OUT["p"][1] - 10), back.get("p", ""), "truth", 600),
        *card(around(OUT["L"], CARD), "data", now == "L"),
        word((OUT["L"][0], OUT["L"][1] + 10), f"L {valued['L']}".strip(), "data", 600),
        word((OUT["L"][0], OUT["L"][1] - 10), f"y = {brief(y)}", "data"),
    ]
    for name in LINKS:
        drawn += pill(name, given[name], works[name], back.get(name), now)
    for name, at in BIASES.items():
        drawn += bias(name, at, given[name], back.get(name, ""), now)
    return drawn


def in_use(name: str, way: str, now: str) -> bool:
    """Whether a stage leads over a link: forward into a node, backward to a weight or to what lies before it."""
    if way == "forward":
        return INTO[name] == now
    return name == now or name in FANS.get(now, ()) or (now[:1] == "h" and name == f"v{now[1]}")


def link(name: str, works: bool, lit: bool, flows: bool) -> list[dict]:
    """The line of a link: dashed if it is cut, green once a gradient came back to it, thick while it is in use."""
    start, end, _ = LINKS[name]
    if not works:
        return [marks.line([start, end], width=1.5, opacity=0.6, dash="3 4")]
    return [marks.line([start, end], role="truth" if flows else "context", width=3 if lit else 1.5)]


def loss_link(stage: int, now: str) -> list[dict]:
    """The line from p to L, and its local slope."""
    (x, top), (_, bottom) = OUT["p"], OUT["L"]
    back = stage >= 1 + len(FORWARD)
    line = marks.line([(x, top - CARD[1]), (x, bottom + CARD[1])], role="truth" if back else "context",
                      width=3 if now in ("p", "L") else 1.5)  # fmt: skip
    if not back:
        return [line]
    middle = (x, (top + bottom) / 2)
    paper = marks.polygon(corners_of(around(middle, (28, 9))), role=PAPER, fill=1, width=0)
    return [line, paper, word(middle, "2(p − y)", "model")]


def neuron(k: str, centre, valued: dict, back: dict, values: dict, now: str) -> list[dict]:
    """A hidden neuron: z, its ReLU with the local slope, and h."""
    x, y = centre
    z, h = f"z{'₁₂'[int(k) - 1]}", f"h{'₁₂'[int(k) - 1]}"
    on = values[z] > 0
    slope = f"slope {int(on)}" if valued[h] else "ReLU"
    drawn = [*card(around(centre, HALF), "data", now in (z, h))]
    for name, height in ((z, y + RISE), (h, y - RISE)):
        drawn += [
            word((x - HALF[0] + 5, height), f"{name} {valued[name]}".strip(), "data", 600, anchor="start"),
            word((x + HALF[0] - 4, height), back.get(name, ""), "truth", 600, anchor="end"),
        ]
    box = around(centre, (HALF[0] - 5, 11))
    drawn += card(box, "model", False)
    drawn += hinge((box[0] + 16, y - 4), on, values[z], bool(valued[h]))
    drawn.append(word((box[1] - 5, y), slope, "model", 600 if valued[h] else 500, anchor="end"))
    return drawn


def hinge(corner, on: bool, z: float, shown: bool) -> list[dict]:
    """A little picture of ReLU, with a dot where z stands on it."""
    x, y = corner
    drawn = [marks.line([(x - 11, y), (x, y), (x + 9, y + 11)], role="model", width=1.5)]
    along = min(max(z, -1.0), 0.8)
    place = (x + 11 * along, y) if not on else (x + 9 * along, y + 11 * along)
    return drawn + ([marks.points([place], role="model", size=3.5)] if shown else [])


def pill(name: str, weight: float, works: bool, back: str | None, now: str) -> list[dict]:
    """A weight on its link, and below it its gradient."""
    x, y = middle(name)
    at_top = y + 8 if back else y
    drawn = card(around((x, y), PILL), "model" if works else "context", now == name, "" if works else "3 3")
    drawn.append(word((x, at_top), f"{name} {brief(weight)}" if works else f"{name} cut",
                      "model" if works else "context", 600))  # fmt: skip
    return drawn + ([word((x, y - 8), back, "truth", 600)] if back else [])


def bias(name: str, at, weight: float, back: str, now: str) -> list[dict]:
    """A bias beside its card, with its gradient."""
    x, y = at
    bold = 700 if now == name else 600
    if name == "c":
        return [word((x, y + 13), f"c {brief(weight)}", "model", bold), word((x, y - 2), back, "truth", bold)]
    return [
        word((x - 4 if back else x, y), f"{name} {brief(weight)}", "model", bold, "end" if back else "middle"),
        word((x + 4, y), back, "truth", bold, "start"),
    ]


def card(box, role: str, lit: bool = False, dash: str = "") -> list[dict]:
    """A box with round corners that hides the lines behind it."""
    corners = corners_of(box)
    look = {"dash": dash} if dash else {}
    paper = marks.polygon(corners, role=PAPER, fill=1, width=0)
    return [paper, marks.polygon(corners, role=role, fill=0.08 if lit else 0.05, width=3 if lit else 1.25, **look)]


def corners_of(box) -> np.ndarray:
    """The outline of a box with round corners."""
    left, right, bottom, top = box
    r, turn = 7, np.linspace(0, np.pi / 2, 4)
    quarter = np.column_stack([np.cos(turn), np.sin(turn)])
    return np.vstack([
        (right - r, top - r) + r * quarter,
        (left + r, top - r) + r * quarter[::-1] * (-1, 1),
        (left + r, bottom + r) - r * quarter,
        (right - r, bottom + r) + r * quarter[::-1] * (1, -1),
    ]).round(1)  # fmt: skip


def word(at, words: str, role: str, weight: int = 500, anchor: str = "middle") -> dict:
    """Words centred on a place: of a size that can be read on a phone."""
    return marks.text(at, words, role=role, anchor=anchor, dx=0, dy=4.5, weight=weight, height=10.6, least=12)


def brief(number: float) -> str:
    """A number to two decimals at most.

    >>> brief(0.5625), brief(-2.4), brief(3.0), brief(-0.001)
    ('0.56', '−2.4', '3', '0')
    """
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", "−")
