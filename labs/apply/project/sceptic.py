"""What a sceptic says of each of seven decisions, and the report in words. A name from a file is never Markdown."""

from __future__ import annotations

import math
from typing import NamedTuple

from labs.apply.project.decisions import (
    ALWAYS,
    CHEAPEST,
    HALF,
    HONEST,
    NEVER,
    NO_BASE,
    WITHOUT,
    Outcome,
)
from labs.apply.your_data.columns import listed, quoted
from ui.words import number, percent

DECISIONS = ("Question", "Target", "Split", "Baseline", "Model", "Threshold", "Sentence")
RIGHT, WORKS, SAVES = "share right", "it works", "saving, interval"
NOT_SAID = "not said"


class Choices(NamedTuple):
    """The seven decisions as they stand. miss: what a missed event costs, None where nobody has said."""

    asks: str
    target: str
    event: str
    columns: str
    split: str
    base: str
    model: str
    miss: int | None
    rule: str
    claim: str


class Point(NamedTuple):
    """One decision: what was chosen, in short; what the sceptic says; True if it is signed."""

    name: str
    chosen: str
    says: str
    signed: bool


def points(made: Choices, found: Outcome, suspects: tuple[str, ...], kind: str, why: str) -> list[Point]:
    """The seven, in their order. kind and why: the honest split of this table, and its reason."""
    names = listed([quoted(each) for each in suspects], most=3)
    apart = {"time": "rows of the same stretch of time", "group": "rows of the same group"}.get(kind, "")
    cheaper = cheaper_rule(made, found)
    return [
        Point("Question", "asked" if asked(made.asks) else "nobody asked", (
            f"You decide this with it: “{plain(made.asks)}”." if asked(made.asks) else
            "Nobody knows what will be decided with it, so nobody can say what an error costs."), asked(made.asks)),
        Point("Target", made.columns, (
            "No column was caught giving the answer away. When each is known, only you can say." if not suspects else
            f"Left out: {names}. They may know the answer." if made.columns == WITHOUT else
            f"In use: {names}. Are they known before the event is?"), made.columns == WITHOUT or not suspects),
        Point("Split", made.split, (
            f"Cut {why}." if made.split == HONEST else
            f"Training and test hold {apart}. The model won't have that." if apart else
            "Rows were drawn at random, and nothing says when or whose they are."), made.split == HONEST or not apart),
        Point("Baseline", made.base, (
            "It is compared with nothing." if made.base == NO_BASE else
            f"“{cheaper}” is cheaper. Beat that one." if made.base != cheaper else
            "It is compared with the cheaper of the two rules that need no model."), made.base == cheaper),
        Point("Model", made.model, (
            "It costs no more than the cheaper baseline." if found.saved >= 0 else
            f"It costs more than “{cheaper}”: don't use it as it stands."), found.saved >= 0),
        Point("Threshold", threshold_words(made, found), threshold_said(made), threshold_fits(made)),
        Point("Sentence", made.claim, sentence_said(made, cheaper), made.claim == SAVES and made.base == cheaper),
    ]  # fmt: skip


def cheaper_rule(made: Choices, found: Outcome) -> str:
    """The cheaper of the two rules that need no model; the one compared with, if they cost the same."""
    if found.never == found.always and made.base != NO_BASE:
        return made.base
    return NEVER if found.never <= found.always else ALWAYS


def asked(question: str) -> bool:
    return len(question.split()) >= 3


def threshold_fits(made: Choices) -> bool:
    return made.miss is not None and (made.rule == CHEAPEST or made.miss == 1)


def threshold_words(made: Choices, found: Outcome) -> str:
    """The threshold in short."""
    return "no alarm" if math.isinf(found.threshold) else f"alarm from {number(found.threshold, 2)}"


