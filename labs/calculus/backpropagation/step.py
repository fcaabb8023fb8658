"""What flows backwards?"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.autodiff import backward, forward, gradient_check
from labs.calculus.backpropagation import picture as chart
from labs.calculus.backpropagation.picture import FANS, NODES, STAGES, WEIGHTS
from labs.calculus.backpropagation.question import question
from labs.calculus.backpropagation.understand import understand
from ui.scene import step, switch

GIVEN = (0.5, -0.2, 0.3, -0.3, 0.4, 0.1, 0.5, -1.0, 0.2)
ROWS = {"1": ((1.0, 2.0), 1.0), "2": ((2.0, -1.0), 0.0), "3": ((0.0, 1.0), 0.5)}
OFF = -9.0  # a bias that switches its ReLU off on every row
TEXTS = [stage.replace("all", "done: all slopes") for stage in STAGES]
BY_INPUT, BY_SLOPE, BY_ITSELF = "it multiplies a 0", "a slope of 0 is on its way", "it is small itself"


@step(
    "What flows backwards?",
    why="Every framework gets its gradients this way, and a weight without one never learns.",
    needs=["chain_rule", "gradient", "layer"],
)
def backpropagation(page):
    r"""
    To train, you need the slope of the loss along **every** weight. **Backpropagation** gets all of them in two walks.

    **Forward**, blue: work out each number, and keep it. **Backward**, green: from the loss back to the weights. The
    slope of the loss along a number is its **gradient**: the gradient of what the number goes into, times the local
    slope between them. So where $p = v_1 h_1 + v_2 h_2 + c$:

    $$\text{gradient of } v_1 = h_1 \cdot \text{gradient of } p$$

    What is added, as $c$ is, has the local slope 1. Where a number goes two ways, as $x_1$ does, its gradients **add**
    up.

    Click a weight to **cut** its link, or a ReLU to switch it off: its bias falls to −9.
    """
    page.predict(
        "A network has two inputs, two neurons in the middle and one output. You cut the link from the first neuron to "
        "the output. Which weights stop learning?",
        ["Only the weight of that link", "That weight and all that lead into the neuron", "All of them"],
        answer="That weight and all that lead into the neuron",
        because="Their only way to the loss led over that link.",
        tries={"v1": (1, 0)},
    )
    stage = page.slider("at", "Forward, then backward", options=list(range(len(STAGES))), value=len(STAGES) - 1,
                        texts=TEXTS, play=True, wide=3)  # fmt: skip
    row = page.choose("row", "Row", list(ROWS), quiet=False, beside=True)
    named = page.pick("weight", "Gets no gradient", list(WEIGHTS), empty="Which weight gets no gradient?", quiet=True)
    why = page.pick("why", "because", [BY_INPUT, BY_SLOPE, BY_ITSELF], empty="Why?", quiet=True, beside=True)
    pressed = page.plane(
        size=chart.SIZE, bare=True,
        **{plain(name): switch(box, spoken(name), "model") for name, box in chart.SWITCHES.items()},
    )  # fmt: skip
    on = {name: at[0] > 0 for name, at in zip(chart.SWITCHES, pressed)}
    (x, y), w = ROWS[row], np.array(GIVEN)
    w[[WEIGHTS.index(f"b{k}") for k, number in zip("₁₂", "12") if on[f"ReLU {number}"]]] = OFF
    works = np.array([0.0 if on.get(name) else 1.0 for name in WEIGHTS])

    def library(x, y, w, works):
        w = w * works
        W, b, v, c = w[[0, 1, 3, 4]].reshape(2, 2), w[[2, 5]], w[6:8], w[8]
        z = W @ x + b
        h = np.maximum(z, 0)
        dp = 2 * (v @ h + c - y)
        dz = dp * v * (z > 0)
        dW = np.outer(dz, x)
        dw = works * np.array([*dW[0], dz[0], *dW[1], dz[1], *(dp * h), dp])
        slopes = np.concatenate([dw, dz @ W])
        return slopes

    known = {two_walks: walked(x, y, tuple(w), tuple(works))}
    values, inside, slopes, nudged, _ = page.run(two_walks, library, known, x=np.array(x), y=y, w=w, works=works)
    seen = State(x, y, dict(zip(WEIGHTS, w)), dict(zip(WEIGHTS, works > 0)), dict(zip(NODES, values)),
                 dict(zip([*NODES, *FANS], [*inside, *slopes[9:]])), dict(zip(WEIGHTS, slopes)))  # fmt: skip
    untouched = not any(on.values())
    found = named is not None and why is not None and is_why(seen, named, why)
    page.picture(
        chart.scene(stage, **seen._asdict()),
        says=in_words(stage, seen, dict(zip([*WEIGHTS, *FANS], nudged))) + judged(seen, named, why),
    )
    page.task(
        "Leave every link and ReLU alone. Find a row on which some weight gets no gradient, and say why.",
        done=untouched and found,
    )
    page.bites(
        "A ReLU that is off on every row is **dead**. No weight into it or out of it gets a gradient. In a first "
        "layer, gradient descent can't wake it. It often dies of one step with too large a rate. The symptom: "
        "activations that are 0 for the whole batch. A **frozen layer** looks similar: `requires_grad=False` or a "
        "stray `detach()` cuts the link, and its weights are unchanged after an epoch. The opposite: PyTorch **adds** "
        "each new gradient to `.grad`. Forget `optimizer.zero_grad()`, and the third step follows the sum of three "
        "gradients. At a rate that used to work, the loss can now swing and not settle."
    )
    page.check(question, understand)


def two_walks(x, y, w, works):
    def net(w):
        w1, w2, b1, w3, w4, b2, v1, v2, c = [weight * on for weight, on in zip(w, works)]
        x1, x2 = w[9:]
        z1 = w1 * x1 + w2 * x2 + b1
        h1 = z1.relu()
        z2 = w3 * x1 + w4 * x2 + b2
        h2 = z2.relu()
        p = v1 * h1 + v2 * h2 + c
        L = (p - y) ** 2
        return z1, h1, z2, h2, p, L

    start = np.concatenate([w, x])
    nodes, given = forward(net, start)
    gradient = backward(nodes[-1])
    values = np.array([node.value for node in nodes])
    inside = np.array([gradient[node] for node in nodes])
    slopes = np.array([gradient[number] for number in given])
    _, nudged = gradient_check(lambda w: net(w)[-1], start)
    agree = np.allclose(slopes, nudged)
    return values, inside, slopes, nudged, agree


@lru_cache(maxsize=128)
def walked(x: tuple, y: float, w: tuple, works: tuple) -> tuple:
    """What `two_walks` gives, kept: ▶ and the stages ask for the same again and again."""
    return two_walks(np.array(x), y, np.array(w), np.array(works))


class State(NamedTuple):
    """The network on one row: what is given, and what the two walks found, by name."""

    x: tuple[float, float]
    y: float
    given: dict[str, float]
    works: dict[str, bool]
    values: dict[str, float]
    inside: dict[str, float]
    slopes: dict[str, float]


def plain(name: str) -> str:
    """A name for a link: w1 for w₁, relu1 for ReLU 1."""
    return name.translate(str.maketrans("₁₂₃₄", "1234")).replace("ReLU ", "relu")


def spoken(name: str) -> str:
    """What a screen reader says of a switch."""
    return f"Switch {name} off" if name.startswith("ReLU") else f"Cut the link of {name}"


# ---------------------------------------------------------------- what a stage does, in words


def in_words(stage: int, s: State, nudged: dict[str, float]) -> str:
    """What happens at a stage, with the product spelt out, and what nudging the same number says."""
    way, _, name = STAGES[stage].partition(": ")
    if way == "given":
        return "**Given:** inputs, weights, and what should come out, y. Press play to walk forward, then backward."
    if way == "forward":
        return f"**Forward.** {reckoned(name, s)}"
    if way == "backward":
        check = f" Nudging gives {number(round(nudged[name], 6))}." if name in nudged else ""
        return f"**Backward.** {returned(name, s)}{check}"
    idle = [name for name in WEIGHTS if s.slopes[name] == 0]
    walked = s.inside | s.slopes
    agree = np.allclose([walked[name] for name in nudged], list(nudged.values()))
    check = "Nudging each number by 0.00001 gives the same slopes." if agree else "Nudging disagrees."
    if not idle:
        return f"**Done:** every weight has a gradient. {check} Press play to see how they came about."
    return f"**Done.** No gradient: **{', '.join(idle)}**. {check} Press play to see where it stops."


def reckoned(name: str, s: State) -> str:
    """How a node's value comes about."""
    value = f"**{number(s.values[name])}**"
    if name[0] == "h":
        z = "z" + name[1]
        if s.values[z] > 0:
            return f"{z} is above 0, so ReLU lets it pass: {name} = {value}. The slope of ReLU there is 1."
        return f"{z} isn't above 0, so ReLU is off: {name} = **0**. The slope of ReLU there is 0."
    if name == "L":
        return f"L = (p − y)² = ({number(s.values['p'])} − {number(s.y)})² = {value}, the loss."
    pairs, offset = {
        "z₁": ((("w₁", s.x[0]), ("w₂", s.x[1])), "b₁"),
        "z₂": ((("w₃", s.x[0]), ("w₄", s.x[1])), "b₂"),
        "p": ((("v₁", s.values["h₁"]), ("v₂", s.values["h₂"])), "c"),
    }[name]
    parts = [f"{signed(s.given[w])} · {signed(a)}" for w, a in pairs if s.works[w]] + [signed(s.given[offset])]
    cut = [w for w, _ in pairs if not s.works[w]]
    note = f" {' and '.join(cut)} {'is' if len(cut) == 1 else 'are'} cut." if cut else ""
    return f"{name} = {' + '.join(parts)} = {value}.{note}"


