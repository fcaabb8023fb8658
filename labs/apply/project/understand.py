"""The question to understand of `project`: what is missing in somebody else's report."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ui.question import Question, in_turn, one_of


class Story(NamedTuple):
    """A report of somebody else: what it is for, what it foresees, from what, and what a slip in it looks like."""

    use: str
    event: str
    things: str
    knew: str
    early: str
    split: str
    drawn: str
    miss: str


STORIES = (
    Story("The night shift calls a technician for each alarm", "a server fails within a day", "server days",
          "`ticket_id`, which is given once it has failed", "load, temperature and age, known the evening before",
          "months that training never saw", "days drawn at random from the same weeks as training",
          "a missed failure costs as much as 12 false alarms"),
    Story("Sales rings up each customer on the list", "a customer leaves within a month", "customers",
          "`exit_survey`, which is filled in on leaving", "orders and visits of the months before",
          "customers that joined later than all of training", "rows drawn at random, with the same customers in both",
          "a lost customer costs as much as 8 calls in vain"),
    Story("Payments on the list wait for a person to look", "a payment is fraud", "payments",
          "`chargeback_date`, which comes weeks later", "amount, place and hour, known at the till",
          "weeks that came after training", "payments drawn at random, of the same cards as training",
          "a missed fraud costs as much as 30 looks in vain"),
    Story("Scans on the list are read first", "a scan shows a tumour", "scans",
          "`biopsy_code`, which is written after the finding", "the scan, and the age of the patient",
          "patients of two other clinics", "scans drawn at random, with those of one patient on both sides",
          "a missed tumour costs as much as 200 scans read early"),
    Story("Parcels on the list are sent by the faster way", "a parcel arrives late", "parcels",
          "`delivered_at`, which is known on delivery", "weight, distance and day, known when it is packed",
          "the four weeks after training", "parcels drawn at random from the weeks of training",
          "a late parcel costs as much as 5 sent the faster way in vain"),
    Story("Parts on the list are measured by hand", "a part is faulty", "parts",
          "`repair_time`, which is entered after the repair", "the sensors of the machine",
          "shifts that training never saw", "parts drawn at random, from the same shifts as training",
          "a faulty part sold costs as much as 40 measured in vain"),
)  # fmt: skip

PARTS = {  # what may be missing: its name, what the sceptic asks, and what may come of it
    "use": ("What it is for", "Who does what with the answer?", "Nobody acts on it"),
    "columns": (
        "Columns all known in time",
        "Is each column known before the event?",
        "In service a column is empty",
    ),
    "split": (
        "Honest test rows",
        "Does the test look like the rows to come?",
        "In service its rows will differ from those of its test",
    ),
    "base": (
        "A baseline",
        "What does a rule reach that needs no model?",
        "Nobody knows what a rule without it costs",
    ),
    "price": ("What an error costs", "What does a miss cost, beside a false alarm?", "Its threshold may be far off"),
    "sure": ("How sure it is", "Between which limits does the saving lie?", "The saving may be chance alone"),
}
WHYS = {
    "use": "The first line says what is done with it.",
    "columns": "It lists the columns, and each of them is known before the event.",
    "split": "It says which rows test, and they lie apart from training, as rows to come do.",
    "base": "It compares with the rule that needs no model.",
    "price": "It says what a miss costs beside a false alarm.",
    "sure": "It gives the interval of the saving.",
}


def understand(seed: int) -> Question:
    """One of three situations, with a report of its own."""
    return in_turn(seed, *SITUATIONS)


def written(rng: np.random.Generator) -> tuple[str, str, Story]:
    """A report in which one thing is missing, what is missing, and the story."""
    story, gap = STORIES[rng.integers(len(STORIES))], str(rng.choice(list(PARTS)))
    rows = int(rng.integers(4, 40)) * 100
    saved, spread = int(rng.integers(8, 40)), int(rng.integers(2, 7))
    lines = {
        "use": f"{story.use}." if gap != "use" else "The model is ready, and its dashboard is live.",
        "columns": f"It foresees whether {story.event}, from {story.early}"
        + (f", and from {story.knew}." if gap == "columns" else "."),
        "split": f"It was tested on {rows:,} {story.things}: {story.drawn if gap == 'split' else story.split}.",
        "base": "To sound no alarm at all is the cheaper of the two rules without a model."
        if gap != "base" else "Two architectures were tried, and the better one is shown.",
        "price": f"We count that {story.miss}." if gap != "price" else "Its threshold is 0.5, as the library has it.",
        "sure": f"It saves {saved} % of the cost" + (" of that rule" if gap != "base" else "")
        + (f", 95 % interval {saved - spread} to {saved + spread} %." if gap != "sure" else "."),
    }  # fmt: skip
    return "\n".join(f"{k}. {line}" for k, line in enumerate(lines.values(), start=1)), gap, story


def missing(rng: np.random.Generator) -> Question:
    """What is missing?"""
    return about(rng, 0, "A colleague sends you this report. What is missing in it?")


def asking(rng: np.random.Generator) -> Question:
    """Which question would a sceptic ask?"""
    return about(rng, 1, "You read this report as a sceptic. Which question does it not stand up to?")


def coming(rng: np.random.Generator) -> Question:
    """What may come of it?"""
    return about(rng, 2, "This report is signed as it stands. What may come of what it leaves out?")


def about(rng: np.random.Generator, which: int, ask: str) -> Question:
    """A report with a gap, and choices of one kind."""
    text, gap, story = written(rng)
    others = [str(each) for each in rng.permutation([part for part in PARTS if part != gap])[:3]]
    told = {
        "use": "Line 1 praises the model, and doesn't say who does what with it.",
        "columns": f"Line 2 uses {story.knew}: that is after the event.",
        "split": f"Line 3: {story.drawn}. What training saw is too much like the test.",
        "base": "Line 4 compares models with each other. What does the cost come to without any?",
        "price": "Line 5 takes 0.5, and nobody has said what a miss costs.",
        "sure": "Line 6 gives one number, and no limits between which it lies.",
    }[gap]
    return one_of(
        rng, f"{ask}\n\n{text}", PARTS[gap][which], {PARTS[other][which]: WHYS[other] for other in others},
        f"{told} So the answer is: “{PARTS[gap][which]}”" + ("" if which == 1 else "."),
        ("Go through the lines: what is it for, from what, on which rows, beside what, at what price, how surely?",),
    )  # fmt: skip


SITUATIONS = (missing, asking, coming)
