"""What would I show my team?"""

from functools import lru_cache
from typing import NamedTuple

from core.data import shipped_table
from labs.apply.project import picture as board
from labs.apply.project.decisions import (
    ALL,
    ALWAYS,
    CHEAPEST,
    HALF,
    HONEST,
    LINEAR,
    NEVER,
    NO_BASE,
    SHUFFLED,
    TREE,
    WITHOUT,
    Outcome,
    events_of,
    outcome,
    rows_cut,
    suspects_of,
)
from labs.apply.project.question import question
from labs.apply.project.sceptic import (
    DECISIONS,
    NOT_SAID,
    RIGHT,
    SAVES,
    WORKS,
    Choices,
    false_alarms,
    money,
    points,
    report,
    sentence,
)
from labs.apply.project.understand import understand
from labs.apply.your_data import picture as columns_of
from labs.apply.your_data import words
from labs.apply.your_data.report import can_be_target, why_not
from labs.apply.your_data.step import OWN, described, first_target, label_of, labelled, shipped
from labs.apply.your_data.tables import Table, read_table
from ui.code import FromFile
from ui.scene import step

TABLES = {
    "Flights from New York": "flights_nyc_2013.csv",
    "Bicycles rented each day": "bike_sharing_daily.csv",
    "Families and heights": "galton_families.csv",
    "Penguins": "penguins.csv",
}
FIRST = TABLES["Flights from New York"]
MISSES = [NOT_SAID, 1, 2, 5, 10, 20, 50]
OTHER = {ALL: WITHOUT, WITHOUT: ALL, SHUFFLED: HONEST, HONEST: SHUFFLED, TREE: LINEAR, LINEAR: TREE, HALF: CHEAPEST,
         CHEAPEST: HALF}  # fmt: skip