def threshold_said(made: Choices) -> str:
    if made.miss is None:
        return "Nobody has said what a missed event costs, so nobody can say which threshold is better."
    if made.rule == HALF and made.miss != 1:
        return f"A missed event costs {made.miss} false alarms. A threshold of 0.5 takes the two for equal."
    return "It follows from what errors cost, and was found without the test rows." if made.rule == CHEAPEST else (
        "A missed event costs as much as a false alarm, and 0.5 fits that.")  # fmt: skip


def sentence_said(made: Choices, cheaper: str) -> str:
    if made.claim == RIGHT:
        return "How often is the rule right that needs no model? A share right hides what errors cost."
    if made.claim == WORKS:
        return "Works compared with what, how surely, on which rows?"
    if made.base == NO_BASE:
        return "It names a cost, and compares it with nothing."
    if made.base != cheaper:
        return f"It puts the cost beside the dearer rule. What is saved against “{cheaper}”?"
    return "It names the rows, the baseline, what is saved, and how sure that is."


def sentence(made: Choices, found: Outcome) -> str:
    """The last line of the report."""
    event = event_words(made)
    if made.claim == RIGHT:
        return f"It is right in {percent(found.right)} of all cases."
    if made.claim == WORKS:
        return f"The model works: it foresees whether {event}."
    rows = f"{found.rows:,} rows that it never saw"
    costs = "where both errors cost the same" if made.miss else "if both errors cost the same"
    if made.miss and made.miss > 1:
        costs = f"where a missed event costs {made.miss} false alarms"
    lead = f"On {rows}, {costs}, the model costs {money(found.cost)} for each 100 rows."
    if made.base == NO_BASE:
        return lead
    base = found.never if made.base == NEVER else found.always
    if base > min(found.never, found.always):
        return f"{lead} “{made.base[0].upper()}{made.base[1:]}” costs {money(base)}."
    ends = f"95 % interval {money(found.low)} to {money(found.high)}"
    sure = (
        f"it saves {money(found.saved)} ({ends})"
        if found.low > 0
        else f"it costs {money(-found.saved)} more (of the saving, {ends})"
        if found.high < 0
        else f"no saving is shown ({money(found.saved)}, {ends})"
    )
    return f"{lead} “{made.base[0].upper()}{made.base[1:]}” costs {money(base)}: {sure}."


def event_words(made: Choices) -> str:
    """The event in a sentence: `“late” is “yes”`, `“rentals” is in its top quarter`."""
    is_part = made.event.split()[0] in ("in", "above")
    return f"{quoted(made.target)} is {made.event if is_part else quoted(made.event)}"


def money(cost: float) -> str:
    return number(cost, 1)


def false_alarms(count: int) -> str:
    return f"{count:,} false alarm{'' if count == 1 else 's'}"


def plain(words: str) -> str:
    """What somebody typed, without what Markdown would make of it."""
    return "".join(" " if each in "*_`$[]<>#|\\~" else each for each in words).strip()


def report(made: Choices, found: Outcome, told: list[Point], file: str) -> str:
    """The report to take away, as plain text."""
    question = plain(made.asks) or "nobody has said"
    miss = "what a missed event costs, nobody has said"
    if made.miss is not None:
        miss = f"a missed event costs {false_alarms(made.miss)}"
    lines = [
        f"Report on {file}",
        "",
        f"1 Question    {question}",
        f"2 Target      whether {event_words(made)}; columns: {made.columns}",
        f"3 Split       {made.split}; {found.rows:,} rows that the model never saw, {found.events:,} of them events",
        f"4 Baseline    {made.base}; never alarm costs {money(found.never)} for 100 rows, always {money(found.always)}",
        f"5 Model       {made.model}; {found.found:,} of {found.events:,} events found, {false_alarms(found.alarms)}",
        f"6 Threshold   {told[5].chosen}, set {made.rule}; {miss}",
        f"7 Sentence    {sentence(made, found)}",
        "",
        f"Signed by the sceptic: {sum(each.signed for each in told)} of 7",
    ]
    return "\n".join([*lines, *(f"- {each.name}: {each.says}" for each in told if not each.signed)])