def returned(name: str, s: State) -> str:
    """How a gradient comes about: what flows back, times the local slope."""
    flow = s.inside | s.slopes
    result = f"**{number(flow[name])}**"
    if name == "p":
        miss = f"({number(s.values['p'])} − {number(s.y)})"
        return f"The loss (p − y)² has the slope 2(p − y) along p: 2 · {miss} = {result}."
    if name in FANS:
        return f"{both_ways(name, s)}{result}."
    if not s.works.get(name, True):
        return f"The link of {name} is cut, so nothing flows back to it: {result}."
    before, local, reason = through(name, s)
    if local is None:
        return f"The link {reason} is cut, so nothing flows back to {name}: {result}."
    return f"{reason} Gradient of {before} times local slope: {number(flow[before])} × {signed(local)} = {result}."


def both_ways(name: str, s: State) -> str:
    """How the gradient of an input comes about: a product for each link that isn't cut, added up."""
    open_links = [w for w in FANS[name] if s.works[w]]
    if not open_links:
        return f"Both links of {name} are cut, so nothing flows back to it: "
    products = [f"{signed(s.inside[chart.INTO[w]])} · {signed(s.given[w])}" for w in open_links]
    ways = f"{name} goes two ways, over {' and '.join(open_links)}. What flows back on both adds up"
    if len(open_links) == 1:
        ways = f"{name} goes one way only, over {open_links[0]}"
    return f"{ways}: {' + '.join(products)} = "


