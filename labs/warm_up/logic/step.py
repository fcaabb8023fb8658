"""What follows from an “if”?"""

from functools import cache

import numpy as np

from core.data import flights
from core.warm_up import all_of, any_of, implies
from labs.warm_up.logic import picture as draw
from labs.warm_up.logic.question import question
from labs.warm_up.logic.turn import turn
from labs.warm_up.logic.understand import understand
from ui.scene import Handle, step, switch
from ui.words import counted

CARDS, DATA = "Four cards", "Every flight"
CLAIMS = ("The rule", "Its converse", "Its contrapositive")
ON_CARDS = dict(zip(CLAIMS, ("If the build is red, nothing is deployed.", "If nothing is deployed, the build is red.",
                             "If something is deployed, the build isn't red.")))  # fmt: skip
FACES = ("red build", "green build", "not deployed", "deployed")
# the four cases: red and not deployed, red and deployed, green and not deployed, green and deployed
RED, QUIET = np.array([True, True, False, False]), np.array([True, False, True, False])
SIDES = ((0, 1), (2, 3), (0, 2), (1, 3))  # of each card, the cases that its face leaves open
BACKS = (
    ("not deployed", "deployed"),
    ("not deployed", "deployed"),
    ("red build", "green build"),
    ("red build", "green build"),
)
DEALS = 8
SHOWN = 120  # flights
LIMIT = 15  # minutes
START = (-4.0, 2.4)  # where the pointer stands


@cache
def delays() -> tuple[np.ndarray, np.ndarray]:
    """How late flights left and arrived, in minutes: the first that lie in the panel."""
    left, arrived = flights().dep_delay_min, flights().arr_delay_min
    fits = np.flatnonzero((left > -18) & (left < 58) & (arrived > -48) & (arrived < 68))[:SHOWN]
    return left[fits].astype(float), arrived[fits].astype(float)


@cache
def deal(number: int) -> tuple[int, ...]:
    """The case that each card is, by the number of a deal."""
    rng = np.random.default_rng(number)
    return tuple(int(sides[rng.integers(2)]) for sides in SIDES)


