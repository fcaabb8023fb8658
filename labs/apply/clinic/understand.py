"""What `clinic` asks beside numbers: which look parts two causes, what a set of findings speaks for and against."""

from __future__ import annotations

import numpy as np

from labs.apply.clinic.ward import WARDS
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent

PAIRS = (  # two causes, whether the look that parts them is more usual under the first, and four looks
    ("a leaked column", "copies in the test set", True,
     ("Each column alone", "The test score", "The shapes", "The rows it gets wrong")),
    ("a wrong sign", "a rate that is too high", True,
     ("A gradient check", "The loss curve", "The rows", "The size of the weights")),
    ("rows out of step", "a missing intercept", False,
     ("The mean of the errors", "The score on the test rows", "The shapes", "The loss curve")),
    ("a broadcast", "a wrong axis in the means", True,
     ("The shape of the errors", "The score on the test rows", "The first rows", "The loss curve")),
    ("drift", "overfitting", False,
     ("The training score", "This week's errors", "A gradient check", "The largest weights")),
)  # fmt: skip


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    return in_turn(seed, which_look, findings, after_changes, three_scores, dots, which_line)


def which_look(rng: np.random.Generator) -> Question:
    """Four looks, and how probable their finding is under each of two causes: which parts them?"""
    a, b, first, names = PAIRS[rng.integers(len(PAIRS))]
    high, much, little = rng.integers(88, 98), rng.integers(70, 86), rng.integers(10, 25)
    chances = [
        (much, little) if first else (little, much),  # parts them
        (high, high - rng.integers(0, 5)),  # nearly always seen
        tuple(rng.permutation([rng.integers(2, 6), rng.integers(12, 20)])),  # seldom seen
        tuple(rng.permutation([rng.integers(60, 75), rng.integers(40, 55)])),
    ]
    gap = [abs(int(p) - int(q)) for p, q in chances]
    rows = "".join(f"| {names[at]} | {chances[at][0]} % | {chances[at][1]} % |\n" for at in rng.permutation(4))
    wrong = {
        names[1]: f"You went by how often it shows something. It does in {chances[1][0]} % and in {chances[1][1]} %, "
        "so whatever you see there leaves you as clever as before.",
        names[2]: "You looked at how many times likelier it is under one cause. But it is seldom seen at all, so in "
        f"most cases you will have paid for nothing: the two differ by {gap[2]} points.",
        names[3]: f"It helps a little: {chances[3][0]} % against {chances[3][1]} %. Another one differs by more than "
        f"{gap[3]} points.",
    }
    return one_of(
        rng,
        f"Two causes are left, equally likely: {a} (A), or {b} (B). From earlier cases you know how often each look "
        f"shows something unusual under A and under B:\n\n| look | under A | under B |\n|---|---|---|\n{rows}\nAll "
        "cost the same, and you can afford one. Which do you buy?",
        names[0],
        wrong,
        f"“{names[0]}” differs most: {chances[0][0]} % against {chances[0][1]} %, {gap[0]} points. Whether it shows "
        "something or nothing, you learn which cause to believe. What looks the same under both tells you nothing.",
        ("A look is worth what it changes in your belief, whichever way it turns out.",
         "Compare the two columns, row by row."),
    )  # fmt: skip


RATE, SIGN, SHAPES, STEP = (
    "The learning rate is too high", "The gradient has the wrong sign", "Predictions and targets broadcast",
    "Rows and targets are out of step",
)  # fmt: skip