def through(name: str, s: State) -> tuple[str, float | None, str]:
    """What a number goes into, the local slope between them, and why it is that; None and the link if that is cut."""
    if name in ("b₁", "b₂", "c"):
        return chart.INTO[name], 1.0, f"{name} is added: local slope 1."
    if name[0] == "z":
        on = s.values[name] > 0
        return "h" + name[1], float(on), f"ReLU is {'on' if on else 'off'} at {name}: local slope {int(on)}."
    if name[0] == "h":
        v = "v" + name[1]
        return "p", s.given[v] if s.works[v] else None, f"{name} is multiplied by {v}." if s.works[v] else v
    source = {"w₁": "x₁", "w₂": "x₂", "w₃": "x₁", "w₄": "x₂", "v₁": "h₁", "v₂": "h₂"}[name]
    other = s.values[source] if source in s.values else s.x["x₁x₂".index(source) // 2]
    return chart.INTO[name], other, f"{name} multiplies {source}: local slope {number(other)}."


def reasons(s: State, name: str) -> set[str]:
    """Why a weight gets no gradient; empty if it gets one."""
    if s.slopes[name] != 0 or not s.works[name]:
        return set()
    before, local, _ = through(name, s)
    return ({BY_INPUT} if local == 0 else set()) | ({BY_SLOPE} if s.inside[before] == 0 else set())


def is_why(s: State, name: str, why: str) -> bool:
    """True if the weight gets no gradient and the reason is one."""
    return why in reasons(s, name)


def judged(s: State, name: str | None, why: str | None) -> str:
    """What to say of the learner's finding."""
    if name is None or why is None:
        return ""
    if s.slopes[name] != 0:
        return f" You named {name}, but its gradient here is {number(s.slopes[name])}."
    if not s.works[name]:
        return f" {name} gets none because you cut it."
    if why in reasons(s, name):
        return f" **Right:** {name} gets no gradient, because {why}."
    if why == BY_ITSELF:
        return f" {name} gets none, but its own size isn't in the product."
    return f" {name} gets none, but for another reason."


def number(value: float) -> str:
    """A number as it is, without a minus for 0."""
    return f"{value + 0.0:.6g}".replace("-", "−")


def signed(value: float) -> str:
    """A number inside a product or a sum: in brackets if it is negative."""
    return f"({number(value)})" if value < 0 else number(value)
