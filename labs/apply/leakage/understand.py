"""What `leakage` asks beside numbers: who knew what too early, how much that flatters, and what would show it."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    return in_turn(seed, too_early, mended, shuffled, pipelines, how_much, which_split)


COLUMNS = (
    ("A bank forecasts, on the day it grants a loan, who won't pay it back.",
     {"reminders_sent": "Reminders go out once somebody hasn't paid", "paid_so_far": "It fills up after the loan is "
      "granted"},
     {"income": "It stands in the application", "loans_elsewhere": "It is asked for on the same day",
      "purpose": "It stands in the application", "years_employed": "It stands in the application"}),
    ("A clinic forecasts, at the door, who has pneumonia.",
     {"antibiotic_given": "It is given after somebody has thought of pneumonia", "days_on_ward": "They are counted "
     "once the patient has left"},
     {"temperature": "It is taken at the door", "age": "It is known at the door", "cough_since": "It is asked at the "
      "door", "oxygen": "It is measured at the door"}),
    ("A telephone company forecasts, on the first of the month, who will leave in that month.",
     {"reason_given": "Only those who leave give a reason", "calls_this_month": "They come in during the month you "
      "forecast"},
     {"contract": "It is signed long before", "months_as_customer": "They lie in the past",
      "calls_last_month": "They lie in the past", "price_raised": "Prices were raised earlier"}),
    ("A factory forecasts, before a pump leaves the works, whether it will be sent back.",
     {"repair_cost": "A repair comes after a pump was sent back", "last_seen_at": "It is written when the pump is seen "
      "again"},
     {"test_pressure": "It is measured before the pump leaves", "supplier": "It is known when the parts come in",
      "shift": "It is known when the pump is built", "noise_in_test": "It is measured before the pump leaves"}),
    ("A portal forecasts, when a house is put up for sale, whether it will go for more than is asked.",
     {"days_until_sold": "They are counted once it is sold", "notary_fee": "It is worked out from the price paid"},
     {"area": "It stands in the offer", "asking_price": "The seller names it at the start", "street": "It stands in "
     "the offer", "built_in": "It stands in the offer"}),
)  # fmt: skip


def too_early(rng: np.random.Generator) -> Question:
    """Four columns, one of which is known only later; it isn't always the strongest."""
    story, late, known = COLUMNS[rng.integers(len(COLUMNS))]
    leak = list(late)[rng.integers(len(late))]
    names = [leak, *(list(known)[at] for at in rng.choice(len(known), 3, replace=False))]
    strength = [rng.uniform(0.7, 0.92), rng.uniform(0.74, 0.93), *rng.uniform(0.5, 0.65, 2)]
    rows = "".join(f"| `{names[at]}` | {number(strength[at], 2)} |\n" for at in rng.permutation(4))
    strongest = names[int(np.argmax(strength))]
    wrong = {
        f"`{name}`": f"{known[name]}, so the forecast may use `{name}`"
        + (f". You went by the score: {number(max(strength), 2)} is high, but a strong column that is known in time is "
           "just what you want." if name == strongest else
           ". You look for a column that comes too late, and this one is there in time.")
        for name in names[1:]
    }  # fmt: skip
    return one_of(
        rng,
        f"{story} Beside each column stands how well it does alone, from 0.5 (guessing) to 1.\n\n| column | score "
        "alone |\n"
        f"|---|---|\n{rows}\nWhich column do you leave out?",
        f"`{leak}`",
        wrong,
        f"{late[leak]}: when you forecast, that cell is empty or unknown. A column is a leak by when it is known, "
        "not by how strong it is. Ask of each: was this cell filled at the moment of the forecast?",
        ("Put yourself on the day of the forecast. Which of these cells is still empty?",
         "A strong column can be honest, and a leak needn't be the strongest."),
    )  # fmt: skip


KINDS = {
    "Whole {who} on one side of the split": "Rows of one {one} on both sides",
    "Without the column `{column}`": "A column that is known too late",
    "Columns chosen within the folds": "Columns chosen with test rows in sight",
    "Duplicate rows removed": "Copies of test rows in training",
}


