"""What `your_data` asks beside numbers: what a gain, a summary or a column says of a table before anybody believes "
"it."""

from __future__ import annotations

import numpy as np

from labs.apply.your_data.report import error_removed, score_models
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    return in_turn(seed, gained, knew, beyond, summed_up, intervals, compared)


CLASSES = (
    ("flights", "late"), ("customers", "leaves"), ("parts", "defect"), ("visits", "buys"), ("tickets", "urgent"),
    ("trees", "sick"),
)  # fmt: skip


def gained(rng: np.random.Generator) -> Question:
    """A score beside a baseline, and the interval of the gain: above 0, across 0, or below."""
    rows, event = CLASSES[rng.integers(len(CLASSES))]
    case, n = ("above", "across", "below")[rng.integers(3)], int(rng.integers(6, 25)) * 10
    common = rng.uniform(0.6, 0.85)
    y = np.where(rng.random(n) < common, "no", "yes").astype(object)
    says, base = y.copy(), np.where(True, "no", y).astype(object)
    right = np.mean(y == "no") + {"above": rng.uniform(0.08, 0.12), "across": rng.uniform(0.01, 0.03),
                                  "below": -rng.uniform(0.08, 0.12)}[case]  # fmt: skip
    wrong = rng.permutation(n)[: round(n * (1 - right))]
    says[wrong] = np.where(y[wrong] == "no", "yes", "no")
    scores = score_models(y, {"baseline": base, "linear": says, "tree": says}, np.arange(n))
    gain, low, high = scores.gain
    if {"above": low < 0.01, "across": low > -0.005 or high < 0.02, "below": high > -0.01}[case]:
        return gained(rng)
    told = f"from {number(low, 2)} to {number(high, 2)}"
    learnt, open_, worse = (
        "It has learnt something of the rows", "Whether it has learnt anything is open", "The baseline does better",
    )  # fmt: skip
    whys = {
        learnt: f"The gain may well be luck: its interval reaches {told}, across 0."
        if case == "across"
        else f"It is right less often than someone who always says “no”, and the interval {told} lies below 0.",
        open_: f"The whole interval of the gain, {told}, lies "
        + ("above" if case == "above" else "below") + " 0. Other test rows would hardly turn that round.",
        worse: f"Then the gain would be below 0. It is {number(gain, 2)}, and its interval reaches {told}.",
        f"It works: it is right in {percent(scores.score[1])}": "You left out what it takes to beat. Always saying "
        f"“no” is right in {percent(scores.score[0])}.",
    }  # fmt: skip
    answer = {"above": learnt, "across": open_, "below": worse}[case]
    return one_of(
        rng,
        f"The report on {n} unseen {rows}: a model of “{event}” is right in {percent(scores.score[1])}, the baseline "
        f"in {percent(scores.score[0])}. The gain is {number(gain, 2)}, with an interval {told}. What do you say?",
        answer,
        {choice: why for choice, why in whys.items() if choice != answer},
        {
            "above": f"Whatever test rows one draws, it hardly comes out at 0 or below: {told}. How much of it is "
            "worth the trouble is another question.",
            "across": f"The interval {told} holds 0: with other test rows the baseline might win. Take more rows, or "
            "better columns, before you say either.",
            "below": f"Its gain is {number(gain, 2)}, and even the upper end, {number(high, 2)}, is below 0. Look for "
            "rows prepared differently, or for a wrong label.",
        }[case],
        ("Which score does somebody reach who knows nothing but the commonest class?",
         "Does the interval of the gain hold 0?"),
    )  # fmt: skip


TARGETS = (  # a target, two parts of it, the same in other units and by which factor, and an honest column
    ("total", "bar", "kitchen", "service_fee", 0.1, "guests"),
    ("rentals", "members", "tourists", "takings", 2.5, "warm_hours"),
    ("weight_kg", "frame_kg", "load_kg", "weight_lb", 2.2, "bags"),
    ("cost", "labour", "parts", "cost_usd", 1.1, "days"),
    ("output", "line_1", "line_2", "crates", 0.5, "shifts"),
)  # fmt: skip