def findings(rng: np.random.Generator) -> Question:
    """A loss curve, a tenth of the rate, a gradient check and the shapes: which cause fits all four?"""
    right = (RATE, SIGN, SHAPES, STEP)[rng.integers(4)]
    n, start = int(rng.integers(8, 60)) * 10, rng.uniform(80, 900)
    rises, slower = right in (RATE, SIGN), right == SIGN
    end = start * (
        rng.uniform(30, 900) if rises else rng.uniform(0.93, 0.98) if right == STEP else rng.uniform(0.1, 0.3)
    )
    tenth = start * (rng.uniform(1.3, 2.5) if slower else 0.98 if right == STEP else rng.uniform(0.3, 0.6))
    check = "1.00" if right == SIGN else f"{10 ** rng.uniform(-9.5, -8):.0e}"
    shapes = f"({n}, 1) and ({n},)" if right == SHAPES else f"({n},) and ({n},)"
    rows = [
        ("Loss in training", f"from {number(start)} to {number(end)} in 50 steps"),
        ("The same at a tenth of the rate", f"from {number(start)} to {number(tenth)}"),
        ("Gradient check (0 is perfect)", check),
        ("Shapes when it is scored", shapes),
    ]
    table = "".join(f"| {rows[at][0]} | {rows[at][1]} |\n" for at in rng.permutation(4))
    whys = {
        RATE: "At a tenth of the rate the loss would then fall. Here it rises all the same, only more slowly."
        if right == SIGN
        else "Then the loss in training would grow. Here it falls.",
        SIGN: f"Then the gradient check would fail, at any rate. It says {check}: the slopes are right.",
        SHAPES: "The two shapes that are compared are equal, so each prediction meets its own target.",
        STEP: "Then there would be nothing to learn: the loss would stay near the variance of the targets. "
        + ("This one grows beyond all bounds." if rises else "Here it falls far below where it began."),
    }
    solution = {
        RATE: "The slopes pass the check, and at a tenth of the rate the loss falls: so the direction is right and the "
        "steps are too long. Stay below the largest stable rate.",
        SIGN: "The loss rises at any rate, and the check fails as badly as it can: 1.00 is what opposite slopes give. "
        "Turn the sign round.",
        SHAPES: f"Training is in order. Only the score is wrong: ({n}, 1) against ({n},) makes ({n}, {n}) differences. "
        "Flatten the predictions.",
        STEP: "Slopes, shapes and rate are in order, and still next to nothing is learned. Targets that belong to "
        "other rows look like that; compare a few rows with the source.",
    }[right]
    what = ("prices", "delays", "yields", "ratings", "loads")[rng.integers(5)]
    return one_of(
        rng,
        f"A linear model of {what}, trained downhill on standardised columns and centred targets, reports an R² far "
        "below last week's. One line was changed. The looks you bought:\n\n| look | finding "
        f"|\n|---|---|\n{table}\nWhich cause fits all four?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        solution,
        ("For each cause, say what you would have to see in each row. Then strike out.",
         "A right cause explains all findings, not only the loudest."),
    )  # fmt: skip


def after_changes(rng: np.random.Generator) -> Question:
    """A score rose after a change: of many lines, of one line at one seed, or of one line at many seeds."""
    case = ("many", "luck", "clear")[rng.integers(3)]
    before = rng.uniform(0.66, 0.74)
    spread = rng.uniform(0.02, 0.035)
    after = before + (rng.uniform(0.6, 1.2) * spread if case == "luck" else rng.uniform(0.05, 0.08))
    lines = ("the learning rate", "the way gaps are filled", "the order of the blocks", "the loss", "the net's width")
    line = lines[rng.integers(5)]
    seeds = int(rng.integers(8, 21))
    old, new = number(before, 2), number(after, 2)
    one, luck = "This change made it better", "It may be the luck of the seed"
    if case == "many":
        story = (f"You change {line}, the seed and two columns at once, and run it again. The score on the validation "
        f"rows goes from {old} to {new}.")  # fmt: skip
        right, wrong = "You can't say which of them did it", {
            f"The change of {line} did it": "It was one of several changes, and you can't tell it from the others. It "
            "may even have done harm.",
            "Each of the changes did a part of it": "Some may have helped and others harmed. Only their sum was seen.",
            "The new seed was lucky, nothing else": "It may have been. But the other changes are in the same number, "
            "and you can't take them apart.",
        }  # fmt: skip
        solution = "Change one line at a time, with the seed kept, and run again. It takes longer only at first."
    elif case == "luck":
        low, high = number(before - 1.2 * spread, 2), number(before + 1.6 * spread, 2)
        story = (f"You change one thing, {line}, and the score on the validation rows goes from {old} to {new}, with "
        f"one seed. Before the change, {seeds} seeds gave scores from {low} to {high}.")  # fmt: skip
        right, wrong = luck, {
            one: f"{new} lies within {low} to {high}, where the old line scored with other seeds. One run doesn't "
            "tell the two apart.",
            "It makes no difference at all": "Not shown to help isn't shown to be useless. One run is too few for "
            "either.",
            "The seed was badly chosen before": "No seed is right or wrong. A result that hangs on the seed is the "
            "result.",
        }  # fmt: skip
        solution = f"Other seeds took the old line to {high}. Run the new line with all {seeds} seeds, and compare."
    else:
        low, high = number(after - 0.02, 2), number(after + 0.02, 2)
        below, above = number(before - 0.02, 2), number(before + 0.02, 2)
        story = (f"You change one thing, {line}, and run it with the same {seeds} seeds as before. The scores on the "
        f"validation rows, {below} to {above} before, are {low} to {high} now; every single seed gained.")  # fmt: skip
        right, wrong = one, {
            luck: f"The same {seeds} seeds were used, and each gained. That this happens by luck has a chance of "
            f"1 in {2**seeds:,}, if a change that does nothing gains half of the time.",
            f"It will be {low} or more on any rows": "These are validation rows, and you looked at them before and "
            "after. Other rows may give other numbers.",
            "You can't say which change did it": "One line was changed and nothing else, so there is no other to "
            "blame or to praise.",
        }  # fmt: skip
        solution = "One line, the same seeds, the same rows: what is left is the line. Now ask rows nobody looked at."
    return one_of(
        rng,
        f"{story} What do you know now?",
        right,
        wrong,
        solution,
        ("What else differs between the two numbers, beside the line in question?",
         "How far apart do two runs lie when nothing but the seed is changed?"),
    )  # fmt: skip