def mended(rng: np.random.Generator) -> Question:
    """Four repairs, each tried alone: the one that costs the score names the leak."""
    who, column = (
        ("patients", "discharge_code"), ("customers", "refund_date"), ("machines", "error_log_size"),
        ("drivers", "claim_status"), ("schools", "final_remark"),
    )[rng.integers(5)]  # fmt: skip
    base, low = rng.uniform(0.88, 0.97), rng.uniform(0.58, 0.74)
    guilty, scores = int(rng.integers(4)), base + rng.uniform(-0.012, 0.006, 4)
    scores[guilty] = low
    names = [repair.format(who=who, column=column) for repair in KINDS]
    rows = "".join(f"| {names[at]} | {number(scores[at], 2)} |\n" for at in rng.permutation(4))
    kinds = [kind.format(one=who[:-1]) for kind in KINDS.values()]
    return one_of(
        rng,
        f"A model of your {who} has an AUC of {number(base, 2)} in cross-validation, and far less in use. "
        f"You try four repairs, each alone, and score again:\n\n| repair | AUC |\n|---|---|\n{rows}\nWhere is the "
        "leak?",
        kinds[guilty],
        {
            kind: f"You would see it in its repair: “{names[at]}” left the score at {number(scores[at], 2)}, nearly "
            "as it was. What isn't there can't be mended."
            for at, kind in enumerate(kinds)
            if at != guilty
        },
        f"“{names[guilty]}” takes the score from {number(base, 2)} to {number(low, 2)}, towards what you see in use; "
        "the others change next to nothing. The lower score is the honest one, so keep the repair.",
        ("A leak flatters. What happens to the score when you take it away?",
         "Look for the one repair that changes something, and ask what it mends."),
    )  # fmt: skip


def shuffled(rng: np.random.Generator) -> Question:
    """The whole script once more with y shuffled: what a high score shows, and what a score of 0.5 doesn't."""
    things = ("leads", "scans", "claims", "parts", "essays")[rng.integers(5)]
    n, d, real = int(rng.integers(8, 17)) * 10, int(rng.integers(10, 31)) * 100, number(rng.uniform(0.86, 0.95), 2)
    high = bool(rng.integers(2))
    shown = number(rng.uniform(0.84, 0.93) if high else rng.uniform(0.47, 0.53), 2)
    chosen, late, none, useless = (
        "Columns were chosen with test rows in sight", "A column known too late may still be in",
        "The script has no leak of any kind", "The columns say nothing of y",
    )  # fmt: skip
    if high:
        right, wrong = chosen, {
            late: "Such a column tells the true y. After shuffling it tells nothing of the new one, so it can't give "
            f"{shown}.",
            none: f"With shuffled y there is nothing to be known, so an honest script guesses, near 0.5. {shown} comes "
            "from somewhere.",
            "The model overfits its training rows": "Overfitting shows on rows that a model learned from. These scores "
            "are of rows held out, so they would be near 0.5.",
        }  # fmt: skip
        solution = (
            f"There is nothing to know, and the script finds {shown}: so something looks at y of the test rows. Among "
            f"{d:,} columns some fit any y by luck, and they were chosen before the folds were cut. Choose within the "
            "folds, and shuffle again."
        )
    else:
        right, wrong = late, {
            chosen: "That would have shown: among so many columns some fit even a shuffled y by luck, test rows "
            "included, and the score would be far above 0.5.",
            none: "You conclude too much. Shuffling y also cuts the tie to a column that tells the true y, so such a "
            "leak can't show here.",
            useless: "With shuffled y no column says anything, be it as good as it may. For the true y look at "
            f"{real}.",
        }  # fmt: skip
        solution = (
            f"A score of {shown} clears the blocks that look at y before the split: they would have fitted the "
            "shuffled y as well. It clears no column: a leak from the future is tied to the true y only. Ask of each "
            "when it is known."
        )  # fmt: skip
    return one_of(
        rng,
        f"{n} {things}, {d:,} columns. A script keeps the 20 columns that go best with y, fits a model and reports an "
        f"AUC of {real} in cross-validation. You doubt it, so you shuffle y once and run the **whole script** again. "
        f"Now it reports {shown}. What may you conclude?",
        right,
        wrong,
        solution,
        ("What should an honest script report when y is shuffled?",
         "Which leaks are still at work when y has been shuffled, and which are cut off by it?"),
    )  # fmt: skip