def knew(rng: np.random.Generator) -> Question:
    """Five rows of a table whose target is a sum of two columns, or one column in other units, or neither."""
    target, a, b, unit, factor, honest = TARGETS[rng.integers(len(TARGETS))]
    case = ("sum", "unit", "strong")[rng.integers(3)]
    one, two = rng.integers(20, 400, 5), rng.integers(120, 400, 5)
    y = one + two
    other = y * factor * (1 if case == "unit" else 1 + rng.permutation([-0.2, -0.1, 0, 0.12, 0.22]))
    two = two if case == "sum" else two + rng.permutation([-90, -40, -20, 50, 80])
    strong = np.round(y / 12 + rng.normal(0, 4, 5))
    columns = {a: one, b: two, unit: other, honest: strong, target: y}
    head = " | ".join(columns)
    rows = "".join("| " + " | ".join(number(float(values[row]), 1 if name == unit else 0).replace(",", "")
                                     for name, values in columns.items()) + " |\n" for row in range(5))  # fmt: skip
    both, alone, guess = f"`{a}` and `{b}` together", f"`{unit}` alone", f"`{honest}` alone"
    none = "Nothing in these rows does"
    score = number(1.0 if case != "strong" else rng.uniform(0.7, 0.8), 2)
    right = {"sum": both, "unit": alone, "strong": none}[case]
    whys = {
        both: f"In the first row {one[0]} and {two[0]} make {one[0] + two[0]}, and `{target}` is {y[0]}. They don't "
        "add up to it.",
        alone: f"`{unit}` over `{target}` is {number(other[0] / y[0], 2)} in the first row and "
        f"{number(other[1] / y[1], 2)} in the second. It goes with it, but it isn't the same in other units.",
        guess: f"`{honest}` goes along with `{target}`, but not in step: you took a good column for a copy.",
        none: "Look again: in every row "
        + (f"`{a}` and `{b}` add up to `{target}`." if case == "sum" else
           f"`{unit}` is {factor:g} times `{target}`."),
    }  # fmt: skip
    return one_of(
        rng,
        f"A linear model of `{target}` has an R² of {score} on unseen rows. The first rows of its table:\n\n| {head} "
        "|\n|"
        + "---|" * 5 + f"\n{rows}\nDoes something here give `{target}` away?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        {
            "sum": f"`{target}` is `{a}` plus `{b}` in every row, so a model only has to add. Neither gives it away "
            "alone. Leave out both, if they aren't known before it.",
            "unit": f"`{unit}` is {factor:g} times `{target}` in every row: the answer in other units. Leave it out, "
            "and look at the score again.",
            "strong": f"Nothing fixes `{target}` in every row: no sum, no factor. An R² of {score} may be honest; a "
            "strong column is what a good model needs. Five rows clear nothing for sure, so look at all of them.",
        }[case],
        ("Check two rows by hand: sums and factors.", "A leak of this kind holds exactly, in every row."),
    )  # fmt: skip