@step(
    "What would I show my team?",
    why="A model is shown once, and then believed or not: seven decisions make the difference.",
    needs=["metrics", "leakage", "overfitting"],
    holds="a file of your own",
)
def project(page):
    r"""
    Take a table, or your own: a CSV file of up to 20 MB, held in this visit's memory only. An event is to be foreseen
    in it. Seven decisions make a report:

    What is it for? What is foreseen, from which columns? Which rows test? Beside which **baseline**? Which model? At
    what threshold? Which sentence stands at the end?

    Errors have a price. With $m$ for the price of a **missed event**, in false alarms, $n$ rows cost

    $$\text{cost} = \frac{100}{n}\,(\text{false alarms} + m \cdot \text{missed events})$$

    for each hundred. Each row of the picture is a decision. A ring shows the cost with that one decision turned back.
    The **sceptic** signs it, or says what is missing.
    """
    page.predict(
        "From all columns, a small tree tells late flights from the others without one mistake, on rows it never saw. "
        "You leave out the two columns that are known only once a flight has left or landed. How many of the late "
        "flights does it find then, at a threshold of 0.5?",
        ["Nearly all", "About half", "About one in eight"],
        answer="About one in eight",
        because="8 of 65. The delays had told it. Hour, airport and weather say little about one flight.",
        tries={"table": None, "target": None, "columns": WITHOUT, "at": 1},
    )
    tables = [*TABLES, OWN]
    anew = {"target": None, "event": None}
    chosen = page.pick("table", "Table", tables, then=anew, quiet=True)
    here = page.slider("at", "Decision", options=list(DECISIONS), value=DECISIONS[0], beside=True, wide=2)
    name, data, table, trouble = brought(page, chosen)
    made = decided(page, here, data, table)
    if trouble:
        page.note(trouble)
    left_out = suspects(page, name, data, table, made.target) if made.columns == WITHOUT else ()
    given = {"table": FromFile(table, read_table, name, data, name in TABLES.values()), "target": made.target}
    reason = why_not(table, made.target, left_out, made.split)
    found = None if reason else told(page, name, data, table, made, left_out)
    if isinstance(found, str):
        reason = found
    if reason:
        results = described(table, made.target, left_out, made.split)
        page.run(described, known={described: results}, **given, left_out=left_out, split=made.split)
        page.picture(columns_of.columns(table), says=words.described(table, reason), size=columns_of.SIZE)
        signed, knew = False, ()
    else:
        knew = suspects(page, name, data, table, made.target)
        signed = shown(page, name, data, table, made, left_out, given, found, here, knew)
    page.task(
        "Make a report that a sceptic would sign, seven of seven, from a table in which a column knows too much.",
        done=bool(signed and knew),
    )
    page.bites(
        "“The model is right in 94 % of all cases.” Of the flights in this test, 94 % are on time, and so is whoever "
        "never sounds an alarm. In the meeting somebody asks: compared with what? Then: what does a missed one cost? "
        "Then: was that column known in the morning? Nobody had asked before. The symptom: the number is praised, the "
        "model is shipped, and no one can say later whether it was worth it."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- the seven decisions


def decided(page, here: str, data: bytes, table: Table) -> Choices:
    """All decisions; the controls of the one in hand are shown, the link keeps the others."""
    columns = labelled(table)
    start = label_of(columns, first_target(page, data, table))

    def choose(decision: str, name: str, label: str, options: list, default, kind: str = "choose", **place):
        if here == decision:
            return getattr(page, kind)(name, label, options, default=default, **place)
        by_text = {str(option): option for option in options}
        return page.keep(name, default, lambda text: by_text[text], ends=tuple(by_text)[:2])

    if here == "Question":
        asks = page.type("asks", "What will be decided with it, and by whom?", "")
    else:
        asks = page.keep("asks", "", lambda text: text[:120])
    can = [label for label, column in columns.items() if can_be_target(table, column)] or [start]
    target = columns[
        choose("Target", "target", "Foresee", can, start if start in can else can[0], "pick", then={"event": None})
    ]
    try:
        events = events_of(table, target)
    except ValueError:
        events = ["—"]
    event = choose("Target", "event", "being", events, events[0], "pick", beside=True)
    which = choose("Target", "columns", "Columns", [ALL, WITHOUT], ALL)
    split = choose("Split", "split", "Test rows", [SHUFFLED, HONEST], SHUFFLED)
    base = choose("Baseline", "base", "Compared with", [NO_BASE, NEVER, ALWAYS], NO_BASE)
    model = choose("Model", "model", "Model", [TREE, LINEAR], TREE)
    rule = choose("Threshold", "rule", "Threshold", [HALF, CHEAPEST], HALF)
    if here == "Threshold":
        look = {"options": MISSES, "value": NOT_SAID, "beside": True}
        miss = page.slider("miss", "A miss costs, in false alarms", **look)
    else:
        miss = MISSES[page.keep("miss", 0, lambda text: range(len(MISSES))[int(text)], ends=("0", "4"))]
    claim = choose("Sentence", "claim", "The sentence says", [RIGHT, WORKS, SAVES], RIGHT)
    return Choices(asks, target, event, which, split, base, model, None if miss == NOT_SAID else miss, rule, claim)


def turned(made: Choices) -> dict[str, Choices]:
    """For each decision that changes a number, the report with that one alone turned back."""
    return {
        "Target": made._replace(columns=OTHER[made.columns]), "Split": made._replace(split=OTHER[made.split]),
        "Model": made._replace(model=OTHER[made.model]), "Threshold": made._replace(rule=OTHER[made.rule]),
    }  # fmt: skip


# ---------------------------------------------------------------- what comes of them, once for each choice


class Given(NamedTuple):
    """All that the outcome depends on."""

    target: str
    event: str
    left_out: tuple[str, ...]
    split: str
    model: str
    miss: int
    rule: str


def given_by(made: Choices, left_out: tuple[str, ...]) -> Given:
    return Given(made.target, made.event, left_out, made.split, made.model, made.miss or 1, made.rule)


def outcome_or_why(table: Table, key: Given) -> Outcome | str:
    """What the decisions come to, or in a sentence why nothing does."""
    try:
        return outcome(table, *key)
    except ValueError as problem:
        return str(problem)


@lru_cache(maxsize=1024)
def shipped_outcome(file: str, key: Given) -> Outcome | str:
    return outcome_or_why(shipped(file), key)


@lru_cache(maxsize=256)
def shipped_suspects(file: str, target: str) -> tuple[str, ...]:
    return suspects_or_none(shipped(file), target)


def suspects_or_none(table: Table, target: str) -> tuple[str, ...]:
    return suspects_of(table, target) if can_be_target(table, target) else ()


def told(page, name: str, data: bytes, table: Table, made: Choices, left_out: tuple[str, ...]) -> Outcome | str:
    """The outcome, worked out once; of a learner's own file only this visit's memory holds it."""
    key = given_by(made, left_out)
    if name in TABLES.values() and table is shipped(name):
        return shipped_outcome(name, key)
    return page.kept("outcomes", (data, key), lambda: outcome_or_why(table, key), most=24)


def suspects(page, name: str, data: bytes, table: Table, target: str) -> tuple[str, ...]:
    """The columns that may give the target away."""
    if name in TABLES.values() and table is shipped(name):
        return shipped_suspects(name, target)
    return page.kept("suspects", (data, target), lambda: suspects_or_none(table, target), most=12)


def shown(page, name, data, table, made: Choices, left_out, given, found: Outcome, here: str, knew) -> bool:
    """The board of decisions and the report. True if every one of them is signed."""
    key = given_by(made, left_out)
    page.run(outcome, known={outcome: found}, **(given | {k: v for k, v in key._asdict().items() if k != "target"}))
    undone = {}
    for decision, other in turned(made).items():
        if decision == "Target" and not knew:
            continue
        without = knew if other.columns == WITHOUT else ()
        other_found = told(page, name, data, table, other, without)
        if not isinstance(other_found, str) and not why_not(table, other.target, without, other.split):
            undone[decision] = other_found.cost
    honest = rows_cut(table, made.target, HONEST)
    all_points = points(made, found, knew, honest.kind, honest.why)
    base = {NEVER: found.never, ALWAYS: found.always}
    page.picture(
        board.board(all_points, DECISIONS.index(here), found.cost, base, undone),
        says=said(made, found, all_points, here, undone), size=board.SIZE,
    )  # fmt: skip
    page.tell("### The report, to take away", where="more")
    page.listing(report(made, found, all_points, name), where="more")
    return all(point.signed for point in all_points)


def said(made: Choices, found: Outcome, all_points: list, here: str, undone: dict[str, float]) -> str:
    """The decision in hand, what it costs to undo it, and the sentence of the report."""
    point = all_points[DECISIONS.index(here)]
    lead = f"**{point.name}**, {'signed' if point.signed else 'not signed'}: {point.says}"
    if here in undone:
        change = undone[here] - found.cost
        moves = "stays" if abs(change) < 0.05 else "rises" if change > 0 else "falls"
        to = "" if moves == "stays" else f" to {money(undone[here])}"
        lead += f" Turned back, the cost {moves}{to}." if to else f" Turned back, the cost stays {money(found.cost)}."
    finds = f"It finds {found.found:,} of {found.events:,} events, with {false_alarms(found.alarms)}"
    return f"{lead} {finds}. The report ends: “{sentence(made, found)}”"


def brought(page, chosen: str) -> tuple[str, bytes, Table, str]:
    """The name, the bytes and the table of what was chosen; without a file, the flights, and a sentence."""
    trouble = ""
    if chosen == OWN:
        if file := page.upload("file", "Your CSV file"):
            name, data = file
            try:
                return name, data, page.kept("table", file, lambda: read_table(data, name)), "Up to 20 MB."
            except ValueError as problem:
                trouble = f"**{str(problem)}** Until then, the flights stand here. Up to 20 MB."
        else:
            trouble = "Until you choose a file, the flights stand here. Up to 20 MB; a reload of the page forgets it."
    file = TABLES.get(chosen, FIRST)
    return file, shipped_table(file), shipped(file), trouble