LEARNS = ("Keep 20 best", "Fill with medians", "Copy the rare", "City → mean of y", "Find components")
ALONE = ("Take logs", "Date → weekday", "Lower case", "°F → °C", "Count words")


def pipelines(rng: np.random.Generator) -> Question:
    """Three pipelines as blocks: where does a block that learns stand before the split?"""
    what = ("prices", "complaints", "outages", "grades", "orders")[rng.integers(5)]
    learns, alone = (list(rng.permutation(names)) for names in (LEARNS, ALONE))
    leaky = bool(rng.integers(2))
    clean = [[alone[0], "Split", learns[0]], ["Split", alone[1], learns[1]], [alone[2], "Split", learns[2]]]
    dirty = [[learns[0], "Split", alone[0]], [alone[1], learns[1], "Split"], [learns[2], "Split", alone[2]]]
    at, *rest = rng.permutation(3)
    right = (dirty if leaky else clean)[at]
    others = [(clean if leaky else dirty)[place] for place in rest]

    def learner(blocks):
        return next(str(block) for block in blocks if block in learns)

    whys = []
    for blocks in others:
        name, first = learner(blocks), blocks[: blocks.index("Split")]
        if leaky:
            lead = f"“{first[0]}” comes first, but it works on each row alone" if first else "The split comes first"
            whys.append((stacked(blocks), f"{lead}. “{name}” learns from many rows, and it stands behind the split."))
        else:
            whys.append((stacked(blocks), f"“{name}” learns from many rows and stands before the split, so test rows "
            "have a say in it."))  # fmt: skip
    name = learner(right)
    return one_of(
        rng,
        f"Three pipelines for a model of {what}, top to bottom. The rows are independent of each other. "
        + ("Which one leaks?" if leaky else "Which one doesn't leak?"),
        stacked(right),
        whys,
        (f"In {{right}} “{name}” stands before the split and learns from many rows, test rows among them. Move it "
        "behind."
         if leaky else f"In {{right}} “{name}” learns from many rows, and it stands behind the split; what comes "
         "before it works on each row alone. In the others a block that learns stands before the split."),
        ("Which blocks learn from many rows at once? Where do they stand?",
         "A block that looks at one row at a time may stand anywhere."),
    )  # fmt: skip


def stacked(blocks) -> Sketch:
    """Blocks from top to bottom, and the model at the end."""
    drawn = []
    for place, block in enumerate([*blocks, "Fit, then score"]):
        top, role = 146 - 36 * place, "truth" if block == "Split" else "context"
        box = [(20, top), (180, top), (180, top - 26), (20, top - 26)]
        drawn += [marks.polygon(box, role, fill=0.25 if block == "Split" else 0.08, width=1),
                  marks.text((100, top - 13), str(block), "ink", anchor="middle", dx=0, dy=4)]  # fmt: skip
        if place < 3:
            drawn.append(marks.arrow((100, top - 36), tail=(100, top - 26), role="context", width=1.5))
    return Sketch(drawn, (0, 200, 0, 156))