def beyond(rng: np.random.Generator) -> Question:
    """A baseline, a line and a tree, tested on the last fifth: beyond what was seen, bent, or without a tie."""
    from sklearn.linear_model import LinearRegression
    from sklearn.tree import DecisionTreeRegressor

    what = ("members", "orders a day", "power use", "sensor drift", "rents")[rng.integers(5)]
    case, n = ("beyond", "bent", "nothing")[rng.integers(3)], 150
    t = np.arange(n)
    x = {"beyond": t / 10, "bent": rng.uniform(-3, 3, n), "nothing": rng.uniform(-3, 3, n)}[case][:, np.newaxis]
    y = {"beyond": 100 + 12 * x[:, 0], "bent": 100 + 14 * np.abs(x[:, 0]), "nothing": np.full(n, 140.0)}[case]
    y = y + rng.normal(0, 6 if case != "nothing" else 20, n)
    models = {"always the mean": None, "linear": LinearRegression(),
              "tree": DecisionTreeRegressor(max_depth=3, random_state=0)}  # fmt: skip
    train, test = slice(0, 120), slice(120, n)
    said = {name: np.full(30, y[train].mean()) if model is None else model.fit(x[train], y[train]).predict(x[test])
            for name, model in models.items()}  # fmt: skip
    r2 = {name: 1 - np.mean((y[test] - guess) ** 2) / np.var(y[test]) for name, guess in said.items()}
    mean, line, tree = r2.values()
    clear = {"beyond": tree < -1 and line > 0.4, "bent": tree > 0.5 and line < 0.2,
             "nothing": max(line, tree) < 0.15 and mean > -0.25}  # fmt: skip
    if not clear[case]:
        return beyond(rng)
    rows = "".join(f"| {name} | {number(score, 2)} |\n" for name, score in r2.items())
    low, high, least, most = (number(value) for value in (y[train].min(), y[train].max(), y[test].min(), y[test].max()))
    cant, bend, little = (
        "The tree can't go beyond what it saw", "The relation isn't a straight line", "The columns say little of it",
    )  # fmt: skip
    whys = {
        cant: f"In the test `y` runs from {least} to {most}, in training from {low} to {high}: nothing much lies "
        "beyond.",
        bend: f"Then the line would do badly. It has {number(r2['linear'], 2)}."
        if case == "beyond"
        else f"Then the tree would find what the line misses. It has {number(r2['tree'], 2)}.",
        little: "Then both models would be near the baseline. But "
        + (f"the line has {number(r2['linear'], 2)}." if case == "beyond" else "the tree has "
        f"{number(r2['tree'], 2)}."),
        "The tree overfits: take a deeper one": "A deeper tree overfits more, not less. "
        + ("And no tree says more than the mean of rows it saw." if case == "beyond" else
           f"With depth 3 it has {number(r2['tree'], 2)} here."),
    }  # fmt: skip
    right = {"beyond": cant, "bent": bend, "nothing": little}[case]
    return one_of(
        rng,
        f"A table of {what}, {n} rows in the order of time; the last fifth is tested. In training y runs from {low} to "
        f"{high}, in the test from {least} to {most}.\n\n| model | R² in the test |\n|---|---|\n{rows}\nWhat does "
        "that look like?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        {
            "beyond": f"What a tree says is always a mean of rows it saw, so never more than {high}, and the test "
            f"goes up to {most}. A line goes on rising. Predict the change instead of the level, or take the line.",
            "bent": "The tree, which can bend, finds what the line can't: low, high and low again, or the other way "
            "round. Draw y against each column.",
            "nothing": "Neither the line nor the tree does better than always saying the mean, and the ranges are "
            "alike. So these columns hardly tell y: look for others.",
        }[case],
        ("Compare the range of y in training with that in the test.", "What can a tree say that it hasn't seen?"),
    )  # fmt: skip