def three_scores(rng: np.random.Generator) -> Question:
    """Accuracy in training, in the test and on fresh rows, and whether fresh rows look like the old ones."""
    right = ("The test rows weren't unseen", "It overfits, and the test said so", "The fresh rows are of another kind",
             "It is sound: leave it as it is")[rng.integers(4)]  # fmt: skip
    leak, over, drift = (right.startswith(name) for name in ("The test", "It overfits", "The fresh"))
    test = rng.uniform(0.93, 0.97) if leak else rng.uniform(0.74, 0.8) if over else rng.uniform(0.85, 0.9)
    train = rng.uniform(0.98, 0.999) if leak or over else test + rng.uniform(0.005, 0.02)
    fresh = test - rng.uniform(0.15, 0.22) if leak or drift else test + rng.uniform(-0.01, 0.01)
    what, columns = (
        ("orders", "value, items and weight"), ("patients", "age, pulse and weight"), ("calls", "length, hour and "
        "wait"),
        ("houses", "area, age and rooms"), ("trips", "distance, hour and speed"),
    )[rng.integers(5)]  # fmt: skip
    moved = f"{rng.uniform(0.8, 1.6):.1f}" if drift else f"{rng.uniform(0.01, 0.06):.2f}"
    a, b, c = (percent(round(share, 3)) for share in (train, test, fresh))
    whys = {
        "The test rows weren't unseen": "Then the test would promise more than fresh rows keep. "
        + (f"It does, but the rows have changed as well: their means moved by {moved} standard deviations. That is "
        "enough to explain it." if drift else f"Here {b} was promised and {c} was kept."),
        "It overfits, and the test said so": f"Then training would lie far above the test. Here it is {a} against {b}."
        if not leak
        else f"An honest test would have said so: it would lie near the {c} of the fresh rows, and not at {b}.",
        "The fresh rows are of another kind": f"Their means moved by only {moved} standard deviations, so they look "
        "like the old ones.",
        "It is sound: leave it as it is": f"It promised what the test said, {b}."
        + (f" On fresh rows it keeps {c}." if not over else f" It kept that, {c}. But {a} in training shows that it "
        "knows its own rows far better, so there is more to be had."),
    }  # fmt: skip
    solution = {
        "The test rows weren't unseen": f"The fresh rows look like the old ones, and still {b} became {c}. So the "
        "test rows had a say before: look for copies, a choice made on them, or a column that knows.",
        "It overfits, and the test said so": f"It knows its own rows, {a}, and others much less: {b} in the test and "
        f"{c} on fresh rows agree. The test was honest; let the model bend less.",
        "The fresh rows are of another kind": f"Training and test agree, {a} and {b}, and the fresh rows have moved "
        f"by {moved} standard deviations. No test on old rows can foresee that. Watch the means, and learn from newer "
        "rows.",
        "It is sound: leave it as it is": f"Training, test and fresh rows agree: {a}, {b}, {c}. Put the "
        "number beside the simplest model's.",
    }[right]
    return one_of(
        rng,
        f"A classifier of {what}: right on {a} of its training rows, {b} of its test rows, and {c} of this month's "
        f"fresh rows. On average, the means of {columns} differ by {moved} standard deviations between the old rows "
        "and the fresh ones. What do you think of it?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        solution,
        ("Compare neighbours: training with test, then test with fresh.", "Do the fresh rows look like the old ones?"),
    )  # fmt: skip