def how_much(rng: np.random.Generator) -> Question:
    """How far a score falls once a block is moved behind the split."""
    score = rng.uniform(0.82, 0.92)
    said, n = number(score, 2), int(rng.integers(15, 90)) * 100
    few, many, d = int(rng.integers(6, 13)) * 10, int(rng.integers(2, 9)) * 1000, int(rng.integers(5, 16))
    hardly, far, rises = f"Hardly: it stays near {said}", "It may fall to near 0.5", "It rises: now it is done right"
    none = "Not at all: the order doesn't matter"
    story, right, solution = (
        (f"Columns are standardised with the mean and standard deviation of all {n:,} rows, and only then split. "
        f"There are {d} columns.", hardly,
         f"Mean and standard deviation of {n:,} rows are nearly those of the training part, so the model hardly "
         "notices. Put the block behind the split all the same: the next one there may be one that matters."),
        (f"The 20 columns that go best with y are chosen among {many:,}, on all {few} rows, and only then split.", far,
         f"Among {many:,} columns some fit {few} values of y by luck, the test rows included: even pure noise reaches "
         "such scores. Choose within the folds; what is left then is what the columns know."),
        (f"One row in thirty is a “yes”. These are copied until they make half of {n:,} rows, and only then is the "
        "table split. The model is a deep tree.", far,
         "Most “yes” rows of the test have a copy in training, and a deep tree knows its own rows by heart. So the "
         "score told how well it knows them again. Split first, then copy."),
    )[rng.integers(3)]  # fmt: skip
    wrong = {
        hardly: ("You think of standardising, which hardly knows a single row. This block looks at y itself, or "
        "carries whole rows across."),
        far: f"You think of choosing columns by y among thousands. A mean over {n:,} rows hardly knows a single one of "
             "them, and nothing of y.",
        rises: "A leak flatters, so mending it lowers the score or leaves it. Done right doesn't mean a higher number.",
        none: "It does matter: before the split a block sees the test rows. How much it takes from them is the "
        "question.",
    }  # fmt: skip
    return one_of(
        rng,
        f"In a review you find this. {story} The AUC in cross-validation is {said}. You move the block behind the "
        "split and score again. What becomes of the AUC?",
        right,
        {choice: why for choice, why in wrong.items() if choice != right},
        solution,
        ("How much can this block learn of a single test row, and of its y?",
         "Imagine the same block on columns of pure noise. Which score would you see?"),
    )  # fmt: skip


USES = (
    ("lot", "A form is filled in once by each of {n:,} visitors; a model tells from the answers who will buy. It will "
    "be asked about other visitors of these same months."),
    ("lot", "{n:,} bolts of one batch were each measured once; a model tells from the measures which will crack. It "
    "will be asked about other bolts of this batch."),
    ("group", "{n:,} X-rays come from 300 patients, several of each. A model is to read X-rays of patients it hasn't "
     "met."),
    ("group", "{n:,} reviews come from 200 shops, many of each. A model is to judge the reviews of shops that join "
    "next."),
    ("group", "{n:,} recordings come from 80 engines, many of each. A model is to hear faults in engines of other "
     "owners."),
    ("time", "{n:,} hours of a town's power use stand in a row. A model forecasts the hours of next month."),
    ("time", "{n:,} days of a shop's sales stand in a row. A model forecasts the weeks to come."),
    ("time", "A server's log holds {n:,} minutes of load. A model forecasts the minutes to come."),
)  # fmt: skip


def which_split(rng: np.random.Generator) -> Question:
    """By lot, in whole groups, or by time: the split that is like the use."""
    kind, story = USES[rng.integers(len(USES))]
    n = int(rng.integers(12, 90)) * 100
    lot, group, time = "Rows drawn by lot", "Whole groups drawn by lot", "The last fifth of the time"
    right = {"lot": lot, "group": group, "time": time}[kind]
    whys = {
        lot: "Then rows of the same one stand on both sides, and it need only know them again. In use it meets others."
        if kind == "group"
        else "Then it has seen the hours before and after each one tested, and in use it hasn't seen what comes after."
        if "hours" in story
        else "Then it has seen what came just before and just after each row tested. In use nothing after is known.",
        group: "There are no groups here: each row is about another one."
        if kind == "lot"
        else "Groups such as whole days help, but drawn by lot they still let it learn from later days than those "
        "tested.",
        time: "The rows stand in no order of time that matters: those to come are like these."
        if kind == "lot"
        else "Here the question isn't later days but others. The last fifth of the time would hold the same ones "
        "again.",
        "The rows that are hardest to predict": "A test should be like the use, and neither harder nor easier. Chosen "
        "by how they are predicted, the rows are like nothing that comes.",
    }
    return one_of(
        rng,
        story.format(n=n) + " Which rows do you keep back for the test?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        {
            "lot": "Each row is about another one, and those to come are like these. Drawing by lot makes the test "
            "like the use. Draw before anything is learned.",
            "group": "In use it meets others than those it learned from, so let it meet others in the test: keep all "
            "rows of a group on one side.",
            "time": "In use it knows the past alone, so let it know the past alone in the test. Drawing by lot would "
            "hand it the neighbours of every row.",
        }[kind],
        ("What will be new on the day it is used: the person, the time, or only the row?",
         "Let the test stand to training as the use will."),
    )  # fmt: skip