def summed_up(rng: np.random.Generator) -> Question:
    """A column in five numbers, and what went wrong when the table was read."""
    what, unit = (("sales", "€"), ("weights", "kg"), ("waits", "minutes"), ("distances", "km"), ("doses", "mg"))[
        rng.integers(5)]  # fmt: skip
    n, centre = int(rng.integers(8, 40)) * 10, int(rng.integers(20, 80))
    values = rng.normal(centre, centre / 6, n)
    case = ("code", "totals", "comma", "text")[rng.integers(4)]
    count = n
    if case == "code":
        values[rng.choice(n, n // 12, replace=False)] = rng.choice([-99, -999])
    elif case == "totals":
        values = np.append(values, [part.sum() for part in np.array_split(values, 8)])
        count = n + 8
    elif case == "comma":
        values = np.where(rng.random(n) < 0.15, values * 1000, values)
    low, mean, high = values.min(), values.mean(), values.max()
    row = (
        f"| {count} | text | | | |"
        if case == "text"
        else f"| {count} | number | {number(low, 1)} | {number(mean, 1)} | {number(high, 1)} |"
    )
    names = {
        "code": "A code for missing was taken for a number", "totals": "Subtotals stand among the rows",
        "comma": "Some decimal commas were read as thousands", "text": "At least one cell isn't a number",
    }  # fmt: skip
    whys = {
        "code": "Then the least value would be one that can't be, such as −99."
        + (" Here no number was read at all." if case == "text" else f" Here it is {number(low, 1)}."),
        "totals": "Then the largest would be dozens of times a usual value."
        + (" Here no number was read at all." if case == "text" else f" Here it is {number(high, 1)}, "
           + ("a thousand times as much." if case == "comma" else "quite usual.")),
        "comma": "Then some values would be a thousand times too large."
        + (" Here no number was read at all." if case == "text" else f" Here the largest is {number(high, 1)}."),
        "text": "Then the whole column would be text, and there would be no mean. Here it was read as numbers.",
    }  # fmt: skip
    return one_of(
        rng,
        f"You know that {what} in this file are usually some {centre} {unit}, and written with one decimal or more. "
        f"Your program reads {count} rows:\n\n| rows | type | least | mean | largest "
        f"|\n|---|---|---|---|---|\n{row}\n\nWhat has "
        "happened?",
        names[case],
        {names[name]: why for name, why in whys.items() if name != case},
        {
            "code": f"{number(low)} {unit} can't be: somebody wrote it for “unknown”, and it pulls the mean down to "
            f"{number(mean, 1)}. Read it as missing.",
            "totals": f"{number(high, 1)} is the sum of some {n // 8} rows, and it counts as one more row. Drop such "
            "rows before you take a mean.",
            "comma": f"{number(high, 1)} is about a thousand times {centre}: “{centre},125” was read as {centre},125 "
            f"instead of {centre}.125. Say which sign is the decimal one, and read again.",
            "text": "One stray such as “n/a” or “1O” is enough to make a whole column text. Find the cells that can't "
            "be read, and say what they are.",
        }[case],
        (f"Compare least, mean and largest with {centre} {unit}.", "Which kind of row or cell would give just this "
        "number?"),
    )  # fmt: skip


def intervals(rng: np.random.Generator) -> Question:
    """Gains of three models with their intervals: one above 0, one across it, one below."""
    rows, event = CLASSES[rng.integers(len(CLASSES))]
    sure, wide, bad = rng.uniform(0.05, 0.09), rng.uniform(0.12, 0.2), -rng.uniform(0.08, 0.15)
    gains = {
        "above": (sure, sure - rng.uniform(0.02, 0.035), sure + rng.uniform(0.02, 0.035)),
        "across": (wide, wide - rng.uniform(0.2, 0.3), wide + rng.uniform(0.2, 0.3)),
        "below": (bad, bad - rng.uniform(0.03, 0.05), bad + rng.uniform(0.03, 0.05)),
    }
    told = {name: f"{number(low, 2)} to {number(high, 2)}" for name, (_, low, high) in gains.items()}
    sketches = {name: gain_bar(*gain) for name, gain in gains.items()}
    asked = ("above", "across", "below")[rng.integers(3)]
    ask = {
        "above": "For which of them is it shown that it has learnt something?",
        "across": "Which of them may be the best or may be worthless, as far as these test rows can tell?",
        "below": "Which of them would you replace by always saying “no”?",
    }[asked]
    facts = {
        "above": f"the whole interval, {told['above']}, lies above 0: a small gain, but one that other test rows "
        "would hardly undo",
        "across": f"the dot lies farthest to the right, but the interval, {told['across']}, holds 0: too few test "
        "rows to tell",
        "below": f"the whole interval, {told['below']}, lies below 0: the baseline does better",
    }
    return one_of(
        rng,
        f"Three models of “{event}”, each tested on {rows} of its own. The dot is the gain over the baseline, which "
        f"always says “no”; the bar is its 95 % interval; the upright line is a gain of 0. {ask}",
        sketches[asked],
        [(sketches[name], f"Here {facts[name]}.") for name in gains if name != asked],
        f"In {{right}} {facts[asked]}. Look at the whole bar, and not at the dot alone.",
        ("Where does the whole bar lie: on one side of 0, or on both?",
         "The width of a bar comes from the number of test rows."),
    )  # fmt: skip


def gain_bar(gain: float, low: float, high: float) -> Sketch:
    """A gain with its interval, and the line of no gain."""
    panel = marks.Panel((12, 208, 30, 90), x=(-0.25, 0.5), y=(0, 1))
    return Sketch(
        [
            *panel.frame(x=(-0.2, 0, 0.2, 0.4)),
            marks.line(panel.at([0, 0], [0, 1]), "ink", width=1.5),
            marks.line(panel.at([low, high], [0.5, 0.5]), "model", width=4),
            marks.points([panel.at(gain, 0.5)], "model", size=6),
        ],
        (0, 222, 0, 100),
    )


def compared(rng: np.random.Generator) -> Question:
    """Three models of three tables: which removes the largest share of its baseline's errors?"""
    picked = [CLASSES[at] for at in rng.permutation(len(CLASSES))[:3]]
    n = 1000
    while True:
        bases = rng.integers([900, 700, 520], [950, 800, 600])
        removed = rng.permutation([rng.uniform(0.5, 0.7), rng.uniform(0.25, 0.4), rng.uniform(0.1, 0.2)])
        hits = (bases + removed * (n - bases)).astype(int)
        shares = [error_removed(*answers(n, base, hit)) for base, hit in zip(bases, hits)]
        best, highest, most = int(np.argmax(shares)), int(np.argmax(hits)), int(np.argmax(hits - bases))
        if highest != most and np.sort(shares)[-1] > np.sort(shares)[-2] + 0.08:
            break
    order = rng.permutation(3)
    rows = "".join(f"| {picked[at][0]} | {percent(bases[at] / n)} | {percent(hits[at] / n)} |\n" for at in order)
    names = [f"The one of {thing}" for thing, _ in picked]
    left = [f"of {n - base} errors in 1,000 it leaves {n - hit}, so it removes {percent(round(share, 2))}"
            for base, hit, share in zip(bases, hits, shares)]  # fmt: skip
    slip = {highest: "You went by the accuracy, but there the baseline is high already: ",
            most: "You went by the gain in points, but there the baseline left much to gain: "}  # fmt: skip
    return one_of(
        rng,
        "Three models, each with the baseline of its own table (always the commonest class), on 1,000 unseen rows:\n\n"
        f"| table | baseline right | model right |\n|---|---|---|\n{rows}\nWhich one removes the largest share of the "
        "errors that its baseline makes?",
        names[best],
        {names[at]: f"{slip.get(at, 'You chose one that leaves more of them: ')}{left[at]}."
         for at in range(3) if at != best}
        | {"One can't say: the tables differ": "Each is measured against its own baseline, on its own table. That is "
        "what makes the three comparable."},
        f"{names[best]}: {left[best]}. An accuracy says little beside other baselines; the share of errors removed "
        "says how far from knowing nothing a model has come.",
        ("How many errors does each baseline make, and how many are left?",
         "Divide the errors that are gone by those there were."),
    )  # fmt: skip


def answers(n: int, base: int, hits: int) -> tuple[np.ndarray, np.ndarray]:
    """n classes, `base` of them “no”, and predictions of which `hits` are right."""
    y = np.repeat(["no", "yes"], [base, n - base]).astype(object)
    return y, np.where(np.arange(n) < hits, y, np.where(y == "no", "yes", "no"))
