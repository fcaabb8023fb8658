"""A personal plan: three answers go in; the steps to take, in their order, come out.

A plan holds as many steps as the time allows. It takes the steps that matter most for the work at hand, each after the
ones it rests on, and puts them in the order of the labs. It says what is left out, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from labs import every_lab

# The choices as they stand on the page and in the link, each with a word on what it means.
PATHS = {"Engineering": "You build things with models.", "Research": "You want to understand models, and change them."}
WORK = {
    "Text": "search, RAG, language models",
    "Tables": "predictions from rows and columns",
    "Training": "networks that have to learn",
    "Mixed": "a bit of everything",
}
TIME = ("20 minutes", "An evening", "All of it")
COUNTS = {"20 minutes": 3, "An evening": 12}
BASICS = ("functions", "sums", "equations", "powers", "reading", "logic")  # the warm-up, what most rests on first
MINUTES = (5, 10)  # what a step takes, question to checkpoint

# What matters most, the most important first. The steps not named here follow in the order of the labs.
FIRST = {
    ("Engineering", "Text"): """vectors dot_product retrieval rag embeddings next_token sampling metrics
        high_dimensions fooled search calibration drift arrays conditional attention""",
    ("Engineering", "Tables"): """spread metrics overfitting leakage sampling drift correlation conditional calibration
        fooled arrays regression regularisation classifier distributions""",
    ("Engineering", "Training"): """derivative gradient descent cross_entropy scaling optimisers matrix_product layer
        network overfitting regularisation arrays metrics clinic""",
    ("Engineering", "Mixed"): """vectors metrics derivative dot_product spread sampling overfitting descent retrieval
        leakage arrays rag drift next_token optimisers regularisation""",
    ("Research", "Text"): """vectors dot_product embeddings matrix_product attention cross_entropy next_token
        attention_real transformer layer low_rank high_dimensions sampling arrays optimisers""",
    ("Research", "Tables"): """distributions expectation conditional bayes sampling correlation fooled calibration
        metrics classifier overfitting regularisation regression pca low_rank drift""",
    ("Research", "Training"): """derivative gradient chain_rule descent cross_entropy layer backpropagation scaling
        network optimisers regularisation arrays low_rank""",
    ("Research", "Mixed"): """vectors distributions derivative dot_product matrix_product gradient descent expectation
        bayes sampling chain_rule fooled cross_entropy optimisers regularisation next_token transformer low_rank""",
}
# What a step rests on, so that no plan asks for it before.
NEEDS = {step.id: step.needs for lab in every_lab() for step in lab.steps}
# What those who build products may leave for later, and why.
LATER = {
    "chain_rule": "Your framework multiplies the slopes for you. Come back when the first layers don't learn.",
    "backpropagation": "One call does it for you. Come back when a weight gets no gradient and you don't know why.",
    "pca": "You can use embeddings without it. Come back when you want to see or shrink your data.",
    "low_rank": "A library fine-tunes with LoRA for you. Come back when you have to choose its rank.",
    "attention_real": "You can use a language model without it. Come back when someone uses attention to explain one.",
    "transformer": "You can build on a language model without opening it. Come back when you train or speed up one.",
}
SKIPS = {
    "Deriving backpropagation by hand": "Every framework computes the gradients for you. It helps to know which way "
    "they flow, and where they vanish.",
    "Proofs and measure theory": "No tool asks you for them. It helps to know what a result says, and when it doesn't "
    "hold.",
    "Memorising formulas": "You can look them up and run them. It helps to know what goes in, what comes out, and what "
    "a wrong result looks like.",
    "Optimisation theory beyond gradient descent": "Nearly every network is trained by some form of gradient descent. "
    "The learning rate and the scale of the inputs come first.",
}


class Plan(NamedTuple):
    """The steps to take in their order, those known already, and those for later with the reason."""

    steps: list[str]
    known: list[str]
    later: dict[str, str]


def read(link: Mapping[str, str]) -> dict[str, str]:
    """The three answers in a link, without what isn't one of ours.

    >>> read({"path": "Research", "work": "<b>", "step": "vectors"})
    {'path': 'Research'}
    """
    choices = {"path": PATHS, "work": WORK, "time": TIME}
    return {name: link[name] for name, allowed in choices.items() if link.get(name) in list(allowed)}


def plan(path: str, work: str, time: str, steps: Iterable[str], known: Iterable[str] = (), warm_up=()) -> Plan:
    """The plan for three answers.

    steps: the ids of all steps, in the order of the labs, without the warm-up. known: those that may be skipped.
    warm_up: those to take before everything else. One place is always kept for the work at hand.

    >>> plan("Engineering", "Text", "20 minutes", ["vectors", "dot_product", "retrieval", "pca"], known={"vectors"})
    Plan(steps=['dot_product', 'retrieval'], known=['vectors'], later={'pca': 'You can use embeddings without it. Come \
back when you want to see or shrink your data.'})
    """
    steps, known = list(steps), set(known)
    later = {step: why for step, why in LATER.items() if step in steps and step not in known and path == "Engineering"}
    room = COUNTS.get(time, len(steps) + len(warm_up))
    taken = sorted(warm_up, key=BASICS.index)[: room - 1]
    for step in [*FIRST[path, work].split(), *steps]:
        group = [each for each in [*resting_on(step), step] if each in steps and each not in {*taken, *known, *later}]
        if step not in later and len(taken) + len(group) <= room:
            taken += group
    order = [*warm_up, *steps]
    return Plan(sorted(taken, key=order.index), [step for step in steps if step in known], later)


def resting_on(step: str) -> list[str]:
    """Everything a step rests on, in the order in which to take it.

    >>> resting_on("retrieval")
    ['vectors', 'dot_product']
    """
    found: list[str] = []
    for need in NEEDS.get(step, ()):
        found += [each for each in [*resting_on(need), need] if each not in found]
    return found


def duration(count: int) -> str:
    """How long so many steps take, in words.

    >>> duration(3), duration(12), duration(36), duration(1)
    ('15 to 30 minutes', '1 to 2 hours', '3 to 6 hours', '5 to 10 minutes')
    """
    low, high = (count * minutes for minutes in MINUTES)
    if high <= 60:
        return f"{low} to {high} minutes"
    if low < 45:
        return f"{low} minutes to {hours(high)}"
    return f"{hours(low).split()[0]} to {hours(high)}"


def hours(minutes: int) -> str:
    """Minutes in hours, to the nearest half: `1 hour`, `2½ hours`."""
    halves = max(2, round(minutes / 30))
    whole = f"{halves // 2}{'½' if halves % 2 else ''}"
    return f"{whole} hour{'s' if halves != 2 else ''}"