@step("What follows from an “if”?", why="Alarms, tests and rules are ifs, and it is easy to read one backwards.")
def logic(page):
    r"""
    “If p, then q” forbids one thing: p without q.

    $$p \Rightarrow q \quad \text{is} \quad (\text{not } p) \text{ or } q$$

    Where p is false, it holds, whatever q is.

    - The **converse** turns it round: if q, then p. That is another rule.
    - The **contrapositive** turns it round and over: if not q, then not p. That is the same rule.

    “Always” speaks of every case, as `all` does. A single case against it, a **counterexample**, ends it. “There is”
    needs one case, as `any` does. So the opposite of *always* is *at least once not*.

    **De Morgan**: the opposite of “p and q” is “not p, or not q”. The opposite of “p or q” is “not p, and not q”.
    """
    page.predict(
        "Each card has a build on one side, red or green, and on the other whether it was deployed. You see: A red, B "
        "green, C not deployed, D deployed. The rule: if the build is red, nothing is deployed. Which cards must you "
        "turn to know whether they keep it?",
        ["A alone", "A and C", "A and D", "All four"],
        answer="A and D",
        because="Only red and deployed breaks the rule. A is red, and D was deployed: these two may be that case. B "
        "is green and C wasn't deployed, so neither can be.",
        tries={},
    )
    look = page.choose("look", "What to look at", [CARDS, DATA])
    claim = page.choose("claim", "Which claim", list(CLAIMS), beside=True)
    refuted, done = cards(page, claim) if look == CARDS else (False, data(page, claim))
    page.task("**Four cards**: find a deal that breaks the rule, and refute it by turning one card.", done=refuted)
    page.task(
        "**Every flight**: refute the rule with one flight, and its converse with another. Then move the limit until "
        "no flight speaks against the rule.",
        done=done or {"the rule": False, "its converse": False, "none against the rule": False},
    )
    page.bites(
        "The runbook says: if the disk is full, the job fails. The job has failed, so you delete files for an hour, "
        "and the disk was half empty. You read a rule backwards. It is the same with a test: “if ill, then positive” "
        "isn't “if positive, then ill”. And a check that every row is valid, `all(row.ok for row in rows)`, passes on "
        "the day the query brings no rows: `all([])` is `True`, because no row speaks against it. The symptom: a green "
        "check and an empty table."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- four cards


def cards(page, claim: str) -> tuple[bool, None]:
    """Cards to turn. True if a broken rule is refuted by the one card that was turned."""
    handles = {f"card{k}": switch(box, f"Turn card {name}: {face}", "data")
               for k, (box, name, face) in enumerate(zip(draw.CARDS, draw.NAMES, FACES), start=1)}  # fmt: skip
    turned = [bool(at[0]) for at in page.plane(size=draw.SIZE, bare=True, **handles)]
    closed = {f"card{k}": None for k in range(1, 5)}
    number = int(page.slider("deal", "Deal", 1, DEALS, 1))
    page.press("Turn all back", sets=closed, look="link", off=not any(turned), beside=True)
    cases = deal(number)
    rows = [[case] if open_ else list(sides) for case, open_, sides in zip(cases, turned, SIDES)]

    def the_rule(red, quiet, rows):
        rule = implies(red, quiet)
        can_break = [not all_of(rule[cases]) for cases in rows]
        return rule, can_break

    def converse(red, quiet, rows):
        rule = implies(quiet, red)
        can_break = [not all_of(rule[cases]) for cases in rows]
        return rule, can_break

    def contrapositive(red, quiet, rows):
        rule = implies(~quiet, ~red)
        can_break = [not all_of(rule[cases]) for cases in rows]
        return rule, can_break

    def library(red, quiet, rows):
        rule = np.logical_or(np.logical_not(red), quiet)
        can_break = [not np.all(rule[cases]) for cases in rows]
        return rule, can_break

    page.yours(turn)
    cell = dict(zip(CLAIMS, (the_rule, converse, contrapositive)))[claim]
    rule, can_break = page.run(cell, library if claim != CLAIMS[1] else None, red=RED, quiet=QUIET, rows=rows)
    backs = [BACKS[k][SIDES[k].index(case)] for k, case in enumerate(cases)]
    names = ("red build", "not deployed")
    page.picture(
        draw.cards(list(FACES), backs, turned, rule, rows, names, ON_CARDS[claim]),
        says=dealt(claim, turned, cases, truth(claim, RED, QUIET)),
    )
    return claim == CLAIMS[0] and sum(turned) == 1 and cases[turned.index(True)] == 1, None


def truth(claim: str, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """What a claim says of each case."""
    premise, conclusion = {CLAIMS[0]: (p, q), CLAIMS[1]: (q, p), CLAIMS[2]: (~q, ~p)}[claim]
    return implies(premise, conclusion)


def dealt(claim: str, turned: list[bool], cases: tuple[int, ...], rule: np.ndarray) -> str:
    """What the cards say of the claim so far, and which of them may still break it."""
    against = [name for name, open_, case in zip(draw.NAMES, turned, cases) if open_ and not rule[case]]
    still = [name for name, open_, sides in zip(draw.NAMES, turned, SIDES) if not open_ and not rule[list(sides)].all()]
    said = f"{claim}: “{ON_CARDS[claim]}” "
    if against:
        return f"{said}Card **{against[0]}** breaks it. One case is enough, whatever the others are."
    if not still:
        return f"{said}No card breaks it, and none that is still covered can: **it holds** for these four."
    cards_ = f"Card **{still[0]}** may" if len(still) == 1 else f"Cards **{still[0]}** and **{still[1]}** may"
    return f"{said}{cards_} still break it. {'Nothing has yet.' if any(turned) else 'Which would you turn?'}"


# ---------------------------------------------------------------- every flight


def data(page, claim: str) -> dict[str, bool]:
    """Real flights and a claim on all of them, with a pointer to the case in hand."""
    left, arrived = delays()
    x0, x1, y0, y1 = draw.FLIGHTS.box
    unit = (x1 - x0) / (draw.FLIGHTS.x[1] - draw.FLIGHTS.x[0])  # of a minute
    limit, pointer = page.plane(
        size=draw.SIZE, bare=True,
        limit=Handle((x0 + unit * (LIMIT - draw.FLIGHTS.x[0]), y0), "point", role="data", along="x", step=unit,
                     label=" ", says="the limit, in minutes", bounds=(x0 + unit * 15, x1 - unit * 5, y0, y0)),
        case=Handle(START, "point", role="model", label=" ", says="the flight in hand: the nearest",
                    bounds=(x0, x1, y0, y1)),
    )  # fmt: skip
    a = round((float(limit[0]) - x0) / unit + draw.FLIGHTS.x[0])
    case = int(np.argmin(np.linalg.norm(draw.FLIGHTS.at(left, arrived) - pointer, axis=1)))

    def the_rule(left, arrived, a):
        p = left > a
        q = arrived > 0
        rule = implies(p, q)
        always = all_of(rule)
        against = any_of(p & ~q)
        return rule, always, against

    def converse(left, arrived, a):
        p = left > a
        q = arrived > 0
        rule = implies(q, p)
        always = all_of(rule)
        against = any_of(q & ~p)
        return rule, always, against

    def contrapositive(left, arrived, a):
        p = left > a
        q = arrived > 0
        rule = implies(~q, ~p)
        always = all_of(rule)
        against = any_of(~q & p)
        return rule, always, against

    def library(left, arrived, a):
        always = bool(np.all((left <= a) | (arrived > 0)))
        against = bool(np.any((left > a) & (arrived <= 0)))
        return always, against

    page.yours(turn)
    cell = dict(zip(CLAIMS, (the_rule, converse, contrapositive)))[claim]
    backwards = claim == CLAIMS[1]
    rule, always, _ = page.run(cell, None if backwards else library, left=left, arrived=arrived, a=a)
    right = truth(claim, left > a, arrived > 0)
    row = 2 * int(left[case] <= a) + int(arrived[case] <= 0)
    page.picture(
        draw.scatter(left, arrived, rule, a, "left above" if backwards else "right below", case, tuple(pointer), row,
                     truth(claim, RED, QUIET), statement(claim, a)),
        says=pointed(claim, a, left[case], arrived[case], bool(right[case]), int((~right).sum()), len(right)),
    )  # fmt: skip
    return {
        "the rule": claim == CLAIMS[0] and not right[case],
        "its converse": backwards and not right[case],
        "none against the rule": claim == CLAIMS[0] and bool(right.all()),
    }


def statement(claim: str, a: int) -> str:
    """A claim on flights in words."""
    return {
        CLAIMS[0]: f"If it left over {a} min late, it arrived late.",
        CLAIMS[1]: f"If it arrived late, it left over {a} min late.",
        CLAIMS[2]: f"If it didn't arrive late, it left at most {a} min late.",
    }[claim]


def pointed(claim: str, a: int, left: float, arrived: float, holds: bool, against: int, n: int) -> str:
    """The flight in hand, and how the claim stands with all of them."""
    said = f"{claim}: “{statement(claim, a)}” The flight in hand left {minutes(left)} and arrived {minutes(arrived)}: "
    said += "nothing against it. " if holds else "**a counterexample**. "
    if not against:
        return f"{said}Not one of these {n} flights speaks against it. Another one still may."
    speak = f"{counted(against, 'flight')} of {n} speak{'s' if against == 1 else ''} against it"
    return f"{said}{speak}, so “always” is refuted."


def minutes(delay: float) -> str:
    """`12 min late`, `3 min early`, `on time`."""
    return "on time" if delay == 0 else f"{abs(delay):g} min {'late' if delay > 0 else 'early'}"