def dots(rng: np.random.Generator) -> Question:
    """Predicted against actual: without an intercept, with rows out of step, with a wrong sign, unscaled, or right."""
    y = rng.normal(0, 1, 60)
    said = 0.85 * y + rng.normal(0, 0.3, 60)
    kinds = {
        "intercept": (said - 1.6, "The intercept is missing", "the dots lie along a line beside the diagonal: all "
                      "predictions are too low by about the same amount"),
        "shuffled": (rng.permutation(said), "Rows and targets are out of step", "the dots are a cloud without a "
        "direction: a prediction says nothing of its row"),
        "sign": (-said, "The predictions have the wrong sign", "the dots run down where they should run up: high and "
        "low are exchanged"),
        "skipped": (2.6 * said, "The rows to predict weren't scaled", "the dots lie along a line much flatter than the "
                    "diagonal: predictions are stretched far beyond what was measured"),
    }  # fmt: skip
    names = [str(name) for name in rng.permutation(list(kinds))[:3]]
    asked = names[0]
    what = ("rents", "delays", "doses", "yields", "loads")[rng.integers(5)]
    return one_of(
        rng,
        f"Three runs of a model of {what}, each with one line broken. Across: what it predicted; up: what was "
        "measured, both on one scale; on the dashed line a prediction is right. One of the runs has this fault: "
        f"**{kinds[asked][1].lower()}**. Which?",
        scattered(kinds[asked][0], y),
        [(scattered(kinds[name][0], y), f"Here {kinds[name][2]}. That looks like: {kinds[name][1].lower()}.")
         for name in names[1:]],
        f"In {{right}} {kinds[asked][2]}. Draw predicted against measured first of all: many faults have a face.",
        ("What does this fault do to one prediction? And to all of them?",
         "Compare each cloud with the dashed line: shifted, turned, stretched, or without direction?"),
    )  # fmt: skip


def scattered(said, y) -> Sketch:
    """Dots of predicted and measured, and the line on which they are equal."""
    panel = marks.Panel((6, 154, 6, 154), x=(-4, 4), y=(-4, 4))
    inside = panel.holds(said, y)
    return Sketch(
        [
            *panel.frame(),
            marks.line(panel.at([-4, 4], [-4, 4]), width=1.5, dash="5 4"),
            marks.points(panel.at(said[inside], y[inside]), "data", size=2.5, opacity=0.7),
        ],
        (0, 160, 0, 160),
    )


SYMPTOMS = {  # of the ward's own faults: what is seen, and what the line does when it is as it should be
    "unscaled": ("The loss falls quickly at first, then hardly any more, and R² stays low.",
                 "It gives every column the mean 0 and the standard deviation 1 of the training rows."),
    "sign": ("The loss grows at every step, and at a tenth of the rate it grows as well.",
             "Prediction minus target is what the slopes of a squared error are made of."),
    "intercept": ("The loss stays far above the library's, and every prediction is too low by about the mean of y.",
                  "The column of ones lets the model shift all predictions at once."),
    "broadcast": ("The loss in training is fine. The error that is scored has as many columns as rows.",
                  "It makes one row of numbers of the predictions, as y is one."),
    "shuffled": ("The loss hardly falls below the variance of y, and on new rows R² is about 0.",
                 "It keeps the targets in the order of X."),
    "skipped": ("The loss in training is fine. The predictions for new rows are far too large.",
                "It takes the rows to predict from the prepared table, so they are standardised as well."),
}  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """Four lines of the ward's script, one of them broken, and what is seen."""
    faults = WARDS["line"].faults
    order = ("unscaled", "intercept", "shuffled", "sign", "skipped", "broadcast")  # as in the script
    names = [order[at] for at in sorted(rng.choice(6, 4, replace=False))]
    broken = names[rng.integers(4)]
    became = faults[broken].became[rng.integers(len(faults[broken].became))]
    lines = {name: became if name == broken else faults[name].line for name in names}
    what = ("rents", "delays", "doses", "yields", "loads")[rng.integers(5)]
    return one_of(
        rng,
        f"A script predicts {what} with $\\hat y = Xw + b$, downhill. One line of it was changed. "
        f"{SYMPTOMS[broken][0]} Some of its lines:\n\n```python\n" + "\n".join(lines.values()) + "\n```\n\nWhich one "
        "do you put back?",
        f"`{lines[broken]}`",
        {f"`{lines[name]}`": f"That line is as it should be. {SYMPTOMS[name][1]}" for name in names if name != broken},
        f"It was `{faults[broken].line}`. {faults[broken].repair}",
        ("Say of each line what it is for. Which purpose was missed, going by what is seen?",
         "Is it seen in training already, or only when it is scored?"),
    )  # fmt: skip
